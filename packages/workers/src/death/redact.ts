const hidden = '[redacted]';

/** Words that come before a secret, in the forms in which programs print their settings: `name=value`, `name: value`, `"name":"value"`. */
const named =
  /((?:[\w-]{0,40}(?:password|passwd|secret|token|api[_-]?key|access[_-]?key|private[_-]?key|credential)[\w-]{0,20})["']?\s{0,3}[=:]\s{0,3}["']?)([^\s"',;&]{1,4096})/gi;
const authorization = /((?:authorization|cookie)["']?\s{0,3}[=:]\s{0,3}["']?)([^"'\r\n]{1,4096})/gi;
const bearer = /\b(bearer|basic) [\w.~+/=-]{8,4096}/gi;
const inUrl = /([a-z][a-z0-9+.-]{0,20}:\/\/[^\s:/@]{0,256}:)[^\s@/]{1,512}(@)/gi;

/** Takes out what looks like a password, token or key. What doesn't look like one stays: no such list is complete. */
export function redact(text: string): string {
  return text
    .replace(inUrl, `$1${hidden}$2`)
    .replace(authorization, `$1${hidden}`)
    .replace(bearer, `$1 ${hidden}`)
    .replace(named, `$1${hidden}`);
}
