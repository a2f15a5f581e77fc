import type { LookAlike, NextStep } from '@fivewhys/evidence';
import { duration } from '../../phrases.ts';
import { forgottenBefore } from '../../silence/forgotten-before.ts';
import type { ConnectionSubject } from '../../subject.ts';

/** What speaks for a NAT, and what tells whether it was one. */
export interface ForgottenByNat {
  readonly alike: LookAlike;
  readonly next: NextStep;
}

/**
 * Whether a NAT beyond the capture may have forgotten the connection while it was silent, and translated its next packet anew: it then reaches the responder from another port, and the
 * responder itself resets it, from as far away as ever (nf_conntrack_tcp_loose=1). Only beyond the NAT does that look different from a responder that lost the connection. Undefined
 * where it was not silent long enough, or a longer silence passed.
 */
export function forgottenByNat(subject: ConnectionSubject): ForgottenByNat | undefined {
  const { responder } = subject.connection;
  const gap = forgottenBefore(subject);
  if (gap === undefined) return undefined;
  return {
    alike: {
      cause: 'idle-timeout',
      excluded: false,
      because: `after ${duration(gap.silenceNs)} of silence (frame ${gap.after.frame}): a NAT on the way that had forgotten the connection sends such a packet on from another port, and ${responder.ip} itself resets it`,
    },
    next: {
      why: `on ${responder.ip}: it still shows the connection, from the address and port that a NAT gave it, if only that forgot it`,
      command: `ss -tno state established 'sport = :${responder.port}'`,
    },
  };
}
