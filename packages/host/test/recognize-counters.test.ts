import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { recognizeCounters } from '../src/index.ts';

const root = join(import.meta.dirname, '../../..');

describe('recognizing what a host says', () => {
  it('names the formats in the order in which they begin', () => {
    const text = '$ conntrack -S\ncpu=0 \tfound=0 invalid=4 insert=0 \n$ nstat -az\n#kernel\nTcpOutRsts 14 0.0\n';
    assert.deepEqual(recognizeCounters(text), [
      { format: 'conntrack-statistics', firstLine: 2, lines: 1 },
      { format: 'nstat', firstLine: 4, lines: 2 },
    ]);
  });

  it('works on a sample that is cut off in the middle of a line', () => {
    assert.deepEqual(
      recognizeCounters('#kernel\nTcpOutRsts 14 0.0\nTcpExtListenOv').map(({ format }) => format),
      ['nstat'],
    );
  });

  it('finds nothing in captures as text', () => {
    const text = `reading from file a.pcap, link-type EN10MB (Ethernet)
10:00:00.000000 IP 10.77.1.1.48570 > 10.77.2.1.80: Flags [S], seq 1563951501, win 64240, options [mss 1460,sackOK,TS val 1 ecr 0,nop,wscale 7], length 0
10:00:00.000100 IP 10.77.2.1.80 > 10.77.1.1.48570: Flags [R.], seq 0, ack 1563951502, win 0, length 0
2026-03-01 10:00:00.000100 IP6 fd77::1.48570 > fd77::2.80: Flags [.], ack 1, win 502, length 0
\t0x0000:  4500 0028 0000 4000 4006 0000 0a4d 0101
T 10.77.1.1:48570 -> 10.77.2.1:80 [AP] #4
GET / HTTP/1.1.
Host: example.org.
14041 [AF]
29212 [AP]
`;
    assert.deepEqual(recognizeCounters(text), []);
  });

  it('finds nothing in logs of clients, proxies and servers', () => {
    const text = `curl: (56) Recv failure: Connection reset by peer
fatal: the remote end hung up unexpectedly
error: RPC failed; curl 56 GnuTLS recv error (-54): Error in the pull function.
kex_exchange_identification: read: Connection reset by peer
read tcp 10.0.0.1:4000->10.0.0.2:443: read: connection reset by peer
2026/03/01 10:00:00 [error] 812#812: *7 recv() failed (104: Connection reset by peer) while reading response header from upstream, client: 10.0.0.1
Mar  1 10:00:00 lb haproxy[812]: 10.0.0.1:4000 [01/Mar/2026:10:00:00.000] web app/s1 0/0/0/-1/3 502 0 - - SH-- 1/1/0/0/0 0/0 "GET / HTTP/1.1"
10.0.0.1 - - [01/Mar/2026:10:00:00 +0000] "GET / HTTP/1.1" 499 0 "-" "curl/8.0"
Mar  1 10:00:00 web1 sshd[7]: Connection reset by 10.0.0.1 port 4000 [preauth]
Error: read ECONNRESET
    at TCP.onStreamRead (node:internal/stream_base_commons:217:20) { errno: -104, code: 'ECONNRESET', syscall: 'read' }
java.net.SocketException: Connection reset
time="2026-03-01T10:00:00Z" level=error msg="out of memory" pid=7
{"level":"error","kernel":{"version":"6.18"},"msg":"reset"}
`;
    assert.deepEqual(recognizeCounters(text), []);
  });

  it('finds nothing in prose, also where it speaks of counters: in this repository, only on the page that shows outputs', () => {
    const pages = globSync(['*.md', 'docs/*.md', 'packages/*/README.md', 'captures/*.md', 'bench/*.md'], { cwd: root });
    assert(pages.length > 10);
    const found = pages.filter((page) => recognizeCounters(readFileSync(join(root, page), 'utf8')).length > 0);
    assert.deepEqual(
      found.filter((page) => page !== 'docs/host-evidence.md'),
      [],
    );
  });

  it('finds nothing in the captures as text of this repository', () => {
    const texts = globSync(['captures/**/*.txt', 'packages/capture/test/**/*.txt'], { cwd: root });
    for (const text of texts) assert.deepEqual(recognizeCounters(readFileSync(join(root, text), 'utf8')), [], text);
  });

  it('takes a heading for what it is: nothing by itself', () => {
    assert.deepEqual(
      recognizeCounters('root@web1:~# nstat -az\n$ ss -ltn\n==> /proc/net/snmp <==\nSun Mar  1 10:00:00 UTC 2026\n'),
      [],
    );
  });
});
