import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Finding } from '@fivewhys/evidence';
import { story } from '../../../connections/test/story.ts';
import { explainStory, say } from '../explain-story.ts';
import { explainText } from '../explain-text.ts';
import { causes, claims, details, onlyFinding } from './only-finding.ts';
import { fromOriginator, fromResponder, line, longAnswer, opening } from './segments.ts';

const refused = (second: string, port: number) => [
  ...fromOriginator(`${second}.000000`, 'Flags [S], seq 7000, win 64240, options [mss 1460]', 20, port),
  ...fromResponder(`${second}.000100`, 'Flags [R.], seq 0, ack 7001, win 0', 0, 62, port),
];
const abort = (at: string, { seq = 5051, port = 40_000, ttl = 62 } = {}) =>
  fromResponder(at, `Flags [R.], seq ${seq}, ack 1101, win 501, options [TS val 99 ecr 3]`, 79, ttl, port);
const because = (list: Finding['ruledOut'], cause: string) =>
  list.find((named) => named.cause === cause)?.because ?? '';
const byStream = (findings: readonly Finding[], stream: number) =>
  findings.find(({ subjects }) => subjects.some((subject) => subject.stream === stream));

describe('unread-data', () => {
  it('is likely when bytes were acknowledged and never answered; only the counters exclude linger-zero', async () => {
    const finding = await onlyFinding([...opening({ answered: false }), ...abort('00.100000', { seq: 5001 })]);
    assert.equal(finding.cause, 'unread-data');
    assert.equal(finding.verdict, 'likely');
    assert.match(details(finding), /ack 1101 of the RST − ISN 1000 − 1 for the SYN = 100 bytes/);
    assert.ok(causes(finding.stillPossible).includes('linger-zero'));
    assert.ok(finding.next.some(({ command }) => command.includes('TcpExtTCPAbortOnClose')));
  });

  it('is only possible when the RST came long after the request: a time-out looks the same', async () => {
    const finding = await onlyFinding([...opening({ answered: false }), ...abort('40.000000', { seq: 5001 })]);
    assert.equal(finding.cause, 'unread-data');
    assert.equal(finding.verdict, 'possible');
    assert.match(because(finding.stillPossible, 'application-abort'), /40\.0 s after the last payload/);
    // 40 s were silent: what idle-timeout lacks is a packet that ended the silence, not the silence.
    assert.match(because(finding.ruledOut, 'idle-timeout'), /^the RST came by itself, 40\.0 s after the last packet/);
  });

  it('is not an answer after which a long request had been finished by a FIN', async () => {
    const finding = await onlyFinding([
      ...opening(),
      ...fromOriginator('01.000000', 'Flags [.], seq 1101:2549, ack 5051, win 501, options [TS val 5 ecr 8]', 14),
      ...fromOriginator('01.000010', 'Flags [P.], seq 2549:3997, ack 5051, win 501, options [TS val 5 ecr 8]', 15),
      ...fromResponder('01.010000', 'Flags [P.], seq 5051:5101, ack 3997, win 501, options [TS val 12 ecr 5]', 80),
      ...fromOriginator('01.010100', 'Flags [F.], seq 3997, ack 5101, win 501, options [TS val 14 ecr 12]', 16),
      ...fromResponder('01.020000', 'Flags [R.], seq 5101, ack 3998, win 501, options [TS val 15 ecr 14]', 81),
    ]);
    assert.deepEqual([finding.cause, finding.verdict], ['harmless', 'likely']);
    assert.match(because(finding.stillPossible, 'application-abort'), /closed its sending side alone/);
    assert.match(because(finding.ruledOut, 'unread-data'), /all that the originator had sent was answered/);
  });

  it('is not a RST from nearer than the responder', async () => {
    const finding = await onlyFinding([...opening({ answered: false }), ...abort('00.100000', { seq: 5001, ttl: 63 })]);
    assert.equal(finding.cause, 'injected-reset');
  });

  it('is not a RST of kind C after payload that was sent again in vain: that was lost on the way', async () => {
    const upload = (at: string, id: number) =>
      fromOriginator(at, 'Flags [.], seq 1101:2549, ack 5001, win 501, options [TS val 5 ecr 8]', id);
    const finding = await onlyFinding([
      ...opening({ answered: false }),
      ...upload('00.030000', 13),
      ...upload('00.260000', 14),
      ...upload('00.700000', 15),
      ...abort('05.000000', { seq: 5001 }),
    ]);
    assert.equal(finding.cause, 'undetermined');
    assert.equal(finding.stillPossible[0]?.cause, 'path-mtu-black-hole');
    for (const cause of ['unread-data', 'linger-zero', 'application-abort', 'process-killed']) {
      assert.match(because(finding.ruledOut, cause), /were lost on the way/, cause);
    }
  });
});

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

describe('linger-zero', () => {
  it('is possible, no more, for a RST right after an answer: something of the request may have been unread', async () => {
    const finding = await onlyFinding([...opening(), ...abort('00.030000')]);
    assert.equal(finding.cause, 'linger-zero');
    assert.equal(finding.verdict, 'possible');
    assert.match(
      details(finding),
      /ack 1101 of the RST − ack 1101 of the responder's last payload \(frame 6\) = 0 bytes/,
    );
    assert.deepEqual(causes(finding.stillPossible), ['unread-data', 'application-abort', 'harmless']);
    assert.ok(finding.notes.some((note) => note.includes('no byte was lost')));
  });

  it('is not a RST out of a silence: that is only an abort whose reason can not be told', async () => {
    const finding = await onlyFinding([...opening(), ...abort('30.000000')]);
    assert.equal(finding.cause, 'application-abort');
    assert.equal(finding.verdict, 'possible');
    assert.match(finding.symptom, /aborted a connection that had carried no payload for 30\.0 s/);
    assert.match(claims(finding), /as a time-out of the program does/);
    assert.match(because(finding.ruledOut, 'idle-timeout'), /the RST came by itself, 30\.0 s after the last packet/);
    for (const cause of ['unread-data', 'linger-zero', 'process-killed', 'socket-destroyed']) {
      assert.ok(causes(finding.stillPossible).includes(cause), cause);
    }
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

describe('process-killed', () => {
  it('is likely for an abort after which the port refuses connections, and explains those', async () => {
    const { findings } = await explainText([
      ...opening({ answered: false }),
      ...abort('00.100000', { seq: 5001 }),
      ...refused('02', 40_009),
    ]);
    assert.deepEqual(
      findings.map(({ cause, verdict }) => [cause, verdict]),
      [
        ['process-killed', 'likely'],
        ['process-killed', 'likely'],
      ],
    );
    assert.match(because(byStream(findings, 0)?.ruledOut ?? [], 'unread-data'), /refused new connections afterwards/);
    assert.match(
      details(byStream(findings, 0) as Finding),
      /^1 new SYN to the port was refused, the first 1\.90 s later: the listener was gone, too$/m,
    );
    assert.match(
      details(byStream(findings, 1) as Finding),
      /1 connection of port 80, the last 1\.90 s before the refusal/,
    );
  });

  it('is likely for several connections that go in the same moment', async () => {
    const { findings } = await explainText([
      ...opening({ answered: false }),
      ...opening({ answered: false, port: 40_001, second: '01' }),
      ...abort('08.000000', { seq: 5001 }),
      ...abort('08.001000', { seq: 5001, port: 40_001 }),
    ]);
    assert.equal(findings.length, 1);
    assert.equal(findings[0]?.cause, 'process-killed');
    assert.equal(findings[0]?.count, 2);
    assert.ok(causes(findings[0]?.stillPossible ?? []).includes('unread-data'));
  });

  it('is not two connections that go in the same moment where the port accepts another afterwards', async () => {
    const { findings } = await explainText([
      ...opening({ answered: false }),
      ...opening({ answered: false, port: 40_001, second: '01' }),
      ...abort('08.000000', { seq: 5001 }),
      ...abort('08.001000', { seq: 5001, port: 40_001 }),
      ...opening({ port: 40_002, second: '12' }),
    ]);
    assert.equal(findings.length, 1);
    assert.equal(findings[0]?.cause, 'unread-data');
    assert.ok(causes(findings[0]?.stillPossible ?? []).includes('process-killed'));
  });

  it('is not two connections that go in the same moment with nothing unread: their process would have left FINs', async () => {
    const handshake = (port: number, second: string) => opening({ answered: false, port, second }).slice(0, 6);
    const mute = (at: string, port: number) =>
      fromResponder(at, 'Flags [R.], seq 5001, ack 1001, win 501, options [TS val 99 ecr 2]', 79, 62, port);
    const { findings } = await explainText([
      ...handshake(40_000, '00'),
      ...handshake(40_001, '01'),
      ...mute('08.000000', 40_000),
      ...mute('08.001000', 40_001),
    ]);
    assert.equal(findings.length, 1);
    const [finding] = findings;
    assert.equal(finding?.cause, 'application-abort');
    assert.match(finding?.symptom ?? '', /before anything was said/);
    assert.match(because(finding?.ruledOut ?? [], 'unread-data'), /^nothing had been sent to it$/);
    assert.match(because(finding?.stillPossible ?? [], 'process-killed'), /SO_LINGER 0/);
    assert.match(
      details(finding as Finding),
      /^1 other connection of the host went in the same moment, within 1\.00 ms$/m,
    );
  });

  it('is not two connections one after the other that are aborted shortly after one another', async () => {
    const { findings } = await explainText([
      ...opening({ answered: false }),
      ...abort('00.999000', { seq: 5001 }),
      ...opening({ answered: false, port: 40_001, second: '01' }),
      ...abort('01.022000', { seq: 5001, port: 40_001 }),
    ]);
    assert.ok(findings.every(({ cause }) => cause === 'unread-data'));
  });
});

describe('socket-destroyed', () => {
  const other = (at: string, ttl: number, segment: string) =>
    line(
      at,
      ttl,
      90,
      `${ttl === 64 ? '192.0.2.1.41000 > 192.0.2.2.443:' : '192.0.2.2.443 > 192.0.2.1.41000:'} ${segment}`,
    );

  it('is likely when connections of several ports of one host go in the same moment', async () => {
    const { findings } = await explainText([
      ...opening(),
      ...other('01.000000', 64, 'Flags [S], seq 300, win 64240, options [mss 1460]'),
      ...other('01.010000', 62, 'Flags [S.], seq 800, ack 301, win 64240, options [mss 1460]'),
      ...other('01.010100', 64, 'Flags [.], ack 801, win 501'),
      ...other('01.011000', 64, 'Flags [P.], seq 301:401, ack 801, win 501'),
      ...other('01.021000', 62, 'Flags [P.], seq 801:901, ack 401, win 501'),
      ...other('01.021100', 64, 'Flags [.], ack 901, win 501'),
      ...abort('20.000000'),
      ...other('20.000200', 62, 'Flags [R.], seq 901, ack 401, win 501'),
    ]);
    assert.equal(findings.length, 1);
    assert.equal(findings[0]?.cause, 'socket-destroyed');
    assert.equal(findings[0]?.verdict, 'likely');
    assert.match(details(findings[0] as Finding), /ports 80, 443/);
    assert.match(because(findings[0]?.stillPossible ?? [], 'application-abort'), /one program may serve these ports/);
  });

  it('leaves a program that serves all of the ports possible, however many connections went', async () => {
    const others = [41_000, 41_001].flatMap((port, index) => {
      const ends = { there: `192.0.2.1.${port} > 192.0.2.2.443:`, back: `192.0.2.2.443 > 192.0.2.1.${port}:` };
      return [
        ...line(`0${index + 1}.000000`, 64, 90, `${ends.there} Flags [S], seq 300, win 64240, options [mss 1460]`),
        ...line(
          `0${index + 1}.010000`,
          62,
          0,
          `${ends.back} Flags [S.], seq 800, ack 301, win 64240, options [mss 1460]`,
        ),
        ...line(`0${index + 1}.010100`, 64, 91, `${ends.there} Flags [.], ack 801, win 501`),
      ];
    });
    const { findings } = await explainText([
      ...opening(),
      ...others,
      ...abort('20.000000'),
      ...line('20.000200', 62, 92, '192.0.2.2.443 > 192.0.2.1.41000: Flags [R.], seq 801, ack 301, win 501'),
      ...line('20.000300', 62, 93, '192.0.2.2.443 > 192.0.2.1.41001: Flags [R.], seq 801, ack 301, win 501'),
    ]);
    assert.ok(findings.length > 0);
    for (const finding of findings) {
      assert.equal(finding.cause, 'socket-destroyed');
      assert.ok(causes(finding.stillPossible).includes('application-abort'));
    }
  });

  it('is only named for one connection alone', async () => {
    const finding = await onlyFinding([...opening(), ...abort('20.000000')]);
    assert.equal(finding.cause, 'application-abort');
    assert.ok(causes(finding.stillPossible).includes('socket-destroyed'));
  });
});

describe('application-abort', () => {
  it('is a FIN in the middle of an upload, whose rest is reset', async () => {
    const finding = await onlyFinding([
      ...opening({ answered: false }),
      ...fromOriginator('00.030000', 'Flags [.], seq 1101:2549, ack 5001, win 501, options [TS val 5 ecr 8]', 13),
      ...fromResponder('00.030050', 'Flags [F.], seq 5001, ack 2549, win 501, options [TS val 12 ecr 5]', 79),
      ...fromOriginator('00.030100', 'Flags [P.], seq 2549:3997, ack 5001, win 501, options [TS val 5 ecr 8]', 14),
      ...fromResponder('00.030150', 'Flags [R], seq 5001, win 0', 0),
      ...fromOriginator('00.030200', 'Flags [P.], seq 3997:4097, ack 5001, win 501, options [TS val 5 ecr 8]', 15),
    ]);
    assert.equal(finding.cause, 'application-abort');
    assert.equal(finding.verdict, 'possible');
    assert.match(details(finding), /^100 more bytes were sent behind the RST, in vain$/m);
    assert.match(details(finding), /kind A, seq 5001 of the RST = ack 5001 of frame 8 = seq 5001 of the FIN/);
    assert.ok(causes(finding.stillPossible).includes('process-killed'));
  });
});

describe('client-abort', () => {
  const giveUp = (at: string, seq = 1101, ack = 5001) =>
    fromOriginator(at, `Flags [R.], seq ${seq}, ack ${ack}, win 501, options [TS val 99 ecr 8]`, 15);

  it('is likely for a request that its originator aborts unanswered, with the time that it waited', async () => {
    const finding = await onlyFinding([...opening({ answered: false }), ...giveUp('30.011000')]);
    assert.equal(finding.cause, 'client-abort');
    assert.equal(finding.verdict, 'likely');
    assert.equal(finding.sentBy, 'originator');
    assert.match(claims(finding), /gave up waiting, 30\.0 s after/);
    assert.equal(finding.distributions[0]?.median.toFixed(1), '30.0');
    assert.ok(causes(finding.ruledOut).includes('harmless'));
  });

  it('leaves harmless possible in the middle of, or right after, an answer', async () => {
    const finding = await onlyFinding([...opening(), ...giveUp('00.023000', 1101, 5051)]);
    assert.equal(finding.cause, 'client-abort');
    assert.ok(causes(finding.stillPossible).includes('harmless'));
  });

  it('is an originator that closes before the answer, which it then resets', async () => {
    const finding = await onlyFinding([
      ...opening({ answered: false }),
      ...fromOriginator('10.011000', 'Flags [F.], seq 1101, ack 5001, win 501, options [TS val 80 ecr 8]', 14),
      ...fromResponder('10.031000', 'Flags [.], ack 1102, win 501, options [TS val 81 ecr 80]', 80),
      ...fromResponder('12.000000', 'Flags [P.], seq 5001:6001, ack 1102, win 501, options [TS val 90 ecr 80]', 81),
      ...fromOriginator('12.000100', 'Flags [R], seq 1102, win 0', 0),
    ]);
    assert.equal(finding.cause, 'client-abort');
    assert.match(finding.symptom, /closed before the answer/);
    assert.match(details(finding), /seq 1102 of the RST = ack 1102 of frame 8 = seq 1101 of the originator's FIN \+ 1/);
  });

  it('is only possible where what was reset may have been a farewell', async () => {
    const finding = await onlyFinding([
      ...opening(),
      ...fromOriginator('00.030000', 'Flags [F.], seq 1101, ack 5051, win 501, options [TS val 80 ecr 8]', 14),
      ...fromResponder('00.040000', 'Flags [P.], seq 5051:5075, ack 1102, win 501, options [TS val 90 ecr 80]', 81),
      ...fromOriginator('00.040100', 'Flags [R], seq 1102, win 0', 0),
      ...fromResponder('00.040200', 'Flags [P.], seq 5075:5080, ack 1102, win 501, options [TS val 90 ecr 80]', 82),
      ...fromOriginator('00.040300', 'Flags [R], seq 1102, win 0', 0),
    ]);
    assert.equal(finding.verdict, 'possible');
    assert.match(finding.symptom, /reset the 29 bytes that came from 192\.0\.2\.2:80 behind that/);
    assert.match(details(finding), /^24 bytes from seq 5051, never acknowledged/m);
    assert.match(details(finding), /^5 bytes more came after the RST$/m);
    assert.match(because(finding.stillPossible, 'harmless'), /close_notify/);
  });
});

describe('a bare RST of an originator that had sent no FIN', () => {
  it('is called what it is, whatever its window, and tells that the whole answer had been sent', () => {
    const request = 'GET /a HTTP/1.1\r\nHost: a\r\n\r\n';
    const answer = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok';
    const told = say(say(story().handshake(), 'originator', request), 'responder', answer);
    const [finding] = explainStory(told.wait(9000).reset('originator', { window: 65_535 }));
    assert.deepEqual([finding?.cause, finding?.verdict], ['client-abort', 'possible']);
    assert.doesNotMatch(claims(finding as Finding), /no window/);
    assert.match(details(finding as Finding), /window 65535 instead of 0/);
    assert.match(details(finding as Finding), /the answer 200: it was complete: its 2 bytes of body/);
    assert.match(
      because(finding?.stillPossible ?? [], 'harmless'),
      /the whole answer 200 \(frame 5\) had been sent, though the originator had not acknowledged it/,
    );
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

describe('client-abort behind what may be the whole answer', () => {
  const abortAt = (ack: number) =>
    fromOriginator('00.030000', `Flags [R.], seq 1101, ack ${ack}, win 501, options [TS val 80 ecr 8]`, 14);
  const more = fromResponder(
    '00.031000',
    'Flags [P.], seq 5051:5101, ack 1101, win 501, options [TS val 91 ecr 4]',
    81,
  );

  it('is only possible, and likely where more of it comes after the RST', async () => {
    const behind = await onlyFinding([...opening(), ...abortAt(5051)]);
    assert.deepEqual([behind.cause, behind.verdict, behind.remedies], ['client-abort', 'possible', []]);
    assert.match(behind.next[1]?.command ?? '', /-Y 'tcp\.len > 0' .* -e tcp\.time_relative$/);
    const amid = await onlyFinding([...opening(), ...abortAt(5051), ...more]);
    assert.deepEqual([amid.cause, amid.verdict], ['client-abort', 'likely']);
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

describe('restart', () => {
  const again = (second: string, port: number) => [
    ...fromOriginator(
      `${second}.000000`,
      'Flags [P.], seq 1101:1201, ack 5051, win 501, options [TS val 95 ecr 8]',
      30,
      port,
    ),
    ...fromResponder(`${second}.000100`, 'Flags [R], seq 5051, win 0', 0, 62, port),
  ];

  it('is likely for several old connections that are reset when they are used again, refused SYNs in between', async () => {
    const { findings } = await explainText([
      ...opening(),
      ...opening({ port: 40_001, second: '01' }),
      ...refused('05', 40_008),
      ...again('10', 40_000),
      ...again('11', 40_001),
    ]);
    const finding = byStream(findings, 0) as Finding;
    assert.equal(finding.cause, 'restart');
    assert.equal(finding.verdict, 'likely');
    assert.equal(finding.count, 2);
    assert.match(details(finding), /1 other connection to the port was reset alike/);
    assert.match(details(finding), /1 SYN to the port was refused in between: for a while/);
    assert.ok(causes(finding.ruledOut).includes('anycast-shift'));
  });

  it('is only possible for one connection alone', async () => {
    const finding = await onlyFinding([...opening(), ...again('10', 40_000)]);
    assert.equal(finding.cause, 'restart');
    assert.equal(finding.verdict, 'possible');
    assert.ok(causes(finding.stillPossible).includes('anycast-shift'));
  });

  it('is not a RST from nearer, nor one right after a packet of the responder', async () => {
    const nearer = [...opening(), ...again('10', 40_000)].map((text, index, all) =>
      index === all.length - 2 ? text.replace('ttl 62', 'ttl 63') : text,
    );
    assert.equal((await onlyFinding(nearer)).cause, 'idle-timeout');
    const atOnce = [
      ...opening(),
      ...fromOriginator('00.023000', 'Flags [P.], seq 1101:1201, ack 5051, win 501, options [TS val 95 ecr 8]', 30),
      ...fromResponder('00.033000', 'Flags [R], seq 5051, win 0', 0),
    ];
    const finding = await onlyFinding(atOnce);
    assert.equal(finding.cause, 'undetermined');
    assert.match(because(finding.ruledOut, 'restart'), /it had the connection then/);
  });

  it('is a port that refuses for a while, and accepts before and after', async () => {
    const { findings } = await explainText([
      ...opening(),
      ...refused('05', 40_008),
      ...opening({ port: 40_003, second: '08' }),
    ]);
    assert.equal(findings[0]?.cause, 'restart');
    assert.match(because(findings[0]?.ruledOut ?? [], 'closed-port'), /accepted connections before and after/);
  });
});
