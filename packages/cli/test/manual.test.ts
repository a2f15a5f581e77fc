import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { createProgram } from '../src/program.ts';

const main = fileURLToPath(new URL('../src/main.ts', import.meta.url));

function fivewhys(args: readonly string[], columns = 100) {
  return spawnSync(process.execPath, ['--conditions=@fivewhys/source', main, ...args], {
    encoding: 'utf8',
    env: { ...process.env, COLUMNS: String(columns) },
  });
}

describe('the manual of a command', () => {
  it('has examples, exit status and all options, for every command', () => {
    for (const command of createProgram().commands) {
      const page = command.helpInformation();
      for (const title of ['Name', 'Usage', 'About', 'Options', 'Examples', 'Exit status']) {
        assert.match(page, new RegExp(`^${title}\n {2}\\S`, 'm'), `${command.name()}: ${title}`);
      }
      for (const option of command.options) assert.ok(page.includes(option.flags), option.flags);
      assert.match(page, new RegExp(`^ {2}.*fivewhys ${command.name()}.*\n {6}\\S`, 'm'));
    }
  });

  it('gives examples that the command line understands', () => {
    for (const command of createProgram().commands) {
      const examples = command.helpInformation().match(/^ {2}.*fivewhys [^<>|\n)]+/gm) ?? [];
      for (const example of examples) {
        const [name = '', ...args] = (example.split('fivewhys ')[1] ?? '').trim().split(' ');
        if (name !== command.name()) continue;
        // What stands behind a lone -- belongs to another command.
        const own = args.includes('--') ? args.slice(0, args.indexOf('--')) : args;
        const options = own.filter((arg) => arg.startsWith('--'));
        for (const option of options)
          assert.ok(
            command.options.some(({ long }) => long === option),
            example,
          );
      }
    }
  });

  it('is the same by help and by --help, and keeps to the width of the terminal', () => {
    const { status, stdout } = fivewhys(['help', 'explain'], 60);
    assert.equal(status, 0);
    assert.equal(stdout, fivewhys(['explain', '--help'], 60).stdout);
    const prose = (stdout.split('\nExamples\n')[0] ?? '').split('\n');
    assert.deepEqual(
      prose.filter((line) => line.length > 60),
      [],
    );
  });

  it('is shown on standard error when there is no command', () => {
    const { status, stdout, stderr } = fivewhys([]);
    assert.deepEqual([status, stdout], [2, '']);
    assert.match(stderr, /^Commands\n {2}explain /m);
  });
});
