/** Tells the story once. `run.ts FILE` writes its figures there, as JSON. */
import { writeFileSync } from 'node:fs';
import process from 'node:process';
import { checkPrograms } from './check-programs.ts';
import { Host } from './host.ts';
import { tellStory } from './tell-story.ts';

/** A search takes the thread for some 50 ms then. With twice as many the few use up their quota in so few, and so long, searches that the others feel it longer. */
const pullRequests = 12_000;

const [figures] = process.argv.slice(2);
try {
  checkPrograms();
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`);
  process.exit(2);
}
await using host = await Host.make({ repositories: 10, pullRequests });
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => host[Symbol.asyncDispose]().finally(() => process.exit(1)));
}
const story = await tellStory(host, pullRequests, (line = '') => process.stdout.write(`${line}\n`));
if (figures !== undefined) writeFileSync(figures, `${JSON.stringify(story, null, 2)}\n`);
