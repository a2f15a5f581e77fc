import { fewAccounts } from '../../load/accounts.ts';
import type { Stretch } from '../../load/play.ts';
import { answersOf } from '../answers-of.ts';
import { cloneTimes } from '../clone-times.ts';
import { clonesText } from '../clones-text.ts';
import { enforcedMs, quietMs, type Scene } from '../scene.ts';
import type { Story } from '../story.ts';
import { amount, duration } from '../words.ts';

/** The same incident with the limit in force, and the quiet time after it. */
export async function enforcedIncident(
  scene: Scene,
  limit: Story['limit'],
): Promise<{ readonly enforced: Stretch; readonly quietAgain: Stretch }> {
  const { host, say } = scene;
  say();
  say(`4. The same incident (${duration(enforcedMs)}), and that limit is enforced`);
  await host.start('enforced.jsonl', { units: limit.units, windowS: limit.windowS });
  await scene.warmUp();
  const enforced = await scene.play(0, enforcedMs, true);
  say(clonesText(cloneTimes(enforced.others)));
  const few = answersOf(enforced.few, enforced.startMs);
  const first = few.firstRefusedMs === undefined ? '' : `, for the first time after ${duration(few.firstRefusedMs)}`;
  say(
    `   The ${fewAccounts.length} accounts got ${amount(few.done)} answers, and were refused ${amount(few.refused)} times (429)${first}.`,
  );
  const { refused } = answersOf(enforced.others, enforced.startMs);
  say(`   The others were refused ${amount(refused)} of ${amount(enforced.others.length)} times.`);

  say();
  say(`5. Quiet again (${duration(quietMs)}), with the limit`);
  const quietAgain = await scene.play(quietMs, 2 * quietMs);
  await host.stop();
  say(clonesText(cloneTimes(quietAgain.others)));
  return { enforced, quietAgain };
}
