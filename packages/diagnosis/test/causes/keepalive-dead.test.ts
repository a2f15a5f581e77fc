import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { causes, details, onlyFinding } from './only-finding.ts';
import { fromOriginator, fromResponder, opening } from './segments.ts';

const probe = (second: number) =>
  fromResponder(`${second}.022000`, 'Flags [.], ack 1101, win 501, options [TS val 90 ecr 4]', 60 + second).map(
    (text) => text.replace('ack 1101', 'seq 5050, ack 1101'),
  );
const abort = (second: number) =>
  fromResponder(`${second}.022000`, 'Flags [R.], seq 5051, ack 1101, win 501, options [TS val 99 ecr 4]', 90);

describe('keepalive-dead', () => {
  it('is likely after unanswered probes and a RST of kind C', async () => {
    const finding = await onlyFinding([...opening(), ...[20, 30, 40].flatMap(probe), ...abort(50)]);
    assert.equal(finding.cause, 'keepalive-dead');
    assert.equal(finding.verdict, 'likely');
    assert.equal(finding.sentBy, 'responder');
    assert.match(details(finding), /seq 5050 = snd_nxt 5051 − 1, 10\.0 s from one to the next/);
    assert.deepEqual(causes(finding.stillPossible), ['idle-timeout', 'firewall-drop']);
  });

  it('is not an abort after probes that were answered', async () => {
    const answered = [20, 30, 40].flatMap((second) => [
      ...probe(second),
      ...fromOriginator(`${second}.032000`, 'Flags [.], ack 5051, win 501, options [TS val 91 ecr 90]', second),
    ]);
    const finding = await onlyFinding([...opening(), ...answered, ...abort(50)]);
    assert.notEqual(finding.cause, 'keepalive-dead');
    assert.match(
      finding.ruledOut.find(({ cause }) => cause === 'keepalive-dead')?.because ?? '',
      /no keep-alive probe/,
    );
  });

  it('is not one probe and a RST of kind A', async () => {
    const finding = await onlyFinding([
      ...opening(),
      ...probe(20),
      ...fromOriginator('20.032000', 'Flags [R], seq 1101, win 0', 0),
    ]);
    assert.notEqual(finding.cause, 'keepalive-dead');
  });

  it('does not say that the silent end was heard no more, for it may have been on other connections', async () => {
    const finding = await onlyFinding([...opening(), ...[20, 30, 40].flatMap(probe), ...abort(50)]);
    assert.match(details(finding), /the last of this connection that came from 192\.0\.2\.1, 50\.0 s before the RST/);
  });

  it('asks for a ping of a private address from where that address holds', async () => {
    const pingOf = async (address: string) => {
      const lines = [...opening(), ...[20, 30, 40].flatMap(probe), ...abort(50)];
      const { next } = await onlyFinding(lines.map((text) => text.replaceAll('192.0.2.1.', `${address}.`)));
      return next[0];
    };
    assert.match(
      (await pingOf('192.168.2.100'))?.why ?? '',
      /^run near 192\.168\.2\.100, where its own address holds, while/,
    );
    const open = await pingOf('192.0.2.1');
    assert.match(open?.why ?? '', /^run on 192\.0\.2\.2 while probes go unanswered/);
    assert.equal(open?.command, 'ping -c 3 192.0.2.1');
  });
});
