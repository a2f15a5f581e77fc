/** The fields that every event has, in whatever order someone's tool left them. */
const marks = [/"version":\s?\d/, /"instant":\s?"/, /"supervisor":\s?"/, /"event":\s?"[a-z-]+"/];

/** Whether a text with this beginning holds events of a supervisor or a guard. What a worker wrote may stand between them, where standard error was kept. */
export function looksLikeWorkerEvents(beginning: string): boolean {
  return beginning.split('\n').some((line) => line.startsWith('{') && marks.every((mark) => mark.test(line)));
}

/** Whether a line is meant to be an event, also one that is cut off behind its first words. */
export function isMeantAsEvent(line: string): boolean {
  return line.startsWith('{"version":') || looksLikeWorkerEvents(line);
}
