import { CounterTable } from '../counter-table.ts';
import { mibMarks } from '../mib-marks.ts';
import { olderSentences, sentences } from '../netstat-sentences.ts';
import type { PartFormat } from './format.ts';

const section = /^(Ip|Icmp|IcmpMsg|Tcp|Udp|UdpLite|TcpExt|IpExt|MPTcpExt|Ip6|Icmp6|Udp6|UdpLite6):$/;
/** `    TCPTimeouts: 3` */
const named = /^\s{1,12}([A-Za-z][A-Za-z0-9]{1,60}): (\d{1,20})$/;
/** The number of a sentence; the words around it are looked up. */
const number = /^\s{0,12}(.{0,60}?)(\d{1,20})(?=[ .]|$)(.{0,100})$/;

/** The longest is 74 characters; with its indentation and a number of 20 digits 106. */
const longestSentence = 110;
/** Sections whose sentences say by themselves what they count, so that a line that grep cut out can be read too. */
const sayThemselves = ['Tcp', 'TcpExt'];

const namesBySentence = new Map<string, string>();
const selfSaying = new Map<string, string>();
for (const table of [olderSentences, sentences]) {
  for (const [part, names] of Object.entries(table)) {
    for (const [name, sentence] of Object.entries(names)) {
      const mib = part.replace(/^Icmp(?:In|Out)$/, 'Icmp');
      namesBySentence.set(`${part} ${sentence}`, mib + name);
      if (sayThemselves.includes(part)) selfSaying.set(sentence, mib + name);
    }
  }
}

/** What each of those is known by: the number with the longer of the words around it. */
const selfSayingMarks = [...selfSaying.keys()].map((sentence) => {
  const [before = '', after = ''] = sentence.toLowerCase().split('#');
  return before.length > after.length ? `${before}0` : `0${after}`;
});

/** How each of those begins: their words before the number, and the number. It is tried on every line of every text. */
const beginsSelfSaying = new RegExp(
  `^\\s{0,12}(?:${[...new Set([...selfSaying.keys()].map((sentence) => sentence.slice(0, sentence.indexOf('#'))))].map(literal).join('|')})\\d{1,20}(?:[ .]|$)`,
);

/**
 * `netstat -s` of net-tools: sections (`Tcp:`), and in them sentences (`5 times the listen queue of a socket overflowed`) or names (`TCPTimeouts: 3`).
 * Most counters that are zero are left out.
 *
 * "connection resets received" is TcpEstabResets, which counts the RSTs that a host's own sockets were aborted with too.
 */
export const netstatStatistics: PartFormat = {
  name: 'netstat-statistics',
  marks: [...mibMarks, ...selfSayingMarks],
  begins: ({ text }) => section.test(text.trimEnd()) || sentenceOf(text, undefined) !== undefined,
  open(announced, damage) {
    const table = new CounterTable(damage);
    const seen = new Set<string>();
    let current: string | undefined;
    let histogram = '';
    return {
      take(line) {
        const text = line.text.trimEnd();
        const next = section.exec(text)?.[1];
        if (next !== undefined) {
          if (seen.has(next)) return false;
          seen.add(next);
          current = next;
          histogram = '';
          return true;
        }
        const direction = /^\s{1,8}ICMP(?:v6)? (input|output) histogram:$/.exec(text)?.[1];
        if (direction !== undefined) {
          histogram = direction === 'input' ? 'In' : 'Out';
          return true;
        }
        const counter = counterOf(text, current, histogram);
        if (counter === undefined) return current !== undefined && /^\s{2,12}\S/.test(text);
        if (table.has(counter.name)) return false;
        table.add(counter.name, counter.value, line);
        return true;
      },
      end(origin) {
        if (table.counters.size === 0) return undefined;
        return {
          kind: 'counters',
          format: 'netstat-statistics',
          family: 'mib',
          scope: 'since-boot',
          absentIsZero: seen.has('Tcp') && seen.has('TcpExt') && !/[|]/.test(announced.command ?? ''),
          counters: table.counters,
          ...origin,
        };
      },
    };
  },
};

function counterOf(text: string, current: string | undefined, histogram: string) {
  if (current === undefined) return sentenceOf(text, undefined);
  const [, name, value] = named.exec(text) ?? [];
  const sentence = sentenceOf(text, histogram === '' ? current : `${current}${histogram}`) ?? sentenceOf(text, current);
  if (sentence !== undefined) return sentence;
  return name === undefined || value === undefined ? undefined : { name: current + name, value };
}

/** Looks a line up among the sentences: of one section, or without a section among those that say themselves what they count. */
function sentenceOf(text: string, part: string | undefined): { name: string; value: string } | undefined {
  if (text.length > longestSentence || (part === undefined && !beginsSelfSaying.test(text))) return undefined;
  const [, before = '', value, after = ''] = number.exec(text) ?? [];
  if (value === undefined) return undefined;
  const sentence = withoutFullStop(`${before}#${after}`);
  const name = part === undefined ? selfSaying.get(sentence) : namesBySentence.get(`${part} ${sentence}`);
  return name === undefined ? undefined : { name, value };
}

function withoutFullStop(sentence: string): string {
  const trimmed = sentence.trimEnd();
  return trimmed.endsWith('.') ? trimmed.slice(0, -1) : trimmed;
}

function literal(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
