import type { Connection } from '@fivewhys/connections';
import type { ConnectionReport } from './explanation.ts';
import { instantText } from './whole-capture/capture-clock.ts';

/** One connection as it is listed. @param baseInstantNs of its capture's clock */
export function connectionReport(input: number, connection: Connection, baseInstantNs: bigint): ConnectionReport {
  const { half, handshake, originator, responder } = connection;
  const { synToSynAckNs, synAckToAckNs } = handshake;
  const known = (figure: number) => (connection.numbersKnown ? figure : undefined);
  return {
    input,
    stream: connection.stream,
    originator: { ip: originator.ip, port: originator.port },
    responder: { ip: responder.ip, port: responder.port },
    originatorBasis: connection.originatorBasis,
    frames: connection.frames,
    resetFrames: connection.resetFrames,
    history: connection.history,
    ending: connection.ending,
    firstInstant: instantText(baseInstantNs, connection.firstInstantNs),
    durationMs: (connection.lastInstantNs - connection.firstInstantNs) / 1e6,
    originatorBytes: known(half.originator.payloadBytes),
    responderBytes: known(half.responder.payloadBytes),
    retransmissions: known(half.originator.retransmissions + half.responder.retransmissions),
    outOfOrder: known(half.originator.outOfOrder + half.responder.outOfOrder),
    zeroWindows: known(half.originator.zeroWindows + half.responder.zeroWindows),
    keepAlives: known(half.originator.keepAlives + half.responder.keepAlives),
    handshakeMs:
      synToSynAckNs === undefined || synAckToAckNs === undefined ? undefined : (synToSynAckNs + synAckToAckNs) / 1e6,
    closedFirstBy: connection.closedFirstBy,
  };
}
