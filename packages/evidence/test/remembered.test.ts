import assert from 'node:assert/strict';
import { test } from 'node:test';
import { remembered } from '@fivewhys/evidence';

test('finds a fact once for a subject and the same arguments', () => {
  const asked: string[] = [];
  const fact = remembered((subject: { readonly name: string }, side: string) => {
    asked.push(`${subject.name} ${side}`);
    return asked.length;
  });
  const [one, other] = [{ name: 'one' }, { name: 'other' }];
  assert.deepEqual(
    [fact(one, 'a'), fact(one, 'a'), fact(other, 'a'), fact(one, 'a'), fact(one, 'b'), fact(one, 'b')],
    [1, 1, 2, 1, 3, 3],
  );
  assert.deepEqual(asked, ['one a', 'other a', 'one b']);
});

test('remembers, too, that there is nothing', () => {
  let asked = 0;
  const fact = remembered((_: object): string | undefined => {
    asked += 1;
    return undefined;
  });
  const subject = {};
  assert.equal(fact(subject), undefined);
  assert.equal(fact(subject), undefined);
  assert.equal(asked, 1);
});
