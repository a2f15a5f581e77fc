import type { Measure } from '@fivewhys/evidence';
import { canBeSame, joinEndpoints } from './endpoints.ts';
import type { Sighting, SymptomProgram } from './program.ts';
import type { QuotedLine, Saying, Symptom, SymptomEndpoint, SymptomInstant } from './symptom.ts';

/** Lines quoted for one failure. */
const mostLines = 8;
const mostSayings = 12;
const mostMeasures = 16;

/** One line that tells something, with its place. */
export interface SeenLine {
  readonly program: SymptomProgram;
  readonly sighting: Sighting;
  readonly quoted: QuotedLine;
  readonly instant: SymptomInstant;
}

/** Puts the lines of one failure together: programs print two, four or twenty for one. */
export class Failures {
  readonly #sink: (symptom: Symptom) => void;
  /** By family: what was told last, and is not yet complete. */
  readonly #open = new Map<string, Failure>();

  constructor(sink: (symptom: Symptom) => void) {
    this.#sink = sink;
  }

  add(seen: SeenLine): void {
    const { family } = seen.program;
    const open = this.#open.get(family);
    if (open?.takes(seen)) {
      open.add(seen);
      return;
    }
    this.#close(open);
    if (seen.program.windowLines === 0) {
      if (seen.sighting.role === 'failure') this.#sink(new Failure(seen).symptom());
      return;
    }
    this.#open.set(family, new Failure(seen));
  }

  end(): void {
    for (const failure of this.#open.values()) this.#close(failure);
    this.#open.clear();
  }

  /** Companions and context without a failure between them are none. */
  #close(failure: Failure | undefined): void {
    if (failure?.isOne) this.#sink(failure.symptom());
  }
}

class Failure {
  isOne = false;
  readonly #rows = new Set<string>();
  readonly #lines: QuotedLine[] = [];
  readonly #measures = new Map<string, number>();
  readonly #sayings = new Map<string, Saying>();
  #lead: SeenLine;
  #effect: Sighting['effect'];
  #phase: Sighting['phase'];
  #errno: string | undefined;
  #local: SymptomEndpoint | undefined;
  #remote: SymptomEndpoint | undefined;
  #beyond: SymptomEndpoint | undefined;
  #isChained = false;
  #over: Sighting['over'];
  #outer: SymptomProgram | undefined;
  #instant: SymptomInstant = { kind: 'none' };
  #lastLine: number;

  constructor(first: SeenLine) {
    this.#lead = first;
    this.#lastLine = first.quoted.line;
    this.add(first);
  }

  /** Whether a line may tell of the same failure: soon after, nothing said twice, and no other endpoints or protocol. */
  takes(seen: SeenLine): boolean {
    const { program, sighting, quoted } = seen;
    if (quoted.line - this.#lastLine > program.windowLines) return false;
    if (sighting.over !== undefined && this.#over !== undefined && sighting.over !== this.#over) return false;
    if (sighting.role === 'attempt') return !this.isOne;
    if (sighting.role === 'context' || sighting.role === 'chain') return true;
    const isNew = !this.#rows.has(sighting.row) || this.#isContinued(seen);
    return isNew && canBeSame(this.#remote, sighting.remote) && canBeSame(this.#local, sighting.local);
  }

  /** Causes inside an error repeat its words; so does what follows, without a time of its own, a line that had one. */
  #isContinued({ sighting, instant }: SeenLine): boolean {
    return sighting.isCause || this.#isChained || (instant.kind === 'none' && this.#instant.kind !== 'none');
  }

  add(seen: SeenLine): void {
    const { sighting, quoted, instant } = seen;
    this.#lastLine = quoted.line;
    this.#over ??= sighting.over;
    if (sighting.role === 'failure' || sighting.role === 'companion') this.#takeWords(seen);
    else this.#takeContext(sighting);
    this.#isChained = sighting.role === 'chain';
    if (this.#instant.kind === 'none') this.#instant = instant;
  }

  /** The newest counts: progress is told again and again, and an address is tried after another. */
  #takeContext(sighting: Sighting): void {
    const isNewer = !this.isOne;
    this.#remote = isNewer
      ? joinEndpoints(sighting.remote, this.#remote)
      : joinEndpoints(this.#remote, sighting.remote);
    this.#local = isNewer ? joinEndpoints(sighting.local, this.#local) : joinEndpoints(this.#local, sighting.local);
    if (sighting.phase !== undefined && sighting.phase.weight > (this.#phase?.weight ?? 0))
      this.#phase = sighting.phase;
    for (const measure of sighting.measures) this.#measure(measure, true);
  }

  #takeWords(seen: SeenLine): void {
    const { sighting, quoted, instant } = seen;
    const isBetterLead = sighting.role === 'failure' && !this.isOne;
    if (isBetterLead) {
      this.#lead = seen;
      this.#instant = instant;
      this.isOne = true;
    }
    if (seen.program.isOuter === true) this.#outer ??= seen.program;
    this.#rows.add(sighting.row);
    if (this.#lines.length < mostLines) this.#lines.push(quoted);
    if ((sighting.effect?.weight ?? 0) > (this.#effect?.weight ?? 0)) this.#effect = sighting.effect;
    if ((sighting.phase?.weight ?? 0) > (this.#phase?.weight ?? 0)) this.#phase = sighting.phase;
    this.#errno ??= sighting.errno;
    this.#local = joinEndpoints(this.#local, sighting.local);
    this.#remote = joinEndpoints(this.#remote, sighting.remote);
    this.#beyond = joinEndpoints(this.#beyond, sighting.beyond);
    for (const measure of sighting.measures) this.#measure(measure, false);
    for (const saying of sighting.sayings) {
      const key = `${saying.text}\n${saying.says}`;
      if (this.#sayings.size < mostSayings && !this.#sayings.has(key)) this.#sayings.set(key, saying);
    }
  }

  #measure({ name, value }: Measure, isNewer: boolean): void {
    if (this.#measures.size >= mostMeasures && !this.#measures.has(name)) return;
    if (isNewer || !this.#measures.has(name)) this.#measures.set(name, value);
  }

  symptom(): Symptom {
    const { program, sighting } = this.#lead;
    return {
      kind: 'symptom',
      program: (this.#outer ?? program).id,
      log: program.log,
      lines: this.#lines,
      count: 1,
      last: undefined,
      effect: this.#effect?.value ?? 'unknown',
      errno: this.#errno,
      phase: this.#phase?.value ?? 'unknown',
      phaseBecause: this.#phase?.because ?? 'nothing in the text tells',
      speaker: sighting.speaker,
      local: this.#local,
      remote: this.#remote,
      isTupleComplete: isComplete(this.#local) && isComplete(this.#remote),
      beyond: this.#beyond,
      measures: [...this.#measures].map(([name, value]) => ({ name, value })),
      sayings: [...this.#sayings.values()],
      instant: this.#instant,
      lastInstant: this.#instant,
    };
  }
}

function isComplete(endpoint: SymptomEndpoint | undefined): boolean {
  return endpoint?.ip !== undefined && endpoint.port !== undefined;
}
