import type { Evidence, Finding, Sender, Why } from '@fivewhys/evidence';
import { plural } from '../phrases.ts';
import type { Symptom, SymptomEndpoint } from '../symptom-reading/symptom.ts';
import { effects } from '../symptom-words/effects.ts';
import { phases } from '../symptom-words/phases.ts';
import { symptomPrograms } from '../symptoms/index.ts';
import { candidatesOfSymptom, excludedBySymptom } from './candidates-of-symptom.ts';
import { nextStepsOf } from './next-steps.ts';

const undetermined = 'undetermined';

/**
 * The first step of a diagnosis from words alone: what they say, which causes that leaves possible, and what to collect at which end. It is never surer than `possible`:
 * words do not tell who sent a RST.
 *
 * @param input index of the text among the inputs
 * @param id of the finding, such as `f1`
 */
export function findingOfSymptom(symptom: Symptom, input: number, id: string): Finding {
  const candidates = candidatesOfSymptom(symptom);
  const excluded = excludedBySymptom(symptom);
  const possible = candidates.filter(({ cause }) => excluded.every((one) => one.cause !== cause));
  const [first, ...others] = possible;
  return {
    id,
    symptom: sentence(symptom),
    cause: first?.cause ?? undetermined,
    verdict: first === undefined ? undetermined : 'possible',
    subjects: [],
    count: symptom.count,
    resetFrames: [],
    sentBy: senderOf(symptom),
    whys: whysOf(symptom, input, first?.because),
    ruledOut: excluded,
    stillPossible: others,
    notes: notesOf(symptom),
    next: nextStepsOf(
      symptom,
      possible.map(({ cause }) => cause),
    ),
    remedies: [],
    distributions: [],
    ladder: undefined,
  };
}

function sentence(symptom: Symptom): string {
  const { effect, phase, speaker, count, remote } = symptom;
  const end = endpointText(remote);
  const isFrom = speaker === 'responder' || speaker === 'proxy-as-responder';
  const where = end === '' ? '' : `, on the connection ${isFrom ? 'from' : 'to'} ${end}`;
  const times = count === 1 ? '' : `, ${plural(count, 'time')}`;
  return `${nameOf(symptom)}${where}: ${effects[effect]}, ${phases[phase]}${times}`;
}

function nameOf({ program }: Symptom): string {
  return symptomPrograms.find(({ id }) => id === program)?.name ?? program;
}

function endpointText(endpoint: SymptomEndpoint | undefined): string {
  if (endpoint === undefined) return '';
  const { ip, name, label, port } = endpoint;
  const host = name ?? (ip?.includes(':') ? `[${ip}]` : ip) ?? label;
  if (host === undefined) return port === undefined ? '' : `port ${port}`;
  const beside =
    name !== undefined && ip !== undefined ? ` (${ip})` : label !== undefined && label !== host ? ` (${label})` : '';
  return `${host}${port === undefined ? '' : `:${port}`}${beside}`;
}

/** A FIN comes from an end, and a proxy's originator that went away did so itself. A RST may bear anybody's address. */
function senderOf({ effect, speaker }: Symptom): Sender {
  const isResponder = speaker === 'responder' || speaker === 'proxy-as-responder';
  if (effect !== 'closed-early' || speaker === 'unknown') return 'unknown';
  return isResponder ? 'originator' : 'responder';
}

function whysOf(symptom: Symptom, input: number, because: string | undefined): Why[] {
  const { lines, last, count, effect, phase, phaseBecause, sayings, measures } = symptom;
  const evidence = (detail: string): Evidence => ({ input, frames: [], detail });
  const quoted = lines.map(({ line, text }) => evidence(`line ${line}: "${text}"`));
  if (last !== undefined) quoted.push(evidence(`line ${last.line}, the last of ${count}: "${last.text}"`));
  const figures = measures.map(({ name, value }) => `${name}: ${value}`).join(', ');
  return [
    {
      claim: `${nameOf(symptom)} tells of it: ${effects[effect]}`,
      evidence: quoted,
    },
    {
      claim: 'This is what its words mean',
      evidence: sayings.map(({ text, says, source }) => evidence(`"${text}": ${says} (${source})`)),
    },
    {
      claim: `It happened ${phases[phase]}`,
      evidence: [evidence(phaseBecause), ...(figures === '' ? [] : [evidence(figures)])],
    },
    {
      claim: because === undefined ? 'Which cause lies behind it, the words do not tell' : capitalised(because),
      evidence: [],
    },
  ];
}

function capitalised(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}

function notesOf({ effect, speaker, instant, isTupleComplete }: Symptom): string[] {
  const notes = ['These are the words of one end. Who sent a RST, and what it answered, only a capture tells.'];
  if (effect === 'answered-with-error') notes.push('No connection failed here: an error was answered in the protocol.');
  if (effect === 'timed-out') notes.push('A service that is merely slow looks the same from here.');
  if (speaker === 'unknown') notes.push('The text does not tell whether the originator or the responder wrote it.');
  if (instant.kind === 'zoneless')
    notes.push('The times in the text name no zone: mind that when you compare them with a capture.');
  if (isTupleComplete)
    notes.push('The text names both ends with their ports, so the connection can be found in a capture.');
  return notes;
}
