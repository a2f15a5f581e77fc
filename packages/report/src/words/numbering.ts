import type { Explanation } from '@fivewhys/diagnosis';

/** What the numbers of streams and frames are, with filters to paste. */
export function numbering({ inputs, findings }: Explanation): string[] {
  const stream = findings[0]?.subjects[0]?.stream ?? 0;
  const frame =
    findings.flatMap(({ whys }) => whys.flatMap(({ evidence }) => evidence.flatMap(({ frames }) => frames)))[0] ?? 1;
  const captures = inputs.filter(({ lines }) => lines === undefined);
  const texts = captures.filter(({ kind }) => kind === 'tcpdump-text' || kind === 'ngrep-text').length;
  return [
    ...(texts < captures.length
      ? [`Streams and frames are numbered as in Wireshark: tcp.stream == ${stream}, frame.number == ${frame}.`]
      : []),
    ...(texts > 0
      ? ['Of a capture as text, frames are the packet lines, counted from 1, and streams the connections, from 0.']
      : []),
  ];
}
