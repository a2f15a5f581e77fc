import type { KeptSegment } from '@fivewhys/connections';
import type { Fit, Misfit } from '@fivewhys/evidence';
import { backlogOverflow as entry } from '../../catalogue/backlog-overflow.ts';
import { remediesHere } from '../../commands/remedies-here.ts';
import { endpointText, plural } from '../../phrases.ts';
import type { ConnectionSubject } from '../../subject.ts';
import { nextSteps } from './next-steps.ts';

/** A full queue drops SYNs as well: that others of the same port were left waiting at the same time tells it from a firewall. */
export function bySyns(
  { connection, surroundings, input }: ConnectionSubject,
  tries: readonly KeptSegment[],
): Fit | Misfit {
  const { responder } = connection;
  const service = typeof responder.port === 'number' ? surroundings.service(responder.key, responder.port) : undefined;
  if (service === undefined || service.leftWaiting === 0) {
    return {
      kind: 'excluded',
      because: 'no connection to the port was left waiting after its data: nothing shows a full queue',
    };
  }
  const [first] = tries;
  const target = endpointText(responder);
  const at = tries.map(({ instantNs }) => ((instantNs - (first?.instantNs ?? 0)) / 1e9).toFixed(1)).join(', ');
  return {
    kind: 'fits',
    directness: 'direct',
    symptom: `Connection attempts to ${target} got no answer, while others were left waiting after their handshake`,
    sentBy: 'unknown',
    whys: [
      {
        claim: 'The SYN was repeated, and nothing came back',
        evidence: [
          { input, frames: tries.map(({ frame }) => frame), detail: `SYN seq ${first?.sequence} after ${at} s` },
        ],
      },
      {
        claim: `The queue of connections that the program on port ${responder.port} has not accepted yet is full; then the kernel drops SYNs, too`,
        evidence: [
          {
            input,
            frames: [first?.frame ?? connection.firstFrame],
            detail: `${plural(service.leftWaiting, 'other connection')} to ${target} got the SYN-ACK again after data had been sent, and never an ACK for that`,
          },
        ],
      },
    ],
    lookAlikes: [
      {
        cause: 'firewall-drop',
        excluded: false,
        because:
          "something on the way that drops most packets would make both; only the responder's ListenOverflows tells",
      },
      { cause: 'anycast-shift', excluded: true, because: 'there is no RST' },
      { cause: 'closed-port', excluded: true, because: 'other SYNs to the port were answered by a SYN-ACK' },
    ],
    notes: [],
    next: nextSteps(responder.ip, responder.port),
    remedies: remediesHere(entry, connection),
    group: 'Connection attempts got no answer, while others were left waiting after their handshake',
    apart: target,
    measures: [{ name: 'SYNs sent', value: tries.length }],
  };
}
