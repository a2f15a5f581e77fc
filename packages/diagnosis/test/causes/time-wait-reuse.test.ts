import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { explainText } from '../explain-text.ts';

/** A connection that its responder closes first, and a SYN on the same 4-tuple behind it. rcv_nxt is then 5,000,012, snd_nxt 9,000,007. */
interface Story {
  readonly secondSyn?: string;
  readonly answer?: string;
  readonly secondsLater?: number;
  readonly firstFin?: 'originator' | 'responder';
  readonly withFins?: boolean;
  readonly synOptions?: string;
  /** Of the second SYN, where they are others. */
  readonly secondOptions?: string;
  readonly first?: boolean;
}

const originator = '192.0.2.1.40000';
const responder = '192.0.2.2.80';

function story({
  secondSyn = 'seq 4000000',
  answer = 'Flags [.], seq 9000007, ack 5000012',
  secondsLater = 20,
  firstFin = 'responder',
  withFins = true,
  synOptions = 'mss 1460',
  secondOptions = synOptions,
  first = true,
}: Story = {}): string[] {
  const there = `IP ${originator} > ${responder}:`;
  const back = `IP ${responder} > ${originator}:`;
  const fins =
    firstFin === 'responder'
      ? [
          `10:00:00.004000 ${back} Flags [F.], seq 9000006, ack 5000011, win 501, length 0`,
          `10:00:00.005000 ${there} Flags [F.], seq 5000011, ack 9000007, win 501, length 0`,
          `10:00:00.006000 ${back} Flags [.], seq 9000007, ack 5000012, win 501, length 0`,
        ]
      : [
          `10:00:00.004000 ${there} Flags [F.], seq 5000011, ack 9000006, win 501, length 0`,
          `10:00:00.005000 ${back} Flags [F.], seq 9000006, ack 5000012, win 501, length 0`,
          `10:00:00.006000 ${there} Flags [.], seq 5000012, ack 9000007, win 501, length 0`,
        ];
  const at = (offset: number) => {
    const seconds = secondsLater + offset;
    return `10:0${Math.floor(seconds / 60)}:${(seconds % 60).toFixed(6).padStart(9, '0')}`;
  };
  return [
    ...(first
      ? [
          `10:00:00.000000 ${there} Flags [S], seq 5000000, win 64240, options [${synOptions}], length 0`,
          `10:00:00.001000 ${back} Flags [S.], seq 9000000, ack 5000001, win 64240, options [${synOptions}], length 0`,
          `10:00:00.001500 ${there} Flags [.], seq 5000001, ack 9000001, win 501, length 0`,
          `10:00:00.002000 ${there} Flags [P.], seq 5000001:5000011, ack 9000001, win 501, length 10`,
          `10:00:00.003000 ${back} Flags [P.], seq 9000001:9000006, ack 5000011, win 501, length 5`,
          ...(withFins ? fins : []),
        ]
      : []),
    `${at(0)} ${there} Flags [S], ${secondSyn}, win 64240, options [${secondOptions}], length 0`,
    `${at(0.001)} ${back} ${answer}, win 501, length 0`,
    `${at(1)} ${there} Flags [S], ${secondSyn}, win 64240, options [${secondOptions}], length 0`,
    `${at(1.001)} ${back} ${answer}, win 501, length 0`,
  ];
}

describe('time-wait-reuse', () => {
  it('is proven when a SYN below rcv_nxt without timestamps is answered with the old ACK, and both FINs were acknowledged', async () => {
    const { findings } = await explainText(story());
    assert.equal(findings.length, 1);
    assert.equal(findings[0]?.cause, 'time-wait-reuse');
    assert.equal(findings[0]?.verdict, 'proven');
    assert.deepEqual(findings[0]?.subjects, [{ input: 0, stream: 1 }]);
    const details = findings[0]?.whys.flatMap(({ evidence }) => evidence.map(({ detail }) => detail)).join('\n');
    assert.match(details ?? '', /ISN 4000000 is 1,000,012 below the old rcv_nxt 5000012/);
    assert.match(details ?? '', /no timestamps on either SYN/);
  });

  it('counts the distance modulo 2^32: an ISN of 4,294,000,000 is below an rcv_nxt of 5,000,012', async () => {
    const { findings } = await explainText(story({ secondSyn: 'seq 4294000000' }));
    assert.equal(findings[0]?.cause, 'time-wait-reuse');
    const details = findings[0]?.whys.flatMap(({ evidence }) => evidence.map(({ detail }) => detail)).join('\n');
    assert.match(details ?? '', /is 5,967,308 below the old rcv_nxt/);
  });

  it('is not said of an ACK that has other numbers than the old connection', async () => {
    const { findings } = await explainText(story({ answer: 'Flags [.], seq 7000000, ack 6000000' }));
    assert.equal(findings[0]?.cause, 'undetermined');
    assert.match(
      findings[0]?.ruledOut.find(({ cause }) => cause === 'time-wait-reuse')?.because ?? '',
      /not the last ACK/,
    );
  });

  it('is not said when the originator had closed first: TIME_WAIT is then at its end', async () => {
    const { findings } = await explainText(story({ firstFin: 'originator' }));
    assert.notEqual(findings[0]?.cause, 'time-wait-reuse');
  });

  it('is not said more than 60 s after the FIN', async () => {
    const { findings } = await explainText(story({ secondsLater: 90 }));
    assert.notEqual(findings[0]?.cause, 'time-wait-reuse');
  });

  it('is not said when the old connection was never closed: that is a challenge ACK of a half-open connection', async () => {
    const { findings } = await explainText(story({ withFins: false, answer: 'Flags [.], seq 9000006, ack 5000011' }));
    assert.notEqual(findings[0]?.cause, 'time-wait-reuse');
  });

  it('is at most likely when the old connection is not in the capture, and names half-open', async () => {
    const { findings } = await explainText(story({ first: false }));
    assert.equal(findings[0]?.cause, 'time-wait-reuse');
    assert.equal(findings[0]?.verdict, 'likely');
    assert.deepEqual(
      findings[0]?.stillPossible.map(({ cause }) => cause),
      ['half-open'],
    );
    assert.ok((findings[0]?.next.length ?? 0) > 0);
  });

  it('is no finding when the SYN is accepted', async () => {
    const lines = story({ secondSyn: 'seq 6000000', answer: 'Flags [S.], seq 9065544, ack 6000001' });
    const { findings } = await explainText(lines);
    assert.deepEqual(findings, []);
  });

  it('fits a SYN above rcv_nxt with an older timestamp: TIME_WAIT takes none, and a counter shows it', async () => {
    const older = { synOptions: 'mss 1460,TS val 7000 ecr 0', secondOptions: 'mss 1460,TS val 6000 ecr 0' };
    const { findings } = await explainText(story({ ...older, secondSyn: 'seq 6000000' }));
    assert.equal(findings[0]?.cause, 'time-wait-reuse');
    const text = JSON.stringify(findings[0]);
    assert.match(text, /ISN 6000000 is 999,?988 above the old rcv_nxt 5000012/);
    assert.match(text, /timestamp 6000 is 1,?000 before 7000/);
    assert.match(text, /TcpExtPAWSTimewait counts SYNs with older timestamps from Linux 6\.16 on/);
  });

  it('is not said of a SYN above rcv_nxt with the same timestamp, which TIME_WAIT takes', async () => {
    const same = { synOptions: 'mss 1460,TS val 7000 ecr 0' };
    const { findings } = await explainText(story({ ...same, secondSyn: 'seq 6000000' }));
    assert.ok(findings.every(({ cause }) => cause !== 'time-wait-reuse'));
  });

  it('says of a SYN without timestamps that hardly a counter shows it', async () => {
    const { findings } = await explainText(story());
    assert.match(findings[0]?.notes.join('\n') ?? '', /Hardly a counter of the responder shows this/);
  });

  it('says that tcp_tw_reuse has no part in it', async () => {
    const { findings } = await explainText(story());
    assert.ok(findings[0]?.notes.some((note) => note.includes('tcp_tw_reuse has no part in it')));
  });

  it('gives every remedy its harm, its proof, its way back and its source', async () => {
    const { findings } = await explainText(story());
    assert.ok((findings[0]?.remedies.length ?? 0) > 0);
    for (const { commands, harm, verify, undo, source } of findings[0]?.remedies ?? []) {
      assert.ok(commands.length > 0 && [harm, verify, undo, source].every((text) => text.length > 0));
    }
  });
});
