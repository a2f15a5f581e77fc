import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { checkFindings, type ExplainReport } from '../src/runner/check-findings.ts';
import type { Truth } from '../src/traffic/truth.ts';

const truth = {
  connections: 10,
  shapes: { 'late-data': { cause: 'late-data', connections: 2, resetFrames: 3 } },
  resets: [
    { shape: 'late-data', cause: 'late-data', stream: 3, resetFrames: [20, 21] },
    { shape: 'late-data', cause: 'late-data', stream: 5, resetFrames: [40] },
  ],
} as unknown as Truth;

function report(...findings: ExplainReport['findings']): ExplainReport {
  return { findings, summary: { connections: 10, byCause: { 'late-data': 2 } } };
}

describe('the check of the findings', () => {
  it('accepts every reset in one finding with its cause', () => {
    const check = checkFindings(
      report({ cause: 'late-data', subjects: [{ stream: 3 }, { stream: 5 }], resetFrames: [20, 40] }),
      truth,
    );
    assert.equal(check.correct, true);
    assert.equal(check.framesNamed, 2);
  });

  it('refuses a reset that no finding has, and says so by shape', () => {
    const check = checkFindings(report({ cause: 'late-data', subjects: [{ stream: 3 }], resetFrames: [20] }), truth);
    assert.equal(check.correct, false);
    assert.equal(check.found, 1);
    assert.deepEqual(check.shapes[0]?.otherCauses, { 'no finding': 1 });
  });

  it('refuses a reset in two findings', () => {
    const finding = { cause: 'late-data', subjects: [{ stream: 3 }, { stream: 5 }], resetFrames: [20, 40] };
    const check = checkFindings(report(finding, { ...finding, subjects: [{ stream: 5 }] }), truth);
    assert.equal(check.correct, false);
    assert.equal(check.repeated, 1);
  });

  it('refuses another cause, and names it', () => {
    const check = checkFindings(
      report({ cause: 'harmless', subjects: [{ stream: 3 }, { stream: 5 }], resetFrames: [20, 40] }),
      truth,
    );
    assert.equal(check.correct, false);
    assert.deepEqual(check.shapes[0]?.otherCauses, { harmless: 2 });
  });

  it('counts an undetermined reset, and does not call it wrong', () => {
    const check = checkFindings(
      report({ cause: 'undetermined', subjects: [{ stream: 3 }, { stream: 5 }], resetFrames: [20, 40] }),
      truth,
    );
    assert.equal(check.correct, true);
    assert.equal(check.undetermined, 2);
    assert.equal(check.shapes[0]?.agreeing, 0);
  });
});
