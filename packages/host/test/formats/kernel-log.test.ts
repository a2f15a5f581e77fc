import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readHostText } from '../../src/index.ts';
import { onlyMessage } from '../only.ts';

const packet =
  'IN=vmb OUT= MAC=ee:bc:8b:92:82:52:36:d9:43:c4:9b:2a:08:00 SRC=10.77.2.1 DST=10.77.2.254 LEN=51 TOS=0x00 PREC=0x00 TTL=64 ID=7 DF PROTO=TCP SPT=9101 DPT=44976 SEQ=1211494340 ACK=1561782517 WINDOW=1000 RES=0x00 ACK PSH URGP=0 ';

describe('what conntrack logs of a packet', () => {
  it('is its reason and the packet', () => {
    const message = onlyMessage(
      `[12383.753067] nf_ct_proto_6: SEQ is over upper bound 1206558853 (over the window of the receiver) ${packet}`,
    );
    assert.equal(message.id, 'conntrack-invalid');
    assert.equal(message.detail, 'SEQ is over upper bound 1206558853 (over the window of the receiver)');
    assert.equal(message.kernelClockNs, 12_383_753_067_000n);
    assert.deepEqual(message.packet, {
      inDevice: 'vmb',
      outDevice: undefined,
      from: { ip: '10.77.2.1', port: 9101, device: undefined },
      to: { ip: '10.77.2.254', port: 44976, device: undefined },
      protocol: 'TCP',
      ttl: 64,
      ipId: 7,
      totalBytes: 51,
      sequence: 1211494340,
      acknowledgment: 1561782517,
      window: 1000,
      flags: ['ACK', 'PSH'],
    });
  });

  it('is called INVALID only where the packet is not let through', () => {
    const id = (words: string) => onlyMessage(`[1.000001] nf_ct_proto_6: ${words} ${packet}`).id;
    for (const words of [
      'ACK is over upper bound 1561782518 (ACKed data not seen yet)',
      'invalid tcp flag combination',
      'invalid new',
      'bad checksum',
      'invalid rst',
      'invalid state',
      'short packet',
    ]) {
      assert.equal(id(words), 'conntrack-invalid', words);
    }
    for (const words of [
      'SEQ is under lower bound 1206429827 (already ACKed data retransmitted)',
      'ignored ACK under lower bound 1561716516 (possible overly delayed)',
      'packet (index 0) in dir 0 ignored, state CLOSE',
      'invalid packet ignored in state ESTABLISHED',
    ]) {
      assert.equal(id(words), 'conntrack-ignored', words);
    }
  });

  it('has no interface in some kernels, and another prefix in old ones', () => {
    const bare =
      'SRC=10.0.2.1 DST=10.0.96.7 LEN=1040 TOS=0x00 PREC=0x00 TTL=255 ID=0 PROTO=TCP SPT=5723 DPT=443 SEQ=1 ACK=0';
    assert.equal(onlyMessage(`nf_ct_proto_6: invalid tcp flag combination ${bare}`).packet?.to.port, 443);
    const old = onlyMessage(
      `Mar  1 10:00:00 gw kernel: nf_ct_tcp: ACK is over the upper bound (ACKed data not seen yet) ${packet}`,
    );
    assert.equal(old.id, 'conntrack-invalid');
  });

  it('has addresses of IPv6 in full, which are shortened', () => {
    const text = `[1.000001] nf_ct_proto_6: invalid new IN=eth0 OUT= SRC=2001:0db8:0000:0000:0000:0000:0000:0001 DST=fe80:0000:0000:0000:0000:0000:0000:0002 LEN=60 TC=0 HOPLIMIT=63 FLOWLBL=0 PROTO=TCP SPT=1 DPT=2 SEQ=1 ACK=0 WINDOW=0 RES=0x00 RST URGP=0`;
    const { from, to, ttl } = onlyMessage(text).packet ?? {};
    assert.equal(from?.ip, '2001:db8::1');
    assert.equal(to?.ip, 'fe80::2');
    assert.equal(ttl, 63);
  });
});

describe('a line of the kernel', () => {
  const message = 'TCP: request_sock_TCP: Possible SYN flooding on port 10.77.2.1:9009. Sending cookies.';

  it('is found behind every prefix that logs put before it', () => {
    for (const prefix of [
      '',
      '[12326.243574] ',
      '[12326.243574][  T812] ',
      '<6>[12326.243574] ',
      'kern  :info  : [12326.243574] ',
      '[Sun Nov 22 01:05:26 2026] ',
      'Nov 22 01:05:26 web1 kernel: ',
      'Nov 22 01:05:26 web1 kernel: [12326.243574] ',
      'Nov 22 01:05:26.123456 web1 kernel: ',
      '2026-11-22T01:05:26+0000 web1 kernel: ',
      '2026-11-22T01:05:26.123456+00:00 web1 kernel: ',
      '2026-11-22T01:05:26,123456+00:00 ',
    ]) {
      const { id, port } = onlyMessage(prefix + message);
      assert.equal(id, 'syn-flooding', prefix);
      assert.equal(port, 9009, prefix);
    }
  });

  it('has an instant where its prefix gives a whole one', () => {
    const time = onlyMessage(`2026-11-22T01:05:26.5+01:00 web1 kernel: ${message}`).time;
    assert.deepEqual(time, { text: '2026-11-22T01:05:26.5+01:00', wallNs: 1_795_305_926_500_000_000n, zone: 'UTC' });
    assert.equal(onlyMessage(`Nov 22 01:05:26 web1 kernel: ${message}`).time, undefined);
  });

  it('that stands in prose is not taken', () => {
    assert.deepEqual(readHostText(`When you see "${message}", raise the backlog.`).messages, []);
    assert.deepEqual(readHostText('The log says nf_conntrack: table full, dropping packet.').messages, []);
    assert.deepEqual(readHostText('2026-11-22T01:05:26Z app: out of memory').messages, []);
  });

  it('is read behind the header of syslog in RFC 5424', () => {
    const line =
      '<4>1 2026-01-01T10:00:00.123456+00:00 gw kernel - - - [12.678901] nf_conntrack: table full, dropping packet';
    const { id, time, kernelClockNs } = onlyMessage(line);
    assert.deepEqual([id, time?.zone, kernelClockNs], ['conntrack-table-full', 'UTC', 12_678_901_000n]);
  });

  it('is known in old and new wordings', () => {
    const id = (text: string) => onlyMessage(`[1.000001] ${text}`).id;
    assert.equal(id('nf_conntrack: table full, dropping packet'), 'conntrack-table-full');
    assert.equal(id('nf_conntrack: nf_conntrack: table full, dropping packet'), 'conntrack-table-full');
    assert.equal(
      id('nf_conntrack: nf_conntrack: table full in netns 4026532315, dropping packet'),
      'conntrack-table-full',
    );
    assert.equal(id('ip_conntrack: table full, dropping packet.'), 'conntrack-table-full');
    assert.equal(
      id('TCP: request_sock_TCP: Possible SYN flooding on port 80. Dropping request.  Check SNMP counters.'),
      'syn-flooding',
    );
    assert.equal(id('possible SYN flooding on port 80. Sending cookies.'), 'syn-flooding');
    assert.equal(id('TCP: out of memory -- consider tuning tcp_mem'), 'tcp-out-of-memory');
    assert.equal(id('TCP: too many orphaned sockets'), 'too-many-orphans');
    assert.equal(id('TCP: time wait bucket table overflow'), 'time-wait-overflow');
    assert.equal(
      id(
        'Out of memory: Killed process 2113 (java) total-vm:8123456kB, anon-rss:4000000kB, file-rss:0kB, shmem-rss:0kB, UID:0 pgtables:9000kB oom_score_adj:0',
      ),
      'process-killed-for-memory',
    );
    assert.equal(
      id('Memory cgroup out of memory: Killed process 2113 (java) total-vm:8123456kB'),
      'process-killed-for-memory',
    );
    assert.equal(
      id('Out of memory: Kill process 2113 (java) score 900 or sacrifice child'),
      'process-killed-for-memory',
    );
    assert.equal(
      id('nginx[812]: segfault at 0 ip 00007f11819ae374 sp 00007ffc error 4 in libc.so.6[7f1181900000+195000]'),
      'process-crashed',
    );
  });

  it('names the process that was killed', () => {
    const { pid, detail } = onlyMessage('[1.000001] Out of memory: Killed process 2113 (java) total-vm:8123456kB');
    assert.equal(pid, 2113);
    assert.equal(detail, 'java');
  });

  it('without any prefix may end with a blank, as netfilter prints it', () => {
    assert.equal(onlyMessage(`nf_ct_proto_6: invalid new ${packet}`).id, 'conntrack-invalid');
  });

  it('of a LOG rule about an ICMP error does not take the packet that the error quotes for its own', () => {
    const { packet: logged } = onlyMessage(
      '[1.000001] IN=eth0 OUT= MAC= SRC=10.77.1.254 DST=10.77.1.1 LEN=576 TOS=0x00 PREC=0xC0 TTL=64 ID=1 PROTO=ICMP TYPE=3 CODE=4 [SRC=10.77.1.1 DST=10.77.2.1 LEN=1500 TTL=63 ID=7 DF PROTO=TCP SPT=4000 DPT=80 WINDOW=1 RES=0x00 ACK URGP=0 ] MTU=1200 ',
    );
    assert.equal(logged?.protocol, 'ICMP');
    assert.deepEqual(logged?.from, { ip: '10.77.1.254', port: '*', device: undefined });
    assert.deepEqual(logged?.flags, []);
  });

  it('of a LOG rule has the prefix that people gave it', () => {
    const text =
      '[12385.866716] BLOCKED: IN=vma OUT=vmb MAC=fa:9e SRC=10.77.1.1 DST=10.77.2.1 LEN=60 TOS=0x00 PREC=0x00 TTL=63 ID=45805 DF PROTO=TCP SPT=36684 DPT=77 WINDOW=64240 RES=0x00 SYN URGP=0 ';
    const { id, detail, packet: logged } = onlyMessage(text);
    assert.equal(id, 'netfilter-log');
    assert.equal(detail, 'BLOCKED:');
    assert.deepEqual(logged?.flags, ['SYN']);
    assert.equal(logged?.outDevice, 'vmb');
  });
});
