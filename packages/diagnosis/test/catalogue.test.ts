import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { describe, it } from 'node:test';
import {
  causeIds,
  connectionCauses,
  describeCauses,
  findCause,
  similarCauses,
  toldOtherwise,
  undetermined,
} from '../src/index.ts';

const all = await describeCauses(causeIds);

describe('the catalogue', () => {
  it('has a sentence and a source for every fact', () => {
    for (const { id, seen, implies, settledBy } of all) {
      assert.ok(seen.length > 0 && implies.length > 0 && settledBy.length > 0, id);
      for (const { text, source } of [...seen, ...implies, ...settledBy]) {
        assert.match(text, /^["`A-Z].*[.]$/s, `${id}: ${text}`);
        assert.notEqual(source, '', `${id}: ${text}`);
      }
    }
  });

  it('has for every remedy what someone must know before doing it', () => {
    for (const { id, remedies } of all) {
      for (const remedy of remedies) {
        for (const [field, text] of Object.entries(remedy)) assert.ok(text.length > 0, `${id}: ${field}`);
      }
    }
  });

  it('names no cause as its own look-alike, and none twice', () => {
    for (const { id, lookAlikes } of all) {
      const causes = lookAlikes.map(({ cause }) => cause);
      assert.deepEqual([...new Set(causes)], causes, id);
      assert.ok(!causes.includes(id), id);
    }
  });

  it('names captures that are there', () => {
    for (const name of all.flatMap(({ captures }) => captures)) {
      assert.ok(existsSync(new URL(`../../../captures/${name}`, import.meta.url)), name);
    }
  });

  it('is of causes that are weighed, or told otherwise than by the packets of one connection', () => {
    const weighed = [...connectionCauses, undetermined];
    assert.deepEqual(
      all.map(({ id }) => id).sort(),
      [...weighed.map(({ id }) => id), ...Object.keys(toldOtherwise)].sort(),
    );
    for (const { id, title } of weighed) assert.equal(all.find((cause) => cause.id === findCause(id))?.title, title);
  });
});

describe('a mistyped id', () => {
  for (const [typed, meant] of Object.entries({
    'time-wait': 'time-wait-reuse',
    timewait: 'time-wait-reuse',
    'closd-port': 'closed-port',
    'KEEP-ALIVE': 'keep-alive-race',
    pmtu: undefined,
    '': undefined,
  })) {
    it(`"${typed}" is taken for ${meant ?? 'no cause'}`, () => assert.equal(similarCauses(typed, causeIds)[0], meant));
  }
});
