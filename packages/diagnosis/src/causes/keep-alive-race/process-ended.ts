import type { Side } from '@fivewhys/connections';
import type { LookAlike } from '@fivewhys/evidence';
import { acceptedAfter } from '../../path/accepted-after.ts';
import { framesText, plural } from '../../phrases.ts';
import { refusedAfter } from '../../reset/abort.ts';
import type { ConnectionSubject } from '../../subject.ts';

/** Whether a FIN may have been the end of its sender's process, which closes what it has open: of a responder's, by what became of new attempts. */
export function processEndedAfter(subject: ConnectionSubject, closer: Side, finInstantNs: number): LookAlike {
  const cause = 'process-killed';
  if (closer === 'originator') {
    return {
      cause,
      excluded: false,
      because: "the originator's program may have ended, which closes its connections so, too: its log tells",
    };
  }
  const refused = refusedAfter(subject, finInstantNs);
  if (refused.length > 0) {
    return {
      cause,
      excluded: false,
      because: `${plural(refused.length, 'SYN')} to the same port ${refused.length === 1 ? 'was' : 'were'} refused after the FIN (${framesText(refused.map(({ frame }) => frame))}): the process may have ended`,
    };
  }
  const accepted = acceptedAfter(subject.connection, subject.surroundings, finInstantNs);
  return accepted === undefined
    ? {
        cause,
        excluded: false,
        because:
          'a process that ends closes its connections so, too; no attempt to connect to the port after the FIN is in the capture',
      }
    : {
        cause,
        excluded: true,
        because: `${accepted}, and none was refused after the FIN: it was not the end of the process`,
      };
}
