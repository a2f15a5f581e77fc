import { crossClose, findCrossedClose, holdCommand } from '../scenes/crossed-close.ts';
import type { Story } from '../story.ts';

export const keepAliveRaceNode: Story = {
  name: 'keep-alive-race-node',
  vantage: 'responder',
  cause: 'keep-alive-race',
  // The FIN does not get that far.
  fromPackets: { originator: null, 'middle-to-originator': null },
  sentBy: 'responder',
  happened: `A server of Node.js closes a connection that was idle for two seconds. Its FIN is held up on the way (here the router drops it, as long as it takes), and
just then the originator uses the connection for its next request: it can't know. The responder's kernel answers the request with a RST.`,
  commands: ['server.keepAliveTimeout = 2000; server.keepAliveTimeoutBuffer = 0;    // Node.js', holdCommand],
  play: async (stage) => {
    await stage.serve(stage.responder, 'http-responder', '8081', '2000');
    await crossClose(stage);
  },
  find: findCrossedClose,
};
