import type { Measure } from '@fivewhys/evidence';
import { curlCodeOf } from '../symptom-words/curl-codes.ts';
import type { Effect } from '../symptom-words/effects.ts';
import { type Errno, errnoIn, errnoOfNumber, errnos } from '../symptom-words/errnos.ts';
import type { Phase } from '../symptom-words/phases.ts';
import { openSslReasons, transportTexts } from '../symptom-words/transport-texts.ts';
import type { Weight, Wording } from '../symptom-words/wording.ts';
import { endpointOf, endpointOfText, endpointOfUrl, joinEndpoints } from './endpoints.ts';
import type { Sighting, SymptomProgram } from './program.ts';
import type { Saying, SymptomEndpoint } from './symptom.ts';

type Groups = Readonly<Record<string, string | undefined>>;

/** Reads a line by the first of the program's wordings that fits it. */
export function readWordings(line: string, program: SymptomProgram): Sighting | undefined {
  for (const wording of program.wordings) {
    const match = wording.pattern.exec(line);
    if (match !== null) return sightingOf(line, match, wording, program);
  }
  return undefined;
}

function sightingOf(line: string, match: RegExpExecArray, wording: Wording, program: SymptomProgram): Sighting {
  const groups: Groups = match.groups ?? {};
  const judgement = new Judgement();
  const sayings: Saying[] = [sayingOf(match[0], wording)];
  judgement.add(wording);
  const transport = groups.transport === undefined ? undefined : transportTextOf(groups.transport);
  if (transport !== undefined) {
    judgement.add(transport.wording);
    sayings.push(sayingOf(transport.match[0], transport.wording));
  }
  const code = groups.curl === undefined ? undefined : curlCodeOf(Number(groups.curl));
  if (code !== undefined) {
    judgement.effect(code.effect, 1);
    if (code.phase !== 'unknown') judgement.phase(code.phase, 2, code.phaseBecause);
    sayings.push({ text: `curl ${code.code}`, says: `${code.name}: ${code.says}`, source: code.source });
  }
  const errno = errnoOf(line, groups, transport?.match.groups, wording, judgement);
  if (errno !== undefined) {
    judgement.effect(errno.effect, weightOfErrno(transport?.wording ?? wording));
    sayings.push({ text: errno.name, says: errno.says, source: errno.source });
  }
  const all: Groups = { ...transport?.match.groups, ...definedOf(groups) };
  return {
    role: wording.role ?? 'failure',
    row: wording.example,
    effect: judgement.bestEffect,
    phase: judgement.bestPhase,
    errno: errno?.name,
    speaker: wording.speaker ?? program.speaker,
    over: wording.over ?? program.over,
    local: endpointOfText(all.local) ?? endpointOf(all.localHost, all.localPort),
    remote: remoteOf(all, line, wording),
    beyond: undefined,
    measures: measuresOf(all),
    sayings,
    isLast: wording.isLast ?? false,
    joins: program.joins === undefined ? 'by-words' : program.joins.test(line) ? 'explicitly' : 'not',
    at: match.index,
  };
}

/** An errno says more than the row that holds it. */
function weightOfErrno({ effect, effectWeight }: Wording): Weight {
  return effect === undefined ? (effectWeight ?? 2) : 3;
}

/** Undefined groups would hide those of the text inside. */
function definedOf(groups: Groups): Groups {
  return Object.fromEntries(Object.entries(groups).filter(([, value]) => value !== undefined));
}

function sayingOf(text: string, { says, source }: Wording): Saying {
  return { text: text.slice(0, 120).trim(), says, source };
}

function transportTextOf(text: string): { wording: Wording; match: RegExpExecArray } | undefined {
  for (const wording of [...openSslReasons, ...transportTexts]) {
    const match = wording.pattern.exec(text);
    if (match !== null) return { wording, match };
  }
  return undefined;
}

function errnoOf(
  line: string,
  groups: Groups,
  transport: Groups | undefined,
  wording: Wording,
  judgement: Judgement,
): Errno | undefined {
  const named = groups.errno ?? transport?.errno;
  if (named !== undefined)
    return /^-?\d+$/.test(named) ? errnoOfNumber(Number(named)) : errnos.find(({ name }) => name === named);
  const text = groups.error ?? transport?.error;
  if (text !== undefined) return errnoIn(text);
  if (groups.transport !== undefined) return transport === undefined ? errnoIn(groups.transport) : undefined;
  const isTold = judgement.bestEffect !== undefined || wording.role !== undefined;
  return isTold ? undefined : errnoIn(line);
}

function remoteOf(groups: Groups, line: string, wording: Wording): SymptomEndpoint | undefined {
  const named =
    endpointOfText(groups.remote) ??
    joinEndpoints(endpointOf(groups.host, groups.port), endpointOf(groups.ip, groups.port));
  if (named !== undefined) return named;
  if (groups.url !== undefined) return endpointOfUrl(groups.url);
  return wording.speaker === 'responder' ? undefined : endpointOfUrl(line);
}

const counted: readonly (readonly [group: string, name: string])[] = [
  ['sent', 'bytes sent'],
  ['received', 'bytes received'],
  ['expected', 'bytes expected'],
  ['missing', 'bytes still missing'],
  ['percent', 'percent done'],
  ['ms', 'milliseconds until it failed'],
];

const unitBytes: Readonly<Record<string, number>> = {
  bytes: 1,
  KiB: 1024,
  MiB: 1024 ** 2,
  GiB: 1024 ** 3,
  kB: 1e3,
  MB: 1e6,
  GB: 1e9,
};

function measuresOf(groups: Groups): Measure[] {
  const measures: Measure[] = [];
  for (const [group, name] of counted) {
    const value = Number(groups[group]?.replaceAll(',', ''));
    if (Number.isFinite(value) && groups[group] !== undefined) measures.push({ name, value });
  }
  if (groups.seconds !== undefined)
    measures.push({ name: 'milliseconds until it failed', value: Number(groups.seconds) * 1000 });
  const [, number, unit = ''] = /^([\d.]{1,20}) (\w{1,5})$/.exec(groups.amount ?? '') ?? [];
  const bytes = Number(number) * (unitBytes[unit] ?? Number.NaN);
  if (Number.isFinite(bytes)) measures.push({ name: 'bytes transferred', value: Math.round(bytes) });
  return measures;
}

/** Keeps what the weightiest of several says; of equals the first. */
class Judgement {
  bestEffect: Sighting['effect'];
  bestPhase: Sighting['phase'];

  add({ effect, effectWeight = 2, phase, phaseWeight = 2, phaseBecause = '' }: Wording): void {
    if (effect !== undefined) this.effect(effect, effectWeight);
    if (phase !== undefined) this.phase(phase, phaseWeight, phaseBecause);
  }

  effect(value: Effect, weight: Weight): void {
    if (weight > (this.bestEffect?.weight ?? 0)) this.bestEffect = { value, weight };
  }

  phase(value: Phase, weight: Weight, because: string): void {
    if (weight > (this.bestPhase?.weight ?? 0)) this.bestPhase = { value, weight, because };
  }
}
