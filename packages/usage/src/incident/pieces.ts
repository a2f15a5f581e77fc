import { duration } from '@fivewhys/report/writers';
import { fewestSamples } from '../statistics/usual-limit.ts';
import { lengthMs, type Stretch } from '../stretch.ts';

/** Below that what happens by chance between two requests is all there is. */
const leastPieceMs = 1000;

/** A baseline cut into pieces of one length: from `fromMs` on, `count` of them. */
export interface Pieces {
  readonly fromMs: number;
  readonly pieceMs: number;
  readonly count: number;
}

/**
 * Cuts a baseline into pieces as long as the stretch that is compared with them; or, where it has no five of them, into five shorter ones. Those spread more than longer ones do, so a rise has to be
 * larger to stand out. What is left over is at the end that is farther from the stretch.
 *
 * @param recordMs the longest window that a record sums up: shorter pieces can't be told apart
 * @returns or why the baseline is too short to tell
 */
export function piecesOf(
  stretch: Stretch,
  baseline: Stretch,
  recordMs: number,
): Pieces | { readonly tooShort: string } {
  const [ofStretch, ofBaseline] = [lengthMs(stretch), lengthMs(baseline)];
  if (ofBaseline < ofStretch) {
    return {
      tooShort: `the baseline is ${duration(ofBaseline)} long, and the stretch ${duration(ofStretch)}: what is usual over such a time can't be told from less; give a --baseline that is as long or longer`,
    };
  }
  const pieceMs = Math.min(ofStretch, ofBaseline / fewestSamples);
  const least = Math.max(leastPieceMs, recordMs);
  if (pieceMs < least) {
    const because = recordMs > leastPieceMs ? `, for its records sum up ${duration(recordMs)}` : '';
    return {
      tooShort:
        ofStretch < least
          ? `the stretch is ${duration(ofStretch)} long, and ${duration(least)} are needed${because}`
          : `the baseline is ${duration(ofBaseline)} long, and ${duration(fewestSamples * least)} are needed to tell what is usual${because}; give a longer --baseline`,
    };
  }
  const count = Math.floor(ofBaseline / pieceMs + 1e-9);
  const isBefore = baseline.fromMs < stretch.fromMs;
  return { fromMs: isBefore ? baseline.toMs - count * pieceMs : baseline.fromMs, pieceMs, count };
}
