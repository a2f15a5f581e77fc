import { Explainer, type Explanation } from '@fivewhys/diagnosis';
import { CodedError } from '@fivewhys/evidence';
import { PieceSource } from '../../../packages/capture/test/build/piece-source.ts';
import { expect } from '../oracles/expect.ts';
import type { FuzzTarget } from '../target.ts';
import { repeatLine, replaceNumber, swapLines } from './text-mutations.ts';

const texts = [
  `Cloning into 'app'...
remote: Enumerating objects: 100, done.
Receiving objects:  42% (42/100), 1.20 MiB | 600.00 KiB/s
error: RPC failed; curl 56 Recv failure: Connection reset by peer
fetch-pack: unexpected disconnect while reading sideband packet
fatal: early EOF
fatal: fetch-pack: invalid index-pack output
`,
  `2026/03/01 10:00:00 Post "http://10.0.0.2:8080/": read tcp 10.0.0.1:40000->10.0.0.2:8080: read: connection reset by peer
time="2026-03-01T10:00:00Z" level=fatal msg="Put https://registry/v2/: write tcp [2001:db8::1]:5000->[2001:db8::2]:443: write: broken pipe"
Error: socket hang up { code: 'ECONNRESET' }
java.net.SocketException: Connection reset
urllib3.exceptions.ProtocolError: ('Connection aborted.', ConnectionResetError(104, 'Connection reset by peer'))
kex_exchange_identification: read: Connection reset by peer
`,
  `2026/03/01 10:00:00 [error] 7#7: *12 recv() failed (104: Connection reset by peer) while reading response header from upstream, client: 10.0.0.9, server: a, request: "GET / HTTP/1.1", upstream: "http://10.0.0.2:80/", host: "a"
Mar  1 10:00:00 lb haproxy[1]: 10.0.0.9:5000 [01/Mar/2026:10:00:00.000] fe be/s1 0/0/1/-1/2 502 209 - - SH-- 1/1/0/0/0 0/0 "GET / HTTP/1.1"
`,
  `# nstat -asz
#kernel
TcpOutRsts                      5                  0.0
TcpExtListenOverflows           3                  0.0
$ cat /proc/net/netstat
TcpExt: SyncookiesSent ListenOverflows ListenDrops
TcpExt: 0 8 8
$ conntrack -S
cpu=0 found=0 invalid=4 insert=0 insert_failed=0 drop=2 early_drop=0 error=0 search_restart=0
# ss -ltn
State  Recv-Q Send-Q Local Address:Port Peer Address:Port
LISTEN 5 4 0.0.0.0:80 0.0.0.0:*
[ 1.0] nf_conntrack: nf_conntrack: table full, dropping packet
`,
];

/** Logs of clients and proxies, and what hosts say of themselves: in one piece and in several the same findings, and nothing but a code for what is neither. */
export const otherTextsTarget: FuzzTarget = {
  name: 'other-texts',

  seeds: () => texts.map((text) => new TextEncoder().encode(text)),

  mutations: [swapLines, repeatLine, replaceNumber],

  run: async (input) => {
    const whole = await explain(input, Number.POSITIVE_INFINITY);
    const pieces = await explain(input, 7);
    expect(JSON.stringify(whole) === JSON.stringify(pieces), 'other findings in pieces than in one', whole, pieces);
    if (whole === undefined) return;
    expect(new Set(whole.findings.map(({ id }) => id)).size === whole.findings.length, 'ids that are not unique');
    for (const { whys, verdict } of whole.findings) expect(whys.length > 0, 'a finding without a why', verdict);
  },
};

async function explain(input: Uint8Array, pieceBytes: number): Promise<Explanation | undefined> {
  const explainer = new Explainer({ connections: false, stream: undefined, wanted: undefined, cause: undefined });
  try {
    await explainer.addInput('text', new PieceSource(input, pieceBytes));
  } catch (error) {
    if (error instanceof CodedError) return undefined;
    throw error;
  }
  return explainer.finish();
}
