import { FIN, SYN } from '@fivewhys/capture';
import type { Connection, IcmpNote, KeptSegment, Reset } from '@fivewhys/connections';
import type { Ladder, LadderRow, Why } from '@fivewhys/evidence';
import { icmpName } from './path/icmp-names.ts';
import { endpointText, segmentText } from './phrases.ts';
import { segmentsAtHand } from './segments-at-hand.ts';

/** More rows than this are not taken in at a glance. */
const mostRows = 14;

/**
 * Chooses the frames that matter to a finding: those that its whys quote, those of its RSTs, the handshake, and what lies right before the first RST; and of the
 * connection before on the same 4-tuple what the whys quote of it.
 */
export function ladderOf(input: number, connection: Connection, whys: readonly Why[]): Ladder | undefined {
  const quoted = new Set(whys.flatMap(({ evidence }) => evidence.flatMap(({ frames }) => frames)));
  const segments = [...(connection.predecessor?.segments ?? []), ...segmentsAtHand(connection)];
  const firstReset = connection.resetFrames[0];
  const ranked = segments.map((segment) => ({ segment, rank: rankOf(segment, connection, quoted, firstReset) }));
  const chosen = ranked
    .filter(({ rank }) => rank < 9)
    .sort((a, b) => a.rank - b.rank || a.segment.frame - b.segment.frame)
    .slice(0, mostRows)
    .map(({ segment }) => segment);
  const icmp = connection.icmpErrors.slice(0, 3);
  if (chosen.length === 0 && icmp.length === 0) return undefined;
  const startNs = Math.min(...chosen.map(({ instantNs }) => instantNs), ...icmp.map(({ instantNs }) => instantNs));
  const rows: LadderRow[] = [
    ...chosen.map((segment) => segmentRow(segment, connection, startNs)),
    ...icmp.map((error) => icmpRow(error, startNs)),
  ].sort((a, b) => a.frame - b.frame);
  return {
    input,
    stream: connection.stream,
    originator: endpointText(connection.originator),
    responder: endpointText(connection.responder),
    rows,
  };
}

function rankOf(
  segment: KeptSegment,
  connection: Connection,
  quoted: ReadonlySet<number>,
  firstReset: number | undefined,
): number {
  if (connection.resets.some(({ frame }) => frame === segment.frame)) return 0;
  if (quoted.has(segment.frame)) return 1;
  if (connection.resets.some(({ provokedBy }) => provokedBy === segment.frame)) return 1;
  if (segment.frame < connection.firstFrame) return 9;
  if (firstReset !== undefined && segment.frame < firstReset && segment.frame >= firstReset - 3) return 2;
  const { synFrame, synAckFrame, ackFrame } = connection.handshake;
  if (segment.frame === synFrame || segment.frame === synAckFrame || segment.frame === ackFrame) return 3;
  if (firstReset !== undefined) return segment.frame > firstReset ? 4 : 5;
  return 6;
}

function segmentRow(segment: KeptSegment, connection: Connection, startNs: number): LadderRow {
  const repeats = repeatedBy(segment, connection);
  return {
    frame: segment.frame,
    sinceFirstNs: segment.instantNs - startNs,
    from: segment.from,
    text: segmentText(segment),
    note: noteOf(segment, connection),
    ...(repeats === undefined ? {} : { repeats }),
  };
}

/** The earlier frame with the same numbers, of those that take room in the sequence: a pure ACK is not sent again, it is another one. */
function repeatedBy(segment: KeptSegment, connection: Connection): number | undefined {
  const bits = segment.flags & (SYN | FIN);
  if (!segment.numbersKnown || (bits === 0 && segment.payloadBytes === 0)) return undefined;
  return segmentsAtHand(connection).find(
    (earlier) =>
      earlier.frame < segment.frame &&
      earlier.from === segment.from &&
      earlier.sequence === segment.sequence &&
      earlier.payloadBytes === segment.payloadBytes &&
      (earlier.flags & (SYN | FIN)) === bits,
  )?.frame;
}

const effectTexts: Readonly<Record<Reset['effect'], string>> = {
  accepted: 'accepted',
  challenged: 'challenged',
  ignored: 'ignored',
  'too-late': 'too late',
  unknown: 'effect unknown',
};

function noteOf(segment: KeptSegment, connection: Connection): string {
  const reset = connection.resets.find(({ frame }) => frame === segment.frame);
  if (reset?.kind === 'unknown') return '';
  if (reset !== undefined)
    return `${reset.kind === 'other' ? 'no kind of Linux' : `kind ${reset.kind}`}, ${effectTexts[reset.effect]}`;
  if (connection.resets.some(({ provokedBy }) => provokedBy === segment.frame)) return 'answered by the RST';
  if (segment.frame === connection.oddAckFrame) return 'not a SYN-ACK';
  const before = connection.predecessor;
  if (before !== undefined && segment.frame < connection.firstFrame) return `stream ${before.stream}`;
  return '';
}

function icmpRow(error: IcmpNote, startNs: number): LadderRow {
  return {
    frame: error.frame,
    sinceFirstNs: error.instantNs - startNs,
    from: 'icmp',
    text: `${error.source}: ${icmpName(error.family, error.type, error.code)}`,
    note: '',
  };
}
