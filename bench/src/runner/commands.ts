import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from './command.ts';
import { findProgram } from './find-program.ts';
import { explainArgv } from './published-command.ts';

/** The name of the row that all others are held against. */
export const ours = 'fivewhys explain';
export const oursOnOneCore = `${ours}, one core`;
export const tcptrace = 'tcptrace -n -l';
export const tcptraceOnOneCore = `${tcptrace}, one core`;
export const tcpdump = "tcpdump -nn 'tcp[tcpflags] & tcp-rst != 0'";

const explainStatuses = [0, 1];
const peerStatuses = [0];

/** Every command of the table, installed or not. */
export function makeCommands(root: string, file: string): readonly Command[] {
  const launcher = join(root, 'fivewhys');
  const explain: Command = {
    name: ours,
    argv: explainArgv(root, file),
    goodStatuses: explainStatuses,
    once: false,
    missing: undefined,
  };
  const launched: Command = {
    name: './fivewhys explain',
    argv: [launcher, 'explain', file],
    goodStatuses: explainStatuses,
    once: false,
    missing: existsSync(launcher) ? undefined : 'not there',
  };
  const trace = makePeer(tcptrace, ['tcptrace', '-n', '-l', file]);
  return [
    explain,
    launched,
    makePeer(tcpdump, ['tcpdump', '-nn', '-r', file, 'tcp[tcpflags] & tcp-rst != 0']),
    trace,
    { ...makePeer('tshark -Y tcp.flags.reset==1', ['tshark', '-r', file, '-Y', 'tcp.flags.reset==1']), once: true },
    onOneCore(explain, oursOnOneCore),
    onOneCore(trace, tcptraceOnOneCore),
  ];
}

function makePeer(name: string, argv: readonly string[]): Command {
  const program = argv[0] as string;
  const missing = findProgram(program) === undefined ? 'not installed' : undefined;
  return { name, argv, goodStatuses: peerStatuses, once: false, missing };
}

function onOneCore(command: Command, name: string): Command {
  const missing = command.missing ?? (findProgram('taskset') === undefined ? 'taskset is not installed' : undefined);
  return { ...command, name, argv: ['taskset', '-c', '0', ...command.argv], missing };
}
