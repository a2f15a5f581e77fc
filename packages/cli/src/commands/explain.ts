import { type Format, formats, loadRenderer } from '@fivewhys/report/load';
import { type Command, Option } from 'commander';
import { annotateError, explain, parseVantage, type Vantage } from 'fivewhys/command';
import { type Manual, setManual } from '../manual.ts';
import { parseStream } from '../parse-stream.ts';
import { printRendering } from '../print-rendering.ts';
import { showProgress } from '../show-progress.ts';
import { StandardInput } from '../standard-input.ts';

interface ExplainFlags {
  readonly format: Format;
  readonly connections?: true;
  readonly stream?: number;
  readonly filter?: string;
  readonly cause?: string;
  readonly whyNot?: string;
  readonly annotate?: string;
  readonly vantage: readonly Vantage[];
  readonly counters?: readonly string[];
  readonly kernelEvents?: readonly string[];
  readonly color: boolean;
  readonly ascii?: true;
  readonly verbose?: true;
}

const manual: Manual = {
  about: [
    'Reads captures, follows every TCP connection in them, and explains every reset: who sent it, whether it was acted on, which frame provoked it, and why. Each finding says how sure it is: proven, likely, possible or undetermined.',
    'Logs of git, curl, ssh, docker, Node.js, Python, Java, nginx, HAProxy, Envoy and others tell what their programs saw; outputs of nstat, netstat -s, conntrack -S, ss, sysctl and the kernel log tell what hosts counted. Beside a capture they are joined to its connections. Events that supervise and guard wrote tell why workers died.',
    'Inputs are told by their content, not by their names, and several are explained together. Streams and frames are numbered as in Wireshark. A damaged input is read as far as it goes.',
  ],
  examples: [
    ['fivewhys explain capture.pcapng', 'who reset which connection, and why'],
    [
      'tcpdump -ni any -w - tcp | fivewhys explain -',
      'the same, from a pipe: Ctrl-C ends tcpdump, and the answer follows',
    ],
    ['fivewhys explain paste.txt', "tcpdump's output as text, from a ticket"],
    ['fivewhys explain ci-job.log', 'what git, curl, docker or a proxy wrote about failed connections'],
    ['fivewhys explain events.jsonl', 'what supervise or guard wrote down: why workers die and queues are late'],
    ['fivewhys explain a.pcap error.log before.txt after.txt', 'a capture with what ends and hosts say of it'],
    [
      'fivewhys explain incident/',
      'what was gathered in a folder: captures of all places as vantages, logs and counters',
    ],
    [
      'fivewhys explain a.pcap --counters before.txt after.txt --kernel-events trace.txt',
      'with what the host counted, and why its kernel sent each reset',
    ],
    ['fivewhys explain a.pcap --stream 7', "one connection, numbered as Wireshark's tcp.stream"],
    ['fivewhys explain a.pcap --filter 10.0.0.2:443', 'the connections of one end'],
    ['fivewhys explain a.pcap --why-not idle-timeout', 'why it is not what you thought'],
    [
      'fivewhys explain --vantage originator=a.pcap --vantage responder=b.pcap',
      'captures of both ends: what one shows of a RST is evidence in the other',
    ],
    ['fivewhys explain a.pcap --format html > answer.html', 'one page to mail or to print'],
    ['fivewhys explain a.pcap --annotate b.pcapng', 'the verdicts as comments in the capture, for Wireshark'],
    ['fivewhys explain a.pcap --format json | jq .summary', 'for programs; the fields are a contract'],
  ],
  exitStatus: [
    ['0', 'nothing wrong found; resets that did no harm are no findings'],
    ['1', 'findings'],
    ['2', 'wrong usage, or an answer that could not be written'],
    ['3', 'no input could be read at all; with one readable input the findings decide'],
  ],
  seeAlso: 'fivewhys causes: what can be found.',
};

/** Adds the command `explain`. */
export function addExplain(program: Command): void {
  const command = program
    .command('explain')
    .description('explain resets and other failures of connections: who made them, what provoked them, why')
    .argument(
      '[file...]',
      'captures (pcap, pcapng, tcpdump text), logs of clients and proxies, counters of hosts, events of workers; also .gz, .zst; told by content; a folder with such; - is standard input',
    )
    .addOption(new Option('--format <format>', 'how to print').choices(formats).default('text'))
    .option('--connections', 'list every connection')
    .option('--stream <number>', "only this connection (Wireshark's tcp.stream)", parseStream)
    .option('--filter <end>', 'only connections with this end: HOST, HOST:PORT, :PORT, [IPV6]:PORT')
    .option('--cause <cause>', 'only findings of this cause')
    .option('--why-not <cause>', 'say of every finding why it is not this cause')
    .option(
      '--vantage <name=file>',
      'one of several captures of the same connections; originator, middle and responder say where it was taken',
      (text: string, before: readonly Vantage[]) => [...before, parseVantage(text)],
      [] as readonly Vantage[],
    )
    .option(
      '--counters <file...>',
      'what hosts counted before and after; the same as naming the files among the inputs',
    )
    .option('--kernel-events <file...>', "a kernel's trace of the resets that it sent (tcp:tcp_send_reset), likewise")
    .option('--annotate <out.pcapng>', 'write the capture with a comment on every frame that matters, for Wireshark')
    .option('--verbose', 'everything in full')
    .option('--no-color', 'no colours (they are used on a terminal only, and not with NO_COLOR set)')
    .option('--ascii', 'only ASCII characters')
    .action(run);
  setManual(command, manual);
}

async function run(named: readonly string[], flags: ExplainFlags, command: Command): Promise<void> {
  const files = [...named, ...(flags.counters ?? []), ...(flags.kernelEvents ?? [])];
  if (files.length === 0 && flags.vantage.length === 0) command.error("error: missing required argument 'file'");
  if (flags.annotate !== undefined) assertAnnotatable(files, flags.annotate);
  const input = new StandardInput((sentence) => process.stderr.write(`${sentence}\n`));
  const inputs = files.map((file) => (file === '-' ? { path: file, bytes: input } : file));
  const options = { ...flags, vantages: flags.vantage, onProgress: showProgress('reading') };
  // Loaded while a reading thread starts, for which this one waits.
  const [render, explanation] = await Promise.all([loadRenderer(flags.format), explain(inputs, options)]);
  input.close();
  await printRendering(flags, (options) => render(explanation, options));
  if (flags.annotate === undefined) return;
  const { annotate } = await import('fivewhys');
  await annotate(explanation, flags.annotate, { onProgress: showProgress('annotating') });
}

/** What is known beforehand is said before someone captures for an hour. */
function assertAnnotatable(files: readonly string[], out: string): void {
  if (files.every((file) => file === '-')) {
    throw annotateError(
      'ANNOTATE_ONE_CAPTURE',
      'comments go into a capture that is a file; what comes by standard input has to be saved first',
    );
  }
  if (out === '-') {
    throw annotateError('ANNOTATE_FAILED', 'standard output is for the answer; name a file for the annotated capture');
  }
}
