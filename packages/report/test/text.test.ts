import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Explanation } from '@fivewhys/diagnosis';
import { type RenderOptions, renderers } from '@fivewhys/report';
import * as parts from './sample-findings.ts';
import * as samples from './samples.ts';

describe('a finding in text', () => {
  test('begins with what happened, what to do and who reset it', () => {
    assert.match(
      render(samples.proven),
      block(`
f1 ── time-wait-reuse ── PROVEN ───────────────────────────────────────────── 1 connection: stream 1
  Happened   A new connection never opened: its SYN was sent 3 times, and each time a bare ACK came
             back instead of a SYN-ACK.
  To do      Let the load balancer keep TCP timestamps on its SYNs, so that TIME_WAIT can tell new
             from old (remedy 1 of 2).
  Reset by   the originator: frame 17

  Why 1 `),
    );
  });

  test('numbers its whys, each on its evidence, and says which is the root', () => {
    assert.match(
      render(samples.proven),
      block(`
  Why 3      The responder still held that connection in TIME_WAIT: it had closed first, 55.6 s
             before.
             · frame 7: FIN of the responder
             · frame 9: FIN of the originator, 2.3 ms later
  Why 4      Root: TIME_WAIT accepts a SYN only if its sequence number lies after the old one, or if
             both sides use timestamps; this SYN lies before it and has none.
             · frame 11: seq 1563951501 is 76936438 before rcv_nxt 1640887939
`),
    );
  });

  test('calls the last why a root only as surely as the verdict is', () => {
    const roots = (['proven', 'likely', 'possible', 'undetermined'] as const).map((verdict) => {
      const text = render({ ...samples.proven, findings: [{ ...parts.timeWaitReuse, verdict }] });
      return /Why 4 +(.*?): TIME_WAIT/.exec(text)?.[1];
    });
    assert.deepEqual(roots, ['Root', 'Likely root', 'Possible root', 'Here the evidence ends']);
  });

  test('shows the frames that matter as a ladder', () => {
    assert.match(
      render(samples.proven),
      block(`
  Stream 1:
    seconds  frame  originator            responder
                    10.83.9.1:40000  10.83.9.2:8080
   0.000000      7  │◄─ FIN seq 2030898876 ───────│  the responder closes first
`),
    );
  });

  test('gives a remedy with its commands, harm, check, undo and source', () => {
    assert.match(
      render(samples.proven),
      block(`
  Remedy 1   Let the load balancer keep TCP timestamps on its SYNs, so that TIME_WAIT can tell new
             from old.
               sysctl -w net.ipv4.tcp_timestamps=1
             Harm: none known; 12 bytes in every segment
             Verify: the SYNs carry the TS option: \`tcpdump -c 10 'tcp[tcpflags] & tcp-syn != 0'\`
             Undo: \`sysctl -w net.ipv4.tcp_timestamps=0\`
             Source: RFC 6191; Linux tcp_timewait_state_process()
`),
    );
  });

  test('says what was ruled out, what is still possible, how figures are spread, and what to collect next', () => {
    assert.match(
      render(samples.grouped),
      block(`
  Perhaps    firewall-reject: a firewall on 10.83.1.1 itself answers with the same TTL
  Ruled out  time-wait-reuse: the connection never opened
             backlog-overflow: the connection never opened
             idle-timeout: the connection never opened
             keep-alive-race: the connection never opened
             unread-data: the connection never opened
             and 2 more: linger-zero and half-open
  Spread     milliseconds from SYN to reset: least 0.021, median 0.03871, most 12.5 (12,000
             connections)
  Next       The counter moves when the host itself refused, and not when its firewall did.
               nstat -az TcpOutRsts; curl -s http://10.83.1.1:8081/; nstat -z TcpOutRsts
  Next       Shows whether anything listens on the port.
               ss -ltnp 'sport = :8081'
`),
    );
    assert.match(render(samples.proven), /^ {2}Note {7}net\.ipv4\.tcp_tw_reuse concerns/m);
  });

  test('of 12,000 connections names the first and counts the rest, by input', () => {
    assert.match(
      render(samples.grouped),
      block(`
  Where      streams 3, 5, 7 and 11,987 more of a.pcapng; streams 23983, 23985, 23987 and 7 more of
             b.pcapng.gz
  Reset by   the responder, 12,000 times: frames 2, 4, 6, 8, 10 and 11,985 more of a.pcapng; frames
             5, 6, 7, 8, 9 and 5 more of b.pcapng.gz
`),
    );
  });

  test('sends people to find out before they act, when the evidence is only indirect', () => {
    const findings = [{ ...parts.closedPort, verdict: 'possible' as const }];
    const text = render({ ...samples.grouped, findings });
    assert.match(
      text,
      block(`
  To do      Find out first: The counter moves when the host itself refused, and not when its
             firewall did.
               nstat -az TcpOutRsts; curl -s http://10.83.1.1:8081/; nstat -z TcpOutRsts
             If it is so: Start the service, or correct the port that the originator is told.
`),
    );
    assert.equal(text.split('nstat -az').length, 2, 'the command stands there once');
  });

  test('that is undetermined says first what to collect', () => {
    assert.match(
      render(samples.undetermined),
      block(`
f3 ── UNDETERMINED ────────────────────────────────────────────────────────── 1 connection: stream 4
  Happened   The responder reset an open connection in the middle of a transfer.
  To do      Find out first: The kernel of the responder names the reason for each reset it sends.
               perf trace -e tcp:tcp_send_reset -a -- sleep 60
  Reset by   an unknown sender: frame 13
`),
    );
  });

  test('that is harmless takes three lines, and all of them only when asked for', () => {
    const harmless = block(`
f1 ── harmless ── PROVEN ───────────────────────────────── 5 connections: streams 3, 7, 9 and 2 more
  Happened   A reset after both sides had closed.
  To do      Nothing: all data had been acknowledged, so nobody lost any.

Summary:`);
    assert.match(render(samples.harmless), harmless);
    assert.match(render(samples.harmless, { verbose: true }), /Why 1 +Root: all data had been acknowledged/);
  });

  test('keeps the beginning and the end of a ladder that is too long to be read', () => {
    const rows = Array.from({ length: 40 }, (_, index) => ({
      frame: index + 1,
      sinceFirstNs: index * 1e6,
      from: 'originator' as const,
      text: `row ${index + 1}.`,
      note: '',
    }));
    const findings = [{ ...parts.timeWaitReuse, ladder: { ...parts.bigLadder, rows } }];
    const text = render({ ...samples.proven, findings });
    assert.match(text, /Stream 8; 16 rows after frame 16 left out:/);
    assert.match(text, / row 16\. /);
    assert.doesNotMatch(text, / row 17\. /);
    assert.match(text, / row 33\. /);
    assert.match(render({ ...samples.proven, findings }, { verbose: true }), / row 17\. /);
  });
});

describe('the text around the findings', () => {
  test('begins with what was read', () => {
    assert.match(
      render(samples.mixed),
      block(`
captures/balancer.pcap: pcap, 120 frames, 31 connections, 7 resets, 58.6 s from
  2026-03-01T17:15:00Z, taken at the responder
  Damaged at byte 88123, frame 12: the record says 70000 bytes, more than its snap length of 65535
  Damaged in 63 more places.
  Note: The capturing program lost 120 packets.

Streams and frames are numbered as in Wireshark: tcp.stream == 1, frame.number == 17.
`),
    );
  });

  test('ends with the numbers, and where each cause is found above', () => {
    assert.match(
      render(samples.mixed),
      /\nSummary: 120 frames, 31 connections, 7 of them with resets \(7 RST frames\)\.\n {2}1 connection {3}time-wait-reuse {2}f1 proven\n {2}5 connections {2}harmless {9}f2 proven\n {2}1 connection {3}undetermined {5}f3 undetermined\n$/,
    );
  });

  test('shows every finding, in the order given', () => {
    assert.deepEqual(render(samples.mixed).match(/^f\d/gm), ['f1', 'f2', 'f3']);
  });

  test('says of captures as text what their frames are', () => {
    const inputs = [{ ...parts.input, kind: 'tcpdump-text' as const }];
    const text = render({ ...samples.proven, inputs });
    assert.match(text, /frames are the packet lines/);
    assert.doesNotMatch(text, /Wireshark/);
  });

  test('names inputs by their files, and by their paths where that is not enough', () => {
    const [a, b] = samples.grouped.inputs;
    assert(a && b);
    const text = render({
      ...samples.grouped,
      inputs: [
        { ...a, path: 'one/x.pcap' },
        { ...b, path: 'two/x.pcap' },
      ],
    });
    assert.match(text, /frame 2 of one\/x\.pcap: TTL 64/);
  });

  test('calls standard input by its name', () => {
    assert.match(render({ ...samples.proven, inputs: [{ ...parts.input, path: '-' }] }), /^standard input: pcap/);
  });

  test('lists the connections when they were asked for', () => {
    assert.match(
      render(samples.samples.withConnections ?? samples.proven),
      block(`
2 connections
  stream 0: 10.83.9.1:40000 to 10.83.9.2:8080, closed, ShADadFf, 10 frames, 7.27 ms, 320 bytes
    there, 270 back
  stream 1: $LB_IP:$LP_PORT to [2001:db8::1]:8080 (direction guessed), misanswered, SaR, 7 frames,
    3 s, 0 bytes there, 0 back, reset in frame 17
`),
    );
  });

  test('says clearly when nothing was found, in what, and what that is worth', () => {
    assert.match(
      render(samples.damaged),
      block(`
missing.pcap: could not be read: there is no such file (INPUT_NOT_FOUND)

Nothing wrong was found.
Looked at how 2 connections opened, moved data and ended (2 closed), and at no resets.
But 1 input could not be read, parts are damaged and the notes above say what could not be seen. A
  capture shows only what passed by while and where it was taken.

Summary:`),
    );
  });

  test('does not call it sound when there was nothing to judge', () => {
    const text = render({
      ...samples.nothingFound,
      summary: { ...samples.nothingFound.summary, connections: 0, byEnding: {} },
    });
    assert.doesNotMatch(text, /Nothing wrong/);
    assert.match(text, /^Nothing to judge: there is no TCP connection in what was read\.$/m);
  });

  test('says when nothing could be read, and judges nothing then', () => {
    const text = render(samples.unreadable);
    assert.match(text, /^Nothing could be read, so nothing was looked at\.$/m);
    assert.doesNotMatch(text, /Nothing wrong|Summary/);
  });

  test('is no wider than 110 columns, and no narrower than 40, whatever the terminal', () => {
    assert.equal(render(samples.proven, { width: 300 }), render(samples.proven, { width: 110 }));
    assert.equal(render(samples.proven, { width: 3 }), render(samples.proven, { width: 40 }));
    assert.equal(render(samples.proven, { width: Number.NaN }), render(samples.proven, { width: 80 }));
  });

  test('with colour is the same text', () => {
    for (const [name, sample] of Object.entries(samples.samples)) {
      const colored = render(sample, { color: true });
      // biome-ignore lint/suspicious/noControlCharactersInRegex: colours are control sequences
      assert.equal(colored.replace(/\u001b\[[\d;]+m/g, ''), render(sample), name);
      assert(colored.includes('\u001b['), name);
    }
  });

  test('takes less than a second for a finding of 100,000 connections', () => {
    const subjects = Array.from({ length: 100_000 }, (_, stream) => ({ input: 0, stream }));
    const frames = subjects.map(({ stream }) => stream + 1);
    const finding = { ...parts.timeWaitReuse, subjects, count: 100_000, resetFrames: [{ input: 0, frames }] };
    const started = performance.now();
    render({ ...samples.proven, findings: [finding] });
    assert(performance.now() - started < 1000);
  });
});

function render(explanation: Explanation, options: Partial<RenderOptions> = {}): string {
  return renderers.text(explanation, { width: 100, color: false, unicode: true, ...options }).output;
}

/** These lines, one after the other. */
function block(lines: string): RegExp {
  return new RegExp(lines.replace(/^\n/, '').replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'));
}
