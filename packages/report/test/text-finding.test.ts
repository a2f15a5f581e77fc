import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Finding } from '@fivewhys/evidence';
import { renderers } from '@fivewhys/report';
import * as parts from './sample-findings.ts';
import * as samples from './samples.ts';
import { block, textOf } from './text-of.ts';

describe('a finding in text', () => {
  test('begins with what happened, what to do and who reset it', () => {
    assert.match(
      textOf(samples.proven),
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

  test('says why it is not the cause that was asked about', () => {
    const withWhyNot = samples.samples.withWhyNot ?? assert.fail();
    assert.match(
      textOf(withWhyNot),
      block(`
  Reset by   the originator: frame 17
  Why not    half-open: ruled out: both FINs were seen; and weighed by itself it did not fit: no SYN
               met it

  Why 1 `),
    );
    const markdown = renderers.markdown(withWhyNot, { width: 80, color: false, unicode: true }).output;
    assert.match(markdown, /^- \*\*Why not half-open:\*\* ruled out: both FINs were seen;/m);
    const notWeighed = { cause: 'conntrack-table-full', outcome: 'not-weighed', because: [] } as const;
    const text = textOf({ ...samples.proven, findings: [{ ...parts.timeWaitReuse, whyNot: notWeighed }] });
    assert.match(text, /Why not {4}conntrack-table-full: packets alone do not tell it from firewall-drop/);
  });

  test('says of what is still possible that the packets do not speak for it, where they do not', () => {
    const possible = { cause: 'restart', outcome: 'still-possible', because: ['it may', 'no SYN'] } as const;
    const textWith = (whyNot: NonNullable<Finding['whyNot']>) =>
      textOf({ ...samples.proven, findings: [{ ...parts.timeWaitReuse, whyNot }] });
    assert.match(
      textWith(possible),
      /restart: it is still possible: it may; but nothing in the packets speaks for it: no SYN\n/,
    );
    assert.match(textWith({ ...possible, because: ['it may'] }), /restart: it is still possible: it may\n/);
  });

  test('numbers its whys, each on its evidence, and says which is the root', () => {
    assert.match(
      textOf(samples.proven),
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
      const text = textOf({ ...samples.proven, findings: [{ ...parts.timeWaitReuse, verdict }] });
      return /Why 4 +(.*?): TIME_WAIT/.exec(text)?.[1];
    });
    assert.deepEqual(roots, ['Root', 'Likely root', 'Possible root', 'Here the evidence ends']);
  });

  test('names behind its whys the findings that may lie behind it, in every format', () => {
    const because = 'is between the same ends: that is how a port comes round so soon';
    const behind = [{ finding: 'f2', cause: 'connection-churn', because }];
    const linked = { ...samples.proven, findings: [{ ...parts.timeWaitReuse, behind }] };
    assert.match(textOf(linked), /^ {2}Behind it {2}f2 connection-churn is between the same ends: that is how/m);
    const render = (format: 'markdown' | 'html' | 'json') =>
      renderers[format](linked, { width: 80, color: false, unicode: true }).output;
    assert.match(
      render('markdown'),
      /### What may lie behind it\n\n- \*\*f2 connection-churn\*\* is between the same ends/,
    );
    assert.match(render('html'), /What may lie behind it<\/h3>[\s\S]*<strong>f2 connection-churn<\/strong> is between/);
    assert.deepEqual(JSON.parse(render('json')).findings[0].behind, behind);
  });

  test('shows the frames that matter as a ladder', () => {
    assert.match(
      textOf(samples.proven),
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
      textOf(samples.proven),
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

  test('says each reason for ruling out once, how figures are spread, and what to collect next', () => {
    assert.match(
      textOf(samples.grouped),
      block(`
  Ruled out  time-wait-reuse, backlog-overflow, idle-timeout, keep-alive-race, unread-data,
               linger-zero, half-open: the connection never opened
  Spread     milliseconds from SYN to reset: least 0.021, median 0.03871, most 12.5 (12,000
             connections)
  Next       The counter moves when the host itself refused, and not when its firewall did.
               nstat -az TcpOutRsts; curl -s http://10.83.1.1:8081/; nstat -z TcpOutRsts
  Next       Shows whether anything listens on the port.
               ss -ltnp 'sport = :8081'
`),
    );
    assert.match(textOf(samples.proven), /^ {2}Note {7}net\.ipv4\.tcp_tw_reuse concerns/m);
  });

  test('says what else it may be right under the root, before any remedy', () => {
    assert.match(
      textOf(samples.grouped),
      block(`
             · frame 2 of a.pcapng: TTL 64, the same as of every other segment from 10.83.1.1
  Perhaps    firewall-reject: a firewall on 10.83.1.1 itself answers with the same TTL

  Remedy     Start the service`),
    );
  });

  test('of 12,000 connections names the first and counts the rest, by input', () => {
    assert.match(
      textOf(samples.grouped),
      block(`
  Where      streams 3, 5, 7 and 11,987 more of a.pcapng; streams 23983, 23985, 23987 and 7 more of
             b.pcapng.gz
  Reset by   the responder, 12,000 times: frames 2, 4, 6, 8, 10 and 11,985 more of a.pcapng; frames
             5, 6, 7, 8, 9 and 5 more of b.pcapng.gz
`),
    );
  });

  test('does not count the RSTs of the other end as of the one who reset it', () => {
    const findings = [
      {
        ...parts.closedPort,
        resetFrames: [{ input: 0, frames: [18, 20, 51] }],
        otherResetFrames: [{ input: 0, frames: [51] }],
      },
    ];
    const { inputs } = samples.proven;
    assert.match(
      textOf({ ...samples.proven, inputs, findings }),
      /^ {2}Reset by {3}the responder, 2 times: frames 18 and 20; with the other end's address: frame 51$/m,
    );
  });

  test('sends people to find out before they act, when the evidence is only indirect', () => {
    const findings = [{ ...parts.closedPort, verdict: 'possible' as const }];
    const text = textOf({ ...samples.grouped, findings });
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
      textOf(samples.undetermined),
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
    assert.match(textOf(samples.harmless), harmless);
    assert.match(textOf(samples.harmless, { verbose: true }), /Why 1 +Root: all data had been acknowledged/);
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
    const text = textOf({ ...samples.proven, findings });
    assert.match(text, /Stream 8; 16 rows after frame 16 left out:/);
    assert.match(text, / row 16\. /);
    assert.doesNotMatch(text, / row 17\. /);
    assert.match(text, / row 33\. /);
    assert.match(textOf({ ...samples.proven, findings }, { verbose: true }), / row 17\. /);
  });
});

test('of very many findings the first thirty are told in full, the others in a line, and all with --verbose', () => {
  const [one] = samples.proven.findings;
  const findings = Array.from({ length: 40 }, (_, index) => ({ ...(one ?? assert.fail()), id: `f${index + 1}` }));
  const many = { ...samples.proven, findings };
  const titles = (text: string) => [...text.matchAll(/^(f\d+) ── /gm)].length;
  assert.equal(titles(textOf(many)), 30);
  assert.match(textOf(many), /^f31: time-wait-reuse, proven, 1 connection: A new connection never opened/m);
  assert.equal(titles(textOf(many, { verbose: true })), 40);
});
