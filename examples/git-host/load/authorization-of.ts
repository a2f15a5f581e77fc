/** The header with which an account says who it is. */
export function authorizationOf(account: string): string {
  return `Basic ${Buffer.from(`${account}:secret`).toString('base64')}`;
}
