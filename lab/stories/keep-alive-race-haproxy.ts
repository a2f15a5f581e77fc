import { crossClose, findCrossedClose, holdCommands } from '../scenes/crossed-close.ts';
import { startHaproxy } from '../servers/haproxy.ts';
import type { Story } from '../story.ts';

export const keepAliveRaceHaproxy: Story = {
  name: 'keep-alive-race-haproxy',
  vantage: 'responder',
  needs: ['haproxy'],
  cause: 'keep-alive-race',
  sentBy: 'responder',
  happened: `An haproxy closes a connection that was idle for two seconds. Its FIN is held up on the way, and just then the originator uses the connection for its next request: it can't know. The responder's kernel answers the request with a RST.`,
  commands: ['timeout http-keep-alive 2s    # haproxy', ...holdCommands],
  play: async (stage) => {
    const answer = 'http-request return status 200 content-type text/plain string "as you wish"';
    const frontend = `frontend web\n  bind :::8081 v4v6\n  timeout http-keep-alive 2s\n  ${answer}`;
    await startHaproxy(stage.responder.namespace, stage.folder, frontend);
    await crossClose(stage);
  },
  find: findCrossedClose,
};
