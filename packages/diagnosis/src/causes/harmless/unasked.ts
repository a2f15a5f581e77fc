import type { Reset } from '@fivewhys/connections';
import { endpointText } from '../../phrases.ts';
import type { ConnectionSubject } from '../../subject.ts';
import type { Way } from './way.ts';

/** A SYN-ACK reached a host that had no socket for it, and no SYN of that host is in the capture. */
export function unasked({ connection, input }: ConnectionSubject, reset: Reset): Way | undefined {
  const { synFrame, synAckFrame } = connection.handshake;
  const { originator, responder } = reset.before;
  if (reset.from !== 'originator' || reset.kind !== 'A' || synFrame !== undefined || synAckFrame === undefined)
    return undefined;
  if (originator.segments > 0 || responder.dataSegments > 0 || responder.finFrame !== undefined) return undefined;
  const answered = reset.provokedBy ?? synAckFrame;
  return {
    way: 'unasked',
    symptom: 'A SYN-ACK came to an address that had not asked for it, as far as the capture shows, and was refused',
    whys: [
      {
        claim:
          'The RST is that of a host without a socket for the SYN-ACK (RFC 9293 section 3.10.7.1): it waited for none',
        evidence: [
          {
            input,
            frames: [answered, reset.frame],
            detail: `kind A: ${reset.provokedBecause || reset.effectBecause}`,
          },
        ],
      },
      {
        claim: 'Somebody else had forged its address in a SYN: the backscatter of a SYN flood or scan looks so',
        evidence: [
          {
            input,
            frames: [synAckFrame],
            detail: `no SYN of ${endpointText(connection.originator)} is in the capture, nor anything else of it but RSTs`,
          },
        ],
      },
    ],
    lookAlikes: [
      {
        cause: 'client-abort',
        excluded: false,
        because: 'if its SYN took a way past the capture, it may have given the attempt up before the SYN-ACK came',
      },
    ],
  };
}
