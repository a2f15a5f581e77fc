/**
 * Explains a capture from a program: prints what was found, and writes the page that can be mailed to the other team.
 *
 *     node --conditions=@fivewhys/source examples/explain-a-capture/explain-a-capture.ts captures/closed-port.pcap answer.html
 */
import { writeFile } from 'node:fs/promises';
import { explain, renderers } from 'fivewhys';

const [capture = 'captures/closed-port.pcap', page] = process.argv.slice(2);
const explanation = await explain(capture);

for (const { cause, verdict, count, symptom, whys, remedies } of explanation.findings) {
  console.log(`${cause} (${verdict}), ${count} connections: ${symptom}`);
  console.log(`  why: ${whys.at(-1)?.claim}`);
  console.log(`  do:  ${remedies[0]?.summary ?? 'see what to collect next'}`);
}
for (const { path, message } of explanation.unreadable) console.error(`${path}: ${message}`);

if (page !== undefined) {
  await writeFile(page, renderers.html(explanation, { width: 80, color: false, unicode: true }).output);
}
