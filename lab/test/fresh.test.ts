import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { after, before, describe, it } from 'node:test';
import { explain } from 'fivewhys';
import { missingFor } from '../needs/missing-for.ts';
import { findMissing } from '../needs/needs.ts';
import type { Place } from '../network/places.ts';
import { untilAlone } from '../run/alone.ts';
import { wholeCapture } from '../run/planned-capture.ts';
import { play } from '../run/play.ts';
import { runStory } from '../run/run-story.ts';
import { toldOf } from '../score/told.ts';
import { stories } from '../stories/index.ts';
import type { Truth } from '../truth/truth.ts';
import { asRoot } from './as-root.ts';

/** Quick ones, each reset by another kind of sender. Played at every test; the others' recordings lie under captures/. */
const played = ['closed-port', 'conntrack-invalid', 'anycast-split', 'linger-zero-ipv6', 'registry-push'];

describe('stories played afresh', asRoot, () => {
  let folder: string;
  let alone: Disposable;
  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'fivewhys-lab-test-'));
    alone = await untilAlone(() => {});
  });
  after(() => {
    alone[Symbol.dispose]();
    rmSync(folder, { recursive: true, force: true });
  });

  for (const name of played) {
    it(`${name} is told right at each vantage`, async (context) => {
      const story = stories.find((one) => one.name === name);
      assert.ok(story);
      const lacks = missingFor(story, await findMissing(true));
      if (lacks.length > 0) return context.skip(lacks.join('; '));
      const truth = await runStory(story, join(folder, name), () => {});
      for (const vantage of Object.keys(truth.vantages)) await compare(truth, vantage as keyof Truth['vantages']);
    });
  }

  async function compare(truth: Truth, vantage: keyof Truth['vantages']): Promise<void> {
    const here = truth.vantages[vantage];
    assert.ok(here);
    const explanation = await explain(join(folder, truth.story, here.capture));
    const told = toldOf(explanation, [here], truth.sentBy);
    const where = `${truth.story} at ${vantage}: ${JSON.stringify({ told, here })}`;
    const aside = [...told.onHealthy, ...told.ofHosts].filter(({ cause }) => cause !== 'harmless');
    assert.deepEqual(aside, [], where);
    const provenWrong = [...told.onStory, ...told.aside].filter(
      ({ verdict, cause }) => verdict === 'proven' && cause !== truth.cause,
    );
    assert.deepEqual(provenWrong, [], where);
    // Here packets can't tell.
    if (here.cause === null || here.fromPackets === null) return;
    assert.equal(told.unexplained, 0, where);
    assert.ok(told.onStory.length > 0, where);
    for (const { cause, sentBy } of told.onStory) {
      assert.equal(cause, here.fromPackets ?? here.cause, where);
      assert.equal(sentBy, truth.sentBy, where);
    }
  }

  it('keep captures, counters before and after, logs, the trace and the truth, which a run can hand to explain', async () => {
    const files = readdirSync(join(folder, 'closed-port'));
    for (const file of ['originator.pcap', 'middle.pcap', 'responder.pcap', 'truth.json', 'note.md']) {
      assert.ok(files.includes(file), file);
    }
    const texts = ['responder.before.txt', 'responder.after.txt', 'kernel-events.txt', 'responder.1-responder.log'];
    assert.match(readFileSync(join(folder, 'closed-port/responder.1-responder.log'), 'utf8'), /listening/);
    const { findings } = await explain(['responder.pcap', ...texts].map((file) => join(folder, 'closed-port', file)));
    const evidence = findings.flatMap(({ whys }) => whys.flatMap((why) => why.evidence));
    assert.ok(evidence.some(({ input }) => input > 0));
  });

  it('leave nothing behind when they fail', async () => {
    const [closedPort] = stories.filter(({ name }) => name === 'closed-port');
    assert.ok(closedPort);
    let made: readonly string[] = [];
    const fails = async () => {
      made = ownNamespaces();
      throw new Error('nobody came');
    };
    await assert.rejects(play({ ...closedPort, play: fails }, 0, nothingKept), /nobody came/);
    assert.equal(made.length, 5);
    assert.deepEqual(ownNamespaces(), []);
  });
});

const nothingKept = {
  plan: (places: readonly Place[]) => places.map(wholeCapture),
  begin: () => {},
  keep: () => {},
};

const ownNamespaces = (): string[] =>
  readdirSync('/run/netns').filter((name) => name.startsWith(`fivewhys-${process.pid}-`));
