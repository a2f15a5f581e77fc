import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { terminalOf } from '../src/terminal.ts';

const terminal = { isTTY: true, columns: 72 };
const pipe = {};
const utf8 = { LANG: 'en_GB.UTF-8' };

describe('where the output goes', () => {
  it('has colours on a terminal only, and not with NO_COLOR or a dumb terminal', () => {
    assert.equal(terminalOf(terminal, pipe, {}).color, true);
    assert.equal(terminalOf(pipe, terminal, {}).color, false);
    assert.equal(terminalOf(terminal, pipe, { NO_COLOR: '1' }).color, false);
    assert.equal(terminalOf(terminal, pipe, { NO_COLOR: '' }).color, true);
    assert.equal(terminalOf(terminal, pipe, { TERM: 'dumb' }).color, false);
  });

  it("has the terminal's width, behind a pager that of the terminal behind it, and COLUMNS before that", () => {
    assert.equal(terminalOf(terminal, pipe, {}).width, 72);
    assert.equal(terminalOf(pipe, terminal, {}).width, 72);
    assert.equal(terminalOf(pipe, terminal, { COLUMNS: '60' }).width, 60);
    assert.equal(terminalOf(pipe, pipe, { COLUMNS: 'wide' }).width, 100);
  });

  it('has Unicode by the locale; a pipe without a locale has it, a terminal without one does not', () => {
    assert.equal(terminalOf(terminal, pipe, utf8).unicode, true);
    assert.equal(terminalOf(terminal, pipe, { LC_ALL: 'C', ...utf8 }).unicode, false);
    assert.equal(terminalOf(terminal, pipe, {}).unicode, false);
    assert.equal(terminalOf(pipe, pipe, {}).unicode, true);
  });
});
