import { makeCertificate } from '../servers/certificate.ts';
import { startNginx } from '../servers/nginx.ts';
import { shakeHands } from '../servers/openssl.ts';
import type { Story } from '../story.ts';

export const tlsPlainHttp: Story = {
  name: 'tls-plain-http',
  vantage: 'middle-to-responder',
  needs: ['nginx', 'openssl'],
  cause: 'tls-failure',
  sentBy: null,
  happened: `An nginx listens with TLS on port 8443, and without on 8081. A plain HTTP request to the first is answered by a 400 that says so, and a
ClientHello for the second by a 400 as well. Nothing is reset.`,
  commands: ['listen 8443 ssl; listen [::]:8443 ssl;    # nginx', 'listen 8081;'],
  play: async ({ one, noise, responder, originate, listen, folder }) => {
    const { key, certificate } = makeCertificate(folder, 'registry.example');
    const nginx = await startNginx(
      responder.namespace,
      folder,
      `server { listen 8443 ssl; listen [::]:8443 ssl; ssl_certificate ${certificate}; ssl_certificate_key ${key}; return 204; }
         server { listen 8081; listen [::]:8081; return 204; }`,
    );
    await listen('keep-alive', 8080);
    await originate(noise, 'two-requests', responder.ip, '8080');
    await originate(one, 'until-closed', responder.ip, '8443');
    await shakeHands(one.namespace, `${responder.ip}:8081`, '-servername', 'registry.example');
    await originate(noise, 'two-requests', responder.ip, '8080');
    nginx.kill();
  },
  find: (frames) => {
    const answer = (port: number) => frames.find(({ from, length }) => from.endsWith(`.${port}`) && length > 100);
    const [expectsTls, plain] = [answer(8443), answer(8081)];
    if (expectsTls === undefined || plain === undefined) return undefined;
    if (frames.some(({ flags }) => flags.includes('R'))) return undefined;
    return {
      streams: [expectsTls.stream, plain.stream],
      facts: [
        `Frame ${expectsTls.number} is the answer of port 8443 to a plain request: 400, "The plain HTTP request was sent to HTTPS port".`,
        `Frame ${plain.number} is the answer of port 8081 to a ClientHello: 400.`,
      ],
    };
  },
};
