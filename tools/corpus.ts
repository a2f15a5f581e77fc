import { closeSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DescriptorSource, ReaderContext, readCapture } from '@fivewhys/capture';
import { type Connection, describeConnection, Tracker } from '@fivewhys/connections';

/**
 * Holds what we read of a folder of captures against an oracle: `manifest.json` in that folder, made with tshark (see docs/corpus.md for its form).
 * Prints one row per capture and exits 1 when one of them differs in a way that is not explained in docs/corpus.md.
 */

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

interface ManifestEntry {
  readonly file: string;
  readonly oracle: {
    readonly packets: number;
    readonly tcpPackets: number;
    readonly streams: number;
    readonly rstFrames: readonly number[];
    readonly perStream: readonly OracleStream[];
  };
}

async function connectionsOf(path: string): Promise<{ context: ReaderContext; connections: Connection[] }> {
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

function compare(entry: ManifestEntry, context: ReaderContext, connections: Connection[]): string[] {
  const differences: string[] = [];
  const { oracle } = entry;
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

const directory = process.argv[2];
if (directory === undefined) {
  console.error('usage: npm run corpus -- DIR   (a folder of captures with a manifest.json)');
  process.exit(2);
}
const manifest: ManifestEntry[] = JSON.parse(readFileSync(join(directory, 'manifest.json'), 'utf8'));
let differing = 0;
for (const entry of manifest) {
  const { context, connections } = await connectionsOf(join(directory, entry.file));
  const differences = compare(entry, context, connections);
  if (differences.length > 0) differing += 1;
  const counts = `${context.tallies.frames} frames, ${connections.length} streams, ${entry.oracle.rstFrames.length} RSTs`;
  console.log(`${differences.length === 0 ? 'agrees ' : 'DIFFERS'} ${entry.file.padEnd(52)} ${counts}`);
  for (const difference of differences.slice(0, 12)) console.log(`          ${difference}`);
  if (context.damage.count > 0)
    console.log(`          damage: ${context.damage.count}, first: ${context.damage.places[0]?.reason}`);
}
console.log(`${manifest.length - differing} of ${manifest.length} captures agree`);
process.exitCode = differing === 0 ? 0 : 1;
