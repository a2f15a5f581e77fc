import { type Attempts, type Connection, type KeptSegment, type Reset, readSilence } from '@fivewhys/connections';
import type { Evidence } from '@fivewhys/evidence';
import { count, endpointText, flagsText, framesText, plural } from '../../phrases.ts';
import type { ConnectionSubject } from '../../subject.ts';
import { isScan } from './is-scan.ts';
import type { Way } from './way.ts';

/** An attempt of a scan was refused, or hung up by the scanner itself. */
export function scan(subject: ConnectionSubject, reset: Reset): Way | undefined {
  const attempts = scanOfMany(subject);
  if (attempts === undefined) return undefined;
  const { connection, input } = subject;
  const { half } = connection;
  if (half.originator.dataSegments + half.responder.dataSegments > 0) return undefined;
  const { synFrame } = connection.handshake;
  const probe = synFrame === undefined ? strayProbe(connection, reset) : undefined;
  const frame = synFrame ?? probe?.frame;
  if (frame === undefined) return undefined;
  return attemptOf(
    connection,
    attempts,
    {
      input,
      frames: [frame, reset.frame],
      detail: `${probe === undefined ? 'SYN' : `a lone ${flagsText(probe.flags)}`} to ${endpointText(connection.responder)} and the RST ${probe === undefined ? 'that ended it' : 'in answer'}; ${framesText([reset.frame])} is ${reset.kind === 'unknown' ? flagsText(reset.flags) : `kind ${reset.kind}`}`,
    },
    reset.from === 'originator' ? 'hung up itself' : 'was refused',
  );
}

/** Without a RST only one thing is harmless: a scan that nobody answered. */
export function unansweredScan(subject: ConnectionSubject): Way | undefined {
  const { connection, input } = subject;
  const attempts = scanOfMany(subject);
  const silence = readSilence(connection);
  if (silence?.kind !== 'unanswered-syn' || attempts === undefined) return undefined;
  return attemptOf(
    connection,
    attempts,
    {
      input,
      frames: silence.tries.map(({ frame }) => frame),
      detail: `SYN to ${endpointText(connection.responder)}, sent ${silence.tries.length} times, and no answer`,
    },
    'got no answer',
  );
}

/** What the originator tried, if that is a scan. */
function scanOfMany({ connection, surroundings }: ConnectionSubject): Attempts | undefined {
  const attempts = surroundings.attempts(connection.originator.key);
  return attempts !== undefined && isScan(attempts) ? attempts : undefined;
}

/** The one segment of a scanner that never opened a connection: an ACK out of nowhere, to see what answers. */
function strayProbe({ segments, frames, copies }: Connection, { from, provokedBy }: Reset): KeptSegment | undefined {
  if (from !== 'responder' || frames - copies !== 2) return undefined;
  return segments.find(({ frame }) => frame === provokedBy);
}

/** @param outcome of these attempts; alike ones are told as one */
function attemptOf({ originator }: Connection, attempts: Attempts, seen: Evidence, outcome: string): Way {
  const targets =
    attempts.ports >= attempts.addresses
      ? `${count(attempts.ports)} ports of ${plural(attempts.addresses, 'address').replace('addresss', 'addresses')}`
      : `${count(attempts.addresses)} addresses`;
  return {
    way: 'scan',
    group: `An originator scans: it tried many targets, and ${outcome}`,
    apart: originator.ip,
    symptom: `${originator.ip} scans: it tried ${targets}, and ${outcome}`,
    whys: [
      {
        claim: `The attempt is one of many by the same originator that carried nothing: ${count(attempts.fruitless)} against ${count(attempts.fruitful)} with payload`,
        evidence: [seen],
      },
    ],
    lookAlikes: [
      {
        cause: 'closed-port',
        excluded: false,
        because: 'a program that looks for its peer on many ports or hosts would look the same',
      },
    ],
  };
}
