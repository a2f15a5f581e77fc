import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { HostReader, type HostReading, type Part, readHostText } from '../src/index.ts';

/** What an operator pastes: several commands, their prompts, dates and notes between. */
const pasted = `root@web1:~# date -Is; nstat -az | head -4
2026-11-22T01:05:00+00:00
#kernel
TcpOutRsts                      14                 0.0
TcpExtListenOverflows           3                  0.0

root@web1:~# conntrack -S
cpu=0   \tfound=0 invalid=4 insert=0 insert_failed=0 drop=3 early_drop=0 error=0 search_restart=0 
cpu=1   \tfound=0 invalid=8 insert=0 insert_failed=0 drop=0 early_drop=0 error=0 search_restart=0 

Then it failed again:

==> /proc/net/stat/nf_conntrack <==
entries  clashres found new invalid ignore delete chainlength insert insert_failed drop early_drop icmp_error  expect_new expect_create expect_delete search_restart
000000c8  00000000 00000000 00000000 00000010 00000000 00000000 00000000 00000000 00000000 00000003 00000000 00000000  00000000 00000000 00000000 00000000
root@web1:~# ss -ltn
State  Recv-Q Send-Q Local Address:Port Peer Address:PortProcess
LISTEN 3      2          10.77.2.1:9005      0.0.0.0:*          
root@web1:~# sysctl net.core.somaxconn; dmesg | tail -2
net.core.somaxconn = 4096
[12492.854803] nf_conntrack: nf_conntrack: table full in netns 4026532315, dropping packet
[12493.105478] nf_conntrack: nf_conntrack: table full in netns 4026532315, dropping packet
root@web1:~# cat /sys/kernel/tracing/trace
          python3-16572   [000] ..s1. 12450.407910: tcp_send_reset: skbaddr=000000003c5b880b skaddr=0000000000000000 src=10.77.2.1:9 dest=10.77.1.1:45886 state=UNKNOWN reason=NO_SOCKET
`;

describe('a text with the outputs of several commands', () => {
  const reading = readHostText(pasted, { input: 2 });

  it('is taken apart, each with its command, host, time and lines', () => {
    assert.deepEqual(
      reading.parts.map((part) => [
        part.kind === 'counters' ? part.format : part.kind,
        part.command ?? part.path,
        part.firstLine,
        part.lastLine,
      ]),
      [
        ['nstat', 'date -Is; nstat -az | head -4', 3, 5],
        ['conntrack-statistics', 'conntrack -S', 8, 9],
        ['proc-net-stat-nf-conntrack', '/proc/net/stat/nf_conntrack', 14, 15],
        ['sockets', 'ss -ltn', 17, 18],
        ['settings', 'sysctl net.core.somaxconn; dmesg | tail -2', 20, 20],
      ],
    );
    assert.equal(reading.host, 'web1');
    assert.equal(reading.parts[0]?.time?.text, '2026-11-22T01:05:00+00:00');
    assert.deepEqual(reading.damage, []);
  });

  it('gives its events in order, with the input and the line', () => {
    assert.deepEqual(
      [...reading.messages, ...reading.trace].map(({ input, line }) => [input, line]),
      [
        [2, 21],
        [2, 22],
        [2, 24],
      ],
    );
  });

  it('is the same however it is cut into pieces', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(pasted.length), { maxLength: 40 }), (cuts) => {
        const reader = new HostReader({ input: 2 });
        const places = [0, ...cuts.toSorted((a, b) => a - b), pasted.length];
        for (const [index, place] of places.entries()) reader.write(pasted.slice(place, places[index + 1] ?? place));
        assert.deepEqual(reader.end(), reading);
      }),
    );
  });

  it('is the same with the line ends of Windows', () => {
    assert.deepEqual(readHostText(pasted.replaceAll('\n', '\r\n'), { input: 2 }), reading);
  });
});

/** Lines and pieces of lines, whole and spoiled, so that chance finds its way into every reader. */
const anything = fc
  .array(
    fc.oneof(
      fc.constantFrom(...pasted.split('\n')),
      fc
        .tuple(fc.constantFrom(...pasted.split('\n')), fc.nat(200), fc.string({ maxLength: 8 }))
        .map(([line, at, noise]) => line.slice(0, at) + noise + line.slice(at + 1)),
      fc.string({ maxLength: 60 }),
      fc.constantFrom(
        'Ip:',
        'TcpExt:',
        'Tcp: A B',
        'Tcp: 1',
        '{"kernel":{',
        '#kernel',
        'cpu=0 ',
        '',
        '\t',
        'TCP: ',
        '# ss',
        'ESTAB 0 0 [::]:1 *:*',
      ),
    ),
    { maxLength: 30 },
  )
  .map((lines) => lines.join('\n'));

describe('whatever the text', () => {
  it('nothing throws, and every line number lies within it', () => {
    fc.assert(
      fc.property(anything, (text) => {
        const reading = readHostText(text);
        assert(reading.lines <= text.split('\n').length);
        for (const line of linesOf(reading))
          assert(line >= 1 && line <= reading.lines, `line ${line} of ${reading.lines}`);
      }),
      { numRuns: 500 },
    );
  });

  it('cutting it in two makes no difference', () => {
    fc.assert(
      fc.property(anything, fc.nat(), (text, at) => {
        const reader = new HostReader({ input: 0 });
        const cut = at % (text.length + 1);
        reader.write(text.slice(0, cut));
        reader.write(text.slice(cut));
        assert.deepEqual(reader.end(), readHostText(text));
      }),
    );
  });

  it('what is kept is bounded, and what was let go is counted', () => {
    const reader = new HostReader({ input: 0 });
    for (let round = 0; round < 1000; round += 1) {
      reader.write(`#kernel\nTcpOutRsts ${round} 0.0\n`);
      reader.write('[1.000001] TCP: too many orphaned sockets\n'.repeat(25));
      reader.write('cpu=0 broken\nTcpOutRsts x 0.0\n');
    }
    const { parts, messages, omitted, damage, damageCount } = reader.end();
    assert.equal(parts.length, 400);
    assert.equal(messages.length, 20_000);
    assert.equal(omitted, 600 + 5000);
    assert.equal(damage.length, 0);
    assert.equal(damageCount, 0);
    const values = parts.map((part) => (part.kind === 'counters' ? part.counters.get('TcpOutRsts')?.value : undefined));
    assert.equal(values[0], 0n);
    assert.equal(values.at(-1), 999n);
  });

  it('a line without end is cut, and said to be', () => {
    const reader = new HostReader({ input: 0 });
    reader.write('#kernel\nTcpOutRsts 5 0.0\n');
    for (let piece = 0; piece < 100; piece += 1) reader.write('x'.repeat(10_000));
    reader.write('\nTcpOutRsts 7 0.0\n');
    const { damage, lines, parts } = reader.end();
    assert.deepEqual(
      damage.map(({ line }) => line),
      [3],
    );
    assert.equal(lines, 4);
    assert.equal(parts.length, 2);
  });

  it('a line made to send a pattern back and forth takes no time', () => {
    const hostile = [
      'ESTAB'.padEnd(60_000, ' '),
      `ESTAB 0 0 ${'a:'.repeat(30_000)}`,
      `[${' '.repeat(60_000)}`,
      `Tcp:${' A1'.repeat(20_000)}!`,
      `root@${'a.'.repeat(30_000)}# nstat`,
      `nf_conntrack: ${'nf_conntrack: '.repeat(4000)}x`,
      `${'IN= OUT= '.repeat(6000)} SRC=`,
      `${'1.123456: tcp_send_reset '.repeat(2500)}`,
      `Every 2.0s: ${'a '.repeat(30_000)}`,
      `{"kernel":{${'"Aaa":1,'.repeat(7000)}`,
      `net${'.a'.repeat(30_000)} = `,
      `segfault${'[1]: '.repeat(10_000)}`,
      `${' '.repeat(60_000)}5 resets sent`,
      `==> /proc/${'a/'.repeat(30_000)}`,
      `cpu=0 ${'a=1 '.repeat(15_000)}!`,
      `entries  clashres found new invalid ${'abcdefgh'.repeat(20)} 4`,
      `entries  clashres found new invalid ${'abcdefgh '.repeat(24)}4`,
    ];
    const start = process.cpuUsage();
    for (const line of hostile) readHostText(`${line}\n`.repeat(3));
    const { user } = process.cpuUsage(start);
    assert(user < 2_000_000, `${user} µs for ${hostile.length} lines`);
  });
});

function linesOf({ parts, messages, trace, damage }: HostReading): number[] {
  return [...[...messages, ...trace, ...damage].map(({ line }) => line), ...parts.flatMap(placesOf)];
}

function placesOf(part: Part): number[] {
  const { firstLine, lastLine } = part;
  switch (part.kind) {
    case 'counters':
      return [firstLine, lastLine, ...[...part.counters.values()].map(({ line }) => line)];
    case 'settings':
      return [firstLine, lastLine, ...[...part.settings.values()].map(({ line }) => line)];
    case 'sockets':
      return [firstLine, lastLine, ...part.sockets.map(({ line }) => line)];
    case 'socket-summary':
      return [firstLine, lastLine, part.line];
    case 'addresses':
      return [firstLine, lastLine];
  }
}
