import type { Reset } from '@fivewhys/connections';
import { repeatedSynAckBefore } from '../../reset/repeated-syn-ack.ts';
import type { ConnectionSubject } from '../../subject.ts';
import { isBeforeSynAck } from './is-before-syn-ack.ts';
import type { Way } from './way.ts';

/** The originator opened the connection and dropped it without a byte of payload in either direction. */
export function nothingCarried(subject: ConnectionSubject, reset: Reset): Way | undefined {
  const { connection, input } = subject;
  const { before } = reset;
  if (reset.from !== 'originator' || connection.handshake.synAckFrame === undefined) return undefined;
  if (isBeforeSynAck(connection, reset) || repeatedSynAckBefore(subject, reset) !== undefined) return undefined;
  if (before.originator.dataSegments + before.responder.dataSegments > 0) return undefined;
  if (before.responder.finFrame !== undefined || connection.half.responder.dataSegments > 0) return undefined;
  return {
    way: 'nothing-carried',
    symptom: `A connection that carried nothing was dropped by its originator, as port and health checks do`,
    whys: [
      {
        claim: 'The originator opened the connection and reset it without sending or receiving a byte',
        evidence: [
          {
            input,
            frames: [connection.handshake.synAckFrame, reset.frame],
            detail: 'SYN-ACK, and then the RST; no payload in either direction',
          },
        ],
      },
    ],
    lookAlikes: [
      {
        cause: 'client-abort',
        excluded: false,
        because: 'a client that gave up waiting for a greeting (SSH, SMTP) looks the same',
      },
    ],
  };
}
