import { createTcpdumpTextReader, looksLikeTcpdumpText } from '../../../packages/capture/src/formats/tcpdump-text.ts';
import { checkReader } from '../oracles/check-reader.ts';
import type { FuzzTarget } from '../target.ts';
import { insertTokenOf, repeatLine, replaceNumber, swapLines } from './text-mutations.ts';

/** How much of a text is looked at before it is said to hold no packet (read-capture.ts). */
const sampleBytes = 64 * 1024;

const texts = [
  `tcpdump: listening on eth0, link-type EN10MB (Ethernet), snapshot length 262144 bytes
17:15:00.320997 IP 10.0.0.1.40000 > 10.0.0.2.80: Flags [S], seq 1640887617, win 14600, options [mss 1460,sackOK,TS val 1 ecr 0,nop,wscale 7], length 0
17:15:00.321102 IP 10.0.0.2.80 > 10.0.0.1.40000: Flags [S.], seq 99, ack 1640887618, win 65160, options [mss 1460,sackOK,TS val 9 ecr 1,nop,wscale 7], length 0
17:15:00.321130 IP 10.0.0.1.40000 > 10.0.0.2.80: Flags [.], ack 1, win 115, options [nop,nop,TS val 2 ecr 9], length 0
17:15:00.321200 IP 10.0.0.1.40000 > 10.0.0.2.80: Flags [P.], seq 1:76, ack 1, win 115, length 75: HTTP: GET / HTTP/1.1
17:15:00.322000 IP 10.0.0.2.80 > 10.0.0.1.40000: Flags [R.], seq 1, ack 76, win 0, length 0
5 packets captured
5 packets received by filter
0 packets dropped by kernel
`,
  `2024-03-01 12:00:00.000001 IP6 (flowlabel 0x12345, hlim 64, next-header TCP (6) payload length: 40) 2001:db8::1.50000 > 2001:db8::2.443: Flags [S], cksum 0x1234 (correct), seq 5, win 64800, options [mss 1440,sackOK,TS val 3 ecr 0,nop,wscale 7], length 0
2024-03-01 12:00:00.000002 IP6 (hlim 57, next-header TCP (6) payload length: 20) 2001:db8::2.443 > 2001:db8::1.50000: Flags [R.], cksum 0xabcd (incorrect -> 0x1), seq 0, ack 6, win 0, length 0
`,
  `1709294400.123456 IP (tos 0x0, ttl 64, id 4242, offset 0, flags [DF], proto TCP (6), length 60)
    192.0.2.1.40000 > 192.0.2.2.8080: Flags [S], cksum 0x1 (correct), seq 1000, win 64240, options [mss 1460,sackOK,TS val 10 ecr 0,nop,wscale 7], length 0
1709294400.123556 IP (tos 0x0, ttl 64, id 0, offset 0, flags [DF], proto TCP (6), length 40)
    192.0.2.2.8080 > 192.0.2.1.40000: Flags [R.], cksum 0x2 (correct), seq 0, ack 1001, win 0, length 0
	0x0000:  4500 0028 0000 4000 4006 0000 c000 0202
	0x0010:  c000 0201 1f90 9c40 0000 0000 0000 03e9
`,
  `12:00:00.000001 eth0  Out IP 10.1.1.1.33000 > 10.1.1.2.5432: Flags [P.], seq 4294967290:10, ack 77, win 229, options [nop,nop,sack 2 {5:9}{20:30}], length 16
12:00:00.000100 eth0  In  IP 10.1.1.2.5432 > 10.1.1.1.33000: Flags [.], ack 10, win 0, length 0
12:00:00.000200 IP 10.1.1.254 > 10.1.1.1: ICMP host 10.1.1.2 unreachable, length 68
12:00:00.000300 ARP, Request who-has 10.1.1.2 tell 10.1.1.1, length 28
`,
  `23:59:59.999999 host.example.ssh > client.example.40000: S 100:100(0) ack 1 win 5792 <mss 1460,nop,wscale 2> (DF)
00:00:00.000001 client.example.40000 > host.example.ssh: R 1:1(0) win 0 (DF)
00:00:00.000101 client.example.40000 > host.example.ssh: . ack 1 win 5840
`,
  `IP 127.0.0.1.5000 > 127.0.0.1.6000: Flags [S], seq 1, win 1, length 0
IP 127.0.0.1.6000 > 127.0.0.1.5000: Flags [R.], seq 0, ack 2, win 0, length 0
`,
];

const tokens = [
  'Flags [S]',
  'Flags [R.]',
  'Flags [none]',
  'seq ',
  'ack ',
  'win ',
  'length ',
  'options [',
  ']',
  ' > ',
  ': ',
  '.',
  ':',
  '\n',
  '\t',
  '\r\n',
  ' ',
  'IP ',
  'IP6 ',
  'eth0 In ',
  'eth0 Out ',
  '4294967295',
  '4294967296',
  '99999999999999999999',
  '-1',
  '0',
  '1e9',
  'NaN',
  'nop',
  'sack 1 {1:2}',
  'TS val 1 ecr 2',
  'wscale 255',
  'mss 65536',
  '::1',
  '10.0.0.1.80',
  'fe80::1%eth0',
  '25:61:61.000000',
  '1970-01-01 00:00:00.0',
  '\u0000',
  '\u001b[0m',
];

/** The reader of what tcpdump prints: changed line by line and word by word, beside byte by byte. */
export const tcpdumpTextTarget: FuzzTarget = {
  name: 'tcpdump-text',

  seeds: () => texts.map((text) => new TextEncoder().encode(text)),

  mutations: [insertTokenOf(tokens), swapLines, repeatLine, replaceNumber],

  run: (input) => {
    const head = new TextDecoder().decode(input.subarray(0, sampleBytes));
    if (looksLikeTcpdumpText(head)) checkReader(createTcpdumpTextReader, input);
  },
};
