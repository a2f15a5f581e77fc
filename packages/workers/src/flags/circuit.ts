/** Whether a provider that fails is still asked. */
export interface Circuit {
  /** Failures since the last answer. */
  readonly failures: number;
  /** Until then nobody waits for it; undefined while it is closed. */
  readonly openUntilMs: number | undefined;
}

export interface CircuitPolicy {
  /** So many failures in a row open it. */
  readonly failures: number;
  readonly openForMs: number;
}

export const closedCircuit: Circuit = { failures: 0, openUntilMs: undefined };

/** What is to be done with a question: wait for its answer, ask without waiting (one question finds out whether it works again), or not ask. */
export function questionIn({ openUntilMs }: Circuit, nowMs: number): 'wait' | 'probe' | 'skip' {
  if (openUntilMs === undefined) return 'wait';
  return nowMs >= openUntilMs ? 'probe' : 'skip';
}

/** A probe holds back the next one for as long as the circuit stays open. */
export function afterProbe(circuit: Circuit, nowMs: number, policy: CircuitPolicy): Circuit {
  return { ...circuit, openUntilMs: nowMs + policy.openForMs };
}

export function afterFailure(circuit: Circuit, nowMs: number, policy: CircuitPolicy): Circuit {
  const failures = circuit.failures + 1;
  if (circuit.openUntilMs !== undefined) return { ...circuit, failures };
  return { failures, openUntilMs: failures >= policy.failures ? nowMs + policy.openForMs : undefined };
}
