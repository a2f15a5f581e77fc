import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Explanation } from '@fivewhys/diagnosis';
import { renderers } from '@fivewhys/report';
import fc from 'fast-check';
import { writeJson } from '../src/json/write-json.ts';
import { arbitraryExplanation } from './arbitrary-explanation.ts';
import * as parts from './sample-findings.ts';
import * as samples from './samples.ts';

describe('JSON output', () => {
  test('has the fields of the contract, in its order', () => {
    const { version, inputs, unreadable, connections, findings, summary } = parse(samples.samples.withConnections);
    assert.deepEqual(Object.keys(parse(samples.samples.withConnections)), [
      'version',
      'inputs',
      'unreadable',
      'connections',
      'findings',
      'summary',
    ]);
    assert.equal(version, 1);
    assert.equal(unreadable.length, 0);
    assert.equal(inputs[0].vantage, 'responder');
    assert.equal(connections[1].originator.port, '$LP_PORT');
    assert.deepEqual(findings[0].subjects, [{ input: 0, stream: 1 }]);
    assert.deepEqual(findings[0].whys[3].evidence[0], {
      input: 0,
      frames: [11],
      detail: 'seq 1563951501 is 76936438 before rcv_nxt 1640887939',
    });
    assert.deepEqual(summary.byCause, { 'time-wait-reuse': 1 });
  });

  test('lists the connections only when they were asked for', () => {
    assert.equal('connections' in parse(samples.proven), false);
  });

  test('gives the reset frames flat, and by input, so that no number is ambiguous', () => {
    const [finding] = parse(samples.grouped).findings;
    assert.equal(finding.resetFrames.length, 12_000);
    assert.deepEqual(finding.resetFrames.slice(11_989, 11_991), [23_980, 5]);
    assert.deepEqual(finding.resetFramesByInput[1], { input: 1, frames: [5, 6, 7, 8, 9, 10, 11, 12, 13, 14] });
  });

  test('abbreviates nothing', () => {
    const [finding] = parse(samples.grouped).findings;
    assert.equal(finding.subjects.length, 12_000);
    assert.equal(finding.ruledOut.length, 7);
  });

  test('leaves out what is not known, and what a capture without times cannot give', () => {
    const timeless: Explanation = {
      ...samples.proven,
      inputs: [{ ...parts.input, firstInstant: undefined, durationMs: Number.NaN }],
    };
    const [input] = parse(timeless).inputs;
    assert.deepEqual(
      ['compression', 'firstInstant', 'durationMs'].filter((name) => name in input),
      [],
    );
    assert.doesNotMatch(render(timeless), /null/);
  });

  test('does not publish a field that the contract does not name', () => {
    const secret = { ...parts.timeWaitReuse, secret: 1 };
    assert.doesNotMatch(render({ ...samples.proven, findings: [secret] }), /secret/);
  });

  test('is indented by two spaces, ends in a newline, and has numbers on one line', () => {
    const output = render(samples.proven);
    assert.match(output, /^\{\n {2}"version": 1,\n/);
    assert.match(output, /\n {14}"frames": \[12, 14, 16\],\n/);
    assert.match(output, /\n {8}\{ "input": 0, "stream": 1 \}\n/);
    assert(output.endsWith('}\n'));
  });

  test('is read by a parser as what was written, whatever is in it', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const plain = JSON.parse(JSON.stringify(value));
        assert.deepEqual(JSON.parse(writeJson(plain)), plain);
      }),
    );
  });

  test('keeps texts as they were found, and still holds nothing that a terminal would act on', () => {
    fc.assert(
      fc.property(arbitraryExplanation, (explanation) => {
        const output = render(explanation);
        assert.doesNotMatch(output.replaceAll('\n', ''), /[\p{Cc}\p{Cf}\u2028\u2029]/u);
        const notes = JSON.parse(output).inputs.map((input: { notes: string[] }) => input.notes);
        assert.deepEqual(
          notes,
          explanation.inputs.map((input) => input.notes),
        );
      }),
    );
  });

  test('takes less than a second for 100,000 frame numbers, and is not much longer than these', () => {
    const frames = Array.from({ length: 100_000 }, (_, index) => index + 1);
    const finding = { ...parts.timeWaitReuse, resetFrames: [{ input: 0, frames }] };
    const started = performance.now();
    const output = render({ ...samples.proven, findings: [finding] });
    assert(performance.now() - started < 1000);
    assert(output.length < 2 * (frames.join(', ').length + 10_000));
  });
});

function render(explanation: Explanation | undefined): string {
  assert(explanation);
  return renderers.json(explanation, { width: 80, color: true, unicode: true }).output;
}

// biome-ignore lint/suspicious/noExplicitAny: what is read back is checked by the assertions
function parse(explanation: Explanation | undefined): any {
  return JSON.parse(render(explanation));
}
