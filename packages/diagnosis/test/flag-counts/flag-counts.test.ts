import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Finding } from '@fivewhys/evidence';
import fc from 'fast-check';
import { findingsOfFlagCounts } from '../../src/flag-counts/findings-of-flag-counts.ts';
import { sumFlags } from '../../src/flag-counts/flag-sums.ts';
import { readFlagCounts } from '../../src/flag-counts/read-flag-counts.ts';
import { Explainer } from '../../src/index.ts';
import { sourceOf } from '../explain-text.ts';

/** What sort | uniq -c prints. */
function table(counts: Readonly<Record<string, number>>): string {
  return Object.entries(counts)
    .map(([flags, count]) => `${String(count).padStart(7)} [${flags}]\n`)
    .join('');
}

const responders = { A: 30_000, AF: 9800, AP: 20_400, AR: 200, AS: 10_000 };
const originators = { A: 27_000, AF: 10_900, AP: 22_000, AR: 60, R: 30, S: 11_000 };

function findings(...texts: readonly string[]): Finding[] {
  return findingsOfFlagCounts(texts.flatMap((text, input) => readFlagCounts(text, input) ?? []));
}

describe('a text of counted flags', () => {
  it("is read as ngrep's letters or as tcpdump's", () => {
    const [ngrep] = readFlagCounts('  5 [S]\n  4 [AS]\n 12 [AP]\n', 0) ?? [];
    const [tcpdump] = readFlagCounts('  5 Flags [S],\n  4 [S.]\n 12 [P.],\n', 0) ?? [];
    assert.deepEqual(ngrep?.counts, tcpdump?.counts);
    assert.equal(ngrep?.counts.size, 3);
  });

  it('may hold both sides, under headings', () => {
    const text = `client:\n${table(responders)}\nserver:\n${table(originators)}`;
    assert.deepEqual(
      readFlagCounts(text, 0)?.map(({ heading, firstLine }) => [heading, firstLine]),
      [
        ['client:', 2],
        ['server:', 9],
      ],
    );
  });

  it('is told from prose, from other counts and from lists of flags', () => {
    for (const text of [
      '',
      '  5 [S]\n',
      '  5 GET\n  7 POST\n',
      '[S]\n[S.]\n',
      'a\nb\nc\n  5 [S]\n  4 [AS]\n',
      ' 1 [AX]\n 2 [SS]\n',
    ]) {
      assert.equal(readFlagCounts(text, 0), undefined, text);
    }
  });

  it('is none when it holds more tables than anybody has vantages, however long it is', () => {
    assert.equal(readFlagCounts(' 5 [S]\n'.repeat(500_000), 0), undefined);
  });

  it('never throws, and counts nothing twice', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('  5 [S]', '4 [AS],', '9 Flags [.],', 'x', '', '1 [none]', '7 []')),
        (lines) => {
          const sections = readFlagCounts(lines.join('\n'), 0);
          if (sections === undefined) return;
          const counted = sections.reduce((total, { counts }) => total + counts.size, 0);
          assert.equal(
            counted,
            lines.filter((line) => /\d \S*\[|Flags|none/.test(line) && !line.includes('[]')).length,
          );
        },
      ),
    );
  });

  it('shows whose segments they are by SYNs and SYN-ACKs', () => {
    const direction = (counts: Readonly<Record<string, number>>) =>
      (readFlagCounts(table(counts), 0) ?? []).map((one) => sumFlags(one).direction);
    assert.deepEqual(direction(responders), ['from-responders']);
    assert.deepEqual(direction(originators), ['from-originators']);
    assert.deepEqual(direction({ S: 10, AS: 9, A: 50 }), ['both']);
    assert.deepEqual(direction({ A: 10, AP: 9 }), ['unknown']);
  });
});

describe('findings of counted flags', () => {
  it('are connection-churn when there are as many FINs as connections and two writes to each', () => {
    const [churn] = findings(table(responders), table(originators));
    assert.deepEqual([churn?.cause, churn?.verdict, churn?.subjects], ['connection-churn', 'likely', []]);
    assert.match(churn?.whys[0]?.evidence[0]?.detail ?? '', /20,400 segments with PSH to 10,000 SYN-ACKs/);
  });

  it('are only possible churn when there may be a few requests to a connection', () => {
    assert.equal(findings(table({ ...responders, AP: 35_000 }))[0]?.verdict, 'possible');
  });

  it('are no churn when connections carry much, live on, or are few', () => {
    for (const counts of [
      { ...responders, AP: 90_000 },
      { ...responders, AF: 3000 },
      { A: 30, AF: 10, AP: 20, AS: 10 },
    ]) {
      assert.ok(findings(table(counts)).every(({ cause }) => cause !== 'connection-churn'));
    }
  });

  it('take both directions in one table for what they are', () => {
    const both = { S: 10_100, AS: 10_000, AF: 19_900, AP: 41_000, A: 60_000 };
    const [churn] = findings(table(both));
    assert.equal(churn?.verdict, 'likely');
    assert.match(churn?.whys[0]?.claim ?? '', /both ends together/);
  });

  it('say that tables of different connections are not to be compared by their sums', () => {
    assert.match(findings(table(responders), table(originators))[0]?.notes[0] ?? '', /10,900 FINs are 900 more/);
  });

  it('leave it open who made RSTs of which only what arrived was counted', () => {
    const resets = findings(table(responders), table(originators))[1];
    assert.deepEqual([resets?.cause, resets?.verdict, resets?.sentBy], ['undetermined', 'undetermined', 'unknown']);
  });

  it('say that something between made RSTs that were counted at one place and not at the other', () => {
    const resets = findings(table(responders), table({ ...responders, AR: 20 }))[1];
    assert.equal(resets?.sentBy, 'middlebox');
    assert.match(resets?.whys.at(-1)?.claim ?? '', /^180 of them/);
  });

  it('make no argument of a difference that chance explains', () => {
    assert.equal(findings(table(responders), table({ ...responders, AR: 175 }))[1]?.sentBy, 'unknown');
  });

  it('that arrive at both ends speak first of what stands between, and else of it last', () => {
    const causes = (...tables: string[]) => findings(...tables)[1]?.stillPossible.map(({ cause }) => cause);
    assert.equal(causes(table(responders), table(originators))?.[0], 'injected-reset');
    assert.equal(causes(table(responders))?.at(-1), 'injected-reset');
  });

  it('say that RST+ACKs stand for FINs where both add up to the connections', () => {
    assert.match(
      JSON.stringify(findings(table(responders))[1]?.whys),
      /9,800 FINs \+ 200 RST\+ACKs = 10,000, against 10,000 SYN-ACKs/,
    );
    assert.doesNotMatch(JSON.stringify(findings(table(originators))[1]?.whys), /in the place of FINs/);
  });

  it('come of an input of kind flag-counts, beside others', async () => {
    const explainer = new Explainer({ connections: false, stream: undefined, wanted: undefined, cause: undefined });
    await explainer.addInput('client.txt', sourceOf(new TextEncoder().encode(table(responders))));
    const { inputs, findings: found, summary } = explainer.finish();
    assert.deepEqual([inputs[0]?.kind, inputs[0]?.lines, inputs[0]?.frames], ['flag-counts', 5, 0]);
    assert.deepEqual(
      found.map(({ id, cause }) => [id, cause]),
      [
        ['f1', 'connection-churn'],
        ['f2', 'undetermined'],
      ],
    );
    assert.deepEqual(summary.byCause, {});
  });
});
