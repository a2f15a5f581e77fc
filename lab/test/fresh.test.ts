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
import { endOnSignals } from '../run/end-on-signals.ts';
import { wholeCapture } from '../run/planned-capture.ts';
import { play } from '../run/play.ts';
import { runStory } from '../run/run-story.ts';
import { explainSet } from '../score/explain-set.ts';
import { judge } from '../score/judge.ts';
import { setsOf, type VantageSet } from '../score/sets.ts';
import { stories } from '../stories/index.ts';
import type { Truth } from '../truth/truth.ts';
import { asRoot } from './as-root.ts';

/**
 * A quick one of nearly each cause, and some cures, over one family or the other. Left out are those that take more than ten seconds, for a timer has to run out
 * (idle-timeout, keepalive-dead, firewall-drop, application-abort, socket-destroyed), and conntrack-table-full, which sets what is the whole machine's. The others' recordings lie under
 * captures/.
 */
const played = [
  'time-wait-reuse-ipv6',
  'closed-port',
  'harmless-rst-after-close',
  'unread-data-abort',
  'anycast-split',
  'backlog-overflow-abort-ipv6',
  'conntrack-invalid',
  'registry-push',
  'git-clone-cut',
  'firewall-reject-syn-ipv6',
  'injected-reset-ipv6',
  'path-mtu-black-hole-download',
  'keep-alive-race-nginx-ipv6',
  'late-data',
  'linger-zero-ipv6',
  'process-killed',
  'half-open-ipv6',
  'restart',
  'restart-handed-over',
  'client-abort',
  'tls-alert',
  'ssh-max-startups-git-ipv6',
  'connection-churn-ports-exhausted',
];

const fromAll = 'all, with hosts';

// The stories are played in this process: who ends it in the midst of one must not leave its namespaces behind.
endOnSignals();

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
    it(`${name} is told right from its own vantage, from the originator's where that can tell, and from all with what the hosts say`, async (context) => {
      const story = stories.find((one) => one.name === name);
      assert.ok(story);
      const lacks = missingFor(story, await findMissing(true));
      if (lacks.length > 0) return context.skip(lacks.join('; '));
      const truth = await runStory(story, join(folder, name), () => {});
      const sets = setsOf(truth, join(folder, name));
      for (const set of sets.filter(({ name }) => [story.vantage, 'originator', fromAll].includes(name))) {
        await compare(truth, set);
      }
    });
  }

  async function compare(truth: Truth, set: VantageSet): Promise<void> {
    const explanation = await explainSet(truth, set, join(folder, truth.story));
    const judgement = judge(truth, set, explanation);
    const where = JSON.stringify({ judgement, findings: explanation.findings, vantages: truth.vantages });
    assert.deepEqual(judgement.wronglyProven, [], where);
    // Where nothing of it comes by, nothing is to be found.
    if (judgement.tellable || judgement.cause === null) assert.equal(judgement.outcome, 'right', where);
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
