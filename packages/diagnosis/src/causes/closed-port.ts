import type { Baseline, Connection, Reset, Service } from '@fivewhys/connections';
import type { Cause, LookAlike, NextStep, Remedy, Why } from '@fivewhys/evidence';
import { closedPort as entry } from '../catalogue/closed-port.ts';
import { duration, endpointText, plural } from '../phrases.ts';
import { shapedOtherwise } from '../sender/shaped-otherwise.ts';
import type { ConnectionSubject } from '../subject.ts';
import { identPort, refusedIdent } from './closed-port/refused-ident.ts';

/**
 * Nobody listens on the port.
 *
 * Seen: a SYN is answered by a RST of kind B: RST+ACK, sequence number 0, ack = the SYN's number + 1, no window, no options, IP ID 0. The program gets
 * ECONNREFUSED at once.
 *
 * Implies: the responder's kernel found no socket for the segment (tcp_v4_rcv, no_tcp_socket; RFC 9293 section 3.10.7.1); its TcpOutRsts moves.
 *
 * Alike: `firewall-reject`: a REJECT rule makes the same packet. On another host its TTL differs; on the responder itself nothing in a capture does.
 * `restart`: the port is closed only between two processes.
 *
 * Settles it: TTL of the RST against the responder's other packets; TcpOutRsts and `ss -ltn` on the responder.
 *
 * Shown by: captures/closed-port.pcap, captures/closed-port-ipv6.pcapng, captures/backend-any.pcap.
 */
export const closedPort: Cause<ConnectionSubject> = {
  id: 'closed-port',
  title: 'nobody listens on the port',
  weigh({ connection, reset, input, surroundings }) {
    if (reset === undefined) return { kind: 'excluded', because: 'there is no RST' };
    if (connection.handshake.synFrame === undefined) {
      return { kind: 'excluded', because: 'the RST does not answer a SYN that the capture holds' };
    }
    if (connection.ending !== 'rejected' || reset.from !== 'responder' || reset.effect !== 'accepted') {
      return { kind: 'excluded', because: 'the SYN was not answered by a RST that ended the attempt' };
    }
    if (reset.kind !== 'B') {
      return { kind: 'excluded', because: `the RST is not the one of a closed port: ${reset.deviations.join('; ')}` };
    }
    const baseline = surroundings.baseline(connection.responder.key);
    if (baseline !== undefined && reset.ttl >= 0 && baseline.ttls.size > 0 && !baseline.ttls.has(reset.ttl)) {
      return {
        kind: 'excluded',
        because: `the RST's TTL is ${reset.ttl}, other packets of ${connection.responder.ip} have ${ttlsText(baseline)}: it was made elsewhere`,
      };
    }
    const { key, port } = connection.responder;
    const target = endpointText(connection.responder);
    const service = typeof port === 'number' ? surroundings.service(key, port) : undefined;
    return {
      kind: 'fits',
      directness: 'direct',
      symptom: `A connection attempt to ${target} was refused ("Connection refused")`,
      several: `Connection attempts to ${target} were refused ("Connection refused")`,
      sentBy: 'responder',
      whys: whysOf(connection, reset, baseline, service, input),
      lookAlikes: [
        firewallReject(connection, reset, baseline),
        restart(connection, service),
        ...shapedOtherwise(reset),
      ],
      notes: [],
      next: port === identPort ? [] : nextSteps(connection, reset),
      remedies: port === identPort ? [refusedIdent] : remediesFor(connection),
      group: 'Connection attempts were refused ("Connection refused")',
      apart: target,
      measures: [{ name: 'milliseconds from the SYN to the RST', value: answerNs(connection, reset) / 1e6 }],
    };
  },
};

function answerNs(connection: Connection, reset: Reset): number {
  const syn = connection.segments.find(({ frame }) => frame === reset.provokedBy);
  return reset.instantNs - (syn?.instantNs ?? connection.firstInstantNs);
}

function whysOf(
  connection: Connection,
  reset: Reset,
  baseline: Baseline | undefined,
  service: Service | undefined,
  input: number,
): Why[] {
  const { responder } = connection;
  const syn = connection.handshake.synFrame as number;
  return [
    {
      claim: 'The attempt was refused: the SYN got a RST as its answer',
      evidence: [
        {
          input,
          frames: [reset.provokedBy ?? syn, reset.frame],
          detail: `${reset.provokedBecause}; ${duration(answerNs(connection, reset))} after the SYN`,
        },
      ],
    },
    {
      claim: 'The RST has the shape of a host that found no socket for the SYN, not of a program that hung up',
      evidence: [
        {
          input,
          frames: [reset.frame],
          detail: `kind B: RST+ACK, seq 0${reset.deviations.length === 0 ? ', window 0, no options' : ''}${reset.ipId === 0 ? ', IP ID 0' : ''}`,
        },
        ...(baseline !== undefined && reset.ttl >= 0
          ? [
              {
                input,
                frames: [reset.frame],
                detail: `TTL ${reset.ttl}, as the other packets of ${responder.ip} (${plural(baseline.connections, 'connection')}): it comes from as far away as the responder itself`,
              },
            ]
          : []),
      ],
    },
    {
      claim:
        service === undefined
          ? `Nothing listens on port ${responder.port} of ${responder.ip}, or not on that address`
          : `Nothing listened on port ${responder.port} of ${responder.ip} at that moment, although the port accepted connections at another time`,
      evidence: [
        {
          input,
          frames: [reset.frame],
          detail:
            service === undefined
              ? 'no connection to that address and port was accepted in the whole capture'
              : `${plural(service.accepted, 'connection')} to it accepted in the same capture`,
        },
      ],
    },
  ];
}

function firewallReject(connection: Connection, reset: Reset, baseline: Baseline | undefined): LookAlike {
  const onHost = `a REJECT rule (--reject-with tcp-reset) on ${connection.responder.ip} itself makes the same packet`;
  if (reset.ttl < 0) {
    return { cause: 'firewall-reject', excluded: false, because: `the text does not hold the TTL; and ${onHost}` };
  }
  if (baseline === undefined || baseline.ttls.size === 0) {
    return {
      cause: 'firewall-reject',
      excluded: false,
      because: `of TCP the capture holds nothing of ${connection.responder.ip} but RSTs, and so nothing to hold their TTL ${reset.ttl} against; and ${onHost}`,
    };
  }
  return {
    cause: 'firewall-reject',
    excluded: false,
    because: `not by another host on the way, whose TTL would differ; but ${onHost}, and only the responder's counters tell them apart`,
  };
}

function restart(connection: Connection, service: Service | undefined): LookAlike {
  if (service === undefined) {
    return {
      cause: 'restart',
      excluded: true,
      because: `${endpointText(connection.responder)} accepted nothing in the whole capture: nothing shows a service there that might have been between two processes`,
    };
  }
  return {
    cause: 'restart',
    excluded: false,
    because: `the port accepted ${plural(service.accepted, 'connection')} in the same capture: the service may have been restarted meanwhile`,
  };
}

function nextSteps({ responder }: Connection, { deviations }: Reset): NextStep[] {
  return [
    {
      why: `run on ${responder.ip}: a line means that something listens there (look at the address: 127.0.0.1 is not ${responder.ip}); none means that nothing does`,
      command: `ss -ltnp 'sport = :${responder.port}'${deviations.length === 0 ? '' : `    # Windows: netstat -ano | findstr :${responder.port}`}`,
    },
    {
      why: `run on ${responder.ip} before and after an attempt: it grows by one when the kernel refuses, and stays when a firewall rule does`,
      command: 'nstat -az TcpOutRsts',
    },
  ];
}

/** The remedies of the catalogue, for this address and port. */
function remediesFor({ responder }: Connection): Remedy[] {
  const here = (text: string) => text.replace('ADDRESS', responder.ip).replace('PORT', String(responder.port));
  return entry.remedies.map((remedy) => ({
    ...remedy,
    commands: remedy.commands.map(here),
    verify: here(remedy.verify),
  }));
}

function ttlsText(baseline: Baseline): string {
  return [...baseline.ttls.keys()].sort((a, b) => a - b).join(' or ');
}
