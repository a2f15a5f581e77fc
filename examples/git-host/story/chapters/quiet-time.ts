import type { Stretch } from '../../load/play.ts';
import { cloneTimes } from '../clone-times.ts';
import { clonesText } from '../clones-text.ts';
import { type FrontView, lookThroughFront } from '../look-through-front.ts';
import { quietMs, type Scene } from '../scene.ts';
import { duration } from '../words.ts';

/** Nothing happens; and what nginx makes of the headers is looked at. */
export async function quietTime(scene: Scene): Promise<{ readonly quiet: Stretch; readonly front: FrontView }> {
  const { host, say } = scene;
  await host.start('shadow.jsonl');
  await scene.warmUp();
  say();
  say(`1. A quiet time (${duration(quietMs)})`);
  const quiet = await scene.play(0, quietMs);
  say(clonesText(cloneTimes(quiet.others)));
  const front = await lookThroughFront(host);
  const seen = front.seen.length === 0 ? 'none of it' : front.seen.join(', ');
  say(`   What the throttle says of a request is for nginx: a client sees ${seen}, and the log has all of it, such as`);
  say(
    `   ${Object.entries(front.logged)
      .map(([name, value]) => `${name} ${value}`)
      .join(', ')}`,
  );
  return { quiet, front };
}
