import type { Cause } from '@fivewhys/evidence';
import { clientAbort as entry } from '../catalogue/client-abort.ts';
import { abortOf } from '../reset/abort.ts';
import { afterFinOf } from '../reset/after-fin.ts';
import { fastCloseOf, fitOfFastClose } from '../reset/fast-close.ts';
import type { ConnectionSubject } from '../subject.ts';
import { byAbort } from './client-abort/by-abort.ts';
import { byBareReset } from './client-abort/by-bare-reset.ts';
import { byFin } from './client-abort/by-fin.ts';
import { byPatience } from './client-abort/by-patience.ts';
import { endedInstead } from './client-abort/ended-instead.ts';
import { nextSteps } from './client-abort/next-steps.ts';

/**
 * The originator gave up.
 *
 * Seen: a kind C RST from the originator, while its request is unanswered, or in the middle of the answer (behind what may be its end it is only possible); or its FIN there, and kind A RSTs in
 * answer to the rest; or its FIN alone, a second or more after a request that was acknowledged and never answered; or its MP_FASTCLOSE, and the RST of the responder that this asks for.
 *
 * Implies: its program closed before it had what it asked for: a time-out, a cancelled request, a stop by its user.
 *
 * Alike: `harmless` (the answer was complete); `keepalive-dead`; `process-killed` (the program was ended); `path-mtu-black-hole` (the answer was sent, and too large for the way).
 *
 * Settles it: the originator's log; a spread of times that is one time-out, again and again.
 *
 * Shown by: captures/client-abort.pcap.
 */
export const clientAbort: Cause<ConnectionSubject> = {
  id: 'client-abort',
  title: 'the originator gave up',
  weigh(subject) {
    const fastClose = fastCloseOf(subject);
    if (fastClose?.by === 'originator') {
      return fitOfFastClose(subject, fastClose, [endedInstead()], nextSteps(subject), entry.remedies);
    }
    const abort = abortOf(subject, 'originator');
    if (typeof abort !== 'string') return byAbort(subject, abort);
    const facts = afterFinOf(subject);
    if (typeof facts !== 'string' && facts.closer === 'originator') return byFin(subject, facts);
    return byPatience(subject) ?? byBareReset(subject) ?? { kind: 'excluded', because: abort };
  },
};
