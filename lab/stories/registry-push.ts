import { setTimeout as sleep } from 'node:timers/promises';
import { aroundFirstReset } from '../frames/of-stream.ts';
import { oddSegmentCommand, sendOddSegment, translate, translateCommand } from '../scenes/through-dnat.ts';
import { startDockerRegistry } from '../servers/docker-registry.ts';
import { startNginx } from '../servers/nginx.ts';
import type { Stage, Story } from '../story.ts';
import { beyondWindow } from './conntrack-invalid.ts';

const proxy = `server {
  listen 8080; listen [::]:8080;
  client_max_body_size 0;
  location / { proxy_pass http://127.0.0.1:5000; proxy_set_header Host $http_host; proxy_request_buffering off; }
}`;

export const registryPush: Story = {
  name: 'registry-push',
  vantage: 'originator',
  needs: ['perl', 'docker-registry', 'nginx'],
  cause: 'conntrack-invalid',
  sentBy: 'nat-host',
  router: 'nat-host',
  happened: `A layer is pushed, chunk by chunk, to a Docker registry behind an nginx behind the address translation of its host (the router). In the midst a segment of the
originator far beyond the responder's window reaches the router (sent by hand here; real ones come from broken devices). Connection tracking calls it INVALID, so it is not
translated, and the host's own stack resets it: "connection reset by peer", and neither nginx nor the registry knows of it.`,
  commands: [translateCommand, oddSegmentCommand(beyondWindow)],
  play: async (stage) => {
    const outcome = await pushInterrupted(stage);
    if (!outcome.includes('ECONNRESET')) throw new Error(`not reset: ${outcome}`);
  },
  find: (frames) => {
    const around = aroundFirstReset(frames, 8080);
    if (around === undefined) return undefined;
    const { reset, answered, own, stream } = around;
    if (reset.seq !== answered.ack || answered.length !== 100) return undefined;
    const before = stream.filter(
      ({ number, from, length }) => number < answered.number && from === answered.from && length > 0,
    );
    const sent = before.reduce((bytes, { length }) => bytes + length, 0);
    return {
      streams: [reset.stream],
      facts: [
        `${sent} bytes of the push were sent before frame ${answered.number}, whose seq ${answered.seq} is ${beyondWindow.ahead} bytes ahead.`,
        `Frame ${reset.number} answers it ${((reset.seconds - answered.seconds) * 1e6).toFixed(0)} µs later: a RST, seq ${reset.seq} = its ack, TTL ${reset.ttl}; the registry's frame ${own.number} has TTL ${own.ttl}.`,
      ],
    };
  },
};

/** Pushes once undisturbed, and once with the odd segment in the midst. Returns what the second push came to. */
export async function pushInterrupted(stage: Stage): Promise<string> {
  const { one, noise, responder, router, folder } = stage;
  router.nft(translate);
  await startDockerRegistry(responder.namespace, folder, 5000);
  await startNginx(responder.namespace, folder, proxy);
  await stage.listen('keep-alive', 8081);
  await stage.originate(noise, 'two-requests', responder.ip, '8081');
  const [well] = await stage.perform(one, 'registry-push', '10.83.1.1', '8080', '2', '20000', '20');
  if (well !== 'pushed 40000') throw new Error(`the registry does not work: ${well}`);
  const pushing = stage.perform(one, 'registry-push', '10.83.1.1', '8080', '2', '20000', '300');
  await sleep(1800);
  await sendOddSegment(stage, beyondWindow);
  const [outcome = 'nothing'] = await pushing;
  await sleep(300);
  return outcome;
}
