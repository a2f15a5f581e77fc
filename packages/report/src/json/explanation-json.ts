import type { DamagePlace, Explanation, InputReport, UnreadableInput } from '@fivewhys/diagnosis';
import { connectionJson } from './connection-json.ts';
import { findingJson } from './finding-json.ts';
import { finite } from './finite.ts';
import type { JsonObject } from './write-json.ts';

/**
 * The explanation as the contract has it: each field is named here, in the order of the contract, so that a field added to a type in the house is
 * not published by accident. The schema is in `schema/explanation.ts`, the words for users in docs/findings-json.md.
 */
export function explanationJson(explanation: Explanation): JsonObject {
  const { version, inputs, unreadable, connections, findings, summary } = explanation;
  return {
    version,
    inputs: inputs.map(inputJson),
    unreadable: unreadable.map(unreadableJson),
    connections: connections?.map(connectionJson),
    findings: findings.map(findingJson),
    summary: {
      frames: summary.frames,
      connections: summary.connections,
      resets: summary.resets,
      resetConnections: summary.resetConnections,
      retransmissions: summary.retransmissions,
      retransmittingConnections: summary.retransmittingConnections,
      byCause: { ...summary.byCause },
      byEnding: { ...summary.byEnding },
    },
  };
}

function inputJson(input: InputReport): JsonObject {
  return {
    path: input.path,
    kind: input.kind,
    compression: input.compression,
    lines: input.lines,
    frames: input.frames,
    tcpFrames: input.tcpFrames,
    connections: input.connections,
    resets: input.resets,
    vantage: input.vantage,
    firstInstant: input.firstInstant,
    durationMs: finite(input.durationMs),
    damage: input.damage.map(damageJson),
    damageCount: input.damageCount,
    notes: [...input.notes],
  };
}

function damageJson({ offsetBytes, line, frame, reason }: DamagePlace): JsonObject {
  return { offsetBytes, line, frame, reason };
}

function unreadableJson({ path, code, message }: UnreadableInput): JsonObject {
  return { path, code, message };
}
