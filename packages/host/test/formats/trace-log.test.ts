import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { onlyEvent } from '../only.ts';

describe('a line of the kernel trace', () => {
  it('of tcp_send_reset names the end that sends, the state and the reason', () => {
    const event = onlyEvent(
      '         python3-16572   [000] ..... 12450.500257: tcp_send_reset: skbaddr=0000000000000000 skaddr=000000005b9d1420 src=10.77.2.1:9201 dest=10.77.1.1:56302 state=TCP_CLOSE reason=TCP_ABORT_ON_CLOSE',
    );
    assert.equal(event.event, 'tcp_send_reset');
    assert.equal(event.kernelClockNs, 12_450_500_257_000n);
    assert.deepEqual(event.local, { ip: '10.77.2.1', port: 9201, device: undefined });
    assert.deepEqual(event.peer, { ip: '10.77.1.1', port: 56302, device: undefined });
    assert.equal(event.state, 'TCP_CLOSE');
    assert.equal(event.reason, 'TCP_ABORT_ON_CLOSE');
  });

  it('of perf script is the same with other words before it, and a state in numbers', () => {
    const event = onlyEvent(
      'python3 17383 [001] 12528.764130:     tcp:tcp_send_reset: skbaddr=0xffff8881455966e0 skaddr=(nil) src=[fd77::2]:9 dest=[fd77::2]:47752 state=0x7 reason=NO_SOCKET',
    );
    assert.deepEqual(event.local, { ip: 'fd77::2', port: 9, device: undefined });
    assert.equal(event.state, undefined);
    assert.equal(event.reason, 'NO_SOCKET');
  });

  it('of older kernels has no reason, and its ends in pieces', () => {
    const event = onlyEvent(
      '<idle>-0 [001] ..s. 100.000001: tcp_send_reset: sport=80 dport=4000 saddr=10.0.0.1 daddr=10.0.0.2 saddrv6=::ffff:10.0.0.1 daddrv6=::ffff:10.0.0.2 state=TCP_ESTABLISHED',
    );
    assert.equal(event.local?.port, 80);
    assert.equal(event.peer?.ip, '10.0.0.2');
    assert.equal(event.state, 'TCP_ESTABLISHED');
    assert.equal(event.reason, undefined);
  });

  it('of tcp_receive_reset over IPv6 has no IPv4 addresses', () => {
    const event = onlyEvent(
      'python3-17383 [001] ..... 12528.798281: tcp_receive_reset: family=AF_INET6 sport=47752 dport=9 saddr=0.0.0.0 daddr=0.0.0.0 saddrv6=fd77::2 daddrv6=fd77::3 sock_cookie=e2',
    );
    assert.deepEqual(event.local, { ip: 'fd77::2', port: 47752, device: undefined });
    assert.deepEqual(event.peer, { ip: 'fd77::3', port: 9, device: undefined });
  });

  it('of kfree_skb names the reason and the function, and no address', () => {
    const event = onlyEvent(
      'python3-17060 [000] ..s1. 12492.888920: kfree_skb: skbaddr=00000000a9a041f9 rx_sk=0000000000000000 protocol=2048 location=nf_hook_slow+0x7d/0x110 reason: NETFILTER_DROP',
    );
    assert.equal(event.reason, 'NETFILTER_DROP');
    assert.equal(event.location, 'nf_hook_slow');
    assert.equal(event.local, undefined);
  });

  it('of tcp_retransmit_skb names the connection', () => {
    const event = onlyEvent(
      '<idle>-0       [001] .Ns2. 12451.715132: tcp_retransmit_skb: skbaddr=000000005bd52ff8 skaddr=0000000088aa6bcf family=AF_INET sport=48570 dport=9206 saddr=10.77.1.1 daddr=10.77.2.1 saddrv6=::ffff:10.77.1.1 daddrv6=::ffff:10.77.2.1 state=TCP_ESTABLISHED err=0',
    );
    assert.equal(event.event, 'tcp_retransmit_skb');
    assert.equal(event.local?.port, 48570);
  });

  it('of perf trace gives its event and nothing that it prints as a pointer or a number', () => {
    const event = onlyEvent(
      '   431.407 python3/17383 tcp:tcp_send_reset(skbaddr: 0xffff88830af468e0, reason: 1, saddr: 0x7f11819ae374, daddr: 0x7f11819ae390)',
    );
    assert.equal(event.event, 'tcp_send_reset');
    assert.equal(event.kernelClockNs, 431_407_000n);
    assert.equal(event.local, undefined);
    assert.equal(event.reason, undefined);
  });
});
