import type { Finding } from '@fivewhys/evidence';
import type { Explanation } from './explanation.ts';

/** Frames of one finding that get a comment: a flood of RSTs is told of by its first ones. */
const mostFrames = 10_000;

/**
 * What to write beside the frames of one input, so that a capture shows the findings in place: each frame that serves as evidence says for which claim, each RST to which
 * finding it belongs.
 *
 * @param input index among the explanation's inputs
 * @returns comments by frame number
 */
export function frameComments({ findings }: Explanation, input: number): ReadonlyMap<number, readonly string[]> {
  const comments = new Map<number, string[]>();
  for (const finding of findings) addComments(finding, input, comments);
  return comments;
}

function addComments(finding: Finding, input: number, comments: Map<number, string[]>): void {
  const { id, cause, verdict, whys, ladder, resetFrames } = finding;
  const title = `fivewhys ${id}: ${cause}${cause === verdict ? '' : ` (${verdict})`}`;
  const told = new Set<number>();
  const add = (frame: number, text: string) => {
    if (!told.has(frame) && told.size >= mostFrames) return;
    told.add(frame);
    const list = comments.get(frame) ?? [];
    const comment = `${title}: ${text}`;
    if (!list.includes(comment)) list.push(comment);
    comments.set(frame, list);
  };
  for (const { claim, evidence } of whys) {
    for (const one of evidence) {
      if (one.input !== input) continue;
      for (const frame of one.frames) add(frame, one.detail === '' ? claim : `${claim} [${one.detail}]`);
    }
  }
  if (ladder?.input === input) {
    for (const { frame, note } of ladder.rows) if (note !== '' && !told.has(frame)) add(frame, note);
  }
  for (const { frames } of resetFrames.filter((one) => one.input === input)) {
    for (const frame of frames) if (!told.has(frame)) add(frame, finding.symptom);
  }
}
