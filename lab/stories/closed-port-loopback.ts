import { findRefused, refuseBesideHealthy } from '../scenes/refused-beside-healthy.ts';
import type { Story } from '../story.ts';

export const closedPortLoopback: Story = {
  name: 'closed-port-loopback',
  vantage: 'originator',
  cause: 'closed-port',
  sentBy: 'responder',
  happened: `A program listens on port 8099, but of the loopback address alone. To anyone else nobody listens there: each SYN is refused at once by a RST. Beside it other
connections to port 8080 of the same host go well.`,
  commands: ['node actors/responder.ts keep-alive 8099 localhost    # responder'],
  play: async (stage) => {
    await stage.serve(stage.responder, 'responder', 'keep-alive', '8099', 'localhost');
    await refuseBesideHealthy(stage, stage.responder.ip);
  },
  find: findRefused,
};
