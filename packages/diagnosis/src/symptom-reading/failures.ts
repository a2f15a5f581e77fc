import type { Measure } from '@fivewhys/evidence';
import { canBeSame, joinEndpoints } from './endpoints.ts';
import type { Sighting, SymptomProgram } from './program.ts';
import type { SeenLine } from './seen-line.ts';
import type { Saying, Symptom, SymptomEndpoint, SymptomInstant } from './symptom.ts';

/** Lines quoted for one failure. */
const mostLines = 8;
const mostSayings = 12;
const mostMeasures = 16;

/** Puts the lines of one failure together: programs print two, four or twenty for one. */
export class Failures {
  readonly #sink: (failure: Failure) => void;
  /** By family: what was told last, and is not yet complete. */
  readonly #open = new Map<string, Failure>();

  constructor(sink: (failure: Failure) => void) {
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
      if (seen.sighting.role === 'failure') this.#sink(new Failure(seen));
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
    if (failure?.isOne) this.#sink(failure);
  }
}

/** One failure, as its lines come. */
export class Failure {
  isOne = false;
  readonly #rows = new Set<string>();
  readonly #lines: SeenLine[] = [];
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
  #speaker: Sighting['speaker'] = 'unknown';
  /** When what led to it was begun, for lines that tell of it without a time. */
  #contextInstant: SymptomInstant | undefined;
  /** Nothing more can belong to it. */
  #isOver = false;
  readonly #programs = new Set<SymptomProgram>();
  #lastLine: number;

  constructor(first: SeenLine) {
    this.#lead = first;
    this.#lastLine = first.line;
    this.add(first);
  }

  /** Whether a line may tell of the same failure: soon after, nothing said twice, and no other endpoints or protocol. */
  takes(seen: SeenLine): boolean {
    const { program, sighting, line } = seen;
    if (this.#isOver || line - this.#lastLine > program.windowLines || !this.#canHold(seen)) return false;
    if (sighting.over !== undefined && this.#over !== undefined && sighting.over !== this.#over) return false;
    if (sighting.role === 'attempt') return !this.isOne || this.#isChained;
    if (sighting.role === 'context' || sighting.role === 'chain') return true;
    const isSaidToJoin = sighting.joins === 'explicitly' || this.#isContinued(seen);
    if (this.isOne && sighting.joins === 'not' && !isSaidToJoin) return false;
    if (this.#rows.has(sighting.row) && !isSaidToJoin) return false;
    return canBeSame(this.#remote, sighting.remote) && canBeSame(this.#local, sighting.local);
  }

  /** Whether all its lines may be of one program and of what runs inside it. Who ends its own story runs inside nothing. */
  #canHold({ program, sighting }: SeenLine): boolean {
    const programs = [...new Set([...this.#programs, program])];
    const outer = programs.find(({ inner }) => inner !== undefined) ?? program;
    const isInside = programs.every((one) => one === outer || outer.inner?.includes(one.id));
    return isInside && (outer === program || !sighting.isLast);
  }

  /** What follows a mark of the chain, or without a time of its own a line that had one. */
  #isContinued(seen: SeenLine): boolean {
    return this.#isChained || (seen.instant.kind === 'none' && this.lead.instant.kind !== 'none');
  }

  add(seen: SeenLine): void {
    const { sighting, line } = seen;
    this.#lastLine = line;
    this.#over ??= sighting.over;
    this.#programs.add(seen.program);
    if (sighting.isLast) this.#isOver = true;
    if (sighting.role === 'failure' || sighting.role === 'companion') this.#takeWords(seen);
    else this.#takeContext(seen);
    // The mark holds until something is told: the line that begins the next error may stand between.
    if (sighting.role !== 'attempt') this.#isChained = sighting.role === 'chain';
  }

  /** The newest counts: progress is told again and again, and an address is tried after another. */
  #takeContext({ sighting, instant }: SeenLine): void {
    if (!this.isOne && instant.kind !== 'none') this.#contextInstant = instant;
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
    const { sighting } = seen;
    if (sighting.role === 'failure' && !this.isOne) {
      this.#lead = seen;
      this.isOne = true;
    }
    if (seen.program.inner !== undefined) this.#outer ??= seen.program;
    this.#rows.add(sighting.row);
    if (this.#lines.length < mostLines) this.#lines.push(seen);
    if ((sighting.effect?.weight ?? 0) > (this.#effect?.weight ?? 0)) {
      this.#effect = sighting.effect;
      this.#errno = sighting.errno ?? this.#errno;
    }
    if ((sighting.phase?.weight ?? 0) > (this.#phase?.weight ?? 0)) this.#phase = sighting.phase;
    this.#errno ??= sighting.errno;
    if (this.#speaker === 'unknown') this.#speaker = sighting.speaker;
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

  /** When it was told, or where no line that tells of it has a time, when it was begun. */
  get instant(): SymptomInstant {
    const { instant } = this.#lead;
    return instant.kind === 'none' ? (this.#contextInstant ?? instant) : instant;
  }

  /** The line that told of it first. */
  get lead(): SeenLine {
    return this.#lead;
  }

  /** Failures with the same key are alike: all the same but their ephemeral ports, and the far end beyond a proxy, which is another originator each time. */
  get key(): string {
    const { program } = this.#lead;
    const isRemoteOriginator = this.#speaker === 'responder' || this.#speaker === 'proxy-as-responder';
    const isLocalOriginator = this.#speaker === 'originator' || this.#speaker === 'proxy-as-originator';
    return [
      (this.#outer ?? program).id,
      this.#effect?.value,
      this.#phase?.value,
      this.#errno,
      this.#speaker,
      ...endpointKey(this.#local, isLocalOriginator),
      ...endpointKey(this.#remote, isRemoteOriginator),
    ].join('\n');
  }

  symptom(): Symptom {
    const { program } = this.#lead;
    const { instant } = this;
    return {
      kind: 'symptom',
      program: (this.#outer ?? program).id,
      log: program.log,
      lines: this.#lines.map(({ quoted }) => quoted),
      count: 1,
      last: undefined,
      effect: this.#effect?.value ?? 'unknown',
      errno: this.#errno,
      phase: this.#phase?.value ?? 'unknown',
      phaseBecause: this.#phase?.because ?? 'nothing in the text tells',
      speaker: this.#speaker,
      local: this.#local,
      remote: this.#remote,
      isTupleComplete: isComplete(this.#local) && isComplete(this.#remote),
      beyond: this.#beyond,
      measures: [...this.#measures].map(([name, value]) => ({ name, value })),
      sayings: [...this.#sayings.values()],
      instant,
      lastInstant: instant,
    };
  }
}

/** Where ephemeral ports begin on Linux (net.ipv4.ip_local_port_range); other systems begin higher. */
const firstEphemeralPort = 32_768;

function endpointKey(endpoint: SymptomEndpoint | undefined, isOriginator: boolean): unknown[] {
  if (endpoint === undefined) return [undefined, undefined, undefined, undefined];
  const { ip, name, label, port } = endpoint;
  const isEphemeral = isOriginator || (port !== undefined && port >= firstEphemeralPort);
  return [ip, name, label, isEphemeral ? undefined : port];
}

function isComplete(endpoint: SymptomEndpoint | undefined): boolean {
  return endpoint?.ip !== undefined && endpoint.port !== undefined;
}
