import type { Measure } from '@fivewhys/evidence';
import { endpointOf } from '../symptom-reading/endpoints.ts';
import type { Sighting, SymptomProgram } from '../symptom-reading/program.ts';
import type { Saying, SymptomEndpoint } from '../symptom-reading/symptom.ts';
import type { Effect } from '../symptom-words/effects.ts';
import type { Phase } from '../symptom-words/phases.ts';

const source = 'HAProxy, doc/configuration.txt, section 8.5, Session state at disconnection';
const timing = 'HAProxy, doc/configuration.txt, section 8.4, Timing events';

/** First letter: what ended the session first. */
const enders = {
  C: 'the originator aborted its connection',
  S: 'the backend aborted or refused the connection',
  P: 'HAProxy itself ended it: a limit, a rule, or an answer that it would not pass on',
  L: 'HAProxy answered by itself',
  R: 'HAProxy ran out of something: memory, sockets, source ports',
  I: 'HAProxy found an error in itself',
  D: 'HAProxy killed it, because the server was seen to be down',
  U: 'HAProxy killed it on a backup server, because an active one came back',
  K: 'an operator of HAProxy killed it',
  c: 'the originator sent or took nothing for as long as the timeout on its side allows',
  s: 'the backend sent or took nothing for as long as the timeout on its side allows',
} as const;

type Ender = keyof typeof enders;

/** Second letter: what the session was doing. */
const states: Readonly<Record<string, { readonly says: string; readonly phase: Phase }>> = {
  R: { says: 'while the request was awaited; nothing had gone to a backend', phase: 'request' },
  Q: { says: 'while it waited in the queue for a free slot of a backend', phase: 'connect' },
  C: { says: 'while the connection to the backend was being opened', phase: 'connect' },
  H: { says: "while the headers of the backend's response were awaited", phase: 'waiting-for-response' },
  D: { says: 'while data flowed', phase: 'session' },
  L: { says: 'while the last data went to the originator, the backend having finished', phase: 'download' },
  T: { says: 'while the request was held in the tarpit', phase: 'request' },
  '-': { says: 'after everything had been transferred', phase: 'unknown' },
};

/** Pairs that say more than their letters. */
const pairs: Readonly<Record<string, string>> = {
  CC: 'the originator gave up before the connection to the backend was open: often the backend is dead and not yet marked so',
  CD: 'the originator, or something between it and HAProxy, ended the connection in the middle of the data',
  CH: 'the originator gave up waiting for the response: the backend was slow, or the originator in a hurry',
  CR: 'the originator ended the connection before its request was complete',
  CQ: 'the originator gave up while it waited in the queue: the backends were full',
  cD: 'the originator took no data for "timeout client": often its network failed',
  cH: 'the originator did not finish its upload within "timeout client": sometimes because full-sized packets do not pass (MTU, PPPoE)',
  cR: 'the request was not complete within "timeout http-request": sometimes because full-sized packets do not pass (MTU, PPPoE); browsers that connect ahead do it, too',
  SC: 'the backend, or something on the way, refused the connection: a RST or an ICMP error came, or there was no route',
  sC: 'no answer to the SYN within "timeout connect"',
  SD: 'the connection to the backend died in the middle of the data: a RST, an ICMP error, or in HTTP mode a FIN before the promised end of the body',
  sD: 'the backend was silent for "timeout server" in the middle of the data: often something on the way forgot the connection',
  SH: 'the backend ended the connection before its response headers were complete: it crashed, aborted, or something on the way killed the connection',
  sH: 'the backend did not answer within "timeout server"',
  sQ: 'it waited in the queue longer than "timeout queue"',
  PC: 'HAProxy had no socket left to connect to the backend (maxconn, ulimit-n)',
  PD: 'HAProxy blocked a badly chunked message after the headers had been passed on',
  PH: "HAProxy blocked the backend's response: invalid, incomplete, or forbidden by a rule (502)",
  PR: 'HAProxy blocked the request: invalid (400) or forbidden by a rule (403)',
};

/**
 * What happened, by the first letter and, where the documentation says more, by the second. In HTTP mode SD is also a FIN before the promised end of the body
 * (seen with HAProxy 2.6.12).
 */
function effectOf(ender: Ender, state: string, isHttp: boolean): Effect {
  switch (ender) {
    case 'C':
      return 'broken-off';
    case 'S':
      return state === 'C' ? 'refused' : state === 'D' && !isHttp ? 'reset' : 'broken-off';
    case 'c':
    case 's':
      return state === 'Q' ? 'no-backend' : 'timed-out';
    case 'R':
      return 'out-of-resources';
    case 'P':
      return state === 'C' ? 'out-of-resources' : 'answered-with-error';
    case 'I':
      return 'unknown';
    default:
      return 'closed-locally';
  }
}

/** The lines about connections that never came to a request. */
const handshakeErrors: Readonly<
  Record<string, { readonly effect: Effect; readonly phase: Phase; readonly says: string }>
> = {
  'Connection error during SSL handshake': {
    effect: 'broken-off',
    phase: 'tls-handshake',
    says: "the originator's connection failed in the TLS handshake",
  },
  'Connection closed during SSL handshake': {
    effect: 'closed-early',
    phase: 'tls-handshake',
    says: 'the originator closed in the middle of the TLS handshake',
  },
  'Timeout during SSL handshake': {
    effect: 'timed-out',
    phase: 'tls-handshake',
    says: 'the originator did not finish the TLS handshake in time',
  },
  'SSL handshake failure': {
    effect: 'handshake-failed',
    phase: 'tls-handshake',
    says: "the originator's TLS handshake failed on its contents; a RST in it is logged alike",
  },
  'Connection error while waiting for PROXY protocol header': {
    effect: 'broken-off',
    phase: 'request',
    says: 'the connection ended where the PROXY protocol header should come',
  },
  'Connection closed while waiting for PROXY protocol header': {
    effect: 'closed-early',
    phase: 'request',
    says: 'the connection was closed where the PROXY protocol header should come',
  },
  'Received something which does not look like a PROXY protocol header': {
    effect: 'protocol-error',
    phase: 'request',
    says: 'the originator does not speak the PROXY protocol that this port expects',
  },
};

const timers: readonly Saying[] = [
  { text: 'TR, Tq', says: 'milliseconds until the request was complete; -1: it never was', source: timing },
  { text: 'Tw', says: 'milliseconds in the queues; -1: it did not come as far', source: timing },
  { text: 'Tc', says: 'milliseconds until the connection to the backend was open; -1: it never was', source: timing },
  {
    text: 'Tr',
    says: "milliseconds until the backend's response headers were complete; -1: they never were",
    source: timing,
  },
  { text: 'Ta, Tt', says: 'milliseconds in all; with a + in front, it was logged before the end', source: timing },
];

/** `client:port` in front of the date. */
const clientBefore = /(?<client>[\d.]{7,15}|[0-9a-f:]{2,45}|unix):(?<port>\d{1,5}) $/;
const date = /\[\d\d\/[A-Z][a-z]{2}\/\d{4}:\d\d:\d\d:\d\d\.\d{3}\] /;
/** `frontend[~] backend/server `: what both formats go on with. */
const names = /^(?<frontend>[^\s/]{1,128}) (?<backend>[^\s/]{1,128})\/(?<server>\S{1,128}) /;
/** `TR/Tw/Tc/Tr/Ta status bytes cookie cookie tsc actconn/…/retries srv/backend` */
const http =
  /^(?<timers>-?\d{1,10}\/-?\d{1,10}\/-?\d{1,10}\/-?\d{1,10}\/\+?\d{1,10}) (?<status>-?\d{1,3}) (?<bytes>\+?\d{1,19}) \S{1,256} \S{1,256} (?<state>[A-Za-z-]{2})[A-Za-z-]{2} (?:\d{1,9}\/){4}(?<retries>\+?\d{1,9}) \d{1,9}\/\d{1,9}(?: |$)/;
/** `Tw/Tc/Tt bytes ts actconn/…/retries srv/backend` */
const tcp =
  /^(?<timers>-?\d{1,10}\/-?\d{1,10}\/\+?\d{1,10}) (?<bytes>\+?\d{1,19}) (?<state>[A-Za-z-]{2}) (?:\d{1,9}\/){4}(?<retries>\+?\d{1,9}) \d{1,9}\/\d{1,9}(?: |$)/;
/** `frontend/bind: message` */
const errorLine = /^[^\s/]{1,128}\/[^\s:]{1,128}: (?<message>[A-Z][^\n]{5,200})$/;

interface Fields {
  readonly isHttp: boolean;
  readonly groups: Readonly<Record<string, string | undefined>>;
  readonly at: number;
}

/** The client, and what stands behind the date. */
interface Head {
  readonly groups: Readonly<Record<string, string | undefined>>;
  readonly at: number;
  readonly rest: string;
}

function headOf(line: string): Head | undefined {
  const dated = date.exec(line);
  if (dated === null) return undefined;
  const client = clientBefore.exec(line.slice(Math.max(0, dated.index - 64), dated.index));
  if (client === null) return undefined;
  return {
    groups: client.groups ?? {},
    at: dated.index - client[0].length,
    rest: line.slice(dated.index + dated[0].length),
  };
}

function fieldsOf({ rest, groups, at }: Head): Fields | undefined {
  const named = names.exec(rest);
  if (named === null) return undefined;
  const values = rest.slice(named[0].length);
  const asHttp = http.exec(values);
  const match = asHttp ?? tcp.exec(values);
  if (match === null) return undefined;
  return { isHttp: asHttp !== null, groups: { ...groups, ...named.groups, ...match.groups }, at };
}

function read(line: string): Sighting | 'no-failure' | undefined {
  const head = headOf(line);
  if (head === undefined) return undefined;
  const fields = fieldsOf(head);
  if (fields === undefined) return readErrorLine(head);
  const { groups, at } = fields;
  const [ender = '-', state = '-'] = groups.state ?? '';
  if (!Object.hasOwn(enders, ender) || ender === 'L') return 'no-failure';
  const doing = states[state] ?? { says: 'in a state that is not known here', phase: 'unknown' };
  const isAboutClient = ender === 'C' || ender === 'c' || (ender === 'P' && state === 'R');
  const client = endpointOf(groups.client, groups.port);
  const backend: SymptomEndpoint = {
    ip: undefined,
    port: undefined,
    name: undefined,
    label: `${groups.backend}/${groups.server}`,
  };
  return {
    role: 'failure',
    row: `${ender}${state}`,
    effect: { value: effectOf(ender as Ender, state, fields.isHttp), weight: 3 },
    phase: {
      value: state === 'D' && fields.isHttp ? 'download' : doing.phase,
      weight: 3,
      because: `the second letter of the termination state is ${state}: ${doing.says}`,
    },
    errno: undefined,
    speaker: isAboutClient ? 'proxy-as-responder' : 'proxy-as-originator',
    over: undefined,
    local: undefined,
    remote: isAboutClient ? client : backend,
    beyond: isAboutClient ? backend : client,
    measures: measuresOf(fields),
    sayings: sayingsOf(ender as Ender, state, doing.says),
    isLast: true,
    joins: 'not',
    at,
  };
}

function sayingsOf(ender: Ender, state: string, doing: string): Saying[] {
  const pair = pairs[`${ender}${state}`];
  return [
    { text: ender, says: enders[ender], source },
    { text: state, says: doing, source },
    ...(pair === undefined ? [] : [{ text: `${ender}${state}`, says: pair, source }]),
  ];
}

function readErrorLine({ rest, groups, at }: Head): Sighting | 'no-failure' | undefined {
  const message = errorLine.exec(rest)?.groups?.message;
  if (message === undefined) return undefined;
  const text = Object.keys(handshakeErrors).find((known) => message.startsWith(known));
  const known = text === undefined ? undefined : handshakeErrors[text];
  if (text === undefined || known === undefined) return 'no-failure';
  return {
    role: 'failure',
    row: text,
    effect: { value: known.effect, weight: 3 },
    phase: { value: known.phase, weight: 3, because: 'the text names it' },
    errno: undefined,
    speaker: 'proxy-as-responder',
    over: undefined,
    local: undefined,
    remote: endpointOf(groups.client, groups.port),
    beyond: undefined,
    measures: [],
    sayings: [
      {
        text,
        says: known.says,
        source: 'HAProxy, doc/configuration.txt, section 8.2.5, Error log format; HAProxy 2.6.12',
      },
    ],
    isLast: true,
    joins: 'not',
    at,
  };
}

const httpTimers = [
  'until the request was complete (TR)',
  'in the queues (Tw)',
  'until the backend connection was open (Tc)',
  'until the response headers were complete (Tr)',
  'in all (Ta)',
];
const tcpTimers = ['in the queues (Tw)', 'until the backend connection was open (Tc)', 'in all (Tt)'];

/** Timers of -1 say that it did not come as far: they are no durations. */
function measuresOf({ isHttp, groups }: Fields): Measure[] {
  const names = isHttp ? httpTimers : tcpTimers;
  const measures = (groups.timers ?? '').split('/').flatMap((text, index) => {
    const value = Number(text);
    return value >= 0 ? [{ name: `milliseconds ${names[index]}`, value }] : [];
  });
  measures.push({ name: 'bytes to the originator', value: Number(groups.bytes) });
  const retries = Number(groups.retries);
  if (retries > 0) measures.push({ name: 'further attempts to connect to a backend', value: retries });
  return measures;
}

/** HAProxy's HTTP, TCP and error log formats. */
export const haproxy: SymptomProgram = {
  id: 'haproxy',
  name: 'HAProxy',
  title: 'HAProxy, HTTP and TCP log',
  log: 'proxy-log',
  marks: ['0 [00/'],
  hint: /:\d+ \[\d\d\/[A-Z][a-z]{2}\/\d{4}:\d\d:\d\d:\d\d\.\d{3}\] /,
  family: 'haproxy',
  windowLines: 0,
  speaker: 'proxy-as-originator',
  wordings: [],
  tables: [
    {
      title: 'Termination state, first letter',
      rows: Object.entries(enders).map(([text, says]) => ({ text, says, source })),
    },
    {
      title: 'Termination state, second letter',
      rows: Object.entries(states).map(([text, { says }]) => ({ text, says, source })),
    },
    {
      title: 'Termination states that say more',
      rows: Object.entries(pairs).map(([text, says]) => ({ text, says, source })),
    },
    { title: 'Timers', rows: timers },
    {
      title: 'Connections without a request',
      rows: Object.entries(handshakeErrors).map(([text, { says }]) => ({
        text,
        says,
        source: 'HAProxy, doc/configuration.txt, section 8.2.5, Error log format; HAProxy 2.6.12',
      })),
    },
  ],
  read,
};
