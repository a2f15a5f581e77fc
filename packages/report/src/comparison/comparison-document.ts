import { type ComparedConnection, type ComparisonResult, mostKept, remarksOn } from '@fivewhys/vantages';
import { list, section } from '../document/blocks.ts';
import type { Block, Document, SectionBlock } from '../document/document.ts';
import { amount, counted } from '../quantities.ts';
import { clockText } from './clock-text.ts';
import { comparisonLadder, placeLetter } from './comparison-ladder.ts';
import { isWrong } from './is-remarkable.ts';
import { placeNames } from './place-names.ts';

export interface ComparisonDocumentOptions {
  /** Columns of a ladder. */
  readonly width: number;
  readonly unicode: boolean;
  readonly verbose: boolean;
}

/** Connections told in full, and rows of each ladder. */
const brief = { connections: 10, rows: 24 };
const full = { connections: 200, rows: 400 };

/** What the places show together: the captures, their clocks, and each connection with something to say. */
export function comparisonDocument(result: ComparisonResult, options: ComparisonDocumentOptions): Document {
  const most = options.verbose ? full : brief;
  const wrong = result.connections.filter(isWrong);
  const others = result.connections.filter((connection) => !isWrong(connection));
  const told = [...wrong, ...others].slice(0, wrong.length === 0 ? 3 : most.connections);
  const shown = wrong.length === 0 || options.verbose ? told : told.filter(isWrong);
  return {
    title: headline(result, wrong.length),
    blocks: [
      capturesSection(result),
      ...(result.clocks.length === 0 ? [] : [clocksSection(result)]),
      ...shown.map((connection) => connectionSection(connection, result, options, most.rows)),
      ...guessesSection(result),
      ...restOf(result, shown.length, wrong.length),
    ],
  };
}

function headline({ inCommon, inputs, connections, guesses }: ComparisonResult, wrong: number): string {
  const common = `${counted(inCommon, 'connection')} in common of ${counted(inputs.length, 'capture')}`;
  if (connections.length === 0) return `${common}; ${amount(guesses.length)} may be on both sides of a proxy`;
  if (wrong > 0) return `${common}; in ${amount(wrong)} something was lost, made or reset between the places`;
  return `${common}; nothing was lost, made or reset in ${connections.length === 1 ? 'it' : `the ${amount(connections.length)} compared`}`;
}

function capturesSection(result: ComparisonResult): SectionBlock {
  const { inputs, surveys, unreadable } = result;
  return section('Captures', [
    list([
      ...inputs.map(({ path, name }, input) => {
        const survey = surveys[input];
        const lost =
          (survey?.droppedPackets ?? 0) > 0
            ? `; the capturing program lost ${counted(survey?.droppedPackets ?? 0, 'packet')}`
            : '';
        const left =
          (survey?.leftOut ?? 0) > 0
            ? `; ${counted(survey?.leftOut ?? 0, 'connection')} beyond the bound of memory not looked at`
            : '';
        const facts = `${counted(survey?.frames ?? 0, 'frame')}, ${counted((survey?.sightings.length ?? 0) + (survey?.leftOut ?? 0), 'connection')}`;
        return [`${name === undefined ? '' : `${name}: `}${path}: ${facts}${lost}${left}`];
      }),
      ...unreadable.map(({ path, message, code }) => [`${path}: not read: ${message} (${code})`]),
    ]),
  ]);
}

function clocksSection(result: ComparisonResult): SectionBlock {
  const names = placeNames(result);
  const nameOf = (input: number) => names({ input, interfaceId: undefined, interfaceName: undefined });
  return section('Clocks', [list(result.clocks.map((clock) => [clockText(clock, nameOf)]))]);
}

function connectionSection(
  connection: ComparedConnection,
  result: ComparisonResult,
  { width, unicode, verbose }: ComparisonDocumentOptions,
  mostRows: number,
): SectionBlock {
  const { places, bases, leftOut } = connection;
  const nameOf = placeNames(result);
  const [first] = places;
  const remarks = remarksOn(connection, nameOf);
  const ends = first === undefined ? '' : `${endText(first.originator)} to ${endText(first.responder)}`;
  const blocks: Block[] = [
    list(
      places.map((place, index) => [
        { kind: 'strong', text: placeLetter(index) },
        ` ${nameOf(place)}, ${streamsText(place.streams)}: ${vantageText(place.vantage)}, for ${place.because}${
          place.orderedBy === 'as given'
            ? `; that it lies behind ${placeLetter(index - 1)} is not told by packets, but taken from the order of the files`
            : ''
        }`,
      ]),
    ),
    ...(remarks.length === 0
      ? [paragraph('Every segment passed all places, as it was.')]
      : [list(remarks.map(({ sentence }) => [sentence]))]),
    { kind: 'drawing', lines: comparisonLadder(connection, { width, unicode, mostRows }) },
    ...(leftOut === 0
      ? []
      : [paragraph(`${counted(leftOut, 'segment')} in the middle were not kept, and nothing is said of them.`)]),
    ...(verbose ? [paragraph(`Known to be one connection by: ${bases.join('; ')}.`)] : []),
  ];
  return section(ends, blocks);
}

/** A place behind which other connections to the responder are seen has none where this one did not get so far. */
function streamsText(streams: readonly number[]): string {
  if (streams.length === 0) return 'where nothing of it is';
  return `${streams.length === 1 ? 'stream' : 'streams'} ${streams.join(', ')}`;
}

const vantageTexts = {
  originator: "at the originator's end",
  middle: 'between the ends',
  responder: "at the responder's end",
  unknown: 'at which end is not known',
} as const;

function vantageText(vantage: keyof typeof vantageTexts): string {
  return vantageTexts[vantage];
}

/** Guesses that are named; more say no more. */
const mostGuesses = 10;

/** What may be one conversation on both sides of a proxy. */
function guessesSection(result: ComparisonResult): SectionBlock[] {
  const { guesses } = result;
  if (guesses.length === 0) return [];
  const names = placeNames(result);
  const connection = ({ input, stream, originator, responder }: (typeof guesses)[number]['front']) =>
    `stream ${stream} of ${names({ input, interfaceId: undefined, interfaceName: undefined })} (${endText(originator)} to ${endText(responder)})`;
  return [
    section('Perhaps on both sides of a proxy: a guess', [
      list(
        guesses
          .slice(0, mostGuesses)
          .map(({ front, back, beginning, alike }) => [
            `${connection(front)} and ${connection(back)} have no number in common, and begin with the same words: "${beginning}"`,
            alike === 1
              ? '.'
              : `, as ${amount(alike)} in each capture do; they are joined in the order in which they began.`,
          ]),
      ),
      paragraph(
        'A program between them may end TCP and hand on what was said. Then their segments and RSTs have nothing to do with each other: what reset the one is to be looked for in the other.',
      ),
      ...(guesses.length > mostGuesses ? [paragraph(`And ${amount(guesses.length - mostGuesses)} more.`)] : []),
    ]),
  ];
}

function restOf({ asked, connections }: ComparisonResult, shown: number, wrong: number): Block[] {
  const blocks: Block[] = [];
  if (wrong > shown)
    blocks.push(
      paragraph(
        `${counted(wrong - shown, 'more connection')} with something lost, made or reset: --verbose, or --format json.`,
      ),
    );
  if (asked > connections.length) {
    blocks.push(
      paragraph(
        `${counted(asked - connections.length, 'connection')} in common were not compared: of each capture ${amount(mostKept)} segments are kept. --stream and --filter choose others.`,
      ),
    );
  }
  return blocks;
}

function endText({ ip, port }: { readonly ip: string; readonly port: number | string }): string {
  return ip.includes(':') ? `[${ip}]:${port}` : `${ip}:${port}`;
}

function paragraph(text: string): Block {
  return { kind: 'paragraph', spans: [text] };
}
