import {
  type ByteSource,
  type CaptureReading,
  type OtherTextReading,
  ReaderContext,
  readCaptureOrText,
  type TextReader,
  unknownFormat,
} from '@fivewhys/capture';
import {
  type Connection,
  type ConnectionGlance,
  describeConnection,
  failedAttemptLikeness,
  glanceAt,
  readEnding,
  readFailedAttempt,
  Surroundings,
  Tracker,
} from '@fivewhys/connections';
import type { EvidenceFlow, Finding, FlowEntrance, FlowText } from '@fivewhys/evidence';
import { isScan } from './causes/harmless/is-scan.ts';
import { connectionCauses } from './causes/index.ts';
import { undetermined } from './causes/undetermined.ts';
import { connectionReport } from './connection-report.ts';
import { Diagnosis, needsExplaining } from './diagnosis.ts';
import type { ConnectionReport, Explanation, InputReport, UnreadableInput } from './explanation.ts';
import type { Member } from './grouping/members.ts';
import { linkFindings } from './links/link-findings.ts';
import { Traces } from './links/traces.ts';
import { plural } from './phrases.ts';
import type { OpenText } from './texts/open-text.ts';
import type { Texts } from './texts/texts.ts';
import type { TimeSpan } from './texts/time-span.ts';
import type { Elsewhere } from './vantages/elsewhere.ts';
import { type CaptureClock, capturedSpans } from './whole-capture/capture-clock.ts';
import { type ChurnFinding, findingsOfChurn } from './whole-capture/churn.ts';
import { inputReport } from './whole-capture/input-report.ts';
import { InputSums } from './whole-capture/input-sums.ts';

export interface ExplainOptions {
  /** List every connection, not only the findings. */
  readonly connections: boolean;
  /** Only this stream. */
  readonly stream: number | undefined;
  /** Only connections for which this holds. */
  readonly wanted: ((connection: Connection) => boolean) | undefined;
  /** The end that `wanted` asks for, in words. */
  readonly end?: string | undefined;
  /** Only findings of this cause. */
  readonly cause: string | undefined;
  /** Say of every finding why it is not this cause. */
  readonly whyNot?: string | undefined;
  /** What the first inputs show together as captures of the same connections at several places. */
  readonly elsewhere?: Elsewhere | undefined;
  /** Evidence of other flows than connections. Each is loaded with the first text that it claims. */
  readonly flows?: readonly FlowEntrance[] | undefined;
}

/** Notes on streams that are others behind an address translation; of more the first say enough. */
const mostCopiesNamed = 5;

/** The reader of a text, once it was asked for. */
interface LazyText {
  reader: OpenText | undefined;
  flow: { readonly kind: FlowEntrance['kind']; readonly text: FlowText } | undefined;
}

/** Takes in inputs one after the other and explains them together. */
export class Explainer {
  readonly #options: ExplainOptions;
  readonly #diagnosis: Diagnosis;
  readonly #inputs: InputReport[] = [];
  readonly #unreadable: UnreadableInput[] = [];
  readonly #connections: ConnectionReport[] = [];
  readonly #byEnding = new Map<string, number>();
  /** Of the captures that have times. */
  readonly #clocks = new Map<number, CaptureClock>();
  #texts: Texts | undefined;
  readonly #flows = new Map<FlowEntrance, EvidenceFlow>();
  readonly #churn: ChurnFinding[] = [];
  readonly #traces = new Traces();
  #resetConnections = 0;
  #retransmissions = 0;
  #retransmittingConnections = 0;
  #connectionCount = 0;

  constructor(options: ExplainOptions) {
    this.#options = options;
    this.#diagnosis = new Diagnosis(connectionCauses, undetermined, options.elsewhere);
  }

  /**
   * Reads one input whole: a capture, a log of a client or proxy, or what a host says about itself. Throws what `readCapture` throws; then nothing of it was taken in, and
   * `addUnreadable` is the place to say so.
   *
   * @param onProgress called now and then with the bytes read so far
   */
  async addInput(path: string, source: ByteSource, onProgress?: (bytesRead: number) => void): Promise<void> {
    const input = this.#inputs.length;
    const surroundings = new Surroundings();
    const sums = new InputSums();
    const { stream, wanted, connections, elsewhere } = this.#options;
    const listed: Connection[] = [];
    const copies: string[] = [];
    const everyOneDescribed = connections || wanted !== undefined || stream !== undefined;
    // What other places show is true of one connection and not of those that look like it.
    const oneByOne = everyOneDescribed || elsewhere !== undefined;
    const tracker = new Tracker((released, slot) => {
      const glance = glanceAt(released, slot);
      sums.add(glance);
      const translatedFrom = elsewhere?.translatedFrom(input, glance.stream);
      if (translatedFrom !== undefined) {
        copies.push(
          `stream ${glance.stream} is stream ${translatedFrom} behind an address translation, and is explained together with it`,
        );
      } else surroundings.add(released, slot);
      if (stream !== undefined && glance.stream !== stream) return;
      if (!everyOneDescribed && !glance.looksWrong) {
        this.#count(readEnding(released, slot), glance);
        return;
      }
      const likeness = oneByOne ? undefined : likenessOf(released, slot, surroundings);
      const sight = () => ({ input, ...readFailedAttempt(released, slot, context.names) });
      if (likeness !== undefined && this.#diagnosis.addAlike(likeness, sight)) {
        this.#count(readEnding(released, slot), glance);
        return;
      }
      const connection = describeConnection(released, slot, context.names);
      if (wanted !== undefined && !wanted(connection)) return;
      this.#count(connection.ending, glance);
      if (connections || stream !== undefined) listed.push(connection);
      if (glance.looksWrong && needsExplaining(connection)) {
        this.#diagnosis.add(input, connection, surroundings, likeness);
        this.#traces.add(input, connection);
      }
    });
    const context: ReaderContext = new ReaderContext(tracker);
    const text: LazyText = { reader: undefined, flow: undefined };
    const openText = (beginning: string) => this.#openText(input, beginning, text);
    const reading = await readCaptureOrText(source, context, openText, onProgress);
    if (reading.kind === 'other-text') {
      this.#addText(path, reading, context, text);
      return;
    }
    tracker.end();
    this.#diagnosis.captureEnded();
    if (stream === undefined && wanted === undefined && reading.clock !== 'none') {
      this.#churn.push(...findingsOfChurn(input, surroundings, context.names));
    }
    const report = inputReport(path, reading, context, tracker, sums);
    const vantage = report.vantage === 'unknown' ? (elsewhere?.vantageOf(input) ?? 'unknown') : report.vantage;
    this.#inputs.push({ ...report, vantage, notes: [...report.notes, ...copies.slice(0, mostCopiesNamed)] });
    if (reading.clock !== 'none') this.#clocks.set(input, clockOf(reading, sums));
    if (reading.clock === 'absolute') this.#traces.date(input, reading.baseInstantNs);
    listed.sort((a, b) => a.stream - b.stream);
    for (const connection of listed) this.#connections.push(connectionReport(input, connection, reading.baseInstantNs));
  }

  addUnreadable(unreadable: UnreadableInput): void {
    this.#unreadable.push(unreadable);
  }

  finish(): Explanation {
    const { cause, connections, end, stream, wanted, whyNot } = this.#options;
    const all = this.#diagnosis.finish({
      suspected: whyNot,
      clocks: this.#clocks,
      inform: (group) =>
        this.#texts?.informed(group, this.#timeOf(group.exemplar.input, group.exemplar.connection)) ?? group.weighed,
      words: (group) => this.#texts?.wordsAbout(group, (member) => this.#timeOf(member.input, member)) ?? [],
    });
    for (const { finding, trace } of this.#churn) {
      const id = `f${all.length + 1}`;
      all.push({ ...finding, id });
      this.#traces.addFinding(id, trace);
    }
    const others = [
      ...(this.#texts?.findings({ besideOthers: all.length > 0, captured: capturedSpans(this.#clocks) }) ?? []),
      ...[...this.#flows.values()].flatMap((flow) => flow.findings(whyNot)),
    ];
    for (const finding of others) all.push({ ...finding, id: `f${all.length + 1}` });
    const linked = linkFindings(all, this.#traces);
    const findings = cause === undefined ? linked : linked.filter((finding) => finding.cause === cause);
    const isNarrowed = stream !== undefined || wanted !== undefined || cause !== undefined;
    const findingsLeftOut = linked.length - findings.length;
    return {
      version: 1,
      inputs: this.#inputs,
      unreadable: this.#unreadable,
      ...(isNarrowed ? { narrowedTo: { stream, end, cause, findingsLeftOut } } : {}),
      connections: connections || stream !== undefined ? this.#connections : undefined,
      findings,
      summary: {
        frames: sum(this.#inputs.map(({ frames }) => frames)),
        connections: this.#connectionCount,
        resets: sum(this.#inputs.map(({ resets }) => resets)),
        resetConnections: this.#resetConnections,
        retransmissions: this.#retransmissions,
        retransmittingConnections: this.#retransmittingConnections,
        byCause: countByCause(findings),
        byEnding: Object.fromEntries(this.#byEnding),
      },
    };
  }

  /** What texts take is loaded with the first of them. */
  async #openText(input: number, beginning: string, text: LazyText): Promise<TextReader> {
    const entrance = this.#options.flows?.find((flow) => flow.claims(beginning));
    if (entrance !== undefined) {
      const flow = this.#flows.get(entrance) ?? (await entrance.load());
      this.#flows.set(entrance, flow);
      text.flow = { kind: entrance.kind, text: flow.open(input) };
      return text.flow.text;
    }
    const { Texts } = await import('./texts/texts.ts');
    this.#texts ??= new Texts();
    text.reader = this.#texts.open(input);
    return text.reader;
  }

  #addText(path: string, reading: OtherTextReading, context: ReaderContext, text: LazyText): void {
    const { kind, lines, damage, damageCount, notes } = this.#takeText(reading, text);
    this.#inputs.push({
      path,
      kind,
      compression: reading.compression,
      lines,
      frames: 0,
      tcpFrames: 0,
      connections: 0,
      resets: 0,
      vantage: 'unknown',
      firstInstant: undefined,
      durationMs: 0,
      damage: [...context.damage.places, ...damage],
      damageCount: context.damage.count + damageCount,
      notes,
    });
  }

  #takeText({ looksLike }: OtherTextReading, { flow, reader }: LazyText) {
    if (flow !== undefined) return { kind: flow.kind, ...flow.text.report() };
    if (this.#texts === undefined || reader === undefined) throw new TypeError('the text was not read');
    const { kind, ...report } = this.#texts.add(reader);
    if (kind !== undefined) return { kind, ...report };
    throw unknownFormat(
      `${looksLike}; in its ${plural(report.lines, 'line')} nothing is known that tells of a failure or a host`,
    );
  }

  #timeOf(
    input: number,
    { firstInstantNs, lastInstantNs }: Pick<Member, 'firstInstantNs' | 'lastInstantNs'>,
  ): TimeSpan | undefined {
    const base = this.#clocks.get(input)?.baseInstantNs;
    if (base === undefined) return undefined;
    const at = (instantNs: number) => base + BigInt(Math.round(instantNs));
    return { fromNs: at(firstInstantNs), toNs: at(lastInstantNs) };
  }

  #count(ending: string, { hasReset, copies, retransmissions: again }: ConnectionGlance): void {
    // Where a router's or mirror's packets are in the capture, too, those of which the copy was not recognized look as if they were sent again.
    const retransmissions = copies === 0 ? again : 0;
    this.#connectionCount += 1;
    if (hasReset) this.#resetConnections += 1;
    if (retransmissions > 0) this.#retransmittingConnections += 1;
    this.#retransmissions += retransmissions;
    this.#byEnding.set(ending, (this.#byEnding.get(ending) ?? 0) + 1);
  }
}

/** What a connection looks like in a flood: an attempt that failed as others to the same responder, and whether it is one of a scan. */
function likenessOf(tracker: Tracker, slot: number, surroundings: Surroundings): string | undefined {
  const likeness = failedAttemptLikeness(tracker, slot);
  if (likeness === undefined) return undefined;
  const { answer, originator, responder } = likeness;
  const attempts = surroundings.attempts(originator);
  return attempts !== undefined && isScan(attempts) ? `${answer}, scan by ${originator}` : `${answer}, ${responder}`;
}

function clockOf({ clock, baseInstantNs }: CaptureReading, { firstInstantNs, lastInstantNs }: InputSums): CaptureClock {
  return { baseInstantNs: clock === 'absolute' ? baseInstantNs : undefined, firstInstantNs, lastInstantNs };
}

function countByCause(findings: readonly Finding[]): Record<string, number> {
  const byCause: Record<string, number> = {};
  for (const { cause, count, subjects } of findings) {
    if (subjects.length > 0) byCause[cause] = (byCause[cause] ?? 0) + count;
  }
  return byCause;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
