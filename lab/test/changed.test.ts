import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { type Explanation, explain } from 'fivewhys';
import { type CaptureFile, readCaptureFile, writeCaptureFile } from '../score/changed/capture-file.ts';
import { changes } from '../score/changed/changes.ts';
import { heldChanged, textOf } from '../score/changed/hold-changed.ts';
import type { Truth } from '../truth/truth.ts';

const folder = join(import.meta.dirname, '../../captures');
/** One of each kind of evidence; `npm run lab:changed` changes those of all stories. */
const captures = [
  'anycast-split',
  'conntrack-invalid',
  'half-open',
  'idle-timeout-snat',
  'injected-reset',
  'keep-alive-race-ipv6',
  'ssh-max-startups',
  'time-wait-reuse-balancer',
  'tls-alert',
  'unread-data-413',
].map((story) => `${story}.pcap`);
const read = (name: string) => readCaptureFile(readFileSync(join(folder, name)));
const said = new Map<string, Promise<Explanation>>();
/** What is said of a capture as it is. */
function before(name: string): Promise<Explanation> {
  const known = said.get(name) ?? explained(read(name));
  said.set(name, known);
  return known;
}
const explained = (capture: CaptureFile) => explain({ path: 'changed.pcap', bytes: writeCaptureFile(capture) });
const causeOf = (name: string) =>
  (JSON.parse(readFileSync(join(folder, name.replace('.pcap', '.truth.json')), 'utf8')) as { cause: string | null })
    .cause;

describe('a capture that is changed and tells the same', () => {
  for (const change of changes.filter(({ keeps }) => keeps === 'answer')) {
    it(`has the same answer with ${change.title}`, async () => {
      for (const name of captures) {
        const changed = change.change(read(name));
        assert.equal(textOf(await explained(changed)), textOf(await before(name)), name);
      }
    });
  }
});

describe('a capture that is changed and tells less', () => {
  for (const change of changes.filter(({ keeps }) => keeps === 'truth')) {
    it(`has nothing else proven: ${change.title}`, async () => {
      for (const name of captures) {
        const known = new Set<string>(['harmless', causeOf(name) ?? 'harmless']);
        for (const { cause } of (await before(name)).findings) known.add(cause);
        for (const { cause, verdict } of (await explained(change.change(read(name)))).findings)
          assert.ok(verdict !== 'proven' || known.has(cause), `${name}: ${cause} ${verdict}`);
      }
    });
  }
});

it('every change does change a capture', () => {
  const ipv6 = writeCaptureFile(read('path-mtu-black-hole-ipv6.pcap'));
  const ipv4 = writeCaptureFile(read('keep-alive-race.pcap'));
  for (const { name, change } of changes) {
    // Only large transfers hold segments in a row.
    const isSame =
      ipv6.equals(writeCaptureFile(change(read('path-mtu-black-hole-ipv6.pcap')))) &&
      ipv4.equals(writeCaptureFile(change(read('keep-alive-race.pcap'))));
    assert.ok(!isSame || name === 'offload', name);
  }
});

describe('an answer held against that of the changed capture', () => {
  const truth: Truth = {
    story: 'restart',
    kernel: 'Linux',
    cause: 'restart',
    sentBy: 'responder',
    kernelReasons: [],
    vantages: {
      originator: { capture: 'originator.pcap', cause: 'restart', streams: [1], resets: [], frames: 9, connections: 2 },
    },
  };
  const set = { name: 'originator', vantages: ['originator'], texts: [] } as const;
  const found = (cause: string, verdict = 'likely') =>
    ({
      findings: [
        {
          id: 'f1',
          cause,
          verdict,
          sentBy: 'responder',
          count: 1,
          subjects: [{ input: 0, stream: 1 }],
          stillPossible: [],
        },
      ],
    }) as unknown as Explanation;
  const became = (keeps: 'answer' | 'truth', before: Explanation, after: Explanation, renumbers?: true) =>
    heldChanged(
      truth,
      set,
      { name: 'x', title: 'x', keeps, change: (capture) => capture, ...(renumbers ? { renumbers } : {}) },
      before,
      after,
    ).became;

  it('is another where it has to be the same', () => {
    assert.equal(became('answer', found('restart'), found('restart')), 'same');
    assert.equal(became('answer', found('restart'), found('restart', 'proven')), 'other');
  });
  it('may be less, and not wrong', () => {
    assert.equal(became('truth', found('restart'), found('undetermined')), 'less');
    assert.equal(became('truth', found('restart'), found('late-data')), 'wrong');
    assert.equal(became('truth', found('late-data'), found('late-data')), 'same');
  });
  it('may claim nothing new as proven where streams have other numbers', () => {
    assert.equal(became('truth', found('restart'), found('late-data'), true), 'same');
    assert.equal(became('truth', found('restart'), found('late-data', 'proven'), true), 'wrong');
  });
});
