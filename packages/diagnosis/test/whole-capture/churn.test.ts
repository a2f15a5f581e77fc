import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { explainText } from '../explain-text.ts';

interface Traffic {
  readonly connections?: number;
  readonly perSecond?: number;
  /** Requests of each connection. */
  readonly requests?: number;
  readonly ports?: number;
  readonly withFins?: boolean;
  readonly originators?: number;
}

/** Connections one after the other, as `tcpdump -nn -S` prints them. */
function traffic({
  connections = 150,
  perSecond = 20,
  requests = 1,
  ports = 1000,
  withFins = true,
  originators = 1,
}: Traffic = {}): string[] {
  const lines: string[] = [];
  for (let index = 0; index < connections; index += 1) {
    const there = `IP 192.0.2.${10 + (index % originators)}.${40_000 + (index % ports)} > 192.0.2.2.80:`;
    const back = `IP 192.0.2.2.80 > 192.0.2.${10 + (index % originators)}.${40_000 + (index % ports)}:`;
    let isn = 1_000_000 + index * 1000;
    let ack = 9_000_000 + index * 1000;
    let step = 0;
    const add = (text: string) => {
      const seconds = index / perSecond + step / 10_000;
      step += 1;
      lines.push(
        `10:${String(Math.floor(seconds / 60)).padStart(2, '0')}:${(seconds % 60).toFixed(6).padStart(9, '0')} ${text}`,
      );
    };
    add(`${there} Flags [S], seq ${isn}, win 64240, options [mss 1460], length 0`);
    add(`${back} Flags [S.], seq ${ack}, ack ${isn + 1}, win 64240, options [mss 1460], length 0`);
    isn += 1;
    ack += 1;
    for (let request = 0; request < requests; request += 1) {
      add(`${there} Flags [P.], seq ${isn}:${isn + 10}, ack ${ack}, win 501, length 10`);
      isn += 10;
      add(`${back} Flags [P.], seq ${ack}:${ack + 5}, ack ${isn}, win 501, length 5`);
      ack += 5;
    }
    if (!withFins) continue;
    add(`${back} Flags [F.], seq ${ack}, ack ${isn}, win 501, length 0`);
    add(`${there} Flags [F.], seq ${isn}, ack ${ack + 1}, win 501, length 0`);
    add(`${back} Flags [.], seq ${ack + 1}, ack ${isn + 1}, win 501, length 0`);
  }
  return lines;
}

async function churnOf(options?: Traffic) {
  const { findings } = await explainText(traffic(options));
  return findings.find(({ cause }) => cause === 'connection-churn');
}

describe('connections for each request', () => {
  it('are a finding without any reset, with the rate, the median and who closes first', async () => {
    const churn = await churnOf();
    assert.equal(churn?.verdict, 'likely');
    assert.match(
      churn?.symptom ?? '',
      /^192\.0\.2\.10 opens a connection to 192\.0\.2\.2:80 for each request: 150 of them, 20\.0 a second$/,
    );
    const told = JSON.stringify(churn?.whys);
    assert.match(told, /median of 2 segments with payload each/);
    assert.match(told, /the responder, which closes first/);
  });

  it('are named with the soonest return of a port', async () => {
    assert.match(
      JSON.stringify((await churnOf({ ports: 100 }))?.whys),
      /50 times a port came round, after 5\.00 s at the soonest/,
    );
  });

  it('are no finding when they carry several requests, are few, slow, left open, or of many originators', async () => {
    for (const options of [
      { requests: 3 },
      { connections: 90 },
      { perSecond: 2 },
      { withFins: false },
      { originators: 50 },
    ]) {
      assert.equal(await churnOf(options), undefined, JSON.stringify(options));
    }
  });

  it('are named behind a SYN that ran into TIME_WAIT', async () => {
    const lines = traffic({ connections: 150, perSecond: 20, ports: 1000 });
    // The first port comes round with a lower number, and gets the old ACK.
    const there = 'IP 192.0.2.10.40000 > 192.0.2.2.80:';
    const back = 'IP 192.0.2.2.80 > 192.0.2.10.40000:';
    const { findings } = await explainText([
      ...lines,
      `10:00:09.000000 ${there} Flags [S], seq 5, win 64240, options [mss 1460], length 0`,
      `10:00:09.001000 ${back} Flags [.], seq 9000007, ack 1000012, win 501, length 0`,
      `10:00:10.000000 ${there} Flags [S], seq 5, win 64240, options [mss 1460], length 0`,
      `10:00:10.001000 ${back} Flags [.], seq 9000007, ack 1000012, win 501, length 0`,
    ]);
    const reuse = findings.find(({ cause }) => cause === 'time-wait-reuse');
    assert.equal(reuse?.verdict, 'proven');
    const churn = findings.find(({ cause }) => cause === 'connection-churn');
    assert.deepEqual(reuse?.behind, [
      {
        finding: churn?.id,
        cause: 'connection-churn',
        because: 'is between the same ends: that is how a port comes round so soon',
      },
    ]);
    assert.equal(churn?.behind, undefined);
  });

  it('are not looked for where one stream was asked for', async () => {
    const { Explainer } = await import('../../src/index.ts');
    const { sourceOf } = await import('../explain-text.ts');
    const explainer = new Explainer({ connections: false, stream: 1, wanted: undefined, cause: undefined });
    await explainer.addInput('story.txt', sourceOf(new TextEncoder().encode(`${traffic().join('\n')}\n`)));
    assert.deepEqual(explainer.finish().findings, []);
  });
});
