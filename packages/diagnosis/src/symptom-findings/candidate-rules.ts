import type { CauseId } from '../catalogue.ts';
import type { Effect } from '../symptom-words/effects.ts';
import type { Phase } from '../symptom-words/phases.ts';
import type { Speaker } from '../symptom-words/wording.ts';

/** Which causes of the catalogue a kind of symptom leaves possible, the most frequent first. The first rule that fits counts. */
export interface CandidateRule {
  readonly effects: readonly Effect[];
  /** Undefined: any. */
  readonly phases?: readonly Phase[];
  readonly speakers?: readonly Speaker[];
  readonly errnos?: readonly string[];
  readonly causes: readonly (readonly [cause: CauseId, because: string])[];
}

const cutOff: readonly Effect[] = ['reset', 'broken-off', 'broken-pipe'];
const asOriginator: readonly Speaker[] = ['proxy-as-originator'];
const asResponder: readonly Speaker[] = ['proxy-as-responder', 'responder'];

const firewall = [
  'firewall-reject',
  'a firewall, an ACL or a filter on the way may reject packets of a running connection',
] as const;
const mtu = [
  'path-mtu-black-hole',
  'full-sized packets may not pass while small ones do: then one end gives up after seconds, and a reset is a late consequence',
] as const;
const anycast = [
  'anycast-shift',
  'packets may have reached another edge of the same address; it is rare, and only a capture with two TTLs speaks for it',
] as const;
const natInvalid = [
  'conntrack-invalid',
  'a host that translates addresses (containers, a gateway) may have called a packet INVALID and answered it itself',
] as const;
const forgotten = [
  'idle-timeout',
  'a NAT, firewall or balancer on the way may have forgotten the connection while it was idle',
] as const;
const race = [
  'keep-alive-race',
  'the other end may have closed a kept connection just when the request was sent on it: its keep-alive time is then the shorter one',
] as const;
const killed = ['process-killed', "the other end's process may have crashed or been killed in the middle"] as const;
const restarted = [
  'restart',
  'the other end may have been restarted, so that nobody knew the connection any more',
] as const;
const unread = [
  'unread-data',
  'the other end may have closed with part of what was sent unread: after an early answer (413, 401), or a limit of its own',
] as const;
const dropped = ['firewall-drop', 'a firewall or ACL may drop the packets and say nothing'] as const;
const queueFull = [
  'backlog-overflow',
  "the other end's accept queue may have been full: its program accepts too slowly",
] as const;
const tableFull = [
  'conntrack-table-full',
  'a connection tracking table on the way may have been full, which looks like a drop',
] as const;
const tlsRefused = ['tls-failure', 'the other end may not have liked what the handshake offered, and closed'] as const;
const forged = [
  'injected-reset',
  'something on the way may have forged a RST when it saw the host name or the contents',
] as const;
const gaveUp = [
  'client-abort',
  'the originator gave up: its time-out is shorter than the answer takes, or somebody cancelled',
] as const;
const aborted = ['application-abort', "the other end's program may have ended it for a reason of its own"] as const;

export const candidateRules: readonly CandidateRule[] = [
  {
    effects: ['out-of-resources'],
    phases: ['ssh-banner'],
    causes: [['ssh-max-startups', 'sshd itself says that it refused more connections that had not logged in']],
  },
  {
    effects: ['no-local-port'],
    causes: [
      [
        'connection-churn',
        'each port that was used waits in TIME_WAIT: too many short connections to one address use all of them up',
      ],
    ],
  },
  {
    effects: ['handshake-failed'],
    causes: [
      [
        'tls-failure',
        'the TLS handshake failed on its contents: versions, ciphers, certificates, or a port that speaks no TLS',
      ],
    ],
  },
  {
    effects: ['closed-locally'],
    errnos: ['ECONNABORTED'],
    causes: [
      ['socket-destroyed', "an operator or agent of the speaker's own host may have destroyed the socket (ss -K)"],
      ['application-abort', "a filter on the speaker's own host (an antivirus, a VPN) may have aborted it"],
    ],
  },
  // The originator of a proxy went away.
  {
    effects: ['reset', 'broken-off', 'broken-pipe', 'closed-early'],
    phases: ['tls-handshake'],
    speakers: asResponder,
    causes: [
      gaveUp,
      ['tls-failure', 'the originator may not have liked the certificate or what was offered, and closed'],
      ['harmless', 'scanners and health checks open a port and go away'],
      firewall,
    ],
  },
  {
    effects: ['reset', 'broken-off', 'broken-pipe', 'closed-early'],
    speakers: asResponder,
    causes: [gaveUp, forgotten, firewall],
  },
  {
    effects: ['timed-out'],
    speakers: asResponder,
    causes: [
      mtu,
      ['client-abort', 'the originator may have left without a word: its network or its host went away'],
      dropped,
    ],
  },
  // A connection was not opened.
  {
    effects: ['refused'],
    causes: [
      ['closed-port', 'nobody listens on that port of that address'],
      ['firewall-reject', 'a REJECT rule, on the host or before it, answers a SYN like that, too'],
      ['restart', 'the service may have been between two processes'],
    ],
  },
  {
    effects: ['not-connected'],
    causes: [
      ['closed-port', 'nobody may listen on that port of that address'],
      ['firewall-drop', 'a firewall or ACL may drop the SYNs and say nothing'],
      ['firewall-reject', 'a REJECT rule, on the host or before it, may answer them'],
      queueFull,
    ],
  },
  {
    effects: ['unreachable'],
    causes: [
      [
        'firewall-reject',
        'a rule that answers "administratively prohibited" (ICMP 3/9, 3/10, 3/13) reads as "no route to host"',
      ],
    ],
  },
  {
    effects: ['timed-out'],
    phases: ['connect'],
    causes: [
      dropped,
      tableFull,
      queueFull,
      [
        'time-wait-reuse',
        'a SYN that runs into a TIME_WAIT socket is answered by an ACK that does not fit, until the originator gives up',
      ],
    ],
  },
  // Before the exchange began.
  {
    effects: ['timed-out'],
    phases: ['tls-handshake'],
    causes: [
      [
        'path-mtu-black-hole',
        'the certificates come in full-sized packets, the first that may not pass while the SYN did',
      ],
      dropped,
      queueFull,
    ],
  },
  {
    effects: cutOff,
    phases: ['tls-handshake', 'before-response'],
    causes: [firewall, mtu, forged, tlsRefused, anycast],
  },
  { effects: ['closed-early'], phases: ['tls-handshake', 'before-response'], causes: [tlsRefused, aborted, restarted] },
  {
    effects: [...cutOff, 'closed-early'],
    phases: ['ssh-banner'],
    causes: [
      firewall,
      ['ssh-max-startups', 'sshd refuses some of many connections that have not logged in yet'],
      queueFull,
      anycast,
    ],
  },
  { effects: ['timed-out'], phases: ['ssh-banner'], causes: [dropped, queueFull] },
  // A proxy's connection to a backend: kept and reused, on a short path.
  {
    effects: [...cutOff, 'closed-early'],
    phases: ['waiting-for-response', 'request', 'idle'],
    speakers: asOriginator,
    causes: [race, forgotten, killed, restarted, unread, aborted],
  },
  {
    effects: [...cutOff, 'closed-early'],
    phases: ['download', 'session', 'upload', 'unknown'],
    speakers: asOriginator,
    causes: [killed, restarted, unread, forgotten, firewall],
  },
  // Any originator.
  { effects: ['closed-early', 'broken-off'], phases: ['idle'], causes: [race, forgotten, restarted] },
  {
    effects: ['reset', 'broken-pipe'],
    phases: ['idle'],
    causes: [forgotten, race, restarted, ['half-open', 'the other end may have forgotten the connection'], firewall],
  },
  {
    effects: ['timed-out'],
    phases: ['idle'],
    causes: [forgotten, ['keepalive-dead', "the other end's host or network may have gone away"], dropped],
  },
  { effects: cutOff, phases: ['upload', 'request'], causes: [firewall, mtu, natInvalid, unread, restarted, anycast] },
  { effects: ['closed-early'], phases: ['upload', 'request'], causes: [unread, aborted, restarted, race] },
  { effects: ['timed-out'], phases: ['upload', 'request'], causes: [mtu, dropped] },
  { effects: cutOff, phases: ['download'], causes: [firewall, mtu, natInvalid, killed, restarted, anycast] },
  { effects: ['closed-early'], phases: ['download'], causes: [killed, aborted, restarted] },
  { effects: ['timed-out'], phases: ['download'], causes: [mtu, dropped, forgotten] },
  {
    effects: cutOff,
    phases: ['waiting-for-response'],
    causes: [firewall, mtu, race, forgotten, unread, killed, anycast],
  },
  { effects: ['closed-early'], phases: ['waiting-for-response'], causes: [race, killed, aborted, restarted] },
  // Nothing says that the session had been idle.
  { effects: cutOff, phases: ['session'], causes: [firewall, mtu, forgotten, restarted, anycast] },
  { effects: ['closed-early'], phases: ['session'], causes: [restarted, killed, aborted] },
  { effects: ['timed-out'], phases: ['session'], causes: [forgotten, mtu, dropped] },
  // The words of an originator that tell no moment.
  {
    effects: cutOff,
    phases: ['unknown'],
    speakers: ['originator'],
    causes: [firewall, mtu, forgotten, restarted, anycast],
  },
];
