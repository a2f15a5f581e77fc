import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { type CounterChange, counterChanges, readHostText } from '../src/index.ts';

const changesIn = (...texts: string[]) => counterChanges(texts.map((text, input) => readHostText(text, { input })));
const changeOf = (name: string, ...texts: string[]): CounterChange => {
  const change = changesIn(...texts).find((candidate) => candidate.name === name);
  assert(change, `no ${name}`);
  return change;
};
const nstat = (counters: Record<string, bigint | number>, command = '# nstat -az') =>
  `${command}\n#kernel\n${Object.entries(counters)
    .map(([name, value]) => `${name}  ${value}  0.0\n`)
    .join('')}`;

describe('two snapshots', () => {
  it('in one text or in two inputs are before and after', () => {
    const [before, after] = [nstat({ TcpOutRsts: 5 }), nstat({ TcpOutRsts: 12 })];
    for (const change of [changeOf('TcpOutRsts', before + after), changeOf('TcpOutRsts', before, after)]) {
      assert.equal(change.kind, 'difference');
      assert.equal(change.moved, 7n);
      assert.equal(change.before?.value, 5n);
      assert.equal(change.after.quote, 'TcpOutRsts 12 0.0');
    }
  });

  it('of different commands are held against each other by the names of the kernel', () => {
    const before = 'Tcp: ActiveOpens OutRsts\nTcp: 3 5\n';
    assert.equal(changeOf('TcpOutRsts', before, nstat({ TcpOutRsts: 12 })).moved, 7n);
    assert.equal(
      changeOf('TcpOutRsts', before, 'Tcp:\n    4 active connection openings\n    9 resets sent\n').moved,
      4n,
    );
  });

  it('with a time each say how long it took', () => {
    const text = `2026-03-01T10:00:00Z\n${nstat({ TcpOutRsts: 5 })}2026-03-01T10:00:12Z\n${nstat({ TcpOutRsts: 6 })}`;
    assert.equal(changeOf('TcpOutRsts', text).elapsedNs, 12_000_000_000n);
  });

  it('under one and the same time say nothing of how long it took', () => {
    const text = `2026-03-01T10:00:00Z\n${nstat({ TcpOutRsts: 5 })}${nstat({ TcpOutRsts: 6 })}`;
    assert.equal(changeOf('TcpOutRsts', text).elapsedNs, undefined);
  });

  it('whose times are the other way round are turned round', () => {
    const [early, late] = [
      `2026-03-01T10:00:00Z\n${nstat({ TcpOutRsts: 5 })}`,
      `2026-03-01T10:01:00Z\n${nstat({ TcpOutRsts: 6 })}`,
    ];
    assert.equal(changeOf('TcpOutRsts', late, early).moved, 1n);
  });

  it('of hosts with two names are not held against each other', () => {
    const changes = changesIn(
      nstat({ TcpOutRsts: 5 }, 'root@a:~# nstat -az'),
      nstat({ TcpOutRsts: 12 }, 'root@b:~# nstat -az'),
    );
    assert.deepEqual(
      changes.map(({ kind }) => kind),
      ['total', 'total'],
    );
  });

  it('take what is not listed for zero, where the command lists all that is not', () => {
    const [before, after] = [
      nstat({ TcpInSegs: 5 }, '# nstat -a'),
      nstat({ TcpInSegs: 9, TcpOutRsts: 2 }, '# nstat -a'),
    ];
    const change = changeOf('TcpOutRsts', before, after);
    assert.equal(change.moved, 2n);
    assert.match(change.before?.quote ?? '', /not listed, so it is 0/);
    const filtered = changeOf('TcpOutRsts', nstat({ TcpInSegs: 5 }, '# nstat -a TcpInSegs'), after);
    assert.equal(filtered.kind, 'total');
  });

  it('of conntrack are summed over the CPUs first, so that a packet on another CPU is no fall', () => {
    const row = (cpu: number, drop: number) => `cpu=${cpu} \tfound=0 invalid=1 insert=0 drop=${drop} \n`;
    assert.equal(changeOf('conntrack.drop', row(0, 3) + row(1, 0), row(0, 3) + row(1, 2)).moved, 2n);
  });
});

describe('a counter', () => {
  it('read once is a total', () => {
    const change = changeOf('TcpOutRsts', nstat({ TcpOutRsts: 5 }));
    assert.equal(change.kind, 'total');
    assert.equal(change.moved, undefined);
  });

  it('of nstat without -a has moved by what it says', () => {
    const change = changeOf('TcpOutRsts', nstat({ TcpOutRsts: 5 }, '# nstat'));
    assert.equal(change.kind, 'since-last-call');
    assert.equal(change.moved, 5n);
    assert.equal(change.scopeKnown, true);
  });

  it('of nstat without its command may be a total or a difference, and that is said', () => {
    const change = changeOf('TcpOutRsts', nstat({ TcpOutRsts: 5 }, ''), nstat({ TcpOutRsts: 6 }, ''));
    assert.equal(change.moved, 1n);
    assert.equal(change.scopeKnown, false);
  });

  it('that went down with others means that counting began anew', () => {
    const change = changeOf(
      'TcpOutRsts',
      nstat({ TcpOutRsts: 50, TcpInSegs: 900 }),
      nstat({ TcpOutRsts: 2, TcpInSegs: 30 }),
    );
    assert.equal(change.kind, 'restarted');
    assert.equal(change.moved, undefined);
    assert.equal(change.after.value, 2n);
  });

  it('that rose while others went down began anew too', () => {
    const change = changeOf(
      'TcpOutRsts',
      nstat({ TcpOutRsts: 1, TcpInSegs: 900 }),
      nstat({ TcpOutRsts: 2, TcpInSegs: 30 }),
    );
    assert.equal(change.kind, 'restarted');
  });

  it('is counted on from the first snapshot after a restart', () => {
    const texts = [900, 30, 45].map((value) => nstat({ TcpInSegs: value, TcpOutRsts: value }));
    assert.equal(changeOf('TcpInSegs', ...texts).moved, 15n);
  });

  it('that passed 2^32 while all others went on is carried on', () => {
    const others = { TcpA1: 1, TcpB1: 2, TcpC1: 3, TcpD1: 4, TcpE1: 5 };
    const change = changeOf(
      'TcpInSegs',
      nstat({ TcpInSegs: 4294967290, ...others }),
      nstat({ TcpInSegs: 10, ...others }),
    );
    assert.equal(change.kind, 'difference');
    assert.equal(change.moved, 16n);
    assert.equal(change.wrapped, true);
  });

  it('that went down alone from far below 2^32 did not wrap', () => {
    const others = { TcpA1: 1, TcpB1: 2, TcpC1: 3, TcpD1: 4, TcpE1: 5 };
    assert.equal(
      changeOf('TcpInSegs', nstat({ TcpInSegs: 4000, ...others }), nstat({ TcpInSegs: 10, ...others })).kind,
      'restarted',
    );
  });

  it('that alone went down from just below 2^32 did not wrap either, if hardly anything else was read', () => {
    const change = changeOf('TcpInSegs', nstat({ TcpInSegs: 4294967290 }), nstat({ TcpInSegs: 10 }));
    assert.equal(change.kind, 'restarted');
  });

  it('that is a level may fall, and is none that moved', () => {
    const change = changeOf('conntrack.entries', '# conntrack -C\n200\n', '# conntrack -C\n20\n');
    assert.equal(change.kind, 'gauge');
    assert.equal(change.after.value, 20n);
  });

  it('moved by the last value less the first, whatever lies between', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(1000), { minLength: 2, maxLength: 8 }), (steps) => {
        let value = 0n;
        const texts = steps.map((step) => {
          value += BigInt(step);
          return nstat({ TcpInSegs: value });
        });
        assert.equal(changeOf('TcpInSegs', ...texts).moved, value - BigInt(steps[0] as number));
      }),
    );
  });
});
