import { crossClose, findCrossedClose, holdCommand } from '../scenes/crossed-close.ts';
import { startNginx } from '../servers/nginx.ts';
import type { Story } from '../story.ts';

export const keepAliveRaceNginx: Story = {
  name: 'keep-alive-race-nginx',
  vantage: 'responder',
  needs: ['nginx'],
  cause: 'keep-alive-race',
  // The FIN does not get that far.
  fromPackets: { originator: null, 'middle-to-originator': null },
  sentBy: 'responder',
  happened: `An nginx closes a connection that was idle for two seconds. Its FIN is held up on the way (here the router drops it, as long as it takes), and
just then the originator uses the connection for its next request: it can't know. The responder's kernel answers the request with a RST.`,
  commands: ['keepalive_timeout 2s;    # nginx', holdCommand],
  play: async (stage) => {
    const { responder, folder } = stage;
    await startNginx(
      responder.namespace,
      folder,
      'server { listen 8081; keepalive_timeout 2s; return 200 "as you wish\n"; }',
    );
    await crossClose(stage);
  },
  find: findCrossedClose,
};
