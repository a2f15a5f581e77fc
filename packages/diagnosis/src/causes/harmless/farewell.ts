import { type AfterFin, afterFinOf, alertAfterFin, alertAsWindowsAnswers } from '../../reset/after-fin.ts';
import type { ConnectionSubject } from '../../subject.ts';
import { handshakeOf, tls13 } from '../../tls/handshake.ts';
import type { Way } from './way.ts';

/** A record of TLS 1.3 with an alert in it: 5 bytes of header, 2 of alert, 1 of content type, 16 of tag (RFC 8446 section 5.2). */
const alertRecordBytes = 24;

/** What came behind the other end's FIN was a TLS alert, and no data: one says farewell so (close_notify). */
export function farewell(subject: ConnectionSubject): Way | undefined {
  const { input } = subject;
  const handshake = handshakeOf(subject.connection);
  if (handshake?.isFinished !== true) return undefined;
  const facts = afterFinOf(subject);
  const last = typeof facts === 'string' ? alertAsWindowsAnswers(subject) : alertAfterFin(subject, facts);
  if (last === undefined) {
    return typeof facts !== 'string' && handshake.server?.version === tls13
      ? hiddenFarewell(subject, facts)
      : undefined;
  }
  const { reset, sender, closer, finFrame, alert, dataBytes } = last;
  return {
    way: 'farewell',
    symptom: `A TLS alert of the ${sender} reached an end that had closed, and was answered by a RST`,
    whys: [
      {
        claim: `All that the ${sender} sent behind the ${closer}'s FIN was a TLS alert, which carries no data: the farewell of TLS (close_notify) is one`,
        evidence: [
          {
            input,
            frames: [finFrame, alert, reset.frame],
            detail: `${dataBytes} bytes in frame ${alert}: one record of content type 21 (alert), encrypted`,
          },
        ],
      },
    ],
    lookAlikes: [
      { cause: 'late-data', excluded: true, because: `frame ${alert} is an alert of TLS, and no data of a program` },
      { cause: 'keep-alive-race', excluded: true, because: `frame ${alert} is an alert of TLS, and no request` },
    ],
  };
}

/** TLS 1.3 hides what a record is, but not how long: an alert makes one that hardly anything else is as short as. */
function hiddenFarewell({ input }: ConnectionSubject, facts: AfterFin): Way | undefined {
  const { reset, sender, closer, crossed, finFrame, data, dataBytes } = facts;
  if (data.length > 1 || dataBytes !== alertRecordBytes) return undefined;
  const [{ frame }] = data;
  const cause = closer === 'originator' ? 'client-abort' : crossed ? 'keep-alive-race' : 'late-data';
  return {
    way: 'farewell',
    symptom: `What is most probably a TLS alert of the ${sender} reached an end that had closed, and was answered by a RST`,
    whys: [
      {
        claim: `All that the ${sender} sent behind the ${closer}'s FIN is as long as an encrypted alert of TLS 1.3: its farewell (close_notify), which carries no data`,
        evidence: [
          {
            input,
            frames: [finFrame, frame, reset.frame],
            detail: `${dataBytes} bytes in frame ${frame}: 5 of record header, 2 of alert, 1 of content type, 16 of authentication tag (RFC 8446 sections 5.2 and 6.1)`,
          },
        ],
      },
    ],
    lookAlikes: [
      { cause, excluded: false, because: 'two bytes of data would be as long: TLS 1.3 hides which of them it is' },
    ],
  };
}
