/** How programs name a job in a line: `job 4711`, `job-id=ab12`, `"jobId":"4711"`, `Task mail.send[4f1c-…]`. */
const names =
  /\b(?:(?:job|task)(?:[ _-]?id)?|message[ _-]?id)\b["']?\s{0,2}[:=#[]?\s{0,2}["']?([\w:.-]{0,60}\d[\w:.-]{0,60})/gi;

/** The job that the last lines of a worker name last; undefined where they name none. */
export function jobNamedIn(lines: readonly string[]): string | undefined {
  for (const line of lines.toReversed()) {
    // A place in a source (`job.js:12`) is no job.
    const found = [...line.matchAll(names)].map(([, name]) => name).filter((name) => !/\.\w+:\d+$/.test(name ?? ''));
    if (found.length > 0) return found.at(-1);
  }
  return undefined;
}
