import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { catalogue } from '@fivewhys/diagnosis';
import { stories } from '../stories/index.ts';
import type { Story } from '../story.ts';

const folder = join(import.meta.dirname, '..', 'stories');
const captures = join(import.meta.dirname, '../../captures');
const names = stories.map(({ name }) => name);

const isOverIpv6 = ({ name, happened }: Story): boolean => name.endsWith('-ipv6') || happened.includes('ver IPv6');

describe('the stories', () => {
  it('have names of their own', () => assert.equal(new Set(names).size, names.length));

  it('are all named in the index', () => {
    const index = readFileSync(join(folder, 'index.ts'), 'utf8');
    for (const file of readdirSync(folder).filter((name) => name !== 'index.ts')) {
      assert.ok(index.includes(`from './${file}'`), file);
    }
  });

  it('have causes of the catalogue', () => {
    for (const { cause, name } of stories) assert.ok(cause === null || cause in catalogue, name);
  });

  it('that are controls or cures are of stories, have no cause and nobody who resets', () => {
    for (const { controlOf, cureOf, name, cause, sentBy } of stories) {
      const of = controlOf ?? cureOf?.story;
      if (of === undefined) continue;
      assert.ok(names.includes(of), `${name}: ${of}`);
      assert.deepEqual({ name, cause, sentBy }, { name, cause: null, sentBy: null });
    }
  });

  it('of each cause have a control that does not reset, or the cure', () => {
    const held = new Set(stories.flatMap(({ controlOf, cureOf }) => controlOf ?? cureOf?.story ?? []));
    const without = (id: string) => !stories.some(({ cause, name }) => cause === id && held.has(name));
    // What is harmless needs none.
    assert.deepEqual([...new Set(stories.flatMap(({ cause }) => cause ?? []))].filter(without), ['harmless']);
  });

  it('are played over IPv6 for the better half, and for each cause', () => {
    const plays = Map.groupBy(stories, ({ name }) => name.replace(/-ipv6$/, ''));
    const over = [...plays.values()].filter((own) => own.some(isOverIpv6));
    assert.ok(over.length * 2 > plays.size, `${over.length} of ${plays.size}`);
    const causes = new Set(stories.flatMap(({ cause }) => cause ?? []));
    assert.deepEqual(
      [...causes].filter((id) => !stories.some((one) => one.cause === id && isOverIpv6(one))),
      [],
    );
  });

  it('have made every capture under captures/', () => {
    for (const file of readdirSync(captures).filter((name) => /\.pcap(ng)?$/.test(name))) {
      const story = stories.find(({ name, format }) => `${name}.${format ?? 'pcap'}` === file);
      const truth = JSON.parse(readFileSync(join(captures, file.replace(/\.pcap(ng)?$/, '.truth.json')), 'utf8'));
      assert.equal(truth.cause, story?.cause, file);
      assert.equal(truth.sentBy, story?.sentBy, file);
    }
  });
});
