import type { Connection, KeptSegment, Reset } from '@fivewhys/connections';
import type { Evidence, Why } from '@fivewhys/evidence';
import { plural } from '../../phrases.ts';
import { type ConnectionSubject, otherSide } from '../../subject.ts';
import type { Way } from './way.ts';

/** No RST was acted on: its receiver refused it and lived on, or had no connection any more. */
export function notActedOn({ connection, input }: ConnectionSubject): Way | undefined {
  const { resets } = connection;
  if (connection.ending === 'misanswered') return undefined; // the attempt had failed before, RST or not
  if (resets.some(({ effect }) => effect === 'accepted' || effect === 'unknown')) return undefined;
  const first = resets[0] as Reset;
  // A SYN that got nothing else came to nothing, RST or not.
  if (
    first.from === 'responder' &&
    connection.half.responder.segments === 0 &&
    connection.handshake.synFrame !== undefined
  )
    return undefined;
  const subject = resets.length === 1 ? 'A RST' : plural(resets.length, 'RST');
  const tooLate = resets.every(({ effect }) => effect === 'too-late');
  const later = sentLater(connection, first);
  const isShown = tooLate || later.length > 0;
  return {
    way: 'not-acted-on',
    symptom: tooLate
      ? `${subject} came when the connection was over anyway`
      : `${subject} ${resets.length === 1 ? 'was' : 'were'} sent, but the receiver did not act on ${resets.length === 1 ? 'it' : 'them'}${isShown ? ', and the connection went on' : ''}`,
    group: tooLate
      ? 'RSTs came when the connection was over anyway'
      : `RSTs were sent, but their receiver did not act on them${isShown ? ', and the connection went on' : ''}`,
    whys: [
      ...(tooLate ? [] : [wentOn(first, later, input)]),
      {
        claim: tooLate
          ? 'The receiver had no connection left that the RST could end'
          : `Its receiver did not act on ${resets.length === 1 ? 'the RST: it refused its' : 'these RSTs: it refused their'} numbers (RFC 5961 section 3.2) or timestamps, or never got ${resets.length === 1 ? 'it' : 'them'}`,
        evidence: [
          ...[...Map.groupBy(resets, ({ effectBecause }) => effectBecause)]
            .slice(0, 3)
            .map(([detail, alike]) => ({ input, frames: alike.map(({ frame }) => frame), detail })),
          ...(tooLate ? bothFins(first, input) : []),
        ],
      },
    ],
    lookAlikes: isShown
      ? []
      : [
          {
            cause: 'injected-reset',
            excluded: false,
            because: 'nothing after the RST is in the capture: that its receiver lived on is told by the numbers alone',
          },
        ],
  };
}

function bothFins({ before: { originator, responder } }: Reset, input: number): Evidence[] {
  const frames = [originator.finFrame, responder.finFrame].filter((frame) => frame !== undefined);
  if (frames.length < 2) return [];
  return [{ input, frames: frames.sort((a, b) => a - b), detail: 'both ends had sent their FIN before' }];
}

/** What the receiver of a RST sent after it. */
function sentLater({ segments }: Connection, reset: Reset): KeptSegment[] {
  const receiver = otherSide(reset.from);
  return segments.filter(({ frame, from, flags }) => frame > reset.frame && from === receiver && (flags & 0x04) === 0);
}

function wentOn(reset: Reset, later: readonly KeptSegment[], input: number): Why {
  const receiver = otherSide(reset.from);
  return {
    claim: later.length > 0 ? 'The connection went on' : 'What came after is not in the capture',
    evidence:
      later.length > 0
        ? [
            {
              input,
              frames: [reset.frame, ...later.slice(0, 3).map(({ frame }) => frame)],
              detail: `the ${receiver} sent on after the RST`,
            },
          ]
        : [],
  };
}
