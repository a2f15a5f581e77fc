import { type Format, formats, loadComparisonRenderer } from '@fivewhys/report/load';
import { type Command, Option } from 'commander';
import { loadCompare, parseVantage, type Vantage } from 'fivewhys/command';
import { type Manual, setManual } from '../manual.ts';
import { parseStream } from '../parse-stream.ts';
import { printRendering } from '../print-rendering.ts';
import { showProgress } from '../show-progress.ts';

interface CompareFlags {
  readonly format: Format;
  readonly vantage: readonly Vantage[];
  readonly stream?: number;
  readonly filter?: string;
  readonly color: boolean;
  readonly ascii?: true;
  readonly verbose?: true;
}

const manual: Manual = {
  about: [
    'Takes two or more captures of the same failure, taken at different places at the same time, and says what happened between them: which segments left one place and never arrived at the next, which arrived and were never sent, and what was changed on the way. A RST that is at one place, and not at the one before it, was made between them.',
    'Connections are known by their sequence numbers and timestamps: addresses and ports may be translated in between, and clocks may be hours apart; how they differ is told from the packets. Which capture is which end is told by TTLs, and by the times of the handshake.',
    'A capture with -i any on the host in the middle shows each interface as a place of its own, and so what arrived there and never left. That a segment never arrived is said only where that capture shows that it was running and not missing packets.',
  ],
  examples: [
    ['fivewhys compare client.pcap server.pcap', 'what was lost, made and changed between the two'],
    ['fivewhys compare client.pcap gateway.pcap server.pcap', 'and on which side of the gateway, or inside it'],
    ['fivewhys compare client.pcap server.pcap --filter :443', 'the connections of one end'],
    ['fivewhys compare client.pcap server.pcap --stream 7', 'the connection that is stream 7 of the first capture'],
    [
      'fivewhys compare --vantage originator=a.pcap --vantage responder=b.pcap',
      'with names, where the packets do not tell which end is which',
    ],
    ['fivewhys compare client.pcap server.pcap --format json', 'for programs; the fields are a contract'],
  ],
  exitStatus: [
    ['0', 'nothing was lost, made or reset between the places'],
    ['1', 'something was'],
    [
      '2',
      'wrong usage, fewer than two captures that could be read, none of their connections in common, or an answer that could not be written',
    ],
  ],
  seeAlso: 'fivewhys explain --vantage: the same facts as evidence for causes.',
};

/** Adds the command `compare`. */
export function addCompare(program: Command): void {
  const command = program
    .command('compare')
    .description('compare captures of the same connections from several places: what was lost, made or changed between')
    .argument('[file...]', 'captures (pcap, pcapng, tcpdump text; also .gz, .zst), two or more; they are read twice')
    .addOption(new Option('--format <format>', 'how to print').choices(formats).default('text'))
    .option(
      '--vantage <name=file>',
      'a capture with a name; originator, middle and responder say where it was taken',
      (text: string, before: readonly Vantage[]) => [...before, parseVantage(text)],
      [] as readonly Vantage[],
    )
    .option('--stream <number>', "only this connection of the first capture (Wireshark's tcp.stream)", parseStream)
    .option('--filter <end>', 'only connections with this end: HOST, HOST:PORT, :PORT, [IPV6]:PORT')
    .option('--verbose', 'everything in full')
    .option('--no-color', 'no colours (they are used on a terminal only, and not with NO_COLOR set)')
    .option('--ascii', 'only ASCII characters')
    .action(run);
  setManual(command, manual);
}

async function run(files: readonly string[], flags: CompareFlags): Promise<void> {
  const compare = await loadCompare();
  const result = await compare([...flags.vantage, ...files], { ...flags, onProgress: showProgress('reading') });
  const render = await loadComparisonRenderer();
  await printRendering(flags, (options) => render(result, flags.format, options));
}
