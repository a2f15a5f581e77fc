import type { NextStep } from '@fivewhys/evidence';
import type { Symptom, SymptomEndpoint } from '../symptom-reading/symptom.ts';

const mostSteps = 6;
const resetCounters =
  'nstat -az TcpOutRsts TcpEstabResets TcpExtTCPAbortOnClose TcpExtTCPAbortOnData TcpExtTCPAbortOnTimeout TcpExtListenOverflows TcpExtListenDrops';

/** Largest ICMP payload that makes a packet of 1500 bytes: less the headers of IP (20 or 40) and ICMP (8). */
const payloadOfFullPacket = 1472;
const payloadOfFullPacket6 = 1452;

/** Where the commands run and what they are about. Names and addresses were checked when they were read, so they are safe in a shell. */
interface Target {
  /** To be written into a command: the address, else the name, else a placeholder. */
  readonly host: string;
  /** For certificates and virtual hosts. */
  readonly name: string;
  readonly port: string;
  readonly portNumber: number | undefined;
  /** What of the two is known, as a filter for a capture. */
  readonly filter: string;
  /** Where the placeholders in it are found; empty when there are none. */
  readonly lookup: string;
  /** Whose host the speaker's is. */
  readonly here: string;
  readonly there: string;
  readonly nearEnd: string | undefined;
  readonly isIpv6: boolean;
}

/** What to collect next, as commands for the right end, of the candidates' order: what tells the most first. */
export function nextStepsOf(symptom: Symptom, causes: readonly string[]): NextStep[] {
  const target = targetOf(symptom);
  const steps: NextStep[] = [];
  if (symptom.effect === 'name-not-found') return nameSteps(target);
  if (symptom.effect === 'no-local-port') return portSteps(target);
  if (symptom.effect === 'no-backend' || symptom.effect === 'answered-with-error') return [];
  if (symptom.isTupleComplete) steps.push(joinStep(symptom));
  steps.push(...captureSteps(target));
  if (causes.includes('closed-port')) steps.push(listenStep(target));
  if (causes.includes('path-mtu-black-hole')) steps.push(mtuStep(target));
  if (causes.includes('keep-alive-race') && symptom.program === 'nginx-error') steps.push(nginxStep());
  if (causes.includes('ssh-max-startups')) steps.push(startupsStep(target));
  if (causes.includes('conntrack-invalid') || causes.includes('conntrack-table-full')) steps.push(conntrackStep());
  if (steps.length < mostSteps) steps.push(countersStep(target));
  const probe = probeStep(symptom, target);
  if (probe !== undefined && steps.length < mostSteps) steps.push(probe);
  return steps.slice(0, mostSteps);
}

/** Where ssh goes when nothing else is said. */
const sshPort = 22;

function targetOf({ remote, local, speaker, program, phase }: Symptom): Target {
  const isProxy = speaker.startsWith('proxy');
  const isResponder = speaker === 'responder' || speaker === 'proxy-as-responder';
  const host = remote?.ip ?? remote?.name;
  // The responder's port is the one that stays; seen from the responder, it is its own.
  const named = isResponder ? local?.port : remote?.port;
  const isLabelOnly = remote?.label !== undefined && host === undefined;
  const port = named ?? (program === 'ssh' || phase === 'ssh-banner' ? sshPort : undefined);
  return {
    host: host ?? 'HOST',
    name: remote?.name ?? remote?.ip ?? 'HOST',
    port: `${port ?? 'PORT'}`,
    portNumber: port,
    filter: isLabelOnly ? 'host HOST and port PORT' : filterOf(host, port),
    lookup: isLabelOnly ? ` (HOST and PORT: those of ${remote.label} in the proxy's configuration)` : '',
    here: isProxy ? "on the proxy's host" : 'on the host that wrote this',
    there: whereTo(remote, isResponder),
    nearEnd: local?.ip,
    isIpv6: remote?.ip?.includes(':') ?? false,
  };
}

/** What is known of an end, as tcpdump takes it; everything when nothing is. */
function filterOf(host: string | undefined, port: number | undefined): string {
  const known = [...(host === undefined ? [] : [`host ${host}`]), ...(port === undefined ? [] : [`port ${port}`])];
  return known.length === 0 ? 'tcp' : known.join(' and ');
}

function whereTo(remote: SymptomEndpoint | undefined, isResponder: boolean): string {
  const named = remote?.name ?? remote?.ip ?? remote?.label;
  const who = isResponder ? "the originator's host" : "the responder's host";
  return named === undefined ? `on ${who}` : `on ${who}, ${named}`;
}

function joinStep({ local, remote }: Symptom): NextStep {
  const ends = [local, remote].map((end) => `host ${end?.ip} and port ${end?.port}`).join(' and ');
  return {
    why: 'if a capture of that time exists: the text names both ends, so this very connection can be found in it',
    command: `tcpdump -nn -v -r CAPTURE.pcap '${ends}'`,
  };
}

function captureSteps({ filter, lookup, portNumber, here, there, nearEnd }: Target): NextStep[] {
  return [
    {
      why: `${here}, until it happens again: the capture shows who sent the RST or the FIN, from how far away, and what it answers${lookup}`,
      command: `tcpdump -ni any -s 128 -w here.pcap '${filter}'`,
    },
    {
      why: `${there}, at the same time: a RST that is seen at one end and was never sent at the other was made in between`,
      command: `tcpdump -ni any -s 128 -w there.pcap '${filterOf(nearEnd, portNumber)}'`,
    },
  ];
}

function listenStep({ there, port }: Target): NextStep {
  return {
    why: `${there}: a line means that something listens there (look at the address, too); none means that nothing does`,
    command: `ss -ltnp 'sport = :${port}'`,
  };
}

function mtuStep({ here, host, isIpv6 }: Target): NextStep {
  const payload = isIpv6 ? payloadOfFullPacket6 : payloadOfFullPacket;
  return {
    why: `${here}: full-sized packets that may not be split. If these fail and \`-s 1000\` passes, large packets vanish on the way (a host that answers no ping at all proves nothing)`,
    command: `ping -c 3 -M do -s ${payload} ${host}`,
  };
}

function nginxStep(): NextStep {
  return {
    why: "on the proxy's host: what is kept, and for how long; the backend's own keep-alive time must be the longer one",
    command:
      "nginx -T 2>/dev/null | grep -nE 'keepalive|proxy_(connect|send|read)_timeout|proxy_http_version|proxy_next_upstream'",
  };
}

function startupsStep({ there }: Target): NextStep {
  return {
    why: `${there}: how many connections may wait for a login at once, from which number on some are refused`,
    command: 'sshd -T | grep -i maxstartups',
  };
}

function conntrackStep(): NextStep {
  return {
    why: 'on each host that translates addresses between the two, before and after: "invalid", "drop" and "insert_failed" must not grow',
    command: 'conntrack -S',
  };
}

function countersStep({ there }: Target): NextStep {
  return {
    why: `${there}, before and after a failure: which counter moved names the kernel's reason; if none did, that host sent no RST`,
    command: resetCounters,
  };
}

function probeStep({ program, speaker, phase }: Symptom, { name, port, here }: Target): NextStep | undefined {
  if (speaker === 'proxy-as-responder' || speaker === 'responder' || port === 'PORT') return undefined;
  if (program === 'ssh' || phase === 'ssh-banner' || port === '22') {
    return {
      why: `${here}: how far ssh comes, step by step`,
      command: `ssh -vT -o ConnectTimeout=10 -p ${port} ${name}`,
    };
  }
  const scheme = port === '443' || phase === 'tls-handshake' ? 'https' : 'http';
  const host = name.includes(':') ? `[${name}]` : name;
  return {
    why: `${here}: how far one request comes, step by step, with its times`,
    command: `curl -sv --max-time 30 -o /dev/null ${scheme}://${host}:${port}/`,
  };
}

function nameSteps({ name, here }: Target): NextStep[] {
  return [
    { why: `${here}: what the system's own resolver says`, command: `getent ahosts ${name}` },
    {
      why: `${here}: what the DNS server says, without the system's caches and hosts file`,
      command: `dig +tries=1 ${name}`,
    },
  ];
}

function portSteps({ host, here }: Target): NextStep[] {
  return [
    {
      why: `${here}: how many local ports to that address wait in TIME_WAIT`,
      command: `ss -Htan state time-wait dst ${host} | wc -l`,
    },
    { why: `${here}: how many there are`, command: 'sysctl net.ipv4.ip_local_port_range' },
  ];
}
