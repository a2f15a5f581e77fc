import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { abort, because } from './abort-stories.ts';
import { causes, details, onlyFinding } from './only-finding.ts';
import { fromOriginator, fromResponder, longAnswer, opening } from './segments.ts';

describe('of a last payload that was not kept', () => {
  const upload = Array.from({ length: 4 }, (_, index) =>
    fromOriginator(
      `01.00${index}000`,
      `Flags [.], seq ${1101 + index * 1448}:${1101 + (index + 1) * 1448}, ack 33961, win 501, options [TS val 6 ecr 9]`,
      50 + index,
    ),
  ).flat();

  it('the frame is known, and so are the bytes that came after it and were never answered', async () => {
    const finding = await onlyFinding([
      ...opening({ answered: false }),
      ...longAnswer(),
      ...upload,
      ...fromResponder('01.010000', 'Flags [.], ack 6893, win 501, options [TS val 98 ecr 6]', 120),
      ...fromResponder('01.012000', 'Flags [R.], seq 33961, ack 6893, win 501, options [TS val 99 ecr 6]', 121),
    ]);
    assert.equal(finding.cause, 'unread-data');
    assert.match(
      details(finding),
      /ack 6893 of the RST − seq 1101 of frame 46 = 5792 bytes at least since the responder's last payload \(frame 25\)/,
    );
  });

  it('the originator is not said to have waited for an answer that came', async () => {
    const finding = await onlyFinding([
      ...opening({ answered: false }),
      ...longAnswer(),
      ...fromOriginator('00.500000', 'Flags [R.], seq 1101, ack 33961, win 501, options [TS val 99 ecr 9]', 60),
    ]);
    assert.equal(finding.cause, 'client-abort');
    assert.match(finding.symptom, /while, or after, its answer came in/);
    assert.match(details(finding), /in frame 25, too far back to tell how long before/);
  });

  it('a close with SO_LINGER 0 is not told from it', async () => {
    const finding = await onlyFinding([
      ...opening({ answered: false }),
      ...longAnswer(),
      ...fromResponder('00.500000', 'Flags [R.], seq 33961, ack 1101, win 501, options [TS val 99 ecr 5]', 120),
    ]);
    assert.equal(finding.cause, 'application-abort');
    assert.match(details(finding), /the last payload before it was not kept/);
    assert.match(details(finding), /the responder's last payload \(frame 25\) was not kept/);
    assert.ok(causes(finding.stillPossible).includes('linger-zero'));
  });
});

describe('a keep-alive probe of one byte', () => {
  it('is no payload: the silence is counted from what was said before it', async () => {
    const finding = await onlyFinding([
      ...opening(),
      ...fromOriginator('20.000000', 'Flags [.], seq 1100:1101, ack 5051, win 501, options [TS val 90 ecr 8]', 30),
      ...fromResponder('20.010000', 'Flags [.], ack 1101, win 501, options [TS val 91 ecr 90]', 80),
      ...abort('30.022000'),
    ]);
    assert.equal(finding.cause, 'application-abort');
    assert.match(details(finding), /30\.0 s after the last payload, which was the responder's/);
  });
});

describe('an abort as Windows makes it (RST+ACK, window 0, no timestamps on the connection)', () => {
  it('is taken for an abort of that end, but a forgery is not excluded', async () => {
    const plain = opening({ answered: false }).map((text) =>
      text.replace(/,TS val \d+ ecr \d+|, options \[TS [^\]]*\]/, ''),
    );
    const finding = await onlyFinding([
      ...plain,
      ...fromOriginator('20.000000', 'Flags [R.], seq 1101, ack 5001, win 0', 15),
    ]);
    assert.equal(finding.cause, 'client-abort');
    assert.match(details(finding), /window 0: not as Linux aborts/);
    assert.match(finding.next[0]?.command ?? '', /# Windows: eventvwr\.msc, Windows Logs, Application$/);
    assert.ok(causes(finding.stillPossible).includes('injected-reset'));
  });
});

describe('the capture that is asked for on the alleged sender of a RST that Linux does not make', () => {
  it('is of these two hosts, not of all that use the port', async () => {
    const plain = opening().map((text) => text.replace(/,TS val \d+ ecr \d+|, options \[TS [^\]]*\]/, ''));
    const finding = await onlyFinding([
      ...plain,
      ...fromResponder('20.000000', 'Flags [R.], seq 5051, ack 1101, win 0', 80),
    ]);
    assert.equal(finding.cause, 'application-abort');
    assert.match(finding.next[0]?.command ?? '', / 'host 192\.0\.2\.1 and host 192\.0\.2\.2 and port 80' /);
  });
});

describe('of a connection that uses timestamps a RST+ACK without them, as Windows makes it,', () => {
  const closed = [
    ...opening(),
    ...fromOriginator('00.030000', 'Flags [F.], seq 1101, ack 5051, win 501, options [TS val 80 ecr 8]', 14),
    ...fromResponder('00.040000', 'Flags [.], ack 1102, win 501, options [TS val 90 ecr 80]', 79),
  ];
  const reset = (id: number, ttl = 62) => fromResponder('00.040100', 'Flags [R.], seq 5051, ack 1102, win 0', id, ttl);

  it('is an abort of that end where its IP ID counts on, and harmless behind a FIN that has the answer', async () => {
    const finding = await onlyFinding([...closed, ...reset(80)]);
    assert.deepEqual([finding.cause, finding.verdict], ['harmless', 'likely']);
    assert.match(details(finding), /its IP ID 80 counts on from 79 of the responder's frame 9/);
    assert.match(details(finding), /the FIN's ack 5051 is the end of the responder's last payload/);
    assert.match(because(finding.ruledOut, 'injected-reset'), /its IP ID 80 counts on/);
    assert.ok(causes(finding.stillPossible).includes('application-abort'));
  });

  it('is nothing that can be told where the IP IDs do not count, and both explanations stay possible', async () => {
    const random = closed.map((text) => text.replace('id 79', 'id 4000'));
    const finding = await onlyFinding([...random, ...reset(9000)]);
    assert.equal(finding.cause, 'undetermined');
    assert.deepEqual(causes(finding.stillPossible), ['injected-reset', 'application-abort']);
    assert.match(because(finding.ruledOut, 'linger-zero'), /a live socket that a Linux host aborts sends kind C/);
  });

  it("is no abort of that end with another host's TTL, however its IP ID counts", async () => {
    const finding = await onlyFinding([...closed, ...reset(80, 63)]);
    assert.notEqual(finding.cause, 'harmless');
  });
});

describe('a RST of the responder behind the FIN of the originator', () => {
  const fin = (ack: number) =>
    fromOriginator('00.015000', `Flags [F.], seq 1101, ack ${ack}, win 501, options [TS val 80 ecr 8]`, 13);
  const reset = fromResponder('00.040000', 'Flags [R.], seq 5051, ack 1102, win 501, options [TS val 99 ecr 80]', 80);

  it('is not harmless where the FIN came before the answer: the originator closed its sending side alone, and waits', async () => {
    const finding = await onlyFinding([
      ...opening({ answered: false }),
      ...fin(5001),
      ...fromResponder('00.030000', 'Flags [P.], seq 5001:5051, ack 1102, win 501, options [TS val 90 ecr 80]', 79),
      ...fromOriginator('00.030100', 'Flags [.], ack 5051, win 501, options [TS val 81 ecr 90]', 14),
      ...reset,
    ]);
    assert.equal(finding.cause, 'linger-zero');
  });

  it('is not harmless where the originator had the last word', async () => {
    const finding = await onlyFinding([
      ...opening(),
      ...fromOriginator('00.025000', 'Flags [P.], seq 1101:1201, ack 5051, win 501, options [TS val 79 ecr 8]', 14),
      ...fromOriginator('00.025100', 'Flags [F.], seq 1201, ack 5051, win 501, options [TS val 80 ecr 8]', 15),
      ...fromResponder('00.040000', 'Flags [R.], seq 5051, ack 1202, win 501, options [TS val 99 ecr 80]', 80),
    ]);
    assert.equal(finding.cause, 'unread-data');
  });
});

describe('the abort of a Multipath TCP connection', () => {
  const asks = 'options [TS val 5 ecr 8,mptcp 12 fast-close key 0x1]';

  it('is of the end that asks for the RST, not of the one that sends it', async () => {
    const finding = await onlyFinding([
      ...opening(),
      ...fromOriginator('00.030000', `Flags [.], ack 5051, win 501, ${asks}`, 14),
      ...abort('00.040000'),
    ]);
    assert.deepEqual([finding.cause, finding.verdict, finding.sentBy], ['client-abort', 'likely', 'responder']);
    assert.match(details(finding), /10\.0 ms after an ACK with MP_FASTCLOSE/);
    assert.match(because(finding.ruledOut, 'application-abort'), /answers the originator's MP_FASTCLOSE \(frame 8\)/);
  });

  it("is the responder's own where that asks", async () => {
    const finding = await onlyFinding([
      ...opening(),
      ...fromResponder('00.030000', `Flags [.], ack 1101, win 501, ${asks}`, 79),
      ...fromOriginator('00.040000', 'Flags [R.], seq 1101, ack 5051, win 501, options [TS val 9 ecr 8]', 14),
    ]);
    assert.deepEqual([finding.cause, finding.sentBy], ['application-abort', 'originator']);
  });
});
