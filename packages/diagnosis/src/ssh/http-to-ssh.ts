import type { Connection, HttpMessage, SshWords } from '@fivewhys/connections';

/** An HTTP request for a port where SSH is spoken: its server reads one line, which is no SSH, and closes (RFC 4253 section 4.2). */
export function httpToSsh({
  spoken,
}: Connection): { readonly request: HttpMessage; readonly banner: SshWords } | undefined {
  const request = spoken?.originator.http;
  const banner = spoken?.responder.ssh;
  return request?.kind === 'request' && banner?.kind === 'banner' ? { request, banner } : undefined;
}
