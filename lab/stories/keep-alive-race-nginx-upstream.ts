import { crossClose, findCrossedClose, holdCommands } from '../scenes/crossed-close.ts';
import { startNginx } from '../servers/nginx.ts';
import type { Story } from '../story.ts';

const proxy = `
upstream behind { server 10.83.9.2:8081; keepalive 4; }
server {
  listen 8000;
  location / { proxy_pass http://behind; proxy_http_version 1.1; proxy_set_header Connection ""; }
}`;

export const keepAliveRaceNginxUpstream: Story = {
  name: 'keep-alive-race-nginx-upstream',
  vantage: 'responder',
  needs: ['nginx'],
  cause: 'keep-alive-race',
  sentBy: 'responder',
  happened: `The originator is an nginx that keeps connections to its upstream, a server of Node.js that closes them when they were idle for two seconds. Its FIN is held up
on the way, and just then nginx uses the connection for its next request: "recv() failed (104: Connection reset by peer) while reading response header from upstream".`,
  commands: [
    'keepalive 4;    # nginx, in the upstream',
    'server.keepAliveTimeout = 2000;    # Node.js',
    ...holdCommands,
  ],
  play: async (stage) => {
    await stage.serve(stage.responder, 'http-responder', '8081', '2000');
    await startNginx(stage.one.namespace, stage.folder, proxy);
    await crossClose(stage, ['127.0.0.1', '8000']);
  },
  find: findCrossedClose,
};
