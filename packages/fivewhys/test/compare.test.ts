import assert from 'node:assert/strict';
import { copyFileSync, cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { after, describe, it } from 'node:test';
import { CodedError, compare, explain } from 'fivewhys';

const folder = mkdtempSync(join(tmpdir(), 'fivewhys-compare-'));
after(() => rmSync(folder, { recursive: true }));

const names = ['originator', 'middle', 'responder'];
const captureOf = (story: string, name: string) =>
  join(import.meta.dirname, `../../../captures/vantages/${story}/${name}.pcap`);
const all = (story: string) => names.map((name) => captureOf(story, name));
const vantagesOf = (story: string, some: readonly string[] = names) =>
  some.map((name) => ({ name, path: captureOf(story, name) }));

const codeOf = (call: Promise<unknown>) =>
  call.then(
    () => 'nothing thrown',
    (error) => (error instanceof CodedError ? `${error.code}: ${error.message}` : String(error)),
  );

describe('compare, as a call,', () => {
  it('wants two captures of different files that can be read', async () => {
    const [one = ''] = all('loss');
    assert.match(await codeOf(compare([one])), /^COMPARE_TOO_FEW/);
    assert.match(await codeOf(compare([one, one])), /^COMPARE_TOO_FEW: .*INPUT_TWICE/);
    assert.match(await codeOf(compare([one, join(folder, 'none.pcap')])), /^COMPARE_TOO_FEW: .*INPUT_NOT_FOUND/);
    assert.match(await codeOf(compare([one, '-'])), /^COMPARE_TOO_FEW: .*COMPARE_NOT_A_FILE/);
    writeFileSync(join(folder, 'text.pcap'), 'no capture\n');
    assert.match(
      await codeOf(compare([one, join(folder, 'text.pcap')])),
      /^COMPARE_TOO_FEW: .*text.pcap: .*CAPTURE_UNKNOWN_FORMAT/,
    );
  });

  it('compares the others where one can not be read', async () => {
    const [one = '', two = '', three = ''] = all('loss');
    writeFileSync(join(folder, 'text.pcap'), 'no capture\n');
    const { inputs, unreadable, connections } = await compare([one, join(folder, 'text.pcap'), two, three]);
    assert.deepEqual([inputs.length, unreadable.length, connections[0]?.places.length], [3, 1, 3]);
  });

  it('says what was compared where nothing is in common', async () => {
    const said = await codeOf(compare([captureOf('loss', 'originator'), captureOf('injected', 'responder')]));
    assert.match(said, /^COMPARE_NOTHING_IN_COMMON: .*has 1 connections.*has 2 connections.*sequence numbers/);
    const filtered = await codeOf(compare(all('loss'), { filter: ':9999' }));
    assert.match(filtered, /^COMPARE_NOTHING_IN_COMMON: of 1 connections in common none is one with the end :9999/);
  });

  it('takes the connection that was asked for, by the stream of the first capture or by an end', async () => {
    const streams = async (options: Parameters<typeof compare>[1]) =>
      (await compare(all('source-translated'), options)).connections.map(({ places }) => places[0]?.streams);
    assert.deepEqual(await streams({ stream: 2 }), [[2]]);
    assert.deepEqual(await streams({ filter: ':8081' }), [[1]]);
    assert.equal((await streams({})).length, 3);
  });

  it('finds no difference between a capture and its copy', async () => {
    const copy = join(folder, 'copy.pcap');
    copyFileSync(captureOf('loss', 'originator'), copy);
    const [connection] = (await compare([captureOf('loss', 'originator'), copy])).connections;
    assert.ok(connection?.journeys.every(({ made, lost }) => made === undefined && lost === undefined));
  });

  it('goes by the names that are given where packets do not tell', async () => {
    const [connection] = (await compare(vantagesOf('full-proxy', ['originator', 'middle']))).connections;
    assert.deepEqual(
      connection?.places.map(({ vantage }) => vantage),
      ['originator', 'middle'],
    );
  });
});

/** The RST of a frame with TTL, IP ID and DF as Linux gives one that answers for a socket it does not have. */
function asHostMakesIt(file: Buffer, frame: number): Buffer {
  let offset = 24;
  for (let at = 1; at < frame; at += 1) offset += 16 + file.readUInt32LE(offset + 8);
  const ip = offset + 16 + 14;
  file.writeUInt16BE(0, ip + 4);
  file.writeUInt16BE(0x4000, ip + 6);
  file.writeUInt8(63, ip + 8);
  return file;
}

const found = async (story: string, some: readonly string[] = names) =>
  (await explain([], { vantages: vantagesOf(story, some) })).findings
    .map(
      ({ cause, verdict, sentBy, subjects }) =>
        `${cause} ${verdict} by ${sentBy}: ${subjects.map(({ input, stream }) => `${some[input]?.[0]}${stream}`).join(' ')}`,
    )
    .sort();

describe('explain, with captures from several places,', () => {
  it('proves a rule of the firewall between, where one capture alone leaves another edge possible', async () => {
    const alone = (await explain(captureOf('reject-one-side', 'originator'))).findings[0];
    assert.deepEqual([alone?.verdict, alone?.stillPossible.map(({ cause }) => cause)], ['likely', ['anycast-shift']]);
    assert.deepEqual(await found('reject-one-side'), ['firewall-reject proven by firewall: o0 m0']);
  });

  it('does not claim more than two ends show: another edge stays possible', async () => {
    assert.deepEqual(await found('reject-one-side', ['originator', 'responder']), [
      'firewall-reject likely by firewall: o0',
    ]);
  });

  it('proves the same of an attempt of which the capture behind the rule has nothing', async () => {
    assert.deepEqual(await found('reject-syn'), ['firewall-reject proven by firewall: o1 m1']);
    const { connections } = await compare(all('reject-syn'));
    assert.deepEqual(
      connections[0]?.places.map(({ streams }) => streams),
      [[1], [1], [], []],
    );
  });

  it('quotes frames of each capture as evidence', async () => {
    const { findings } = await explain([], { vantages: vantagesOf('reject-one-side') });
    const evidence = findings[0]?.whys.flatMap(({ evidence }) => evidence) ?? [];
    assert.ok(evidence.some(({ input, frames }) => input === 0 && frames.includes(16)));
    assert.ok(evidence.some(({ input, frames }) => input === 1 && frames.includes(30)));
  });

  it('lays an injected RST to something between, and explains with it the RST that the responder got then', async () => {
    const alone = (await explain(captureOf('injected', 'responder'))).findings[0];
    assert.equal(alone?.cause, 'undetermined');
    assert.deepEqual(await found('injected', ['originator', 'responder']), [
      'injected-reset proven by middlebox: o0 r0',
    ]);
  });

  it('says of a connection once what became of it, by the capture that shows it best, and counts it once', async () => {
    const { findings } = await explain([], { vantages: vantagesOf('reject-one-side') });
    assert.deepEqual(
      findings.map(({ count, resetFrames, resetFramesElsewhere }) => ({ count, resetFrames, resetFramesElsewhere })),
      [
        {
          count: 1,
          resetFrames: [{ input: 0, frames: [16] }],
          resetFramesElsewhere: [{ input: 1, frames: [30] }],
        },
      ],
    );
  });

  it('lays a RST to something between that is in all as a host would make it, and blames no host', async () => {
    const forged = join(folder, 'forged.pcap');
    writeFileSync(forged, asHostMakesIt(readFileSync(captureOf('injected', 'originator')), 10));
    const alone = (await explain(forged)).findings[0];
    assert.deepEqual([alone?.cause, alone?.verdict, alone?.sentBy], ['injected-reset', 'proven', 'middlebox']);
    const vantages = [
      { name: 'originator', path: forged },
      { name: 'responder', path: captureOf('injected', 'responder') },
    ];
    const finding = (await explain([], { vantages })).findings.find(({ subjects }) => subjects[0]?.input === 0);
    assert.deepEqual(
      [finding?.cause, finding?.verdict, finding?.sentBy, finding?.stillPossible.map(({ cause }) => cause)],
      ['injected-reset', 'proven', 'middlebox', []],
    );
  });

  it('does not blame anything between for a RST that the program sent', async () => {
    for (const some of [names, ['originator', 'responder'], ['middle', 'responder']]) {
      const findings = await found('program-abort', some);
      assert.ok(
        findings.every((finding) => finding.includes('by responder')),
        findings.join(),
      );
    }
  });

  it('proves that packets were dropped on the way, where one capture alone can not tell that from a dead host', async () => {
    const alone = (await explain(captureOf('silent-drop', 'originator'))).findings[0];
    assert.deepEqual([alone?.cause, alone?.verdict], ['firewall-drop', 'possible']);
    assert.deepEqual(await found('silent-drop', ['originator', 'responder']), ['firewall-drop proven by unknown: o0']);
  });

  it('finds the packet that was not translated from the side where the RST looks like an abort', async () => {
    const alone = (await explain(captureOf('untranslated', 'responder'))).findings[0];
    assert.equal(alone?.cause, 'undetermined');
    assert.deepEqual(await found('untranslated', ['originator', 'responder']), [
      'conntrack-invalid proven by originator: o1 r0',
    ]);
  });

  it('counts a connection once that one capture shows on both sides of a translation', async () => {
    assert.deepEqual(await found('source-translated'), ['linger-zero possible by responder: o1 m2 m3 r1']);
  });
});

describe('explain, with a folder,', () => {
  const stories = join(captureOf('loss', 'originator'), '../..');

  it('takes its captures as vantages, named by their files', async () => {
    const { findings, inputs } = await explain(join(stories, 'reject-one-side'));
    assert.deepEqual(
      findings.map(({ cause, verdict, count }) => [cause, verdict, count]),
      [['firewall-reject', 'proven', 1]],
    );
    assert.deepEqual(
      inputs.map(({ path, vantage }) => [basename(path), vantage]),
      [
        ['middle.pcap', 'middle'],
        ['originator.pcap', 'originator'],
        ['responder.pcap', 'responder'],
      ],
    );
  });

  it('goes into the only folder in it, and leaves hidden files and documents out', async () => {
    const outer = mkdtempSync(join(folder, 'outer-'));
    cpSync(join(stories, 'reject-syn'), join(outer, 'only'), { recursive: true });
    writeFileSync(join(outer, '.hidden'), 'fatal: Connection reset by peer');
    writeFileSync(join(outer, 'notes.md'), 'fatal: Connection reset by peer');
    const { findings, unreadable } = await explain(outer);
    assert.deepEqual([findings.map(({ cause }) => cause), unreadable], [['firewall-reject'], []]);
  });

  it('explains captures that have nothing in common each by itself', async () => {
    const mixed = mkdtempSync(join(folder, 'mixed-'));
    copyFileSync(captureOf('reject-one-side', 'originator'), join(mixed, 'one.pcap'));
    copyFileSync(captureOf('silent-drop', 'originator'), join(mixed, 'two.pcap'));
    const { findings } = await explain(mixed);
    assert.deepEqual(findings.map(({ cause, count }) => [cause, count]).sort(), [
      ['firewall-drop', 1],
      ['firewall-reject', 1],
    ]);
  });

  it('reads logs and counters beside them', async () => {
    const beside = mkdtempSync(join(folder, 'beside-'));
    copyFileSync(captureOf('reject-one-side', 'originator'), join(beside, 'originator.pcap'));
    writeFileSync(
      join(beside, 'git.log'),
      'fatal: unable to access https://a.example/: Recv failure: Connection reset by peer\n',
    );
    const { inputs } = await explain(beside);
    assert.deepEqual(
      inputs.map(({ kind }) => kind),
      ['pcap', 'client-log'],
    );
  });

  it('that holds several folders, or nothing, is refused by name', async () => {
    const { unreadable } = await explain([stories, mkdtempSync(join(folder, 'empty-'))]);
    assert.deepEqual(
      unreadable.map(({ code }) => code),
      ['INPUT_IS_DIRECTORY', 'INPUT_IS_DIRECTORY'],
    );
    assert.match(unreadable[0]?.message ?? '', /^a folder of \d+ folders \(full-proxy, injected, .*name the one/);
  });
});

describe('explain, with one capture of all interfaces of a host that hands packets on,', () => {
  const alone = async (story: string) =>
    (await explain(captureOf(story, 'middle'))).findings.map(
      ({ cause, verdict, sentBy, count }) => `${count} ${cause} ${verdict} by ${sentBy}`,
    );

  it('proves that the host itself made a RST that came in nowhere', async () => {
    assert.deepEqual(await alone('reject-one-side'), ['1 firewall-reject proven by firewall']);
    assert.deepEqual(await alone('reject-syn'), ['1 firewall-reject proven by firewall']);
  });

  it('lays a RST that only passes the host to its end, and counts both sides of a translation once', async () => {
    assert.deepEqual(await alone('program-abort'), ['1 linger-zero possible by responder']);
    assert.deepEqual(await alone('source-translated'), ['1 linger-zero possible by responder']);
    assert.deepEqual(await alone('untranslated'), ['1 conntrack-invalid proven by originator']);
  });
});
