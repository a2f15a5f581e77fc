import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Explanation } from '@fivewhys/diagnosis';
import { type RenderOptions, renderers } from '@fivewhys/report';
import fc from 'fast-check';
import { escapeBlockStart, escapeMarkdown, fenceFor } from '../src/markdown/escape-markdown.ts';
import { arbitraryExplanation } from './arbitrary-explanation.ts';
import { closedPort, input, timeWaitReuse } from './sample-findings.ts';
import * as samples from './samples.ts';
import { block } from './text-of.ts';

function markdownOf(explanation: Explanation, options: Partial<RenderOptions> = {}): string {
  return renderers.markdown(explanation, { width: 80, color: true, unicode: true, ...options }).output;
}

describe('an explanation in Markdown', () => {
  test('says in its first lines what happened, why and what to do', () => {
    assert.match(
      markdownOf(samples.proven),
      block(`
# time-wait-reuse in 1 connection: a SYN ran into a TIME_WAIT socket

## f1: time-wait-reuse, proven

- **Happened:** A new connection never opened: its SYN was sent 3 times, and each time a bare ACK came back instead of a SYN-ACK.
- **Root:** TIME_WAIT accepts a SYN only if its sequence number lies after the old one, or if both sides use timestamps; this SYN lies before it and has none.
- **To do:** Let the load balancer keep TCP timestamps on its SYNs, so that TIME_WAIT can tell new from old (remedy 1 of 2).
- **Cause:** time-wait-reuse: a SYN ran into a TIME_WAIT socket
- **Where:** 1 connection: stream 1
- **Reset by:** the originator: frame 17
`),
    );
  });

  test('says in its title how sure the cause is, where it is not proven', () => {
    const written = (verdict: 'likely' | 'possible') =>
      markdownOf(samples.explanationOf([input], [{ ...closedPort, verdict }], { rejected: 1 }));
    assert.match(written('likely'), /^# closed-port \(likely\) in 12,000 connections: nobody listens on the port\n/);
    assert.match(
      written('possible'),
      /^# closed-port \(possible\) in 12,000 connections: nobody listens on the port\n/,
    );
    assert.match(written('possible'), /^- \*\*Possible cause:\*\* closed-port: nobody listens on the port$/m);
  });

  test('numbers the whys, each with its evidence beneath', () => {
    assert.match(
      markdownOf(samples.proven),
      block(`
3. The responder still held that connection in TIME_WAIT: it had closed first, 55.6 s before.
   - frame 7: FIN of the responder
   - frame 9: FIN of the originator, 2.3 ms later
4. **Root:** TIME_WAIT accepts`),
    );
  });

  test('draws the ladder as a block of code, and gives commands as blocks to copy', () => {
    const text = markdownOf(samples.proven);
    assert.match(text, /```text\n {2}seconds {2}frame {2}originator .*\n[\s\S]*?\n```\n/);
    assert.match(
      text,
      block(`
#### 1. Let the load balancer keep TCP timestamps on its SYNs, so that TIME_WAIT can tell new from old.

\`\`\`sh
sysctl -w net.ipv4.tcp_timestamps=1
\`\`\`

- **Harm:** none known; 12 bytes in every segment
- **Verify:** the SYNs carry the TS option: \`tcpdump -c 10 'tcp[tcpflags] & tcp-syn != 0'\`
- **Undo:** \`sysctl -w net.ipv4.tcp_timestamps=0\`
- **Source:** RFC 6191; Linux tcp_timewait_state_process()
`),
    );
  });

  test('keeps the parts of a finding in this order', () => {
    assert.deepEqual(markdownOf(samples.grouped).match(/^##+ .*$/gm), [
      '## f1: closed-port, likely',
      '### Why',
      '### Still possible',
      '### Remedy',
      '#### Start the service, or correct the port that the originator is told.',
      '### What to collect next',
      '### Spread',
      '### Ruled out',
      '## What was read',
    ]);
  });

  test('lists several findings first, in a table whose columns stand under each other', () => {
    assert.match(
      markdownOf(samples.mixed),
      block(`
| Finding | Cause           | Verdict      | Connections | Happened                                 |
| ------- | --------------- | ------------ | ----------: | ---------------------------------------- |
| f1      | time-wait-reuse | proven       |           1 | A new connection never opened: its SYN was sent 3 times`),
    );
  });

  test('lists the connections when they were asked for', () => {
    const text = markdownOf(samples.samples.withConnections ?? samples.proven);
    assert.match(
      text,
      /^\| 1 +\| `\$LB_IP:\$LP_PORT` to \\\[2001:db8::1\\\]:8080 \(direction guessed\) \| misanswered/m,
    );
  });

  test('says what was read, its damage and its notes', () => {
    assert.match(
      markdownOf(samples.mixed),
      block(`
- \`captures/balancer.pcap\`: pcap, 120 frames, 31 connections, 7 resets, 58.6 s from 2026-03-01T17:15:00Z, taken at the responder
  - **Damaged** at byte 88123, frame 12: the record says 70000 bytes, more than its snap length of 65535
  - **Damaged** in 63 more places.
  - **Note**: The capturing program lost 120 packets.
`),
    );
  });

  test('says when nothing was found, and when nothing could be read', () => {
    assert.match(markdownOf(samples.nothingFound), /^# Nothing wrong was found\n\nLooked at how 2 connections/);
    assert.match(markdownOf(samples.unreadable), /^# Nothing could be read, so nothing was looked at\n/);
    assert.match(markdownOf(samples.unreadable), /^- `notes\.txt`: \*\*could not be read\*\*: .* \(INPUT_UNKNOWN\)$/m);
  });

  test('of 12,000 connections and of 1,000 findings names some and counts the rest', () => {
    assert.ok(markdownOf(samples.grouped).length < 5000);
    const findings = Array.from({ length: 1000 }, (_, index) => ({ ...closedPort, id: `f${index + 1}` }));
    const text = markdownOf({ ...samples.grouped, findings });
    assert.match(text, /^And 500 more findings\.$/m);
    assert.match(text, /^950 more findings in the table above, or with `?--verbose/m);
    assert.ok(text.length < 500_000, `${text.length}`);
  });
});

describe('text from a capture, in Markdown,', () => {
  const hostile: Readonly<Record<string, readonly [string, string]>> = {
    'a cell of a table': ['a | b', 'a \\| b'],
    'an HTML element': ['<img src=x onerror=alert(1)>', '\\<img src=x onerror=alert(1)\\>'],
    'a link': ['[click](javascript:alert(1))', '\\[click\\](javascript:alert(1))'],
    'an address': ['see http://evil.example/x.', 'see `http://evil.example/x`.'],
    'an address without a scheme': ['(www.evil.example)', '(`www.evil.example`)'],
    'an entity': ['&lt;b&#62;', '`&lt;b&#62`;'],
    emphasis: ['*a* **b** ~~c~~', '\\*a\\* \\*\\*b\\*\\* `~~c~~`'],
    'emphasis by underscores': ['_a_ rcv_nxt __init__', '\\_a\\_ rcv_nxt \\_\\_init\\_\\_'],
    'a mention of someone': ['@root said', '`@root` said'],
    'a reference to an issue': ['closes #12', 'closes `#12`'],
    'a formula': ['$LB_IP:$LB_PORT', '`$LB_IP:$LB_PORT`'],
    'a backtick without a partner': ['a ` b', 'a \\` b'],
    'a command': ['run `ss -tan | grep x`', 'run `ss -tan | grep x`'],
    'code beside code': ['` (`$x', '` (` `$x`'],
    'a backslash': ['C:\\x', 'C:\\\\x'],
  };

  for (const [name, [text, escaped]] of Object.entries(hostile)) {
    test(`shows ${name} and is not one`, () => assert.equal(escapeMarkdown(text), escaped));
  }

  test('makes no heading of the line above, when it is empty', () => {
    const findings = [{ ...timeWaitReuse, whys: [{ claim: 'a', evidence: [{ input: 0, frames: [], detail: '' }] }] }];
    assert.match(markdownOf({ ...samples.proven, findings }), /^1\. \*\*Root:\*\* a\n\n/m);
  });

  test('begins no other block than it is in', () => {
    for (const [text, escaped] of [
      ['# a', '\\# a'],
      ['- a', '\\- a'],
      ['+ a', '\\+ a'],
      ['1. a', '1\\. a'],
      ['12) a', '12\\) a'],
      ['===', '\\==='],
      ['#1 of 3', '#1 of 3'],
      ['10.0.0.1 answered', '10.0.0.1 answered'],
    ] as const) {
      assert.equal(escapeBlockStart(text), escaped);
    }
  });

  test('ends no cell of a table, not even in code', () => {
    assert.equal(escapeMarkdown('`a | b` | c', true), '`a \\| b` \\| c');
  });

  test('ends no block of code', () => {
    assert.equal(fenceFor(['a', '````', '``']), '`````');
    const findings = [{ ...timeWaitReuse, remedies: [{ ...closedPort.remedies[0], commands: ['```\n# forged'] }] }];
    const text = markdownOf({ ...samples.proven, findings } as Explanation);
    assert.match(text, /^````sh\n```\n# forged\n````$/m);
  });

  test('adds no heading, link, element or emphasis, whatever it is', () => {
    fc.assert(
      fc.property(arbitraryExplanation, fc.boolean(), fc.boolean(), (explanation, unicode, verbose) => {
        const text = markdownOf(explanation, { unicode, verbose });
        const prose = withoutFences(text);
        const headings = prose.filter((line) => line.startsWith('#')).length;
        assert.equal(headings, prose.filter((line) => /^#{1,6} /.test(line)).length);
        for (const line of prose) checkLine(line);
        assert.doesNotMatch(text.replaceAll('\n', ''), /[\p{Cc}\p{Cf}\u2028\u2029]/u);
        if (!unicode) assert.match(text, /^[\n -~]*$/);
      }),
    );
  });
});

/** The lines outside blocks of code; every block that begins must end. */
function withoutFences(text: string): string[] {
  const lines: string[] = [];
  let fence = '';
  for (const line of text.split('\n')) {
    const [, marks = ''] = /^ {0,3}(`{3,})/.exec(line) ?? [];
    if (fence === '') {
      if (marks === '') lines.push(line);
      else fence = marks;
    } else if (line.trim() === fence) {
      fence = '';
    }
  }
  assert.equal(fence, '', 'a block of code never ends');
  return lines;
}

/** Nothing is left of a line, without what is escaped and what is code, that is syntax other than ours. */
function checkLine(line: string): void {
  const inert = line.replace(/\\[!-/:-@[-`{-~]/g, '').replace(/(?<!`)(`+)(?!`)(.+?)(?<!`)\1(?!`)/g, '');
  assert.doesNotMatch(inert, /[`<>[\]~]/, line);
  assert.doesNotMatch(inert, /:\/\/|[@$]|(?<!\*)\*(?!\*)/, line);
  if (!inert.startsWith('|')) assert(!inert.includes('|'), line);
}
