import { createNgrepTextReader, looksLikeNgrepText } from '../../../packages/capture/src/formats/ngrep-text.ts';
import { checkReader } from '../oracles/check-reader.ts';
import type { FuzzTarget } from '../target.ts';
import { insertTokenOf, repeatLine, replaceNumber, swapLines } from './text-mutations.ts';

/** How much of a text is looked at before it is said to hold no packet (read-here.ts). */
const sampleBytes = 64 * 1024;

const texts = [
  `interface: eth0 (10.0.0.0/255.255.255.0)
##
T 2017/04/13 01:22:11.436659 10.0.0.1:40000 -> 10.0.0.2:80 [S] #3
#
T 2017/04/13 01:22:11.436759 10.0.0.2:80 -> 10.0.0.1:40000 [AS] #4
##
T 2017/04/13 01:22:11.437057 10.0.0.1:40000 -> 10.0.0.2:80 [AP] #6
  GET / HTTP/1.1..Host: example.com....
T 2017/04/13 01:22:17.953067 10.0.0.1:40000 -> 10.0.0.2:80 [AR] #7
exit
7 received, 0 dropped
`,
  `T +0.000000 2001:db8::1:50000 -> 2001:db8::2:443 [S] #1
U +0.500000 10.0.0.1:53 -> 10.0.0.2:5353 #2
T +0.100000 [2001:db8::2]:443 -> [2001:db8::1]:50000 [AR] #3
I +0.200000 10.0.0.2 -> 10.0.0.1 3:3 #4
`,
  `> 1. T $LB_IP:$LB_PORT -> $SERVER_IP:$SERVER_PORT [AP]
  47 45 54 20 2f 20 48 54    54 50 2f 31 2e 31 0d 0a    GET / HTTP/1.1..
T 10.0.0.1 -> 10.0.0.2 +1a2b@1480:20
`,
];

const tokens = [
  'T ',
  'U ',
  'I ',
  ' -> ',
  ' [AP]',
  '[',
  ']',
  '#',
  '###',
  '  ',
  '\n',
  '\r\n',
  ':',
  '+0.5 ',
  '2017/13/41 25:61:61.1 ',
  '::1',
  '\u0000',
];

/** The reader of what ngrep prints. */
export const ngrepTextTarget: FuzzTarget = {
  name: 'ngrep-text',

  seeds: () => texts.map((text) => new TextEncoder().encode(text)),

  mutations: [insertTokenOf(tokens), swapLines, repeatLine, replaceNumber],

  run: (input) => {
    const head = new TextDecoder().decode(input.subarray(0, sampleBytes));
    if (looksLikeNgrepText(head)) checkReader(createNgrepTextReader, input);
  },
};
