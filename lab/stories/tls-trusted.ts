import { nothingReset } from '../scenes/nothing-reset.ts';
import { makeCertificate } from '../servers/certificate.ts';
import { shakeHands, startTlsServer } from '../servers/openssl.ts';
import type { Story } from '../story.ts';

export const tlsTrusted: Story = {
  name: 'tls-trusted',
  vantage: 'originator',
  needs: ['openssl'],
  cause: null,
  sentBy: null,
  cureOf: { story: 'tls-alert', remedy: "the originator knows the issuer of the responder's certificate" },
  happened:
    "As in tls-alert, but the originator has the responder's certificate among those that it trusts: its handshakes come about, in TLS 1.2 and in TLS 1.3.",
  commands: [
    'openssl s_client -connect 10.83.9.2:8443 -servername registry.example -verify_return_error -CAfile certificate.pem -tls1_2    # originator; then -tls1_3',
  ],
  play: async ({ one, noise, responder, folder }) => {
    const certificate = makeCertificate(folder, 'registry.example');
    const server = await startTlsServer(responder.namespace, 8443, certificate);
    const trusting = ['-servername', 'registry.example', '-verify_return_error', '-CAfile', certificate.certificate];
    for (const [end, version] of [[noise, '-tls1_2'] as const, [one, '-tls1_2'] as const, [one, '-tls1_3'] as const]) {
      const came = await shakeHands(end.namespace, `${responder.ip}:8443`, ...trusting, version);
      if (!came) throw new Error(`no handshake with ${version}`);
    }
    server.kill();
  },
  find: (frames) => {
    const sent = frames.filter(({ from, length }) => from.endsWith('.8443') && length > 0);
    const streams = new Set(sent.map(({ stream }) => stream));
    return streams.size === 2 ? nothingReset(frames, ['Both handshakes come about.']) : undefined;
  },
};
