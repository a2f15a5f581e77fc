import { makeCertificate } from '../servers/certificate.ts';
import { shakeHands, startTlsServer } from '../servers/openssl.ts';
import type { Story } from '../story.ts';

/** A record of two bytes in the clear. */
const alertBytes = 7;

export const tlsAlert: Story = {
  name: 'tls-alert',
  vantage: 'originator',
  needs: ['openssl'],
  cause: 'tls-failure',
  sentBy: null,
  happened: `Three TLS handshakes fail. Twice, in TLS 1.2 and in TLS 1.3, the originator does not know the issuer of the responder's certificate, and says
so by the alert unknown_ca (OpenSSL does not encrypt it in TLS 1.3 either). The third time it offers TLS 1.2 to a responder that takes TLS 1.3 alone, which answers by the
alert protocol_version. Two others come about.`,
  commands: [
    'openssl s_client -connect 10.83.9.2:8443 -servername registry.example -verify_return_error -tls1_2    # originator; then -tls1_3',
    'openssl s_client -connect 10.83.9.2:8444 -servername registry.example -tls1_2',
  ],
  play: async ({ one, noise, responder, folder }) => {
    const certificate = makeCertificate(folder, 'registry.example');
    const servers = [
      await startTlsServer(responder.namespace, 8443, certificate),
      await startTlsServer(responder.namespace, 8444, certificate, '-tls1_3'),
    ];
    const name = ['-servername', 'registry.example'];
    const trusting = ['-verify_return_error', '-CAfile', certificate.certificate];
    const target = `${responder.ip}:8443`;
    await shakeHands(noise.namespace, target, ...name, ...trusting, '-tls1_2');
    await shakeHands(one.namespace, target, ...name, '-verify_return_error', '-tls1_2');
    await shakeHands(one.namespace, target, ...name, '-verify_return_error', '-tls1_3');
    await shakeHands(one.namespace, `${responder.ip}:8444`, ...name, '-tls1_2');
    await shakeHands(one.namespace, target, ...name, ...trusting, '-tls1_3');
    for (const server of servers) server.kill();
  },
  find: (frames) => {
    const alerts = frames.filter(({ length }) => length === alertBytes);
    const [older, newer, refusal] = alerts;
    if (older === undefined || newer === undefined || refusal === undefined || alerts.length !== 3) return undefined;
    return {
      streams: alerts.map(({ stream }) => stream),
      facts: [
        `Frame ${older.number}, ${alertBytes} bytes, is the originator's alert in TLS 1.2: fatal, unknown_ca (48).`,
        `Frame ${newer.number}, ${alertBytes} bytes, is the originator's alert in TLS 1.3: fatal, unknown_ca (48).`,
        `Frame ${refusal.number}, ${alertBytes} bytes, is the responder's alert: fatal, protocol_version (70).`,
      ],
    };
  },
};
