import type { Endpoint } from '@fivewhys/connections';
import type { Finding, Why } from '@fivewhys/evidence';
import type { Group } from '../grouping/group.ts';
import { type Member, tupleOf } from '../grouping/members.ts';
import { plural } from '../phrases.ts';
import type { ConnectionSubject } from '../subject.ts';
import { findingOfSymptom } from '../symptom-findings/finding-of-symptom.ts';
import type { Symptom, SymptomEndpoint } from '../symptom-reading/symptom.ts';
import { symptomPrograms } from '../symptoms/index.ts';
import type { TimeSpan } from './time-span.ts';

/** Programs' words about its connections that a finding quotes. */
const mostWords = 6;
/** A log's clock and a capture's may differ by this much, and a program may take this long to say what it saw. */
const clockSlackNs = 60_000_000_000n;

const quarterHourNs = 900_000_000_000n;
/** Zones lie from 12 hours behind UTC to 14 before it, each a multiple of a quarter of an hour (the tz database). */
const zoneOffsetsNs = Array.from({ length: 26 * 4 + 1 }, (_, quarter) => BigInt(quarter - 12 * 4) * quarterHourNs);

/** What programs wrote about failed connections: it goes with the findings about those very connections, or makes findings of its own. */
export class ProgramWords {
  readonly #symptoms: { readonly input: number; readonly symptom: Symptom }[] = [];
  readonly #joined = new Set<Symptom>();

  add(input: number, symptom: Symptom): void {
    this.#symptoms.push({ input, symptom });
  }

  /**
   * What programs wrote about connections of a group: those lines make no finding of their own.
   *
   * @param spanOf when a connection was
   */
  about({ members, exemplar }: Group, spanOf: (member: Member) => TimeSpan | undefined): Why[] {
    const tuples = new Set(this.#symptoms.flatMap(({ symptom }) => tuplesOf(symptom)));
    if (tuples.size === 0) return [];
    const named = members.find(tuples);
    const whys: Why[] = [];
    let left = 0;
    for (const { input, symptom } of this.#symptoms) {
      const about = aboutWhich(symptom, named, spanOf);
      if (about.length === 0) continue;
      this.#joined.add(symptom);
      if (whys.length >= mostWords) left += 1;
      else whys.push(whyOfWords(input, symptom, whichText(about, exemplar, members.count)));
    }
    if (left > 0)
      whys.push({ claim: `Programs wrote ${plural(left, 'more line')} about these connections`, evidence: [] });
    return whys;
  }

  /** Of the lines that are about no connection of a capture. */
  findings(): Finding[] {
    return this.#symptoms
      .filter(({ symptom }) => !this.#joined.has(symptom))
      .map(({ input, symptom }) => findingOfSymptom(symptom, input, ''));
  }
}

/** The connections of which a symptom tells the ends, whichever of them opened it; none unless it tells both whole. */
function tuplesOf({ isTupleComplete, local, remote }: Symptom): string[] {
  if (!isTupleComplete || local === undefined || remote === undefined) return [];
  const [one, other] = [endOf(local), endOf(remote)];
  return one === undefined || other === undefined ? [] : [tupleOf(one, other), tupleOf(other, one)];
}

function endOf({ ip, port }: SymptomEndpoint): Pick<Endpoint, 'ip' | 'port'> | undefined {
  return ip === undefined || port === undefined ? undefined : { ip, port };
}

function aboutWhich(
  symptom: Symptom,
  members: readonly Member[],
  spanOf: (member: Member) => TimeSpan | undefined,
): readonly Member[] {
  const tuples = tuplesOf(symptom);
  return members.filter((member) => tuples.includes(member.tuple) && !isElsewhen(symptom, spanOf(member)));
}

/** Which of a finding's connections: the one that is shown, before others. */
function whichText(about: readonly Member[], { input, connection }: ConnectionSubject, count: number): string {
  const isShown = about.some((member) => member.input === input && member.stream === connection.stream);
  if (count === 1 || isShown) return 'this connection';
  return `one of these connections (stream ${about[0]?.stream})`;
}

function whyOfWords(input: number, symptom: Symptom, which: string): Why {
  const name = symptomPrograms.find(({ id }) => id === symptom.program)?.name ?? symptom.program;
  return {
    claim: `${name} wrote about ${which}, with its addresses and ports`,
    evidence: symptom.lines.map(({ line, text }) => ({ input, frames: [], detail: `line ${line}: "${text}"` })),
  };
}

/** Whether both clocks have a date, and the program wrote at another time, wherever on earth its clock stands. */
function isElsewhen({ instant, lastInstant }: Symptom, span: TimeSpan | undefined): boolean {
  if (span === undefined || (instant.kind !== 'absolute' && instant.kind !== 'zoneless')) return false;
  const first = instant.instantNs;
  const last = lastInstant.kind === instant.kind ? lastInstant.instantNs : first;
  const zones = instant.kind === 'absolute' ? [0n] : zoneOffsetsNs;
  return zones.every(
    (offset) => last - offset < span.fromNs - clockSlackNs || first - offset > span.toNs + clockSlackNs,
  );
}
