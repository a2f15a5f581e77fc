import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { InputReport } from '@fivewhys/diagnosis';
import * as parts from './sample-findings.ts';
import * as samples from './samples.ts';
import { block, textOf } from './text-of.ts';

describe('the text around the findings', () => {
  test('begins with what was read', () => {
    assert.match(
      textOf(samples.mixed),
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
      textOf(samples.mixed),
      /\nSummary: 120 frames, 31 connections, 7 of them with resets \(7 RST frames\)\.\n {2}1 connection {3}time-wait-reuse {2}f1 proven\n {2}5 connections {2}harmless {9}f2 proven\n {2}1 connection {3}undetermined {5}f3\n$/,
    );
  });

  test('keeps in its last lines the columns, however many findings a cause has', () => {
    const [first, ...others] = samples.mixed.findings;
    const findings = [...Array.from({ length: 4 }, (_, index) => ({ ...first, id: `f${index + 101}` })), ...others];
    const text = textOf({ ...samples.mixed, findings } as typeof samples.mixed, { width: 60 });
    assert.match(
      text.slice(text.indexOf('Summary:')),
      /\n {2}1 connection {3}time-wait-reuse {2}f101 proven, f102 proven,\n {34}f103 proven and f104\n {34}proven\n {2}5 connections {2}harmless/,
    );
  });

  test('says of findings that were asked for how many others are left out', () => {
    const narrowedTo = { stream: undefined, end: undefined, cause: 'time-wait-reuse', findingsLeftOut: 2 };
    assert.match(
      textOf({ ...samples.proven, narrowedTo }),
      /with resets \(1 RST frame\)\. 2 findings of other causes\s+are left out\.\n/,
    );
    const none = textOf({ ...samples.nothingFound, narrowedTo: { ...narrowedTo, findingsLeftOut: 1 } });
    assert.match(none, /^No finding is of the cause time-wait-reuse\.\n1 finding of another cause is left out\.$/m);
    assert.doesNotMatch(none, /Nothing wrong/);
  });

  test('says of a file that was named twice that it is left out, and misses nothing for it', () => {
    const twice = { path: 'a.pcap', code: 'INPUT_TWICE', message: 'it was named before, and is explained once' };
    const text = textOf({ ...samples.nothingFound, unreadable: [twice] });
    assert.match(text, /^a\.pcap: left out: it was named before, and is explained once \(INPUT_TWICE\)$/m);
    assert.doesNotMatch(text, /could not be read/);
    const gone = { path: 'b.pcap', code: 'INPUT_NOT_FOUND', message: 'no such file' };
    assert.match(textOf({ ...samples.nothingFound, unreadable: [twice, gone] }), /^But 1 input could not be read/m);
  });

  test('shortens long names of inputs in its lines, but not so that two become one', () => {
    const [a, b] = samples.grouped.inputs;
    assert(a && b);
    const named = (first: string, second: string) =>
      textOf(
        {
          ...samples.grouped,
          inputs: [
            { ...a, path: first },
            { ...b, path: second },
          ],
        },
        { width: 110 },
      );
    const long = 'x'.repeat(60);
    assert.match(named(`${long}.pcap`, 'b.pcap'), / of x{13}…x{21}\.pcap/);
    assert.match(
      named(`${long}-1-${long}.pcap`, `${long}-2-${long}.pcap`),
      new RegExp(` of\\s+${long}-1-${long}\\.pcap`),
    );
  });

  test('shows every finding, in the order given', () => {
    assert.deepEqual(textOf(samples.mixed).match(/^f\d/gm), ['f1', 'f2', 'f3']);
  });

  test('says of captures as text what their frames are', () => {
    const inputs = [{ ...parts.input, kind: 'tcpdump-text' as const }];
    const text = textOf({ ...samples.proven, inputs });
    assert.match(text, /frames are the packet lines/);
    assert.doesNotMatch(text, /Wireshark/);
  });

  test('names inputs by their files, and by their paths where that is not enough', () => {
    const [a, b] = samples.grouped.inputs;
    assert(a && b);
    const text = textOf({
      ...samples.grouped,
      inputs: [
        { ...a, path: 'one/x.pcap' },
        { ...b, path: 'two/x.pcap' },
      ],
    });
    assert.match(text, /frame 2 of one\/x\.pcap: TTL 64/);
  });

  test('calls standard input by its name', () => {
    assert.match(textOf({ ...samples.proven, inputs: [{ ...parts.input, path: '-' }] }), /^standard input: pcap/);
  });

  test('lists the connections when they were asked for', () => {
    assert.match(
      textOf(samples.samples.withConnections ?? samples.proven),
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
      textOf(samples.damaged),
      block(`
missing.pcap: could not be read: there is no such file (INPUT_NOT_FOUND)

Nothing wrong was found.
Looked at how 2 connections opened, moved data and ended (2 closed), and at no resets.
But 1 input could not be read, parts are damaged and the note on what was read says what could not
  be seen. A capture shows only what passed by while and where it was taken.

Summary:`),
    );
  });

  test('says beside it that segments were sent again: whoever came for a slow connection learns of the loss', () => {
    const sentAgain = (retransmissions: number, retransmittingConnections: number) =>
      textOf({
        ...samples.nothingFound,
        summary: { ...samples.nothingFound.summary, retransmissions, retransmittingConnections },
      }).replaceAll(/\n {2}/g, ' ');
    assert.match(
      sentAgain(5, 1),
      /^5 segments of 1 connection were sent again: something was lost or late, .* slow; it was not seen to fail by it\.$/m,
    );
    assert.match(
      sentAgain(12_000, 2),
      /^12,000 segments of 2 connections were .*; none of them was seen to fail by it\.$/m,
    );
    assert.doesNotMatch(sentAgain(0, 0), /sent again/);
  });

  test('does not call it sound when there was nothing to judge', () => {
    const text = textOf({
      ...samples.nothingFound,
      summary: { ...samples.nothingFound.summary, connections: 0, byEnding: {} },
    });
    assert.doesNotMatch(text, /Nothing wrong/);
    assert.match(text, /^Nothing to judge: there is no TCP connection in what was read\.$/m);
  });

  test('says nothing of a span of time where no TCP segment had one', () => {
    const [first] = samples.nothingFound.inputs;
    const { firstInstant: _, ...untimed } = { ...first, durationMs: 0, connections: 0, resets: 0 } as InputReport;
    const text = textOf({ ...samples.nothingFound, inputs: [untimed as InputReport] });
    assert.doesNotMatch(text, /0 ms/);
    assert.match(text, /no connections, no resets/);
  });

  test('says when nothing could be read, and judges nothing then', () => {
    const text = textOf(samples.unreadable);
    assert.match(text, /^Nothing could be read, so nothing was looked at\.$/m);
    assert.doesNotMatch(text, /Nothing wrong|Summary/);
  });

  test('is no wider than 110 columns, and no narrower than 40, whatever the terminal', () => {
    assert.equal(textOf(samples.proven, { width: 300 }), textOf(samples.proven, { width: 110 }));
    assert.equal(textOf(samples.proven, { width: 3 }), textOf(samples.proven, { width: 40 }));
    assert.equal(textOf(samples.proven, { width: Number.NaN }), textOf(samples.proven, { width: 80 }));
  });

  test('with colour is the same text', () => {
    for (const [name, sample] of Object.entries(samples.samples)) {
      const colored = textOf(sample, { color: true });
      // biome-ignore lint/suspicious/noControlCharactersInRegex: colours are control sequences
      assert.equal(colored.replace(/\u001b\[[\d;]+m/g, ''), textOf(sample), name);
      assert(colored.includes('\u001b['), name);
    }
  });

  test('takes less than a second for a finding of 100,000 connections', () => {
    const subjects = Array.from({ length: 100_000 }, (_, stream) => ({ input: 0, stream }));
    const frames = subjects.map(({ stream }) => stream + 1);
    const finding = { ...parts.timeWaitReuse, subjects, count: 100_000, resetFrames: [{ input: 0, frames }] };
    const started = performance.now();
    textOf({ ...samples.proven, findings: [finding] });
    assert(performance.now() - started < 1000);
  });
});
