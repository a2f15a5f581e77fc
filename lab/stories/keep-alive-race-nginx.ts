import { crossClose, findCrossedClose, holdCommands } from '../scenes/crossed-close.ts';
import { startNginx } from '../servers/nginx.ts';
import type { Story } from '../story.ts';

export const keepAliveRaceNginx: Story = {
  name: 'keep-alive-race-nginx',
  vantage: 'responder',
  needs: ['nginx'],
  cause: 'keep-alive-race',
  sentBy: 'responder',
  happened: `An nginx closes a connection that was idle for two seconds. Its FIN is held up on the way, and just then the originator uses the connection for its next request: it can't know. The responder's kernel answers the request with a RST.`,
  commands: ['keepalive_timeout 2s;    # nginx', ...holdCommands],
  play: async (stage) => {
    const { responder, folder } = stage;
    await startNginx(
      responder.namespace,
      folder,
      'server { listen 8081; listen [::]:8081; keepalive_timeout 2s; return 200 "as you wish\n"; }',
    );
    await crossClose(stage);
  },
  find: findCrossedClose,
};
