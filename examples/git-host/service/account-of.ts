/**
 * Who is asking: the name in `Authorization: Basic`. A real host checks the password here, before it believes the name;
 * this one believes, since it listens on this machine alone.
 */
export function accountOf(authorization: string | undefined): string | undefined {
  const [, encoded] = /^Basic ([\w+/=]+)$/.exec(authorization ?? '') ?? [];
  if (encoded === undefined) return undefined;
  const [name] = Buffer.from(encoded, 'base64').toString().split(':', 1);
  return name === '' ? undefined : name;
}
