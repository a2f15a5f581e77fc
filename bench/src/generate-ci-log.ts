import { closeSync, openSync, writeSync } from 'node:fs';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { lineKinds } from './ci-log/line-kinds.ts';
import { Random } from './traffic/random.ts';

const usage = `usage: generate-ci-log --out FILE [--megabytes N] [--seed N]

Writes the log of a long build in which the last line alone tells of a failed connection.
  --out FILE        where to write
  --megabytes N     how long (100)
  --seed N          the same seed gives the same bytes (1)
`;

const failure =
  "fatal: unable to access 'https://git.example.com/team/app.git/': OpenSSL SSL_connect: Connection reset by peer in connection to git.example.com:443";
const batchLines = 1000;

const { values } = parseArgs({
  options: { out: { type: 'string' }, megabytes: { type: 'string' }, seed: { type: 'string' } },
});
const megabytes = Number(values.megabytes ?? 100);
const seed = Number(values.seed ?? 1);
if (values.out === undefined || !(megabytes > 0) || !Number.isSafeInteger(seed)) {
  process.stderr.write(usage);
  process.exitCode = 2;
} else {
  write(values.out);
}

function write(out: string): void {
  const random = new Random(seed);
  const fd = openSync(out, 'w');
  let clockMs = Date.UTC(2026, 2, 1, 10);
  for (let written = 0; written < megabytes * 1e6; ) {
    let batch = '';
    for (let line = 0; line < batchLines; line += 1) {
      clockMs += random.integer(0, 20);
      const kind = lineKinds[random.integer(0, lineKinds.length - 1)] as (typeof lineKinds)[number];
      batch += `${stamp(clockMs)} ${kind(random)}\n`;
    }
    written += writeSync(fd, batch);
  }
  writeSync(fd, `${stamp(clockMs)} ${failure}\n`);
  closeSync(fd);
}

/** As GitHub Actions writes it in front of each line. */
function stamp(clockMs: number): string {
  return `${new Date(clockMs).toISOString().slice(0, -1)}0000Z`;
}
