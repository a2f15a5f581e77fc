/** A line as `EventFile` writes it. What a worker wrote may stand between such lines, where standard error was kept. */
const eventLine = /^\{"version":\d+,"instant":"[^"]{10,40}","supervisor":"(?:[^"\\]|\\.)*","event":"[a-z-]+"/m;

/** Whether a text with this beginning holds events of a supervisor or a guard. */
export function looksLikeWorkerEvents(beginning: string): boolean {
  return eventLine.test(beginning);
}
