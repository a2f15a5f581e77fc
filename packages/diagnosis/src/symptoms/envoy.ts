import type { Measure } from '@fivewhys/evidence';
import { endpointOfText } from '../symptom-reading/endpoints.ts';
import type { Sighting, SymptomProgram } from '../symptom-reading/program.ts';
import type { Saying, SymptomEndpoint } from '../symptom-reading/symptom.ts';
import type { Effect } from '../symptom-words/effects.ts';
import { envoyReplies } from '../symptom-words/envoy-replies.ts';
import { errnoIn } from '../symptom-words/errnos.ts';
import type { Phase } from '../symptom-words/phases.ts';

const flagsSource = 'Envoy documentation, configuration/observability/access_log/usage, %RESPONSE_FLAGS%';
const detailsSource = 'Envoy documentation, configuration/http/http_conn_man/response_code_details';

const resetSource = 'Envoy, source/common/http/utility.cc, resetReasonToString()';

interface Flag {
  readonly towards: 'upstream' | 'downstream';
  readonly effect: Effect;
  readonly phase: Phase;
  readonly says: string;
}

/** The response flags. */
const flags: Readonly<Record<string, Flag>> = {
  UC: {
    towards: 'upstream',
    effect: 'broken-off',
    phase: 'waiting-for-response',
    says: 'the connection to the backend ended under a request',
  },
  UF: {
    towards: 'upstream',
    effect: 'not-connected',
    phase: 'connect',
    says: 'the connection to the backend could not be opened',
  },
  URX: {
    towards: 'upstream',
    effect: 'broken-off',
    phase: 'unknown',
    says: 'the request, or the attempts to connect, had been tried as often as allowed',
  },
  UR: {
    towards: 'upstream',
    effect: 'broken-off',
    phase: 'waiting-for-response',
    says: 'the backend reset the stream of the request (HTTP/2), or its connection',
  },
  UT: {
    towards: 'upstream',
    effect: 'timed-out',
    phase: 'waiting-for-response',
    says: "the backend did not answer within the route's timeout",
  },
  UH: {
    towards: 'upstream',
    effect: 'no-backend',
    phase: 'connect',
    says: 'no healthy backend was left in the cluster',
  },
  UO: {
    towards: 'upstream',
    effect: 'no-backend',
    phase: 'connect',
    says: "the cluster's circuit breaker was open: too many connections or requests",
  },
  UPE: {
    towards: 'upstream',
    effect: 'protocol-error',
    phase: 'waiting-for-response',
    says: "the backend's answer broke the protocol",
  },
  UMSDR: {
    towards: 'upstream',
    effect: 'timed-out',
    phase: 'session',
    says: 'the request lasted longer than a stream may',
  },
  LR: {
    towards: 'upstream',
    effect: 'closed-locally',
    phase: 'session',
    says: 'Envoy itself ended the stream to the backend',
  },
  DF: {
    towards: 'upstream',
    effect: 'name-not-found',
    phase: 'name-resolution',
    says: "the backend's name could not be resolved",
  },
  DC: {
    towards: 'downstream',
    effect: 'broken-off',
    phase: 'waiting-for-response',
    says: 'the originator ended its connection before it had the response',
  },
  DPE: {
    towards: 'downstream',
    effect: 'protocol-error',
    phase: 'request',
    says: "the originator's request broke the protocol",
  },
  DT: {
    towards: 'downstream',
    effect: 'closed-locally',
    phase: 'session',
    says: 'the connection or the request lasted longer than allowed',
  },
  SI: {
    towards: 'downstream',
    effect: 'timed-out',
    phase: 'session',
    says: 'nothing happened on the stream for as long as allowed',
  },
  OM: {
    towards: 'downstream',
    effect: 'out-of-resources',
    phase: 'request',
    says: 'Envoy was overloaded and ended the request',
  },
  NR: {
    towards: 'downstream',
    effect: 'answered-with-error',
    phase: 'request',
    says: 'no route was configured for the request',
  },
  NC: {
    towards: 'downstream',
    effect: 'answered-with-error',
    phase: 'request',
    says: "the route's cluster does not exist",
  },
  LH: {
    towards: 'downstream',
    effect: 'answered-with-error',
    phase: 'request',
    says: 'the local service had failed its health check',
  },
  RL: {
    towards: 'downstream',
    effect: 'answered-with-error',
    phase: 'request',
    says: 'the request was over a rate limit',
  },
  RLSE: {
    towards: 'downstream',
    effect: 'answered-with-error',
    phase: 'request',
    says: 'the rate limit service failed',
  },
  UAEX: {
    towards: 'downstream',
    effect: 'answered-with-error',
    phase: 'request',
    says: 'the authorization service denied the request',
  },
  IH: {
    towards: 'downstream',
    effect: 'answered-with-error',
    phase: 'request',
    says: 'a header of the request had an invalid value',
  },
  FI: {
    towards: 'downstream',
    effect: 'answered-with-error',
    phase: 'request',
    says: 'the request was aborted on purpose (fault injection)',
  },
};

/** What `%RESPONSE_CODE_DETAILS%` adds. The first whose text is in the details speaks. */
const details: readonly (Saying & { readonly effect?: Effect; readonly phase?: Phase })[] = [
  {
    text: 'delayed_connect_error',
    effect: 'refused',
    phase: 'connect',
    says: 'connecting to the backend failed; behind it stands the errno, as a number or in words',
    source: 'Envoy, source/common/network/connection_impl.cc',
  },
  {
    text: 'connection_failure',
    effect: 'refused',
    phase: 'connect',
    says: 'the connection to the backend could not be opened',
    source: resetSource,
  },
  {
    text: 'overflow',
    effect: 'no-backend',
    phase: 'connect',
    says: "the cluster's circuit breaker was open",
    source: resetSource,
  },
  {
    text: 'protocol_error',
    effect: 'protocol-error',
    says: 'what came broke the protocol',
    source: resetSource,
  },
  {
    text: 'connection_timeout',
    effect: 'timed-out',
    phase: 'connect',
    says: "the connection to the backend was not open within the cluster's connect_timeout",
    source: resetSource,
  },
  {
    text: 'upstream_reset_before_response_started',
    phase: 'waiting-for-response',
    says: 'the connection to the backend ended before the response had begun',
    source: detailsSource,
  },
  {
    text: 'upstream_reset_after_response_started',
    phase: 'download',
    says: 'the connection to the backend ended in the middle of the response',
    source: detailsSource,
  },
  {
    text: 'upstream_per_try_timeout',
    effect: 'timed-out',
    phase: 'waiting-for-response',
    says: 'the last attempt took longer than one attempt may',
    source: detailsSource,
  },
  {
    text: 'upstream_response_timeout',
    effect: 'timed-out',
    phase: 'waiting-for-response',
    says: 'the backend did not answer in time',
    source: detailsSource,
  },
  {
    text: 'stream_idle_timeout',
    effect: 'timed-out',
    phase: 'session',
    says: 'nothing happened on the stream for as long as allowed',
    source: detailsSource,
  },
  {
    text: 'request_overall_timeout',
    effect: 'timed-out',
    phase: 'request',
    says: 'the originator did not send its whole request in time',
    source: detailsSource,
  },
  {
    text: 'downstream_remote_disconnect',
    effect: 'broken-off',
    says: 'the originator ended its connection',
    source: detailsSource,
  },
  {
    text: 'downstream_local_disconnect',
    effect: 'closed-locally',
    says: "Envoy itself ended the originator's connection",
    source: detailsSource,
  },
  {
    text: 'no_healthy_upstream',
    effect: 'no-backend',
    phase: 'connect',
    says: 'no healthy backend was left in the cluster',
    source: detailsSource,
  },
  { text: 'via_upstream', says: 'the backend itself sent this status', source: detailsSource },
];

/** One line of the log, of whatever format, as far as it has these fields. */
interface Entry {
  readonly status: number;
  readonly flags: readonly string[];
  readonly details: string;
  readonly transportFailure: string;
  readonly upstreamHost: string | undefined;
  readonly upstreamLocal: string | undefined;
  readonly downstreamLocal: string | undefined;
  readonly downstreamRemote: string | undefined;
  readonly cluster: string | undefined;
  readonly durationMs: number | undefined;
  readonly bytesReceived: number | undefined;
  readonly bytesSent: number | undefined;
}

const flagList = /^(?:-|[A-Z]{2,6}(?:,[A-Z]{2,6}){0,8})$/;
const textHead = /\[\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z\] "[^"]{1,8192}" (?=\d{1,3} [A-Z-])/;

function entryOf(line: string): Entry | undefined {
  const open = line.indexOf('{"');
  if (open >= 0 && line.includes('"response_flags"')) return jsonEntry(line.slice(open));
  const head = textHead.exec(line);
  return head === null ? undefined : textEntry(line.slice(head.index + head[0].length));
}

/** Words of a line; quotes hold one together. */
const words = /"([^"]{0,8192})"|(\S{1,8192})/g;

/** What Istio calls the clusters that its text format names: `outbound|8080||svc.ns.svc.cluster.local`, `PassthroughCluster`. */
const clusterName = /^(?:(?:in|out)bound\||(?:InboundPassthrough|Passthrough|BlackHole)Cluster)/;

/**
 * The default format goes on with numbers behind the flags: `bytes bytes ms ms "forwarded-for" "agent" "id" "authority" "upstream"`; Istio's puts details,
 * termination details and "transport failure" between (versions differ in which), and behind it cluster, addresses, server name and route. Envoy escapes nothing, and a user agent
 * may hold quotes: so what stands behind it is counted from the end.
 */
function textEntry(text: string): Entry | undefined {
  const fields = [...text.matchAll(words)].map(([, quoted, bare]) => quoted ?? bare ?? '');
  const [status = '', flagText = '', ...rest] = fields;
  if (!flagList.test(flagText)) return undefined;
  const counts = rest.findIndex((_, at) => rest.slice(at, at + 3).every((field) => /^\d{1,15}$/.test(field)));
  const between = rest.slice(0, Math.max(counts, 0));
  const [detailText = ''] = between;
  const transportFailure = between.length > 1 ? (between.at(-1) ?? '') : '';
  const [received, sent, duration] = counts < 0 ? [] : rest.slice(counts);
  const cluster = rest.findLastIndex((field) => clusterName.test(field));
  const ends = cluster > counts + 3 ? rest.slice(cluster - 1) : rest.slice(between.length > 0 ? -7 : -1);
  const [upstreamHost, clusterText, upstreamLocal, downstreamLocal, downstreamRemote] = ends;
  return {
    status: Number(status),
    flags: flagsOf(flagText),
    details: detailText,
    transportFailure,
    upstreamHost,
    upstreamLocal,
    downstreamLocal,
    downstreamRemote,
    cluster: clusterText,
    durationMs: numberOf(duration),
    bytesReceived: numberOf(received),
    bytesSent: numberOf(sent),
  };
}

/** Keys are free in a JSON format; these are the ones of the documentation and of Istio. */
function jsonEntry(text: string): Entry | undefined {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof json !== 'object' || json === null) return undefined;
  const fields = json as Readonly<Record<string, unknown>>;
  const string = (key: string) => (typeof fields[key] === 'string' ? fields[key] : undefined);
  const number = (key: string) => numberOf(fields[key]);
  return {
    status: number('response_code') ?? 0,
    flags: flagsOf(string('response_flags') ?? '-'),
    details: string('response_code_details') ?? '',
    transportFailure: string('upstream_transport_failure_reason') ?? '',
    upstreamHost: string('upstream_host'),
    upstreamLocal: string('upstream_local_address'),
    downstreamLocal: string('downstream_local_address'),
    downstreamRemote: string('downstream_remote_address'),
    cluster: string('upstream_cluster'),
    durationMs: number('duration'),
    bytesReceived: number('bytes_received'),
    bytesSent: number('bytes_sent'),
  };
}

function flagsOf(text: string): string[] {
  return flagList.test(text) && text !== '-' ? text.split(',') : [];
}

function numberOf(value: unknown): number | undefined {
  const number =
    typeof value === 'number'
      ? value
      : typeof value === 'string' && /^\d{1,15}$/.test(value)
        ? Number(value)
        : undefined;
  return Number.isFinite(number) ? number : undefined;
}

function read(line: string): Sighting | 'no-failure' | undefined {
  const entry = entryOf(line);
  if (entry === undefined) return undefined;
  // URX only says that what the other flag names was tried often enough.
  const name =
    entry.flags.find((flag) => flag !== 'URX' && Object.hasOwn(flags, flag)) ??
    entry.flags.find((flag) => Object.hasOwn(flags, flag));
  const flag = name === undefined ? undefined : flags[name];
  if (name === undefined || flag === undefined) return 'no-failure';
  const detail = details.find(({ text }) => entry.details.includes(text) || entry.transportFailure.includes(text));
  const errno = errnoIn(`${entry.transportFailure} ${entry.details}`.replaceAll('_', ' '));
  const isTls = entry.transportFailure.includes('TLS_error');
  const effect = errno?.effect ?? (isTls ? 'handshake-failed' : (detail?.effect ?? flag.effect));
  const phase = isTls ? 'tls-handshake' : (detail?.phase ?? flag.phase);
  const isUpstream = flag.towards === 'upstream';
  return {
    role: 'failure',
    row: entry.flags.join(),
    effect: { value: effect, weight: 3 },
    phase: {
      value: phase,
      weight: 3,
      because: detail?.phase !== undefined ? `the details say ${detail.text}` : `the response flag is ${name}`,
    },
    errno: errno?.name,
    speaker: isUpstream ? 'proxy-as-originator' : 'proxy-as-responder',
    over: undefined,
    local: address(isUpstream ? entry.upstreamLocal : entry.downstreamLocal),
    remote: isUpstream ? upstreamOf(entry) : address(entry.downstreamRemote),
    beyond: isUpstream ? address(entry.downstreamRemote) : upstreamOf(entry),
    measures: measuresOf(entry),
    sayings: [
      ...entry.flags.flatMap((text) =>
        Object.hasOwn(flags, text) ? [{ text, says: flags[text]?.says ?? '', source: flagsSource }] : [],
      ),
      ...(detail === undefined ? [] : [{ text: detail.text, says: detail.says, source: detail.source }]),
      ...(errno === undefined ? [] : [{ text: errno.name, says: errno.says, source: errno.source }]),
    ],
    isLast: true,
    joins: 'not',
    at: 0,
  };
}

function upstreamOf({ upstreamHost, cluster }: Entry): SymptomEndpoint | undefined {
  const endpoint = address(upstreamHost);
  const label = cluster === undefined || cluster === '-' ? undefined : cluster;
  if (label === undefined) return endpoint;
  return { ip: endpoint?.ip, port: endpoint?.port, name: endpoint?.name, label };
}

/** `10.0.0.7:8080`, or `tcp://10.0.0.7:8080` as older versions write it. */
function address(text: string | undefined): SymptomEndpoint | undefined {
  const endpoint = text === undefined || text === '-' ? undefined : endpointOfText(text.replace(/^tcp:\/\//, ''));
  return endpoint?.port === undefined ? undefined : endpoint;
}

function measuresOf({ durationMs, bytesReceived, bytesSent, status }: Entry): Measure[] {
  const values: [string, number | undefined][] = [
    ['milliseconds in all', durationMs],
    ['bytes from the originator', bytesReceived],
    ['bytes to the originator', bytesSent],
    ['status to the originator', status > 0 ? status : undefined],
  ];
  return values.flatMap(([name, value]) => (value === undefined ? [] : [{ name, value }]));
}

/** Envoy's access log: its default text format, Istio's, and JSON with the usual keys; and what it answers in place of a backend. */
export const envoy: SymptomProgram = {
  id: 'envoy',
  name: 'Envoy',
  title: 'Envoy and Istio, access log and replies',
  log: 'proxy-log',
  marks: ['"response_flags"', '000z] "', 'disconnect/reset before headers'],
  hint: /"response_flags"|\[\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z\] "|disconnect\/reset before headers\. /,
  family: 'envoy',
  windowLines: 0,
  speaker: 'proxy-as-originator',
  wordings: envoyReplies,
  tables: [
    {
      title: 'Response flags',
      rows: Object.entries(flags).map(([text, { says }]) => ({ text, says, source: flagsSource })),
    },
    { title: 'Response code details', rows: details.map(({ text, says, source }) => ({ text, says, source })) },
  ],
  read,
};
