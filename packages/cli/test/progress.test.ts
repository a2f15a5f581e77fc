import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Progress, progressLine } from '../src/progress.ts';

const clear = '\r\x1b[2K';

function screen(columns: number) {
  let written = '';
  const stream = {
    isTTY: true,
    columns,
    write(text: string) {
      written += text;
      return true;
    },
  };
  return { stream, shown: () => written };
}

describe('the progress bar', () => {
  it('has in a wide terminal the name, thirty columns of bar, and the figures', () => {
    assert.equal(
      progressLine('reading', 'edge.pcap', 50_000_000, 200_000_000, 79),
      'reading edge.pcap [########......................] 25 %, 50 MB',
    );
    assert.equal(progressLine('reading', 'standard input', 5e6, 0, 79), 'reading standard input: 5 MB');
  });

  it('never takes more columns than there are: first the name gives way, then the bar', () => {
    const name = `/var/captures/${'x'.repeat(80)}/edge.pcap`;
    for (let width = 5; width < 200; width += 1) {
      for (const total of [0, 2e9]) {
        const line = progressLine('annotating', name, 1_234_567_890, total, width);
        assert.ok(line.length <= width, `${width}: ${line}`);
      }
    }
    assert.equal(
      progressLine('reading', name, 1e9, 2e9, 59),
      'reading /var/ca…xxxxxx/edge.pcap [#####.....] 50 %, 1000 MB',
    );
    assert.equal(progressLine('reading', name, 1e9, 2e9, 30), '50 %, 1000 MB');
  });

  it('shows nothing for a second, and takes itself away', () => {
    const { stream, shown } = screen(80);
    let now = 0;
    const progress = new Progress(stream, 'reading', 'a.pcap', 100, () => now);
    now = 900;
    progress.update(10);
    progress.end();
    assert.equal(shown(), '');
    now = 1100;
    progress.update(50);
    progress.end();
    const bar = `[${'#'.repeat(15)}${'.'.repeat(15)}]`;
    assert.equal(shown(), `${clear}reading a.pcap ${bar} 50 %, 0 MB${clear}`);
  });

  it('shows a name as plain text: nothing in it reaches the terminal as more than text', () => {
    const { stream, shown } = screen(80);
    let now = 0;
    const progress = new Progress(stream, 'reading', '\x1b]0;title\x07\x1b[31mred\n.pcap', 100, () => now);
    now = 2000;
    progress.update(50);
    assert.ok(shown().startsWith(`${clear}reading red .pcap [`), shown());
  });
});
