import { setTimeout as sleep } from 'node:timers/promises';
import { nothingReset } from '../scenes/nothing-reset.ts';
import type { Story } from '../story.ts';

/** The first host's alone. */
const unicast = '10.83.9.3';

export const anycastUnicast: Story = {
  name: 'anycast-unicast',
  vantage: 'originator',
  cause: null,
  sentBy: null,
  two: 'other-edge',
  cureOf: { story: 'anycast-shift', remedy: 'a unicast address of the host' },
  happened: `Two hosts share an address, and the way to it changes to the second host, as in anycast-shift. The connection goes to an address that only the first one has: it goes
on as if nothing had been.`,
  commands: [
    'ip address add 10.83.9.2/32 dev lo    # two',
    `ip address add ${unicast}/32 dev lo    # responder`,
    `ip route add ${unicast}/32 via 10.83.9.2    # router`,
    'ip route replace 10.83.9.2/32 via 10.83.2.2    # router, after the second request',
  ],
  play: async (stage) => {
    const { one, two, noise, responder, router } = stage;
    two.namespace.run('ip', 'address', 'add', `${responder.ip}/32`, 'dev', 'lo');
    responder.namespace.run('ip', 'address', 'add', `${unicast}/32`, 'dev', 'lo');
    // By the link: the way to the shared address changes.
    router.run('ip', 'route', 'add', `${unicast}/32`, 'via', responder.ip, 'dev', 'to-responder');
    await stage.listen('keep-alive', 8080);
    await stage.listenAt(two, 'keep-alive', 8080);
    await stage.originate(noise, 'two-requests', responder.ip, '8080');
    const paused = stage.originate(one, 'pause-between', unicast, '8080');
    await sleep(1000);
    router.run('ip', 'route', 'replace', `${responder.ip}/32`, 'via', two.ip);
    const [outcome = 'nothing'] = await paused;
    if (!outcome.endsWith('received')) throw new Error(`did not go on: ${outcome}`);
    await stage.originate(one, 'two-requests', responder.ip, '8080');
  },
  find: (frames) => {
    const asked = frames.filter(({ to, length }) => to === `${unicast}.8080` && length > 0);
    const [, second, third] = asked;
    if (second === undefined || third === undefined || asked.length !== 4) return undefined;
    return nothingReset(frames, [
      `Frame ${third.number} is a request ${(third.seconds - second.seconds).toFixed(1)} s after the one before it, in frame ${second.number}; between them the way to the shared address changed.`,
    ]);
  },
};
