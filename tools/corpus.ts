import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { explain } from 'fivewhys';
import { findingsText } from './corpus/findings-text.ts';
import { connectionsOf, differencesFrom, type ManifestEntry, type ReadCapture } from './corpus/oracle.ts';

/**
 * Holds what we read of a folder of captures against an oracle: `manifest.json` in that folder, made with tshark (see docs/corpus.md for its form).
 * Prints one row per capture, with what `explain` finds in it, and exits 1 when one of them differs in a way that is not explained in docs/corpus.md.
 *
 *     npm run corpus -- DIR               # frames, streams and RSTs held against the oracle, and the findings
 *     npm run corpus -- DIR --markdown    # file and findings, as the table of docs/corpus.md
 */
const { values, positionals } = parseArgs({
  options: { markdown: { type: 'boolean', default: false } },
  allowPositionals: true,
});
const [directory] = positionals;
if (directory === undefined) {
  console.error('usage: npm run corpus -- DIR [--markdown]   (a folder of captures with a manifest.json)');
  process.exit(2);
}
const manifest: readonly ManifestEntry[] = JSON.parse(readFileSync(join(directory, 'manifest.json'), 'utf8'));
const entries = values.markdown ? manifest.toSorted((a, b) => (a.file < b.file ? -1 : 1)) : manifest;
/** A table that is pasted must not carry what belongs to this run. */
const report = values.markdown ? console.error : console.log;
if (values.markdown) console.log('| file | findings |\n|---|---|');
let differing = 0;
for (const entry of entries) {
  const path = join(directory, entry.file);
  const capture = await connectionsOf(path);
  const findings = findingsText((await explain(path)).findings);
  const differences = differencesFrom(entry, capture);
  if (differences.length > 0) differing += 1;
  if (values.markdown) console.log(`| \`${entry.file}\` | ${findings} |`);
  if (!values.markdown || differences.length > 0) reportEntry(entry, capture, differences, findings);
}
report(`${manifest.length - differing} of ${manifest.length} captures agree`);
process.exitCode = differing === 0 ? 0 : 1;

function reportEntry(
  { file, oracle }: ManifestEntry,
  { context, connections }: ReadCapture,
  differences: readonly string[],
  findings: string,
): void {
  const counts = `${context.tallies.frames} frames, ${connections.length} streams, ${oracle.rstFrames.length} RSTs`;
  report(`${differences.length === 0 ? 'agrees ' : 'DIFFERS'} ${file.padEnd(52)} ${counts.padEnd(40)} ${findings}`);
  for (const difference of differences.slice(0, 12)) report(`          ${difference}`);
  const { count, places } = context.damage;
  if (count > 0) report(`          damage: ${count}, first: ${places[0]?.reason}`);
}
