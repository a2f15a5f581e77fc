import type { NamedCause } from '@fivewhys/evidence';
import type { Symptom } from '../symptom-reading/symptom.ts';
import type { Phase } from '../symptom-words/phases.ts';
import { candidateRules } from './candidate-rules.ts';

/** The causes that a symptom leaves possible, the most frequent first; none when the text says too little, or when no connection failed. */
export function candidatesOfSymptom({ effect, phase, speaker, errno }: Symptom): NamedCause[] {
  const rule = candidateRules.find(
    ({ effects, phases, speakers, errnos }) =>
      effects.includes(effect) &&
      (phases?.includes(phase) ?? true) &&
      (speakers?.includes(speaker) ?? true) &&
      (errnos === undefined || (errno !== undefined && errnos.includes(errno))),
  );
  return (rule?.causes ?? []).map(([cause, because]) => ({ cause, because }));
}

const beforeOpen: readonly Phase[] = ['name-resolution', 'connect', 'unknown'];

/** What the words alone exclude. */
export function excludedBySymptom({ effect, phase }: Symptom): NamedCause[] {
  const excluded: NamedCause[] = [];
  if (!beforeOpen.includes(phase)) {
    excluded.push({ cause: 'closed-port', because: 'the connection had been accepted' });
  }
  if (effect === 'closed-early') {
    excluded.push({
      cause: 'firewall-reject',
      because: 'a REJECT rule sends a RST or an ICMP error; what came was a FIN',
    });
  }
  if (effect === 'refused' || effect === 'reset' || effect === 'unreachable') {
    excluded.push({ cause: 'firewall-drop', because: 'something answered; a dropped packet is answered by nothing' });
  }
  return excluded;
}
