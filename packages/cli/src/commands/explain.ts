import { closeSync, fstatSync, openSync } from 'node:fs';
import { DescriptorSource } from '@fivewhys/capture';
import { type CauseId, Explainer } from '@fivewhys/diagnosis';
import { renderers } from '@fivewhys/report';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { type EndpointFilter, parseEndpointFilter } from '../endpoint-filter.ts';
import { inputError } from '../errors.ts';
import { type Manual, setManual } from '../manual.ts';
import { parseCause } from '../parse-cause.ts';
import { printRendering } from '../print-rendering.ts';
import { Progress } from '../progress.ts';

interface ExplainFlags {
  readonly format: keyof typeof renderers;
  readonly connections?: true;
  readonly stream?: number;
  readonly filter?: EndpointFilter;
  readonly cause?: CauseId;
  readonly whyNot?: CauseId;
  readonly color: boolean;
  readonly ascii?: true;
  readonly verbose?: true;
}

const manual: Manual = {
  about: [
    'Reads captures, follows every TCP connection in them, and explains every reset: who sent it, whether it was acted on, which frame provoked it, and why. Each finding says how sure it is: proven, likely, possible or undetermined.',
    'Inputs are told by their content, not by their names, and several are explained together. Streams and frames are numbered as in Wireshark. A damaged input is read as far as it goes.',
  ],
  examples: [
    ['fivewhys explain capture.pcapng', 'who reset which connection, and why'],
    ['tcpdump -ni any -w - tcp | fivewhys explain -', 'the same, from a pipe; it ends when tcpdump does'],
    ['fivewhys explain paste.txt', "tcpdump's output as text, from a ticket"],
    ['fivewhys explain a.pcap --stream 7', "one connection, numbered as Wireshark's tcp.stream"],
    ['fivewhys explain a.pcap --filter 10.0.0.2:443', 'the connections of one end'],
    ['fivewhys explain a.pcap --why-not idle-timeout', 'why it is not what you thought'],
    ['fivewhys explain a.pcap --format html > answer.html', 'one page to mail or to print'],
    ['fivewhys explain a.pcap --format json | jq .summary', 'for programs; the fields are a contract'],
  ],
  exitStatus: [
    ['0', 'nothing wrong found; resets that did no harm are no findings'],
    ['1', 'findings'],
    ['2', 'wrong usage'],
    ['3', 'no input could be read at all; with one readable input the findings decide'],
  ],
  seeAlso: 'fivewhys causes: what can be found.',
};

/** Adds the command `explain`. */
export function addExplain(program: Command): void {
  const command = program
    .command('explain')
    .description('explain the resets of captures: who sent them, what provoked them, why')
    .argument(
      '<file...>',
      'captures: pcap, pcapng (also .gz, .zst) or tcpdump text, told by content; - is standard input',
    )
    .addOption(new Option('--format <format>', 'how to print').choices(Object.keys(renderers)).default('text'))
    .option('--connections', 'list every connection')
    .option('--stream <number>', "only this connection (Wireshark's tcp.stream)", parseStream)
    .option('--filter <end>', 'only connections with this end: HOST, HOST:PORT, :PORT, [IPV6]:PORT', parseFilter)
    .addOption(new Option('--cause <cause>', 'only findings of this cause').argParser(parseCause))
    .addOption(new Option('--why-not <cause>', 'say of every finding why it is not this cause').argParser(parseCause))
    .option('--verbose', 'everything in full')
    .option('--no-color', 'no colours (they are used on a terminal only, and not with NO_COLOR set)')
    .option('--ascii', 'only ASCII characters')
    .action(explain);
  setManual(command, manual);
}

async function explain(files: readonly string[], flags: ExplainFlags): Promise<void> {
  const explainer = new Explainer({
    connections: flags.connections === true,
    stream: flags.stream,
    wanted: flags.filter,
    cause: flags.cause,
    whyNot: flags.whyNot,
  });
  for (const file of files) await explainOne(explainer, file);
  const explanation = explainer.finish();
  await printRendering(flags, (options) => renderers[flags.format](explanation, options));
}

async function explainOne(explainer: Explainer, file: string): Promise<void> {
  const name = file === '-' ? 'standard input' : file;
  let descriptor: number | undefined;
  try {
    descriptor = file === '-' ? 0 : openSync(file, 'r');
    const status = fstatSync(descriptor);
    const progress = new Progress(process.stderr, name, status.isFile() ? status.size : 0);
    try {
      await explainer.addCapture(file, new DescriptorSource(descriptor), (bytesRead) => progress.update(bytesRead));
    } finally {
      progress.end();
    }
  } catch (error) {
    const { code, message } = inputError(name, error);
    explainer.addUnreadable({ path: file, code, message });
  } finally {
    if (descriptor !== undefined && descriptor !== 0) closeSync(descriptor);
  }
}

function parseStream(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError('a stream is a whole number, from 0.');
  return Number(text);
}

function parseFilter(text: string): EndpointFilter {
  const filter = parseEndpointFilter(text);
  if (filter === undefined) throw new InvalidArgumentError('it takes HOST, HOST:PORT, :PORT or [IPV6]:PORT.');
  return filter;
}
