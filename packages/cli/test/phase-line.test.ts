import assert from 'node:assert/strict';
import { describe, it, mock } from 'node:test';
import { PhaseLine } from '../src/phase-line.ts';

const clear = '\r\x1b[2K';

/** A terminal, or what is none, whose clock the test sets. */
function started(terminal: { isTTY: boolean; columns: number }) {
  mock.timers.enable({ apis: ['setInterval'] });
  let written = '';
  let now = 5000;
  const write = (text: string) => {
    written += text;
    return true;
  };
  const line = new PhaseLine({ ...terminal, write }, () => now);
  return {
    line,
    pass(ms: number) {
      for (let passed = 0; passed < ms; passed += 500) {
        now += 500;
        mock.timers.tick(500);
      }
    },
    taken() {
      const taken = written;
      written = '';
      return taken;
    },
    [Symbol.dispose]: () => mock.timers.reset(),
  };
}

describe('the line of a phase', () => {
  it('shows nothing in the first second of all phases together, then each with its own seconds, and takes itself away', () => {
    using shown = started({ isTTY: true, columns: 80 });
    shown.line.begin('summing up');
    shown.pass(500);
    assert.equal(shown.taken(), '');
    shown.pass(500);
    assert.equal(shown.taken(), `${clear}summing up: 1 s`);
    shown.line.begin('replaying');
    assert.equal(shown.taken(), `${clear}replaying: 0 s`);
    shown.pass(1000);
    assert.equal(shown.taken(), `${clear}replaying: 0 s${clear}replaying: 1 s`);
    shown.line.end();
    assert.equal(shown.taken(), clear);
    shown.pass(5000);
    assert.equal(shown.taken(), '');
  });

  it('that was never shown takes nothing away, and there may be others after it', () => {
    using shown = started({ isTTY: true, columns: 80 });
    shown.line.begin('summing up');
    shown.line.end();
    assert.equal(shown.taken(), '');
    shown.line.begin('replaying');
    shown.pass(500);
    assert.equal(shown.taken(), '');
  });

  it('is no longer than the terminal is wide', () => {
    using shown = started({ isTTY: true, columns: 12 });
    shown.line.begin('working out percentiles');
    shown.pass(1000);
    assert.equal(shown.taken(), `${clear}working out`);
  });

  it('is not shown where there is no terminal', () => {
    using shown = started({ isTTY: false, columns: 80 });
    shown.line.begin('summing up');
    shown.pass(10_000);
    shown.line.end();
    assert.equal(shown.taken(), '');
  });
});
