import type { Explanation } from '@fivewhys/diagnosis';
import type { Page } from './page.ts';

/** Says once what the numbers of streams and frames are, with filters to paste. */
export function writeNumbering({ inputs, findings }: Explanation, page: Page): void {
  const stream = findings[0]?.subjects[0]?.stream ?? 0;
  const frame =
    findings.flatMap(({ whys }) => whys.flatMap(({ evidence }) => evidence.flatMap(({ frames }) => frames)))[0] ?? 1;
  const texts = inputs.filter(({ kind }) => kind === 'tcpdump-text').length;
  page.blank();
  if (texts < inputs.length) {
    page.text(`Streams and frames are numbered as in Wireshark: tcp.stream == ${stream}, frame.number == ${frame}.`, {
      styles: ['dim'],
    });
  }
  if (texts > 0) {
    page.text(
      'Of a capture as text, frames are the packet lines, counted from 1, and streams the connections, from 0.',
      {
        styles: ['dim'],
      },
    );
  }
}
