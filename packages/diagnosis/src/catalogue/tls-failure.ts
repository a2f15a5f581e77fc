import type { Remedy } from '@fivewhys/evidence';
import type { CatalogueEntry } from './entry.ts';

export const certificates: Remedy = {
  summary:
    'Let the responder send its certificate with the whole chain, valid and for the right name; or let the originator trust its issuer',
  commands: [
    '# what is sent, and whether it verifies:\nopenssl s_client -connect HOST:443 -servername NAME -showcerts </dev/null',
    '# nginx: the certificate and the intermediate ones, in one file\nssl_certificate /etc/ssl/fullchain.pem;',
    '# Debian: trust an issuer of your own\ncp issuer.crt /usr/local/share/ca-certificates/ && update-ca-certificates',
  ],
  harm: 'every program of a host trusts an issuer that is added there, for any name',
  verify: '`openssl s_client` ends with "Verify return code: 0 (ok)"',
  undo: 'put the previous certificate back; remove the issuer and run `update-ca-certificates --fresh`',
  source:
    'RFC 8446 section 4.4.2; openssl-s_client(1); nginx ngx_http_ssl_module, ssl_certificate; update-ca-certificates(8)',
};

export const versions: Remedy = {
  summary: 'Give both ends a version and cipher suites in common: the older end is to be brought up to TLS 1.2 or 1.3',
  commands: [
    '# nginx:\nssl_protocols TLSv1.2 TLSv1.3;',
    '# which versions are taken:\nfor v in tls1_2 tls1_3; do openssl s_client -connect HOST:443 -servername NAME -$v </dev/null 2>&1 | grep -E "Protocol|alert"; done',
  ],
  harm: 'versions below 1.2 are deprecated (RFC 8996): to allow them again weakens all connections of that server',
  verify: '`openssl s_client` names the version on which both ends agree',
  undo: 'restore the previous line and reload',
  source: 'RFC 8446 section 4.2.1; RFC 8996; nginx ngx_http_ssl_module, ssl_protocols',
};

export const names: Remedy = {
  summary:
    'Let the originator ask for a name that the responder serves, or give the responder a certificate and a host for that name',
  commands: [
    '# nginx as the originator sends no name unless told so:\nproxy_ssl_server_name on;\nproxy_ssl_name NAME;',
  ],
  harm: 'none known where the name is right; a wrong one meets the wrong host',
  verify: '`openssl s_client -connect HOST:443 -servername NAME` shows a certificate for NAME',
  undo: 'restore the previous name',
  source: 'RFC 6066 section 3; nginx ngx_http_proxy_module, proxy_ssl_server_name',
};

export const protocols: Remedy = {
  summary: 'Speak the protocol that the port expects: https:// to a port with TLS, http:// to one without',
  commands: [
    '# nginx as the originator:\nproxy_pass https://BACKEND;    # or http://, as the backend listens',
    '# nginx as the responder:\nlisten 443 ssl;',
  ],
  harm: 'what was sent in the clear by mistake was readable on the way: passwords and cookies in it are to be changed',
  verify: '`curl -sv https://HOST:PORT/` (or http://) gets an answer',
  undo: 'restore the previous line',
  source: 'RFC 9110 section 4.2; nginx ngx_http_core_module, listen; ngx_http_proxy_module, proxy_pass',
};

export const tlsFailure: CatalogueEntry = {
  seen: [
    {
      text: 'A TLS alert, then a FIN or a RST; or a reset during the handshake of TLS ("curl: (35)", SSL_ERROR_SYSCALL, PR_CONNECT_RESET_ERROR).',
      source: 'RFC 8446 section 6; the messages of curl, OpenSSL and Firefox',
    },
    {
      text: 'In TLS 1.3 an originator that rejects the certificate may encrypt its alert, as GnuTLS does and OpenSSL 3.0 does not: what is seen then is a record of 19 bytes where the longer Finished is due.',
      source: 'RFC 8446 sections 4.4.4, 5.2 and 6; measured with GnuTLS 3.7 and OpenSSL 3.0',
    },
    {
      text: 'A plain HTTP request that is answered by a 400 that says so, or by an alert; a ClientHello that is answered in HTTP, or in another protocol.',
      source: 'the texts of nginx, Apache httpd and Go net/http; captures/tls-plain-http.pcap',
    },
  ],
  implies: [
    {
      text: 'The ends did not agree: on a version, a cipher, a certificate or a name, or on speaking TLS; or something between them objects to the name.',
      source: 'RFC 8446 section 6.2',
    },
  ],
  lookAlikes: [
    {
      cause: 'injected-reset',
      toldBy: 'no alert, and a RST of no known shape or with another TTL right after the first message',
    },
    { cause: 'firewall-reject', toldBy: 'no alert, and the TTL of another host' },
    { cause: 'unread-data', toldBy: 'no alert, and the first message was never answered' },
    { cause: 'process-killed', toldBy: 'no alert, and other connections of the port end in the same moment' },
    { cause: 'closed-port', toldBy: 'the TCP handshake does not come about' },
  ],
  settledBy: [
    {
      text: 'The alert, and the TTL of the packet that carries it.',
      source: 'RFC 8446 section 6',
    },
    {
      text: '`openssl s_client -connect ADDRESS:PORT -servername NAME` names the alert.',
      source: 'openssl-s_client(1)',
    },
  ],
  remedies: [certificates, versions, names, protocols],
  captures: ['tls-alert.pcap', 'tls-plain-http.pcap'],
};
