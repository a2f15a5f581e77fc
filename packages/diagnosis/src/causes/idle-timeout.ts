import type { Cause } from '@fivewhys/evidence';
import { duration, endpointText } from '../phrases.ts';
import type { ConnectionSubject } from '../subject.ts';
import { deathOf, isOpen } from './idle-timeout/death-of.ts';
import { idleRemedies } from './idle-timeout/idle-remedies.ts';
import { leftUntranslated } from './idle-timeout/left-untranslated.ts';
import { lookAlikesOfDeath } from './idle-timeout/look-alikes-of-death.ts';
import { nextSteps } from './idle-timeout/next-steps.ts';
import { weighTranslatedAnew } from './idle-timeout/translated-anew.ts';
import { whysOfDeath } from './idle-timeout/whys-of-death.ts';

/**
 * A NAT, firewall or balancer forgot the connection while it was idle.
 *
 * Seen: a silence, and the first packet after it is answered by a RST from a nearer box, or by nothing. Shorter silences passed. Behind a NAT that picks connections up in the
 * middle: a connection without SYN from another source port, which continues the numbers of one that was silent, and is reset (translated-anew.ts); behind one that does not, captures of both sides show that it leaves untranslated (left-untranslated.ts).
 *
 * Implies: the box dropped its entry when the timer ran out; what comes then is to it a packet without a connection. The end behind the box keeps its socket ESTABLISHED.
 *
 * Alike: `conntrack-invalid` (no silence, an odd packet), `restart` (TTL of the end; busy connections, too), `keep-alive-race` (a FIN before), `firewall-reject` and
 * `firewall-drop` (a rule that was changed meanwhile).
 *
 * Settles it: the silences of all connections side by side; they part at one length.
 *
 * Shown by: captures/idle-timeout-rst.pcap, captures/idle-timeout-silent.pcap, captures/idle-timeout-snat.pcap.
 */
export const idleTimeout: Cause<ConnectionSubject> = {
  id: 'idle-timeout',
  title: 'a NAT, firewall or balancer forgot an idle connection',
  weigh(subject) {
    const { connection, surroundings, reset } = subject;
    const again = weighTranslatedAnew(subject) ?? leftUntranslated(subject);
    if (again !== undefined) return again;
    const death = deathOf(subject);
    if ('because' in death) return death;
    const { gap, speaker } = death;
    const port = connection.responder.port;
    const lived = typeof port === 'number' ? surroundings.lived(connection.responder.key, port) : undefined;
    if (lived !== undefined && lived.silenceNs >= gap.silenceNs) {
      return {
        kind: 'excluded',
        because: `a longer silence passed: stream ${lived.stream} lived on after ${duration(lived.silenceNs)} (frame ${lived.frame}), this one ended after ${duration(gap.silenceNs)}`,
      };
    }
    const target = endpointText(connection.responder);
    const byReset = reset !== undefined && death.kind === 'reset';
    return {
      kind: 'fits',
      directness: isOpen(death) ? 'indirect' : 'direct',
      symptom: byReset
        ? `The connection to ${target} was reset when it was used again after ${duration(gap.silenceNs)} of silence`
        : `The connection to ${target} was dead when it was used again after ${duration(gap.silenceNs)} of silence`,
      sentBy: byReset && !isOpen(death) ? 'middlebox' : 'unknown',
      whys: whysOfDeath(subject, death, lived),
      lookAlikes: lookAlikesOfDeath(subject, death),
      notes: [],
      next: nextSteps(subject, speaker),
      remedies: idleRemedies(connection, lived?.silenceNs, gap.silenceNs),
      group: `The connection was ${byReset ? 'reset' : 'dead'} when it was used again after a silence`,
      measures: [
        { name: 'seconds idle before it died', value: gap.silenceNs / 1e9 },
        ...(lived === undefined
          ? []
          : [
              {
                name: 'longest silence in seconds that a connection to the same port outlived',
                value: lived.silenceNs / 1e9,
              },
            ]),
      ],
    };
  },
};
