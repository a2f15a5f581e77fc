import { crossClose, findCrossedClose, holdCommands } from '../scenes/crossed-close.ts';
import type { Story } from '../story.ts';

export const keepAliveRaceNode: Story = {
  name: 'keep-alive-race-node',
  vantage: 'responder',
  cause: 'keep-alive-race',
  sentBy: 'responder',
  happened: `A server of Node.js closes a connection that was idle for two seconds. Its FIN is held up on the way, and just then the originator uses the connection for its next request: it can't know. The responder's kernel answers the request with a RST.`,
  commands: ['server.keepAliveTimeout = 2000; server.keepAliveTimeoutBuffer = 0;    // Node.js', ...holdCommands],
  play: async (stage) => {
    await stage.serve(stage.responder, 'http-responder', '8081', '2000');
    await crossClose(stage);
  },
  find: findCrossedClose,
};
