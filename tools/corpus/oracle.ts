import { closeSync, openSync } from 'node:fs';
import { DescriptorSource, ReaderContext, readCapture } from '@fivewhys/capture';
import { type Connection, describeConnection, Tracker } from '@fivewhys/connections';

interface OracleStream {
  readonly stream: number;
  readonly clientIp: string;
  readonly clientPort: number;
  readonly serverIp: string;
  readonly serverPort: number;
  readonly packets: number;
  readonly rsts: number;
  readonly clientBasis: string;
  readonly zeekConnState?: string | null;
}

/** One capture of a folder's `manifest.json`, and what tshark says of it (see docs/corpus.md). */
export interface ManifestEntry {
  readonly file: string;
  readonly oracle: {
    readonly packets: number;
    readonly tcpPackets: number;
    readonly streams: number;
    readonly rstFrames: readonly number[];
    readonly perStream: readonly OracleStream[];
  };
}

/** A capture as we read it. */
export interface ReadCapture {
  readonly context: ReaderContext;
  readonly connections: readonly Connection[];
}

export async function connectionsOf(path: string): Promise<ReadCapture> {
  const connections: Connection[] = [];
  const tracker = new Tracker((source, slot) => connections.push(describeConnection(source, slot, context.names)));
  const context: ReaderContext = new ReaderContext(tracker);
  const descriptor = openSync(path, 'r');
  try {
    await readCapture(new DescriptorSource(descriptor), context);
  } finally {
    closeSync(descriptor);
  }
  tracker.end();
  return { context, connections };
}

/** What we read of a capture and the oracle says otherwise, a line each; none when they agree. */
export function differencesFrom({ oracle }: ManifestEntry, { context, connections }: ReadCapture): string[] {
  const differences: string[] = [];
  const resetFrames = connections.flatMap((connection) => connection.resetFrames).sort((a, b) => a - b);
  const check = (what: string, ours: unknown, theirs: unknown) => {
    if (JSON.stringify(ours) !== JSON.stringify(theirs))
      differences.push(`${what}: ${brief(ours)}, tshark ${brief(theirs)}`);
  };
  check('frames', context.tallies.frames, oracle.packets);
  check('TCP segments', context.tallies.segments, oracle.tcpPackets);
  check('streams', connections.length, oracle.streams);
  check('RST frames', resetFrames, oracle.rstFrames);
  for (const theirs of oracle.perStream) {
    const ours = connections.find(({ stream }) => stream === theirs.stream);
    if (ours === undefined) {
      differences.push(`stream ${theirs.stream}: not found`);
      continue;
    }
    const ends = [ours.originator, ours.responder].map(({ ip, port }) => `${ip}.${port}`);
    const theirEnds = [`${theirs.clientIp}.${theirs.clientPort}`, `${theirs.serverIp}.${theirs.serverPort}`];
    if (theirs.clientBasis === 'first-packet' || theirs.clientBasis === undefined) {
      ends.sort();
      theirEnds.sort();
    }
    check(`stream ${theirs.stream} ends`, ends, theirEnds);
    check(`stream ${theirs.stream} frames`, ours.frames, theirs.packets);
    check(`stream ${theirs.stream} RSTs`, ours.resetFrames.length, theirs.rsts);
    if (typeof theirs.zeekConnState === 'string')
      check(`stream ${theirs.stream} ending`, zeekState(ours), theirs.zeekConnState);
  }
  return differences;
}

const zeekStates: Readonly<Record<Connection['ending'], string>> = {
  unanswered: 'S0',
  rejected: 'REJ',
  misanswered: 'OTH',
  established: 'S1',
  'originator-closing': 'S2',
  'responder-closing': 'S3',
  closed: 'SF',
  'originator-reset': 'RSTO',
  'responder-reset': 'RSTR',
  'originator-gave-up': 'RSTOS0',
  'responder-gave-up': 'RSTRH',
  'originator-only': 'SH',
  'responder-only': 'SHR',
  midstream: 'OTH',
};

function zeekState(connection: Connection): string {
  return zeekStates[connection.ending];
}

function brief(value: unknown): string {
  const text = JSON.stringify(value);
  return text.length > 90 ? `${text.slice(0, 90)}…` : text;
}
