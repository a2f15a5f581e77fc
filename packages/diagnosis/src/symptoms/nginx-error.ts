import type { Measure } from '@fivewhys/evidence';
import { endpointOfText, endpointOfUrl } from '../symptom-reading/endpoints.ts';
import type { Sighting, SymptomProgram } from '../symptom-reading/program.ts';
import type { Saying, SymptomEndpoint } from '../symptom-reading/symptom.ts';
import type { Effect } from '../symptom-words/effects.ts';
import { type Errno, errnoIn } from '../symptom-words/errnos.ts';
import type { Phase } from '../symptom-words/phases.ts';

const binary = 'nginx 1.22.1';

/** What nginx was doing: the words behind "while". They tell which of its two connections is meant. */
interface Action {
  readonly text: string;
  readonly towards: 'upstream' | 'client';
  readonly phase: Phase;
  readonly source: string;
}

const upstreamC = `src/http/ngx_http_upstream.c, log->action; ${binary}`;
const requestC = `src/http/ngx_http_request.c, log->action; ${binary}`;
const streamC = 'src/stream/ngx_stream_proxy_module.c, log->action';

const actions: readonly Action[] = [
  { text: 'connecting to upstream', towards: 'upstream', phase: 'connect', source: upstreamC },
  { text: 'SSL handshaking to upstream', towards: 'upstream', phase: 'tls-handshake', source: upstreamC },
  { text: 'sending request to upstream', towards: 'upstream', phase: 'request', source: upstreamC },
  {
    text: 'reading response header from upstream',
    towards: 'upstream',
    phase: 'waiting-for-response',
    source: upstreamC,
  },
  { text: 'reading upstream', towards: 'upstream', phase: 'download', source: upstreamC },
  { text: 'proxying upgraded connection', towards: 'upstream', phase: 'session', source: upstreamC },
  { text: 'proxying and reading from upstream', towards: 'upstream', phase: 'session', source: streamC },
  { text: 'proxying and sending to upstream', towards: 'upstream', phase: 'session', source: streamC },
  { text: 'proxying and reading from client', towards: 'client', phase: 'session', source: streamC },
  { text: 'proxying and sending to client', towards: 'client', phase: 'session', source: streamC },
  { text: 'proxying connection', towards: 'client', phase: 'session', source: streamC },
  { text: 'SSL handshaking', towards: 'client', phase: 'tls-handshake', source: requestC },
  { text: 'reading PROXY protocol', towards: 'client', phase: 'request', source: requestC },
  { text: 'waiting for request', towards: 'client', phase: 'idle', source: requestC },
  { text: 'reading client request line', towards: 'client', phase: 'request', source: requestC },
  { text: 'reading client pipelined request line', towards: 'client', phase: 'request', source: requestC },
  { text: 'reading client request headers', towards: 'client', phase: 'request', source: requestC },
  {
    text: 'processing HTTP/2 connection',
    towards: 'client',
    phase: 'session',
    source: `src/http/v2/ngx_http_v2.c; ${binary}`,
  },
  { text: 'sending response to client', towards: 'client', phase: 'download', source: requestC },
  { text: 'sending to client', towards: 'client', phase: 'download', source: upstreamC },
  { text: 'keepalive', towards: 'client', phase: 'idle', source: requestC },
  { text: 'closing request', towards: 'client', phase: 'unknown', source: requestC },
];

/** What went wrong: the words before "while". The first that is in the line speaks. */
interface Message {
  readonly text: string;
  /** An errno in parentheses tells more. Undefined where only that tells, `none` where without it nothing failed. */
  readonly effect: Effect | 'none' | undefined;
  /** Where the words tell more than the action. */
  readonly towards?: 'upstream' | 'client';
  readonly phase?: Phase;
  readonly says: string;
  readonly source: string;
}

const messages: readonly Message[] = [
  {
    text: 'no live upstreams',
    effect: 'no-backend',
    towards: 'upstream',
    phase: 'connect',
    says: 'all servers of the group count as failed (max_fails within fail_timeout), so none was asked: look for the errors before it',
    source: `src/http/ngx_http_upstream_round_robin.c; ${binary}`,
  },
  {
    text: 'client prematurely closed connection',
    effect: 'broken-off',
    towards: 'client',
    says: 'the originator ended its connection before it had the response; nginx then ends its own to the upstream, too',
    source: `src/http/ngx_http_upstream.c and ngx_http_request.c; ${binary}`,
  },
  {
    text: 'client timed out',
    effect: 'timed-out',
    towards: 'client',
    says: 'the originator neither sent nor took anything for as long as nginx allows',
    source: `src/http/ngx_http_request.c; ${binary}`,
  },
  {
    text: 'client closed connection',
    effect: 'none',
    towards: 'client',
    says: 'the originator ended its connection without having sent a request',
    source: `src/http/ngx_http_request.c; ${binary}`,
  },
  {
    text: 'closed keepalive connection',
    effect: 'none',
    towards: 'client',
    phase: 'idle',
    says: 'the originator ended a connection that was kept for its next request',
    source: `src/http/ngx_http_request.c; ${binary}`,
  },
  {
    text: 'upstream prematurely closed',
    effect: 'closed-early',
    towards: 'upstream',
    says: 'the backend closed its connection (FIN) before the response was complete',
    source: `src/http/ngx_http_upstream.c, src/event/ngx_event_pipe.c; ${binary}`,
  },
  {
    text: 'upstream timed out',
    effect: 'timed-out',
    towards: 'upstream',
    says: 'the backend did nothing for as long as proxy_connect_timeout, proxy_send_timeout or proxy_read_timeout allows',
    source: `src/http/ngx_http_upstream.c; ${binary}`,
  },
  {
    text: 'upstream sent',
    effect: 'protocol-error',
    towards: 'upstream',
    says: "the backend's answer was not what HTTP allows, or larger than nginx allows: no connection failed",
    source: `src/http/ngx_http_upstream.c and modules; ${binary}`,
  },
  {
    text: 'upstream SSL certificate',
    effect: 'handshake-failed',
    towards: 'upstream',
    phase: 'tls-handshake',
    says: "the backend's certificate was not accepted",
    source: `src/http/ngx_http_upstream.c; ${binary}`,
  },
  {
    text: 'peer closed connection in SSL handshake',
    effect: 'closed-early',
    phase: 'tls-handshake',
    says: 'the other end ended the connection in the middle of the TLS handshake: by a FIN, or by a RST if an errno stands behind it',
    source: `src/event/ngx_event_openssl.c, ngx_ssl_handshake(); ${binary}`,
  },
  {
    text: 'handshake rejected',
    effect: 'handshake-failed',
    phase: 'tls-handshake',
    says: 'nginx itself refused the TLS handshake (ssl_reject_handshake)',
    source: `src/event/ngx_event_openssl.c; ${binary}`,
  },
  {
    text: 'SSL_do_handshake() failed',
    effect: undefined,
    phase: 'tls-handshake',
    says: 'the TLS handshake failed: the parentheses hold the errno of the socket, or the reason of OpenSSL',
    source: `src/event/ngx_event_openssl.c, ngx_ssl_handshake(); ${binary}`,
  },
  {
    text: 'client intended to send too large',
    effect: 'answered-with-error',
    towards: 'client',
    phase: 'upload',
    says: 'nginx answered 413 (client_max_body_size); an originator that goes on writing may see a reset',
    source: `src/http/ngx_http_core_module.c; ${binary}`,
  },
  {
    text: 'connect() failed',
    effect: undefined,
    towards: 'upstream',
    phase: 'connect',
    says: 'connecting to the backend failed',
    source: `src/http/ngx_http_upstream.c, ngx_http_upstream_test_connect(); ${binary}`,
  },
  {
    text: 'connect() to ',
    effect: undefined,
    towards: 'upstream',
    phase: 'connect',
    says: 'connecting to the backend failed at once',
    source: `src/event/ngx_event_connect.c; ${binary}`,
  },
  ...[
    'recv() failed',
    'send() failed',
    'readv() failed',
    'writev() failed',
    'sendfile() failed',
    'SSL_read() failed',
    'SSL_write() failed',
    'SSL_shutdown() failed',
  ].map(
    (text): Message => ({
      text,
      effect: undefined,
      says: 'this call failed; the parentheses hold the errno',
      source: `src/os/unix, src/event/ngx_event_openssl.c; ${binary}`,
    }),
  ),
];

/** How many log lines of nginx begin; what stands before is another program's (a syslog, a container's name). */
const head =
  /(?<![\d/])\d{4}\/\d\d\/\d\d \d\d:\d\d:\d\d \[(?:debug|info|notice|warn|error|crit|alert|emerg)\] \d{1,10}#\d{1,10}: (?:\*\d{1,20} )?/;

/** The fields behind the message, in the order in which nginx writes them. */
const fieldNames = ['client', 'server', 'request', 'subrequest', 'upstream', 'host', 'referrer'] as const;

function read(line: string): Sighting | 'no-failure' | undefined {
  const start = head.exec(line);
  if (start === null) return undefined;
  const at = start.index + start[0].length;
  const fieldsAt = line.indexOf(', client: ', at);
  const text = line.slice(at, fieldsAt < 0 ? undefined : fieldsAt);
  const message = messages.find((row) => text.includes(row.text));
  if (message === undefined) return 'no-failure';
  const whileAt = text.lastIndexOf(' while ');
  const doing = whileAt < 0 ? '' : text.slice(whileAt + ' while '.length);
  const action = actions.find((row) => row.text === doing) ?? actions.find((row) => doing.startsWith(row.text));
  const fields = fieldsAt < 0 ? {} : fieldsOf(line.slice(fieldsAt + 2));
  const towards = message.towards ?? action?.towards ?? (fields.upstream === undefined ? 'client' : 'upstream');
  const errno = errnoIn(parenthesised(text));
  const ownEffect = message.effect ?? (text.includes('SSL') ? 'handshake-failed' : 'unknown');
  const effect = errno?.effect ?? ownEffect;
  if (effect === 'none') return 'no-failure';
  const client = endpointOfText(fields.client ?? /^client (\S{2,60}) closed/.exec(text)?.[1]);
  const upstream =
    message.effect === 'no-backend'
      ? groupOf(fields.upstream ?? '')
      : (upstreamOf(fields.upstream) ?? upstreamOf(/connect\(\) to (\S{3,100}) failed/.exec(text)?.[1]));
  const phase = message.phase ?? phaseOf(message, action);
  return {
    role: 'failure',
    row: message.text,
    effect: { value: effect, weight: 3 },
    phase: {
      value: phase,
      weight: 3,
      because:
        message.phase === undefined && action !== undefined
          ? `nginx was ${action.text}`
          : `nginx says "${message.text}"`,
    },
    errno: errno?.name,
    speaker: towards === 'upstream' ? 'proxy-as-originator' : 'proxy-as-responder',
    over: undefined,
    local: undefined,
    remote: towards === 'upstream' ? upstream : client,
    beyond: towards === 'upstream' ? client : upstream,
    measures: measuresOf(line),
    sayings: sayingsOf(message, action, errno),
    isLast: true,
    joins: 'not',
    at: start.index,
  };
}

/** When the client went away, what nginx did with the upstream tells how far the exchange was. */
function phaseOf(message: Message, action: Action | undefined): Phase {
  if (action === undefined) return 'unknown';
  if (message.towards !== 'client' || action.towards === 'client') return action.phase;
  return action.phase === 'download' ? 'download' : 'waiting-for-response';
}

function sayingsOf(message: Message, action: Action | undefined, errno: Errno | undefined): Saying[] {
  const sayings: Saying[] = [{ text: message.text, says: message.says, source: message.source }];
  if (action !== undefined) sayings.push(actionSaying(action));
  if (errno !== undefined) sayings.push({ text: errno.name, says: errno.says, source: errno.source });
  return sayings;
}

function actionSaying({ text, towards, phase, source }: Action): Saying {
  const end =
    towards === 'upstream'
      ? 'the connection that nginx opened to the backend'
      : 'the connection of the originator to nginx';
  return { text: `while ${text}`, says: `it is about ${end}; phase: ${phase}`, source };
}

/** `(104: Connection reset by peer)`, `(SSL: error:0A000126:… eof while reading:…)` */
function parenthesised(text: string): string {
  const open = text.indexOf('(', text.indexOf('()') + 2);
  return open < 0 ? '' : text.slice(open, open + 300);
}

function fieldsOf(text: string): Partial<Record<(typeof fieldNames)[number], string>> {
  const fields: Partial<Record<(typeof fieldNames)[number], string>> = {};
  let at = 0;
  for (const name of fieldNames) {
    const label = `${name}: `;
    const found = at === 0 && text.startsWith(label) ? 0 : text.indexOf(`, ${label}`, at);
    if (found < 0) continue;
    const start = found + (found === 0 && text.startsWith(label) ? 0 : 2) + label.length;
    const isQuoted = text[start] === '"';
    const end = isQuoted ? text.indexOf('"', start + 1) : text.indexOf(',', start);
    fields[name] = text.slice(start + (isQuoted ? 1 : 0), end < 0 ? undefined : end);
    at = end < 0 ? text.length : end;
  }
  return fields;
}

/** `http://10.0.0.7:8080/path`, `fastcgi://10.0.0.7:9000`, `10.0.0.7:5432` (stream); a Unix socket has no endpoint. */
function upstreamOf(text: string | undefined): SymptomEndpoint | undefined {
  if (text === undefined || text.includes('unix:')) return undefined;
  const scheme = /^(\w{2,12}):\/\//.exec(text);
  if (scheme === null) return endpointOfText(text);
  if (scheme[1] === 'http' || scheme[1] === 'https') return endpointOfUrl(text) ?? groupOf(text);
  return endpointOfText(text.slice(scheme[0].length).split('/', 1)[0]) ?? groupOf(text);
}

/** The name of an upstream group is no name to look up. */
function groupOf(text: string): SymptomEndpoint | undefined {
  const label = /^\w{2,12}:\/\/([^/\s]{1,128})/.exec(text)?.[1];
  return label === undefined ? undefined : { ip: undefined, port: undefined, name: undefined, label };
}

/** `bytes from/to client:0/0, bytes from/to upstream:0/0`: the stream module counts. */
function measuresOf(line: string): Measure[] {
  const counts = /bytes from\/to client:(\d{1,19})\/(\d{1,19}), bytes from\/to upstream:(\d{1,19})\/(\d{1,19})/.exec(
    line,
  );
  if (counts === null) return [];
  const names = [
    'bytes from the originator',
    'bytes to the originator',
    'bytes from the backend',
    'bytes to the backend',
  ];
  return names.map((name, index) => ({ name, value: Number(counts[index + 1]) }));
}

/** nginx's error log, of its HTTP and stream proxies. */
export const nginxError: SymptomProgram = {
  id: 'nginx-error',
  name: 'nginx',
  title: 'nginx, error log',
  log: 'proxy-log',
  marks: [
    ':00 [debug] 0',
    ':00 [info] 0',
    ':00 [notice] 0',
    ':00 [warn] 0',
    ':00 [error] 0',
    ':00 [crit] 0',
    ':00 [alert] 0',
    ':00 [emerg] 0',
  ],
  hint: /\d\d:\d\d:\d\d \[(?:debug|info|notice|warn|error|crit|alert|emerg)\] \d+#/,
  family: 'nginx-error',
  windowLines: 0,
  speaker: 'proxy-as-originator',
  wordings: [],
  tables: [
    { title: 'What went wrong', rows: messages.map(({ text, says, source }) => ({ text, says, source })) },
    { title: 'What nginx was doing', rows: actions.map(actionSaying) },
  ],
  read,
};
