import { Segment } from '@fivewhys/capture';
import { describeConnection, glanceAt, type Side, Surroundings, Tracker } from '@fivewhys/connections';
import type { Finding } from '@fivewhys/evidence';
import { ascii } from '../../capture/test/build/bytes.ts';
import type { Story } from '../../connections/test/story.ts';
import { connectionCauses } from '../src/causes/index.ts';
import { undetermined } from '../src/causes/undetermined.ts';
import { Diagnosis, needsExplaining } from '../src/diagnosis.ts';

/** Lets an end say something, of which the capture holds all. */
export function say(told: Story, from: Side, payload: Uint8Array | string): Story {
  const bytes = typeof payload === 'string' ? ascii(payload) : payload;
  return told.data(from, bytes.length, { payload: bytes });
}

/** Explains a story as the explainer explains a capture. */
export function explainStory(told: Story): Finding[] {
  const diagnosis = new Diagnosis(connectionCauses, undetermined);
  const surroundings = new Surroundings();
  const tracker = new Tracker((released, slot) => {
    surroundings.add(released, slot);
    if (!glanceAt(released, slot).looksWrong) return;
    const connection = describeConnection(released, slot, []);
    if (needsExplaining(connection)) diagnosis.add(0, connection, surroundings);
  });
  for (const { segment, payload, icmpError } of told.steps) {
    if (icmpError !== undefined) tracker.icmpError(icmpError);
    if (segment !== undefined) tracker.segment(Object.assign(new Segment(), segment), payload ?? new Uint8Array(0));
  }
  tracker.end();
  diagnosis.captureEnded();
  return diagnosis.finish({ clocks: new Map(), inform: ({ weighed }) => weighed, words: () => [] });
}
