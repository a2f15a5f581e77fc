/** ECMA-48 control sequences (colours, cursor), the escapes that name a link or a title, and those that choose a character set. `endOfEscape` knows them, too. */
const escapes =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: it is control characters that are looked for.
  /\u001b(?:\[[0-?]{0,64}[ -/]{0,8}[@-~]|\][^\u0007\u001b]{0,512}(?:\u0007|\u001b\\)?|[()*+][0-9A-Za-z]|[@-Z\\^_])/g;
// biome-ignore lint/suspicious/noControlCharactersInRegex: see above
const controls = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g;

/** A line as it looks: without colours, control and invisible characters, spaces at its end, and the wrapping of a log inside a log. */
export function plainLine(text: string): string {
  let plain = text;
  if (plain.startsWith('{"log":"')) plain = unwrapped(plain);
  if (plain.includes('\u001b')) plain = plain.replace(escapes, '');
  controls.lastIndex = 0;
  if (controls.test(plain)) plain = plain.replace(controls, '');
  // Quotes inside `msg="…"` are escaped. A JSON log is left as it is, or it would be none any more.
  if (plain.includes('\\"') && !plain.includes('"response_flags"')) plain = plain.replaceAll('\\"', '"');
  return plain.trimEnd();
}

/** What Docker's json-file driver wraps each line into: the line, with its time in front. */
function unwrapped(text: string): string {
  try {
    const { log, time } = JSON.parse(text) as { readonly log?: unknown; readonly time?: unknown };
    return typeof log === 'string' ? `${typeof time === 'string' ? `${time} ` : ''}${log}` : text;
  } catch {
    return text;
  }
}
