import { endpointOf } from '../symptom-reading/endpoints.ts';
import type { Sighting, SymptomProgram } from '../symptom-reading/program.ts';
import type { Saying } from '../symptom-reading/symptom.ts';
import type { Effect } from '../symptom-words/effects.ts';
import type { Phase } from '../symptom-words/phases.ts';
import type { Speaker } from '../symptom-words/wording.ts';

interface Status {
  readonly says: string;
  readonly source: string;
  readonly speaker: Speaker;
  readonly effect: Effect;
  readonly phase: Phase;
}

/** 499 is nginx's alone; 502 and 504 another proxy before or behind may have made. */
const statuses: Readonly<Record<string, Status>> = {
  499: {
    says: 'the originator ended its connection before nginx had a response for it',
    source: 'nginx, src/http/ngx_http_request.h, NGX_HTTP_CLIENT_CLOSED_REQUEST',
    speaker: 'proxy-as-responder',
    effect: 'broken-off',
    phase: 'waiting-for-response',
  },
  502: {
    says: 'a gateway had no valid response from a backend: refused, reset, closed early or malformed; the error log says which',
    source: 'RFC 9110 section 15.6.3',
    speaker: 'proxy-as-originator',
    effect: 'unknown',
    phase: 'unknown',
  },
  504: {
    says: 'a gateway had no response from a backend in time',
    source: 'RFC 9110 section 15.6.5',
    speaker: 'proxy-as-originator',
    effect: 'timed-out',
    phase: 'unknown',
  },
};

/** `address - user [10/Oct/2000:13:55:36 -0700] "request" status bytes "referrer" "agent"`: all of it, so that nothing else passes for it. */
const combined =
  /(?<![\w.:])(?<client>[\d.]{7,15}|[0-9a-f:]{2,45}) - \S{1,256} \[\d\d\/[A-Z][a-z]{2}\/\d{4}:\d\d:\d\d:\d\d [+-]\d{4}\] "[^"]{0,8192}" (?<status>\d{3}) (?<bytes>\d{1,19}|-) "[^"]{0,8192}" "[^"]{0,8192}"/;

function read(line: string): Sighting | 'no-failure' | undefined {
  const match = combined.exec(line);
  if (match === null) return undefined;
  const code = match.groups?.status ?? '';
  const status = statuses[code];
  if (status === undefined) return 'no-failure';
  const client = endpointOf(match.groups?.client, undefined);
  const isAboutClient = status.speaker === 'proxy-as-responder';
  const saying: Saying = { text: code, says: status.says, source: status.source };
  return {
    role: 'failure',
    row: code,
    effect: { value: status.effect, weight: 2 },
    phase: { value: status.phase, weight: 2, because: `the status is ${code}` },
    errno: undefined,
    speaker: status.speaker,
    over: undefined,
    local: undefined,
    remote: isAboutClient ? client : undefined,
    beyond: isAboutClient ? undefined : client,
    measures:
      match.groups?.bytes === '-' ? [] : [{ name: 'bytes to the originator', value: Number(match.groups?.bytes) }],
    sayings: [saying],
    isLast: true,
    joins: 'not',
    at: match.index,
  };
}

/** Access logs in the combined format: nginx's own (499), and what any gateway answers (502, 504). */
export const combinedAccessLog: SymptomProgram = {
  id: 'combined-access-log',
  name: 'The access log',
  title: 'access log in the combined format (nginx, Apache httpd)',
  log: 'proxy-log',
  marks: [' [00/'],
  hint: / \[\d\d\/[A-Z][a-z]{2}\/\d{4}:\d\d:\d\d:\d\d [+-]\d{4}\] "/,
  family: 'combined-access-log',
  windowLines: 0,
  speaker: 'proxy-as-responder',
  wordings: [],
  tables: [
    { title: 'Statuses', rows: Object.entries(statuses).map(([text, { says, source }]) => ({ text, says, source })) },
  ],
  read,
};
