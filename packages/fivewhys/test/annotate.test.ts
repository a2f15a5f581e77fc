import assert from 'node:assert/strict';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { annotate, explain, type InputProgress } from 'fivewhys';

const captures = join(import.meta.dirname, '../../../captures');
const capture = join(captures, 'closed-port.pcap');
const folder = mkdtempSync(join(tmpdir(), 'fivewhys-annotate-'));
after(() => rmSync(folder, { recursive: true, force: true }));
const explanation = await explain(capture);

const isPcapng = (path: string) => readFileSync(path).readUInt32BE(0) === 0x0a0d0d0a;

describe('annotate', () => {
  it('replaces the capture that it reads when all is written', async () => {
    const own = join(folder, 'own.pcap');
    copyFileSync(capture, own);
    const { frames } = await annotate(await explain(own), own);
    assert.ok(frames > 0);
    assert.ok(isPcapng(own));
    assert.deepEqual((await explain(own)).findings, explanation.findings);
  });

  it('replaces what a link leads to, and who may read it stays the same', async () => {
    const target = join(folder, 'private.pcapng');
    const link = join(folder, 'link.pcapng');
    copyFileSync(capture, target);
    chmodSync(target, 0o600);
    symlinkSync('private.pcapng', link);
    await annotate(explanation, link);
    assert.ok(lstatSync(link).isSymbolicLink());
    assert.ok(isPcapng(target));
    assert.equal(statSync(target).mode & 0o777, 0o600);
  });

  const full = existsSync('/dev/full') ? false : 'there is no /dev/full';

  it('says when a disk is full, for a pcap as for a pcapng', { skip: full }, async () => {
    for (const name of ['closed-port.pcap', 'closed-port-ipv6.pcapng']) {
      const read = await explain(join(captures, name));
      await assert.rejects(annotate(read, '/dev/full'), {
        code: 'ANNOTATE_FAILED',
        message: "/dev/full can't be written: no space left on device",
      });
    }
    assert.ok(statSync('/dev/full').isCharacterDevice());
  });

  it('writes into a device, and does not put a file in its place', async () => {
    await annotate(explanation, '/dev/null');
    assert.ok(statSync('/dev/null').isCharacterDevice());
  });

  it('leaves nothing behind where it fails', async () => {
    const place = join(folder, 'place');
    mkdirSync(join(place, 'folder'), { recursive: true });
    for (const out of [join(place, 'folder'), join(place, 'no', 'such.pcapng')]) {
      await assert.rejects(annotate(explanation, out), { code: 'ANNOTATE_FAILED' });
    }
    assert.deepEqual(readdirSync(place), ['folder']);
    assert.deepEqual(readdirSync(join(place, 'folder')), []);
  });

  it('takes one capture, which is a file', async () => {
    const out = join(folder, 'none.pcapng');
    const bytes = readFileSync(capture);
    const several = await explain([capture, join(captures, 'late-data.pcap')]);
    const piped = await explain({ path: 'upload', bytes });
    const messages = {
      'comments go into one capture, and 2 were read': several,
      'comments go into a capture that is a file; this one came by a pipe': piped,
      'comments go into a pcap or pcapng file, and none was read': await explain('nothing.pcap'),
    };
    for (const [message, wrong] of Object.entries(messages)) {
      await assert.rejects(annotate(wrong, out), { code: 'ANNOTATE_ONE_CAPTURE', message });
    }
    assert.equal(existsSync(out), false);
  });

  it('says once that it is done', async () => {
    const told: InputProgress[] = [];
    await annotate(explanation, join(folder, 'told.pcapng'), { onProgress: (progress) => told.push(progress) });
    assert.deepEqual(
      told.map(({ done }) => done),
      [true],
    );
  });
});
