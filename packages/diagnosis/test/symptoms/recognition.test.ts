import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { recognizeSymptoms } from './read-symptoms.ts';
import { symptomPrograms } from './sources.ts';

describe('whether a text is a log with symptoms', () => {
  it('one line of any program is enough, in the middle of anything', () => {
    for (const { wordings, log, id } of symptomPrograms) {
      const example = wordings.find(({ role }) => role === undefined)?.example;
      if (example === undefined || id === 'other') continue;
      assert.equal(recognizeSymptoms(`+ make all\nok 1\n${example}\nError: exit status 1\n`), log, id);
    }
  });

  it("a program's flags for its own words hold for them: git's, in capitals", () => {
    assert.equal(recognizeSymptoms('ok 1\nFATAL: THE REMOTE END HUNG UP UNEXPECTEDLY\n'), 'client-log');
  });

  it('a log of a proxy is one also when nothing failed', () => {
    assert.equal(
      recognizeSymptoms('192.0.2.9:51022 [01/Mar/2026:10:00:00.123] db pg/srv1 0/1/400 212 -- 1/1/0/0/0 0/0\n'),
      'proxy-log',
    );
    assert.equal(recognizeSymptoms('2026/03/01 10:00:00 [notice] 1#1: signal process started\n'), 'proxy-log');
    assert.equal(recognizeSymptoms('{"response_flags":"-","response_code":200}\n'), 'proxy-log');
  });

  it('the kind is that of most lines', () => {
    const proxy =
      '2026/03/01 10:00:00 [error] 1#1: *1 upstream prematurely closed connection while reading upstream, client: 192.0.2.9\n';
    const client = 'curl: (52) Empty reply from server\n';
    assert.equal(recognizeSymptoms(proxy + client.repeat(3)), 'client-log');
    assert.equal(recognizeSymptoms(proxy.repeat(3) + client), 'proxy-log');
  });

  it("the system's words count with a time in front, and not in prose", () => {
    assert.equal(recognizeSymptoms('2026-03-01T10:00:00Z worker[7]: upload: Connection reset by peer\n'), 'client-log');
    assert.equal(recognizeSymptoms('They all saw the same message: Connection reset by peer.\n'), undefined);
  });

  for (const [title, text] of [
    ['nothing', ''],
    [
      'prose',
      '# What to do about resets\n\nIf a connection is reset by the peer, look at the firewall. Timeouts (and broken pipes) come later.\nA socket hangs up.\n',
    ],
    ['tcpdump text', '17:15:00.320997 IP 192.0.2.1.40000 > 192.0.2.2.80: Flags [R.], seq 1, ack 2, win 0, length 0\n'],
    [
      'tcpdump text with a payload that quotes an error',
      '17:15:00.320997 IP 192.0.2.1.40000 > 192.0.2.2.80: Flags [P.], seq 1:30, ack 2, win 5, length 29\ncurl: (52) Empty reply from server\n',
    ],
    ['ngrep text', 'T 192.0.2.1:40000 -> 192.0.2.2:80 [AP] #4\n  curl: (52) Empty reply from server\n'],
    [
      'ngrep text with times',
      'T 2026/03/01 10:00:00.000000 192.0.2.1:40000 -> 192.0.2.2:80 [AP]\n  Error: socket hang up\n',
    ],
    [
      'counters',
      '#kernel\nTcpOutRsts                      12                 0.0\nTcpExtTCPAbortOnClose           3                  0.0\n',
    ],
    [
      'netstat -s',
      'Tcp:\n    12 connection resets received\n    3 connections reset due to unexpected data\n    1 connections aborted due to timeout\n',
    ],
    ['a table of flags', '  29212 Flags [AP]\n  14041 Flags [AF]\n'],
    ['JSON', '{"name":"x","errors":0}\n'],
    [
      'a JSON document that quotes a log',
      '{\n  "findings": [{ "detail": "line 3: curl: (52) Empty reply from server" }]\n}\n',
    ],
    ['source code', "socket.on('error', (error) => {\n  if (error.code === 'ECONNRESET') reconnect();\n});\n"],
    [
      'a log without failures',
      '2026-03-01T10:00:00Z starting\n2026-03-01T10:00:01Z Server listening on port: 8080\nReceiving objects: 100% (14/14), done.\n',
    ],
  ] as const) {
    it(`${title} is none`, () => assert.equal(recognizeSymptoms(text), undefined));
  }
});
