import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const main = join(root, 'packages/cli/src/main.ts');

/** The output with every number as `N`: a story that is recorded anew has other frames, numbers and times. */
function explain(story: string, format: string): string {
  const { stdout, status } = spawnSync(
    process.execPath,
    ['--conditions=@fivewhys/source', main, 'explain', join('captures', story), '--format', format],
    { encoding: 'utf8', cwd: root, env: { ...process.env, LC_ALL: 'C.UTF-8' } },
  );
  assert.ok(status === 0 || status === 1, `status ${status}`);
  return stdout.replace(/\d+(?:[.,]\d+)*(?: (?:µs|ms|s)\b)?/g, 'N');
}

/** Headings, and the facts under those of findings. */
function skeleton(markdown: string): string[] {
  const prose = markdown.replace(/^ *```[\s\S]*?^ *```$/gm, '');
  const lines = prose.match(/^(?:#+ .*|- \*\*[^:]*:\*\* .*)$/gm) ?? [];
  return lines.filter((line) => !/^- \*\*(?:Harm|Verify|Undo|Source)/.test(line));
}

const goldens: Readonly<Record<string, readonly string[]>> = {
  'time-wait-reuse-balancer.pcap': [
    '# time-wait-reuse in N connection: a SYN ran into a TIME_WAIT socket',
    '## fN: time-wait-reuse, proven',
    '- **Happened:** A connection attempt to N:N (N SYNs in N) never got a SYN-ACK, and came to nothing',
    '- **Root:** The originator came round to the same port within TIME_WAIT, with an initial sequence number from another source: random, or of another host behind N',
    '- **To do:** Reuse connections: keep-alive between the balancer (or client) and the responder. Fewer connections, and ports come round later than TIME_WAIT lasts (remedy N of N)',
    '- **Cause:** time-wait-reuse: a SYN ran into a TIME_WAIT socket',
    '- **Where:** N connection: stream N',
    '### Why',
    '### Frames',
    '### Remedies',
    '#### N. Reuse connections: keep-alive between the balancer (or client) and the responder. Fewer connections, and ports come round later than TIME_WAIT lasts',
    '#### N. Turn TCP timestamps on at both ends, and do not let the balancer strip them: a newer timestamp makes the SYN acceptable whatever its number',
    '#### N. Give the originator more source ports: more SNAT addresses, a wider port range, ports taken in turn and not at random',
    '#### N. Let the originator close first (the balancer, not the backend): TIME_WAIT is then at its end, where it picks other ports by itself',
    '### Notes',
    '### Ruled out',
    '## What was read',
  ],
  'closed-port.pcap': [
    '# closed-port (likely) in N connections: nobody listens on the port',
    '## fN: closed-port, likely',
    '- **Happened:** Connection attempts to N:N were refused ("Connection refused")',
    '- **Likely root:** Nothing listens on port N of N, or not on that address',
    '- **To do:** Start the service, or point the originator at the port and address where it listens',
  ],
  'harmless-rst-after-close.pcap': ['# Nothing wrong was found. What stood out is harmless'],
};

describe('the bundled captures, explained', () => {
  for (const [story, golden] of Object.entries(goldens)) {
    it(`as Markdown: ${story}`, () => {
      assert.deepEqual(skeleton(explain(story, 'markdown')).slice(0, golden.length), golden);
    });

    it(`as HTML, in the same words: ${story}`, () => {
      const html = explain(story, 'html');
      const text = html
        .replace(/<style>[\s\S]*?<\/style>/, '')
        .replace(/<[^>]*>/g, ' ')
        .replace(/&#39;|&#N;/g, "'")
        .replace(/&quot;/g, '"')
        .replace(/\s+/g, ' ');
      for (const line of golden) {
        const words = line.replace(/^(?:#+|- \*\*.*?:\*\*) /, '').replace(/^fN: ([\w-]+), (\w+)$/, 'fN $1 $2');
        assert.ok(text.includes(words), words);
      }
    });
  }
});
