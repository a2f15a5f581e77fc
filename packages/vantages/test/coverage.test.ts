import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { absenceOf, type CoverageQuestion } from '../src/coverage.ts';
import type { Survey } from '../src/survey.ts';

const survey: Survey = {
  sightings: [],
  leftOut: 0,
  frames: 10,
  baseInstantNs: 0n,
  clock: 'absolute',
  firstInstantNs: 0,
  lastInstantNs: 10e9,
  droppedPackets: 0,
  hearsBothEnds: true,
  interfaceNames: [],
  isCooked: false,
};
const question: CoverageQuestion = {
  seenNs: 5e9,
  survey,
  sameCapture: false,
  upstream: false,
  clock: {
    offsetNs: 0,
    atNs: 0,
    uncertaintyNs: 1e6,
    driftNsPerSecond: 0,
    driftUncertaintyNsPerSecond: 0,
    outward: 5,
    homeward: 5,
    stepped: false,
  },
  crossedFromNs: Number.POSITIVE_INFINITY,
  crossedToNs: Number.NEGATIVE_INFINITY,
  leak: undefined,
  gapFromNs: Number.NaN,
  gapToNs: Number.NaN,
};

describe('that a packet is not in a capture', () => {
  it('shows that it was not there, where the capture ran before and after', () => {
    assert.equal(absenceOf(question).kind, 'shown');
  });

  it('shows nothing where the capture had ended, or may have within what is uncertain of the clocks', () => {
    assert.equal(absenceOf({ ...question, seenNs: 11e9 }).kind, 'unknown');
    assert.equal(absenceOf({ ...question, seenNs: 10e9 - 1e6 }).kind, 'unknown');
    assert.equal(absenceOf({ ...question, seenNs: 9.9e9 }).kind, 'shown');
  });

  it('is shown by the last frame of a capture, which would have had it before at another of its interfaces', () => {
    const last = { ...question, seenNs: 10e9, sameCapture: true };
    assert.equal(absenceOf(last).kind, 'unknown');
    assert.equal(absenceOf({ ...last, upstream: true }).kind, 'shown');
    assert.equal(absenceOf({ ...last, upstream: true, leak: 'it misses some' }).kind, 'unknown');
  });

  it('shows nothing where the capture began later, lost packets, or misses some of this connection', () => {
    assert.equal(absenceOf({ ...question, seenNs: -1e9 }).kind, 'unknown');
    assert.equal(absenceOf({ ...question, survey: { ...survey, droppedPackets: 1 } }).kind, 'unknown');
    assert.equal(absenceOf({ ...question, leak: 'it misses some' }).kind, 'unknown');
    assert.equal(absenceOf({ ...question, survey: { ...survey, hearsBothEnds: false } }).kind, 'unknown');
    assert.equal(absenceOf({ ...question, gapFromNs: 4e9, gapToNs: 6e9 }).kind, 'unknown');
  });

  it('shows nothing by a clock that was set meanwhile', () => {
    const { clock } = question;
    assert.ok(clock !== undefined);
    assert.equal(absenceOf({ ...question, clock: { ...clock, stepped: true } }).kind, 'unknown');
  });

  it('is shown without any clock by packets before and after it that were seen at both places', () => {
    assert.equal(absenceOf({ ...question, clock: undefined }).kind, 'unknown');
    assert.equal(absenceOf({ ...question, clock: undefined, crossedFromNs: 4e9, crossedToNs: 6e9 }).kind, 'shown');
  });
});
