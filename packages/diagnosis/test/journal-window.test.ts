import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { beforeIt, commandInTime } from '../src/commands/journal-window.ts';
import { Explainer } from '../src/index.ts';
import { onlyFinding } from './causes/only-finding.ts';
import { fromOriginator, opening } from './causes/segments.ts';
import { sourceOf } from './explain-text.ts';

describe('a command of journalctl', () => {
  it('asks for the minutes around the RST of the connection that is shown, where the capture has dates', async () => {
    const explainer = new Explainer({ connections: false, stream: undefined, wanted: undefined, cause: undefined });
    const bytes = readFileSync(new URL('../../../captures/client-abort.pcap', import.meta.url));
    await explainer.addInput('client-abort.pcap', sourceOf(bytes));
    const [finding] = explainer.finish().findings;
    // Frame 18, the RST of stream 1, is of 2026-11-22T02:40:04.253456Z.
    assert.match(
      finding?.next[0]?.command ?? '',
      /^journalctl --since '2026-11-22 02:39:04 UTC' --until '2026-11-22 02:41:04 UTC' \|/,
    );
  });

  it('asks for the last hour where the times have no date', async () => {
    const finding = await onlyFinding([
      ...opening({ answered: false }),
      ...fromOriginator('09.000000', 'Flags [R.], seq 1101, ack 5001, win 501, options [TS val 9 ecr 8]', 13),
    ]);
    assert.equal(finding.cause, 'client-abort');
    assert.match(finding.next[0]?.command ?? '', /^journalctl --since '-1 hour' \|/);
  });

  it('asks for the day before what may be noticed late', () => {
    assert.equal(
      commandInTime(`journalctl ${beforeIt}`, 86_400_000_000_000n * 365n),
      "journalctl --since '1970-12-31 00:00:00 UTC' --until '1971-01-01 00:01:00 UTC'",
    );
  });
});
