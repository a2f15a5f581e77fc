import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { Explainer, type Explanation } from '../src/index.ts';
import { sourceOf } from './explain-text.ts';

/** What the recording knew about each bundled capture; see captures/README.md. */
interface Truth {
  readonly capture?: string;
  readonly story: string;
  readonly cause: string | null;
  /** What the packets alone can tell at most, where that is not the cause. */
  readonly fromPackets?: string;
  /** What a host said beside the capture. */
  readonly texts?: readonly string[];
  readonly sentBy: string | null;
  readonly resetFrames: readonly number[];
  readonly streams: readonly number[];
  readonly frames: number;
  readonly connections: number;
}

const folder = new URL('../../../captures/', import.meta.url);

async function explain(...files: readonly string[]): Promise<Explanation> {
  const explainer = new Explainer({ connections: true, stream: undefined, wanted: undefined, cause: undefined });
  for (const file of files) await explainer.addInput(file, sourceOf(readFileSync(new URL(file, folder))));
  return explainer.finish();
}

describe('the bundled captures', () => {
  const files = readdirSync(folder).filter((name) => /\.pcap(ng)?$/.test(name));
  it('are there', () => assert.ok(files.length >= 8));

  for (const file of files) {
    const truth: Truth = JSON.parse(readFileSync(new URL(file.replace(/\.pcap(ng)?$/, '.truth.json'), folder), 'utf8'));

    it(`${file}: frames, connections and RST frames are those that the recording counted`, async () => {
      const { summary, connections = [] } = await explain(file);
      assert.equal(summary.frames, truth.frames);
      assert.equal(summary.connections, truth.connections);
      const resetFrames = connections.flatMap((connection) => connection.resetFrames).sort((a, b) => a - b);
      assert.deepEqual(resetFrames, truth.resetFrames);
    });

    it(`${file}: the cause is ${truth.cause ?? 'none'}${truth.fromPackets === undefined ? '' : `, from its packets ${truth.fromPackets}`}`, async () => {
      const { findings } = await explain(file);
      const told = truth.fromPackets ?? truth.cause;
      if (truth.cause === null) {
        assert.deepEqual(findings, []);
        return;
      }
      for (const finding of findings) {
        assert.equal(finding.cause, told);
        if (truth.cause !== told) assert.ok(finding.stillPossible.some(({ cause }) => cause === truth.cause));
        if (truth.sentBy !== null) assert.equal(finding.sentBy, truth.sentBy);
      }
      assert.ok(findings.length > 0);
      const streams = findings.flatMap(({ subjects }) => subjects.map(({ stream }) => stream)).sort((a, b) => a - b);
      assert.deepEqual(streams, truth.streams);
    });

    const all = truth.texts ?? [];
    for (const texts of [...all.map((text) => [text]), ...(all.length > 1 ? [all] : [])]) {
      it(`${file}: the cause is ${truth.cause}, from its packets and ${texts.join(', ')}`, async () => {
        const { findings } = await explain(file, ...texts);
        assert.deepEqual([...new Set(findings.map(({ cause }) => cause))], [truth.cause]);
        assert.deepEqual(
          findings.flatMap(({ subjects }) => subjects.map(({ stream }) => stream)).sort((a, b) => a - b),
          truth.streams,
        );
      });
    }

    it(`${file}: every reset connection is in exactly one finding`, async () => {
      const { findings, connections = [], summary } = await explain(file);
      const inFindings = findings.flatMap(({ subjects }) => subjects.map(({ stream }) => stream));
      assert.equal(new Set(inFindings).size, inFindings.length);
      const reset = connections.filter(({ resetFrames }) => resetFrames.length > 0);
      assert.ok(reset.every(({ stream }) => inFindings.includes(stream)));
      assert.equal(reset.length, summary.resetConnections);
      const counted = Object.values(summary.byCause).reduce((total, count) => total + count, 0);
      assert.equal(counted, inFindings.length);
    });
  }
});
