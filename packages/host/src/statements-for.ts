import { counterStatements } from './counter-statements.ts';
import { eventStatements } from './event-statements.ts';
import type { HostEvidence } from './host-evidence.ts';
import { meanings } from './meanings/index.ts';
import type { Meaning, Saying } from './meanings/meaning.ts';
import type { HostQuestion } from './question.ts';
import { settingStatements } from './setting-statements.ts';
import { socketStatements } from './socket-statements.ts';
import type { Statement } from './statement.ts';

const strengths: readonly Statement['strength'][] = ['connection', 'interval', 'moment', 'total'];
const effects: readonly Statement['effect'][] = ['rules-out', 'raises', 'sinks'];

/**
 * What the host texts of a call say of one cause, the closest to the case first. Empty when they say nothing of it.
 *
 * `rules-out` is only said where it is certain that the evidence is of the end in question (`inputs`, or its address among the sockets of the same text)
 * and of the time in question (`fromNs`, `toNs`, and times in the text that enclose them), or where a line names the connection. Else the same sinks.
 *
 * ```ts
 * statementsFor(hostEvidence([readHostText(before), readHostText(after, { input: 1 })]), { cause: 'backlog-overflow' })[0]
 * // { effect: 'raises', claim: 'TcpExtListenOverflows moved by 5: an accept queue of this host was full', … }
 * ```
 */
export function statementsFor(evidence: HostEvidence, question: HostQuestion): readonly Statement[] {
  const statements = meanings.flatMap((meaning) => {
    const says = meaning.says.filter(({ cause }) => cause === question.cause);
    return says.length === 0 ? [] : statementsOf(evidence, question, meaning, says);
  });
  return statements.toSorted(
    (a, b) =>
      strengths.indexOf(a.strength) - strengths.indexOf(b.strength) ||
      effects.indexOf(a.effect) - effects.indexOf(b.effect),
  );
}

function statementsOf(
  evidence: HostEvidence,
  question: HostQuestion,
  meaning: Meaning,
  says: readonly Saying[],
): readonly Statement[] {
  switch (meaning.kind) {
    case 'counter':
      return counterStatements(evidence, question, meaning, says);
    case 'setting':
      return settingStatements(evidence, question, meaning, says);
    case 'kernel-message':
    case 'reset-reason':
    case 'drop-reason':
      return eventStatements(evidence, question, meaning, says);
    case 'socket-state':
      return socketStatements(evidence, question, meaning, says);
  }
}
