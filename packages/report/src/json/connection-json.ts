import type { ConnectionReport } from '@fivewhys/diagnosis';
import { finite } from './finite.ts';
import type { JsonObject } from './write-json.ts';

export function connectionJson(connection: ConnectionReport): JsonObject {
  return {
    input: connection.input,
    stream: connection.stream,
    originator: { ip: connection.originator.ip, port: connection.originator.port },
    responder: { ip: connection.responder.ip, port: connection.responder.port },
    originatorBasis: connection.originatorBasis,
    frames: connection.frames,
    resetFrames: connection.resetFrames,
    history: connection.history,
    ending: connection.ending,
    closedFirstBy: connection.closedFirstBy,
    firstInstant: connection.firstInstant,
    durationMs: finite(connection.durationMs),
    handshakeMs: finite(connection.handshakeMs),
    originatorBytes: connection.originatorBytes,
    responderBytes: connection.responderBytes,
    retransmissions: connection.retransmissions,
    outOfOrder: connection.outOfOrder,
    zeroWindows: connection.zeroWindows,
    keepAlives: connection.keepAlives,
  };
}
