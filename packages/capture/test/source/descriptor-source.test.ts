import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { closeSync, constants, existsSync, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { DescriptorSource } from '@fivewhys/capture';
import { exampleIpv4 } from '../build/examples.ts';
import { pcapFile } from '../build/pcap-file.ts';
import { comparable, readBytes, readSource } from '../build/read-bytes.ts';

const bytes = pcapFile(new Array<Uint8Array>(5000).fill(exampleIpv4), { linkType: 101 });
const folder = mkdtempSync(join(tmpdir(), 'fivewhys-descriptor-'));
after(() => rmSync(folder, { recursive: true }));

describe('a capture read through a descriptor is the same as from memory:', () => {
  test('a file', async () => {
    const path = join(folder, 'a.pcap');
    writeFileSync(path, bytes);
    const descriptor = openSync(path, 'r');
    try {
      assert.deepEqual(
        comparable(await readSource(new DescriptorSource(descriptor))),
        comparable(await readBytes(bytes)),
      );
    } finally {
      closeSync(descriptor);
    }
  });

  test('a FIFO that is opened non-blocking and written to slowly: it has nothing yet, and that is not its end', async () => {
    const file = join(folder, 'slow.pcap');
    const fifo = join(folder, 'fifo');
    writeFileSync(file, bytes);
    await run('mkfifo', fifo);
    const reader = openSync(fifo, constants.O_RDONLY | constants.O_NONBLOCK);
    const pieces = Math.ceil(bytes.length / 60_000);
    // Another process writes: this one could not read while it waits for room in the pipe.
    const writing = run(
      'sh',
      '-c',
      `exec 3>"$2"; : >"$2.open"; i=0; while [ $i -lt ${pieces} ]; do sleep 0.01; dd if="$1" bs=60000 skip=$i count=1 status=none >&3; i=$((i+1)); done`,
      'sh',
      file,
      fifo,
    );
    while (!existsSync(`${fifo}.open`)) await sleep(5); // a FIFO that nobody has opened for writing yet is at its end
    assert.deepEqual(comparable(await readSource(new DescriptorSource(reader))), comparable(await readBytes(bytes)));
    await writing;
    closeSync(reader);
  });
});

test('a descriptor that fails is an error of the system, with its code', async () => {
  const path = join(folder, 'b.pcap');
  writeFileSync(path, bytes);
  const descriptor = openSync(path, 'w'); // not for reading
  try {
    await assert.rejects(readSource(new DescriptorSource(descriptor)), { code: 'EBADF' });
  } finally {
    closeSync(descriptor);
  }
});

function run(program: string, ...args: readonly string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    spawn(program, args)
      .on('error', reject)
      .on('exit', (code) => (code === 0 ? resolve() : reject(new Error(`${program}: exit ${code}`))));
  });
}
