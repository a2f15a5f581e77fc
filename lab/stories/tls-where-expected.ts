import { nothingReset } from '../scenes/nothing-reset.ts';
import { makeCertificate } from '../servers/certificate.ts';
import { shakeHands, startTlsServer } from '../servers/openssl.ts';
import type { Story } from '../story.ts';

export const tlsWhereExpected: Story = {
  name: 'tls-where-expected',
  vantage: 'middle-to-responder',
  needs: ['openssl'],
  cause: null,
  sentBy: null,
  cureOf: { story: 'tls-plain-http', remedy: 'each port gets the protocol that it expects' },
  happened:
    'A host takes TLS on port 8443 and plain HTTP on 8081, as in tls-plain-http, and each gets what it expects.',
  commands: ['openssl s_client -connect 10.83.9.2:8443 -servername registry.example -tls1_3    # originator'],
  play: async ({ one, noise, responder, originate, listen, folder }) => {
    const server = await startTlsServer(responder.namespace, 8443, makeCertificate(folder, 'registry.example'));
    await listen('keep-alive', 8081);
    await originate(noise, 'two-requests', responder.ip, '8081');
    const options = ['-servername', 'registry.example', '-tls1_3'];
    if (!(await shakeHands(one.namespace, `${responder.ip}:8443`, ...options))) throw new Error('no handshake');
    await originate(one, 'two-requests', responder.ip, '8081');
    server.kill();
  },
  find: (frames) => {
    const sends = (port: number) => frames.find(({ from, length }) => from.endsWith(`.${port}`) && length > 0);
    const [hello, answer] = [sends(8443), sends(8081)];
    if (hello === undefined || answer === undefined) return undefined;
    return nothingReset(frames, [
      `Frame ${hello.number} is the answer of port 8443 to a ClientHello, and frame ${answer.number} that of port 8081 to a request.`,
    ]);
  },
};
