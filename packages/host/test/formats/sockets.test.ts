import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readHostText } from '../../src/index.ts';
import { onlyPart } from '../only.ts';

const header = 'State      Recv-Q Send-Q      Local Address:Port       Peer Address:Port Process';
const listed = (rows: string) => onlyPart(`${header}\n${rows}\n`, 'sockets').sockets;
const first = (rows: string) => {
  const [socket] = listed(rows);
  assert(socket);
  return socket;
};

describe('ss', () => {
  it('lists listeners, with the length of their queue and who holds them', () => {
    const text = `State  Recv-Q Send-Q Local Address:Port Peer Address:PortProcess                             
LISTEN 3      2          127.0.0.1:7401      0.0.0.0:*    users:(("python3",pid=16572,fd=12),("nginx",pid=7,fd=6))
LISTEN 0      3         0.0.0.0%vb:7402      0.0.0.0:*    users:(("python3",pid=16572,fd=15))
LISTEN 0      7                  *:7400            *:*    
LISTEN 0      128               :::22             :::*    
`;
    const { sockets } = onlyPart(text, 'sockets');
    assert.deepEqual(
      sockets.map(({ receiveQueue, sendQueue, local }) => [
        receiveQueue,
        sendQueue,
        local.ip,
        local.device,
        local.port,
      ]),
      [
        [3, 2, '127.0.0.1', undefined, 7401],
        [0, 3, '0.0.0.0', 'vb', 7402],
        [0, 7, '*', undefined, 7400],
        [0, 128, '::', undefined, 22],
      ],
    );
    assert.deepEqual(sockets[0]?.processes, [
      { name: 'python3', pid: 16572 },
      { name: 'nginx', pid: 7 },
    ]);
  });

  it('gives numbers on the line below, with -i', () => {
    const { info, timer, state } = first(
      'ESTAB      0      5000       10.77.1.1:48570    10.77.2.1:9206 timer:(on,860ms,4)\n\t ts sack bbr wscale:10,10 rto:1632 backoff:3 rtt:0.182/0.281 mss:1448 pmtu:1500 rcvmss:536 advmss:1448 cwnd:1 bytes_sent:13688 bytes_retrans:8688 bytes_acked:1 segs_out:12 segs_in:2 data_segs_out:10 bbr:(bw:10539872bps,mrtt:0.051,pacing_gain:2.88672,cwnd_gain:2.88672) send 63648352bps lastsnd:1524 lastrcv:3016 lastack:3016 pacing_rate 6491245200bps delivery_rate 10540488bps delivered:2 app_limited busy:3016ms rwnd_limited:1828ms(60.6%) unacked:4 retrans:1/6 lost:3 sacked:1 rcv_space:14480 rcv_ssthresh:64088 minrtt:0.051 snd_wnd:65536',
    );
    assert.equal(state, 'ESTAB');
    assert.deepEqual(timer, { name: 'on', expiresMs: 860, retransmits: 4 });
    assert.deepEqual(info, {
      timestamps: true,
      sack: true,
      rtoMs: 1632,
      backoff: 3,
      rttMs: 0.182,
      rttVarianceMs: 0.281,
      mssBytes: 1448,
      pathMtuBytes: 1500,
      receivedMssBytes: 536,
      advertisedMssBytes: 1448,
      congestionWindowSegments: 1,
      sentBytes: 13688,
      retransmittedBytes: 8688,
      acknowledgedBytes: 1,
      sentSegments: 12,
      receivedSegments: 2,
      sinceSentMs: 1524,
      sinceReceivedMs: 3016,
      sinceAcknowledgedMs: 3016,
      applicationLimited: true,
      busyMs: 3016,
      windowLimitedMs: 1828,
      unacknowledgedSegments: 4,
      retransmittedNowSegments: 1,
      retransmittedSegments: 6,
      lostSegments: 3,
      sackedSegments: 1,
      minRttMs: 0.051,
      sendWindowBytes: 65536,
    });
  });

  it('gives them behind the row, with -O', () => {
    const { info } = first(
      'ESTAB      0      0          10.77.1.1:37478    10.77.2.1:7400 bbr wscale:10,10 rto:204 rtt:0.037/0.02 cwnd:11',
    );
    assert.equal(info?.rtoMs, 204);
    assert.equal(info?.congestionWindowSegments, 11);
  });

  it('writes 1404 ms as 1.404ms', () => {
    const expires = (timer: string) => first(`ESTAB 0 0 10.0.0.1:1 10.0.0.2:2 timer:(${timer},0)`).timer?.expiresMs;
    assert.equal(expires('persist,1.404ms'), 1404);
    assert.equal(expires('timewait,54sec'), 54_000);
    assert.equal(expires('keepalive,119min'), 7_140_000);
    assert.equal(expires('keepalive,1min30sec'), 90_000);
    assert.equal(expires('on,028ms'), 28);
  });

  it('writes mapped, scoped and old addresses in its own ways', () => {
    const local = (text: string) => first(`ESTAB 0 0 ${text} 10.0.0.2:2`).local;
    assert.deepEqual(local('[::ffff:10.77.2.1]:7400'), { ip: '10.77.2.1', port: 7400, device: undefined });
    assert.deepEqual(local('[fe80::5054:ff:fe12:3456]%eth0:22'), {
      ip: 'fe80::5054:ff:fe12:3456',
      port: 22,
      device: 'eth0',
    });
    assert.deepEqual(local('2001:DB8:0:0::1:443'), { ip: '2001:db8::1', port: 443, device: undefined });
    assert.deepEqual(local('10.0.0.1:https'), { ip: '10.0.0.1', port: 'https', device: undefined });
  });

  it('leaves the state out when one was asked for', () => {
    const text = `# ss -tan state time-wait
Recv-Q Send-Q Local Address:Port  Peer Address:PortProcess
0      0          10.77.1.1:47188    10.77.2.1:9208       
`;
    const { sockets, command } = onlyPart(text, 'sockets');
    assert.equal(command, 'ss -tan state time-wait');
    assert.equal(sockets[0]?.state, undefined);
    assert.equal(sockets[0]?.peer.port, 9208);
  });

  it('names the protocol when several were asked for', () => {
    const text = `Netid State      Recv-Q Send-Q      Local Address:Port       Peer Address:Port Process
udp   UNCONN     0      0               127.0.0.1:323            0.0.0.0:*           
tcp   CLOSE-WAIT 1      0      [::ffff:10.77.2.1]:7400 [::ffff:10.77.1.1]:37480       
`;
    assert.deepEqual(
      onlyPart(text, 'sockets').sockets.map(({ protocol, state }) => [protocol, state]),
      [
        ['udp', 'UNCONN'],
        ['tcp', 'CLOSE-WAIT'],
      ],
    );
  });

  it('keeps the socket whose line of numbers is blank, and the ones behind it', () => {
    const rows =
      'SYN-RECV  0      0          10.77.2.1:9009   10.77.1.77:20001 timer:(on,280ms,0)\n\t      \nSYN-RECV  0      0          10.77.2.1:9010   10.77.1.77:20001';
    assert.equal(listed(rows).length, 2);
  });

  it('with a row that can not be read is damaged there only', () => {
    const { parts, damage } = readHostText(
      `${header}\nESTAB 0 0 10.0.0.1:1 10.0.0.2:2\nESTAB 0 0 10.0.0.999:1 10.0.0.2:2\nESTAB 0 0 10.0.0.1:3 10.0.0.2:2\n`,
    );
    assert.equal(parts[0]?.kind === 'sockets' && parts[0].sockets.length, 2);
    assert.deepEqual(
      damage.map(({ line }) => line),
      [3],
    );
  });

  it('-s is summed up in one line, worded otherwise in older versions', () => {
    const tcp = { established: 3, closed: 21, orphaned: 1, timeWait: 1 };
    assert.deepEqual(
      onlyPart('Total: 10\nTCP:   28 (estab 3, closed 21, orphaned 1, timewait 1)\n', 'socket-summary').tcp,
      tcp,
    );
    const older = 'TCP:   28 (estab 3, closed 21, orphaned 1, synrecv 0, timewait 1/0), ports 4\n';
    assert.deepEqual(onlyPart(older, 'socket-summary').tcp, tcp);
  });
});
