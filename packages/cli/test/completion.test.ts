import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { causeIds } from 'fivewhys/command';
import { bashCompletion } from '../src/completion/bash.ts';
import { fishCompletion } from '../src/completion/fish.ts';
import { wordsOf } from '../src/completion/words.ts';
import { zshCompletion } from '../src/completion/zsh.ts';
import { createProgram } from '../src/program.ts';

const program = createProgram();
const words = wordsOf(program);
const scripts = { bash: bashCompletion(words), zsh: zshCompletion(words), fish: fishCompletion(words) };
const folder = mkdtempSync(join(tmpdir(), 'fivewhys-completion-'));
after(() => rmSync(folder, { recursive: true, force: true }));

const has = (shell: string) => spawnSync(shell, ['-c', 'exit 0']).status === 0;

describe('the words of completion', () => {
  it('are all commands and all options that there are', () => {
    const help = program.createHelp();
    const commands = program.commands.map((command) => command.name());
    for (const [shell, script] of Object.entries(scripts)) {
      for (const command of [...commands, 'help']) assert.ok(script.includes(command), `${command} in ${shell}`);
      for (const command of program.commands) {
        for (const option of help.visibleOptions(command)) {
          const flag = shell === 'fish' ? `-l ${option.long?.slice(2)}` : (option.long ?? '');
          assert.ok(script.includes(flag), `${command.name()} ${flag} in ${shell}`);
        }
      }
      for (const cause of causeIds) assert.ok(script.includes(cause), `${cause} in ${shell}`);
    }
  });

  it('need no quoting: letters, digits and dashes', () => {
    const values = words.commands.flatMap(({ options, values }) => [values, ...options.map((option) => option.values)]);
    for (const value of values) {
      if (value?.kind === 'words') assert.match(value.words.join(''), /^[a-z0-9-]*$/);
    }
  });
});

describe('completion in bash', { skip: has('bash') ? false : 'bash is not there' }, () => {
  const script = join(folder, 'fivewhys.bash');
  writeFileSync(script, scripts.bash);
  writeFileSync(join(folder, 'a capture.pcap'), '');

  /** What bash offers for the last word of a line, as it takes the line apart itself. */
  function offered(...line: string[]): string[] {
    const quoted = line.map((word) => `'${word}'`).join(' ');
    const program = `source "$0"; complete -p fivewhys >/dev/null || exit 9
COMP_WORDS=(fivewhys ${quoted}); COMP_CWORD=${line.length}; _fivewhys; printf '%s\n' "\${COMPREPLY[@]}"`;
    const { status, stdout, stderr } = spawnSync('bash', ['--norc', '-c', program, script], {
      encoding: 'utf8',
      cwd: folder,
    });
    assert.deepEqual([status, stderr], [0, '']);
    return stdout.split('\n').filter((word) => word !== '');
  }

  it('offers commands, then their options, then the values of those', () => {
    assert.deepEqual(offered('ex'), ['explain']);
    assert.deepEqual(offered('explain', '--for'), ['--format']);
    assert.deepEqual(offered('explain', '--format', ''), ['text', 'json', 'markdown', 'html']);
    assert.deepEqual(offered('explain', '--why-not', 'keep'), ['keep-alive-race', 'keepalive-dead']);
    assert.deepEqual(offered('causes', 'time'), ['time-wait-reuse']);
    assert.deepEqual(offered('completion', 'f'), ['fish']);
    assert.deepEqual(offered('help', 'c'), ['compare', 'causes', 'completion']);
    assert.deepEqual(offered('compare', '--v'), ['--vantage', '--verbose']);
    assert.deepEqual(offered('--ver'), ['--version']);
  });

  it('offers files where files are wanted, and nothing where only the user knows', () => {
    assert.ok(offered('explain', 'a').includes('a capture.pcap'));
    assert.deepEqual(offered('explain', '--stream', ''), []);
  });

  it('understands a value that is joined to its option', () => {
    assert.deepEqual(offered('explain', '--format', '=', 'ht'), ['html']);
    assert.deepEqual(offered('explain', '--format', '='), ['text', 'json', 'markdown', 'html']);
  });
});

for (const shell of ['zsh', 'fish'] as const) {
  it(`the script for ${shell} is sound`, { skip: has(shell) ? false : `${shell} is not there` }, () => {
    const script = join(folder, `fivewhys.${shell}`);
    writeFileSync(script, scripts[shell]);
    const { status, stderr } = spawnSync(shell, ['-n', script], { encoding: 'utf8' });
    assert.deepEqual([status, stderr], [0, '']);
  });
}

it('completion in fish offers the values of an option', { skip: has('fish') ? false : 'fish is not there' }, () => {
  const script = join(folder, 'fivewhys.fish');
  writeFileSync(script, scripts.fish);
  const { stdout } = spawnSync(
    'fish',
    ['-N', '-c', `source ${script}; complete -C 'fivewhys explain --why-not keep'`],
    { encoding: 'utf8' },
  );
  const words = stdout
    .trim()
    .split('\n')
    .map((line) => line.split('\t')[0]);
  assert.deepEqual(words.sort(), ['keep-alive-race', 'keepalive-dead']);
});
