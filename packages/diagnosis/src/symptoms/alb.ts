import type { Measure } from '@fivewhys/evidence';
import { endpointOfText } from '../symptom-reading/endpoints.ts';
import type { Sighting, SymptomProgram } from '../symptom-reading/program.ts';
import type { Saying } from '../symptom-reading/symptom.ts';
import type { Effect } from '../symptom-words/effects.ts';
import type { Phase } from '../symptom-words/phases.ts';

const fieldsSource = 'AWS, User Guide for Application Load Balancers, Access logs, Syntax';
const source = 'AWS, User Guide for Application Load Balancers, Troubleshoot';

/** The fields, in their order. Later ones may be added behind. */
const fields: readonly Saying[] = [
  ['type', 'http, https, h2, grpcs, ws or wss'],
  ['time', 'when the response to the originator was made'],
  ['elb', 'which load balancer'],
  ['client:port', "the originator's address and port"],
  ['target:port', 'the backend; - when no backend was asked'],
  [
    'request_processing_time',
    'seconds until the request went to the backend; -1: it could not be given to one, or the backend did not answer in time',
  ],
  ['target_processing_time', "seconds until the backend's response headers began; -1: the same"],
  ['response_processing_time', 'seconds until the response to the originator began; -1: the same'],
  ['elb_status_code', 'the status that the originator got'],
  ['target_status_code', 'the status that the backend gave; - when it gave none'],
  ['received_bytes', 'bytes of the request'],
  ['sent_bytes', 'bytes of the response'],
].map(([text = '', says = '']) => ({ text, says, source: fieldsSource }));

interface Case {
  readonly text: string;
  /** Statuses to the originator. */
  readonly status: number;
  /** Whether the backend had been given the request; undefined where it makes no difference. */
  readonly wasDispatched?: boolean;
  readonly towards: 'target' | 'client';
  readonly effect: Effect;
  readonly phase: Phase;
  readonly says: string;
}

/** What the load balancer answered by itself. A status that the backend gave is the backend's answer, and no connection failed. */
const cases: readonly Case[] = [
  {
    text: '460',
    status: 460,
    towards: 'client',
    effect: 'broken-off',
    phase: 'waiting-for-response',
    says: 'the originator ended its connection before the response and before the idle timeout: its own time-out may be shorter',
  },
  {
    text: '408',
    status: 408,
    towards: 'client',
    effect: 'timed-out',
    phase: 'request',
    says: 'the originator sent nothing for the idle timeout',
  },
  {
    text: '502, processed',
    status: 502,
    wasDispatched: true,
    towards: 'target',
    effect: 'broken-off',
    phase: 'waiting-for-response',
    says: 'the backend got the request and ended the connection (RST or FIN) instead of answering, or its answer was malformed: its keep-alive may be shorter than the idle timeout',
  },
  {
    text: '502, times -1',
    status: 502,
    wasDispatched: false,
    towards: 'target',
    effect: 'broken-off',
    phase: 'connect',
    says: 'the request could not be given to the backend: a RST or an ICMP error answered the SYN, a kept connection was closed under it, or the TLS handshake failed',
  },
  {
    text: '503',
    status: 503,
    towards: 'target',
    effect: 'no-backend',
    phase: 'connect',
    says: 'no backend is registered',
  },
  {
    text: '504, request processed',
    status: 504,
    wasDispatched: true,
    towards: 'target',
    effect: 'timed-out',
    phase: 'waiting-for-response',
    says: 'the backend had the connection and did not answer within the idle timeout',
  },
  {
    text: '504, times -1',
    status: 504,
    wasDispatched: false,
    towards: 'target',
    effect: 'timed-out',
    phase: 'connect',
    says: 'no connection to the backend within 10 seconds, or no answer within the idle timeout: a firewall or network ACL that drops looks so',
  },
];

const line =
  /(?<type>https?|h2|grpcs|wss?) (?<time>\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{1,9}Z) (?<elb>[\w-]{1,64}\/[\w/-]{1,200}) (?<client>\S{2,60}) (?<target>-|\S{2,60}) (?<request>-1|[\d.]{1,16}) (?<targetTime>-1|[\d.]{1,16}) (?<response>-1|[\d.]{1,16}) (?<status>\d{3}|-) (?<targetStatus>\d{3}|-) (?<received>\d{1,19}) (?<sent>\d{1,19}) "/;

function read(text: string): Sighting | 'no-failure' | undefined {
  const match = line.exec(text);
  if (match === null) return undefined;
  const groups = match.groups ?? {};
  if (groups.targetStatus !== '-') return 'no-failure';
  // Behind a 502 of a Lambda function stands why, and no connection is behind it.
  if (/"Lambda\w{3,60}"/.test(text)) return 'no-failure';
  const wasDispatched = groups.status === '504' ? groups.request !== '-1' : groups.targetTime !== '-1';
  const found = cases.find(
    (row) => row.status === Number(groups.status) && (row.wasDispatched ?? wasDispatched) === wasDispatched,
  );
  if (found === undefined) return 'no-failure';
  const client = endpointOfText(groups.client);
  const target = endpointOfText(groups.target === '-' ? undefined : groups.target);
  const isTarget = found.towards === 'target';
  return {
    role: 'failure',
    row: found.text,
    effect: { value: found.effect, weight: 3 },
    phase: {
      value: found.phase,
      weight: 3,
      because: `elb_status_code ${groups.status}, target_status_code -, times ${groups.request} ${groups.targetTime} ${groups.response}`,
    },
    errno: undefined,
    speaker: isTarget ? 'proxy-as-originator' : 'proxy-as-responder',
    over: undefined,
    local: undefined,
    remote: isTarget ? target : client,
    beyond: isTarget ? client : target,
    measures: measuresOf(groups),
    sayings: [{ text: `elb_status_code ${groups.status}`, says: found.says, source }],
    isLast: true,
    joins: 'not',
    at: match.index,
  };
}

function measuresOf(groups: Readonly<Record<string, string | undefined>>): Measure[] {
  const times: [string, string | undefined][] = [
    ['milliseconds until the request went to the backend', groups.request],
    ["milliseconds until the backend's response began", groups.targetTime],
    ['milliseconds until the response to the originator began', groups.response],
  ];
  return [
    ...times.flatMap(([name, seconds]) =>
      seconds === '-1' ? [] : [{ name, value: Math.round(Number(seconds) * 1e6) / 1e3 }],
    ),
    { name: 'bytes from the originator', value: Number(groups.received) },
    { name: 'bytes to the originator', value: Number(groups.sent) },
  ];
}

/** The access log of AWS Application Load Balancers. */
export const alb: SymptomProgram = {
  id: 'aws-alb',
  name: 'The load balancer (AWS ALB)',
  title: 'AWS Application Load Balancer, access log',
  log: 'proxy-log',
  marks: [
    'http 0000-00-00t',
    'https 0000-00-00t',
    'h0 0000-00-00t',
    'grpcs 0000-00-00t',
    'ws 0000-00-00t',
    'wss 0000-00-00t',
  ],
  hint: /^(?:https?|h2|grpcs|wss?) \d{4}-\d\d-\d\dT|(?:https?|h2|grpcs|wss?) \d{4}-\d\d-\d\dT[\d:.]+Z [\w-]+\//,
  family: 'aws-alb',
  windowLines: 0,
  speaker: 'proxy-as-originator',
  wordings: [],
  tables: [
    { title: 'Fields', rows: fields },
    { title: 'Answers of the load balancer itself', rows: cases.map(({ text, says }) => ({ text, says, source })) },
  ],
  read,
};
