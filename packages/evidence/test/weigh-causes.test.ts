import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { type Cause, type Fit, type LookAlike, verdictOf, type Weighing, weighCauses } from '../src/index.ts';

function fit(lookAlikes: readonly LookAlike[] = [], directness: Fit['directness'] = 'direct'): Fit {
  return {
    kind: 'fits',
    directness,
    symptom: 'it fits',
    sentBy: 'unknown',
    whys: [],
    lookAlikes,
    notes: [],
    next: [],
    remedies: [],
    group: '',
    measures: [],
  };
}

const cause = (id: string, weighing: Weighing): Cause<null> => ({ id, title: id, weigh: () => weighing });
const alike = (id: string, excluded: boolean): LookAlike => ({ cause: id, excluded, because: `${id} because` });
const fallback = cause('undetermined', fit());

describe('weighing causes', () => {
  it('proves a direct fit only when every look-alike is excluded', () => {
    fc.assert(
      fc.property(fc.array(fc.boolean()), (excluded) => {
        const verdict = verdictOf(fit(excluded.map((is, index) => alike(`c${index}`, is))));
        assert.equal(verdict, excluded.every(Boolean) ? 'proven' : 'likely');
      }),
    );
  });

  it('never proves an indirect fit', () => {
    assert.equal(verdictOf(fit([], 'indirect')), 'possible');
  });

  it('chooses the surest verdict, whatever the order of the list', () => {
    const likely = cause('a', fit([alike('x', false)]));
    const proven = cause('b', fit());
    assert.equal(weighCauses(null, [likely, proven], fallback).cause, 'b');
    assert.equal(weighCauses(null, [proven, likely], fallback).cause, 'b');
  });

  it('chooses the first of equally sure ones, and keeps the other as still possible', () => {
    const weighed = weighCauses(null, [cause('a', fit()), cause('b', fit())], fallback);
    assert.equal(weighed.cause, 'a');
    assert.deepEqual(weighed.stillPossible, [{ cause: 'b', because: 'the evidence fits it, too: it fits' }]);
  });

  it('lets the fallback speak when nothing fits, and says why the others do not', () => {
    const weighed = weighCauses(null, [cause('a', { kind: 'excluded', because: 'no' })], fallback);
    assert.equal(weighed.cause, 'undetermined');
    assert.equal(weighed.verdict, 'undetermined');
    assert.deepEqual(weighed.ruledOut, [{ cause: 'a', because: 'no' }]);
  });

  it('names each other cause once, with what its look-alikes say first', () => {
    const weighed = weighCauses(
      null,
      [
        cause('a', fit([alike('b', true), alike('c', false)])),
        cause('b', { kind: 'excluded', because: 'other words' }),
      ],
      fallback,
    );
    assert.deepEqual(weighed.ruledOut, [{ cause: 'b', because: 'b because' }]);
    assert.deepEqual(weighed.stillPossible, [{ cause: 'c', because: 'c because' }]);
  });

  it('never calls a cause ruled out that the evidence could not show, and leaves it possible where the fallback names it', () => {
    const untold = cause('a', { kind: 'excluded', because: 'no TTL', untold: true });
    const told = cause('b', { kind: 'excluded', because: 'no' });
    const names = cause('undetermined', fit([alike('a', false), alike('b', false)]));
    const weighed = weighCauses(null, [untold, told], names);
    assert.deepEqual(weighed.ruledOut, [{ cause: 'b', because: 'no' }]);
    assert.deepEqual(weighed.stillPossible, [{ cause: 'a', because: 'a because' }]);
    assert.deepEqual(weighCauses(null, [cause('c', fit()), untold], fallback).ruledOut, []);
    assert.deepEqual(weighed.misfits, [
      { cause: 'a', because: 'no TTL' },
      { cause: 'b', because: 'no' },
    ]);
  });
});
