import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { endText, onlySymptom, readSymptoms } from './read-symptoms.ts';

const shown = (text: string) =>
  readSymptoms(text).symptoms.map(({ program, effect, count }) => [program, effect, count]);

describe('which lines are one failure', () => {
  it('a thing that is said twice happened twice', () => {
    assert.deepEqual(shown('curl: (52) Empty reply from server\ncurl: (52) Empty reply from server\n'), [
      ['curl', 'closed-early', 2],
    ]);
  });

  it('lines far from one another are failures of their own', () => {
    const far = '\n'.repeat(30);
    assert.deepEqual(
      shown(`error: RPC failed; curl 18 transfer closed with outstanding read data remaining${far}fatal: early EOF`),
      [
        ['git', 'closed-early', 1],
        ['git', 'broken-off', 1],
      ],
    );
  });

  it('two endpoints are two failures', () => {
    const { symptoms } = readSymptoms(
      "fatal: unable to access 'https://a.example.com/x/': Empty reply from server\ncurl: (7) Failed to connect to b.example.com port 80: Connection refused",
    );
    assert.deepEqual(
      symptoms.map(({ remote }) => endText(remote)),
      ['a.example.com:443', 'b.example.com:80'],
    );
  });

  it('ssh beside a failure over HTTP is another one', () => {
    assert.deepEqual(
      shown(
        "fatal: unable to access 'https://a.example.com/x/': Recv failure: Connection reset by peer\nkex_exchange_identification: read: Connection reset by peer",
      ),
      [
        ['git', 'reset', 1],
        ['ssh', 'reset', 1],
      ],
    );
  });

  it('connecting anew is the next attempt', () => {
    const attempt = (port: number) => `* Connected to a.example.com (192.0.2.7) port ${port} (#0)\n`;
    const { symptoms } = readSymptoms(
      `${attempt(80)}* Recv failure: Connection reset by peer\n${attempt(443)}curl: (52) Empty reply from server`,
    );
    assert.deepEqual(
      symptoms.map(({ effect, remote }) => [effect, endText(remote)]),
      [
        ['reset', 'a.example.com:80'],
        ['closed-early', 'a.example.com:443'],
      ],
    );
  });

  it('the address tried last is the one that failed', () => {
    const symptom = onlySymptom(
      '*   Trying [2001:db8::7]:443...',
      '*   Trying 192.0.2.7:443...',
      'curl: (7) Failed to connect to a.example.com port 443: Connection refused',
    );
    assert.deepEqual(symptom.remote, { ip: '192.0.2.7', port: 443, name: 'a.example.com', label: undefined });
  });

  it('what a line without a time repeats from one with a time is the same failure', () => {
    assert.deepEqual(
      shown(
        '2026-03-01 10:00:00 ERROR java.net.SocketException: Connection reset\njava.net.SocketException: Connection reset\n\tat x\n',
      ),
      [['java', 'reset', 1]],
    );
    assert.deepEqual(
      shown(
        '2026-03-01 10:00:00 ERROR java.net.SocketException: Connection reset\n2026-03-01 10:00:01 ERROR java.net.SocketException: Connection reset\n',
      ),
      [['java', 'reset', 2]],
    );
  });

  it('the cause inside an error repeats its words', () => {
    assert.deepEqual(
      shown(
        'java.io.IOException: HTTP/1.1 header parser received no bytes\nCaused by: java.io.IOException: HTTP/1.1 header parser received no bytes',
      ),
      [['java', 'broken-off', 1]],
    );
  });

  it('an exception of Python raised in handling another is the same failure', () => {
    const chain = [
      'http.client.RemoteDisconnected: Remote end closed connection without response',
      '',
      'During handling of the above exception, another exception occurred:',
      '',
      "urllib3.exceptions.ProtocolError: ('Connection aborted.', RemoteDisconnected('Remote end closed connection without response'))",
    ];
    assert.deepEqual(shown(chain.join('\n')), [['python', 'closed-early', 1]]);
    assert.deepEqual(shown([chain[0], chain[0]].join('\n')), [['python', 'closed-early', 2]]);
  });

  it('a traceback without the mark of a chain is another failure', () => {
    const traceback = (error: string) => [
      'Traceback (most recent call last):',
      '  raise RemoteDisconnected("Remote end closed connection without"',
      error,
    ];
    const reset = traceback('ConnectionResetError: [Errno 104] Connection reset by peer');
    const cut = traceback('http.client.IncompleteRead: IncompleteRead(5 bytes read, 9 more expected)');
    assert.deepEqual(shown([...reset, ...cut].join('\n')), [
      ['python', 'reset', 1],
      ['python', 'closed-early', 1],
    ]);
    const mark = 'The above exception was the direct cause of the following exception:';
    assert.deepEqual(shown([...reset, '', mark, '', ...cut].join('\n')), [['python', 'reset', 1]]);
  });

  it('an error of Node.js ends with its bracket, and another error is another failure', () => {
    const error = [
      'Error: read ECONNRESET',
      '    at TCP.onStreamRead (x) {',
      '  errno: -104,',
      "  code: 'ECONNRESET',",
      '}',
    ];
    assert.deepEqual(shown([...error, ...error, 'Error: socket hang up'].join('\n')), [
      ['node', 'reset', 2],
      ['node', 'closed-early', 1],
    ]);
  });

  it('another exception of Java is another failure, unless it is the cause of the one before', () => {
    const lines = ['java.net.SocketException: Connection reset', 'java.net.SocketTimeoutException: Read timed out'];
    assert.deepEqual(shown(lines.join('\n')), [
      ['java', 'reset', 1],
      ['java', 'timed-out', 1],
    ]);
    assert.deepEqual(shown(lines.join('\nCaused by: ')), [['java', 'reset', 1]]);
  });

  it('wget beside git, and the end of a curl before it, are not inside it', () => {
    const git = "fatal: unable to access 'https://a.example.com/x/': Recv failure: Connection reset by peer";
    assert.deepEqual(shown(`Unable to establish SSL connection.\n${git}`), [
      ['wget', 'broken-off', 1],
      ['git', 'reset', 1],
    ]);
    assert.deepEqual(shown(`curl: (52) Empty reply from server\n${git}`), [
      ['curl', 'closed-early', 1],
      ['git', 'reset', 1],
    ]);
    assert.deepEqual(shown(`* Empty reply from server\n${git}`), [['git', 'closed-early', 1]]);
  });

  it('the errno is that of the effect', () => {
    const chain = [
      'OSError: [Errno 107] Transport endpoint is not connected',
      'During handling of the above exception, another exception occurred:',
      'ConnectionResetError: [Errno 104] Connection reset by peer',
    ];
    const symptom = onlySymptom(...chain);
    assert.deepEqual([symptom.effect, symptom.errno], ['reset', 'ECONNRESET']);
  });

  it('of 20 lines only 8 are quoted', () => {
    const lines = [
      '* Recv failure: Connection reset by peer',
      '* Send failure: Broken pipe',
      "fatal: unable to access 'https://a/': x",
      'fatal: early EOF',
      'fatal: index-pack failed',
      'the remote end hung up unexpectedly',
      'NSS error -5961 (PR_CONNECT_RESET_ERROR)',
      'Empty reply from server',
      'error: RPC failed; curl 18 x',
    ];
    const { symptoms } = readSymptoms(lines.join('\n'));
    assert.deepEqual(
      symptoms.map((symptom) => symptom.lines.length),
      [8],
    );
  });
});

describe('which failures are alike', () => {
  it('the ephemeral port makes no difference, the service does; first and last line are kept', () => {
    const line = (near: number, far: number, host = '192.0.2.7') =>
      `read tcp 192.0.2.9:${near}->${host}:${far}: read: connection reset by peer\n`;
    const { symptoms } = readSymptoms(
      line(51_022, 443) + line(51_023, 443) + line(51_024, 8443) + line(51_025, 443, '192.0.2.8') + line(51_026, 443),
    );
    assert.deepEqual(
      symptoms.map(({ count, remote, lines, last }) => [count, endText(remote), lines[0]?.line, last?.line]),
      [
        [3, '192.0.2.7:443', 1, 5],
        [1, '192.0.2.7:8443', 3, undefined],
        [1, '192.0.2.8:443', 4, undefined],
      ],
    );
  });

  it('for a proxy the port of its originator is the ephemeral one', () => {
    const line = (port: number, host = '192.0.2.9') =>
      `${host}:${port} [01/Mar/2026:10:00:00.123] db pg/srv1 0/1/400 212 CD 1/1/0/0/0 0/0\n`;
    const { symptoms } = readSymptoms(line(1025) + line(1026) + line(1027, '192.0.2.10'));
    assert.deepEqual(
      symptoms.map(({ count }) => count),
      [2, 1],
    );
  });

  it('another effect or phase is another symptom', () => {
    assert.equal(
      readSymptoms(
        'curl: (52) Empty reply from server\ncurl: (35) Recv failure: Connection reset by peer\ncurl: (56) Recv failure: Connection reset by peer',
      ).symptoms.length,
      3,
    );
  });

  it('a text that names a new endpoint in each line is bounded, and says so', () => {
    const text = Array.from(
      { length: 1500 },
      (_, index) => `curl: (7) Failed to connect to h${index}.example.com port 80: Connection refused`,
    ).join('\n');
    const { symptoms, droppedSymptoms } = readSymptoms(text);
    assert.deepEqual([symptoms.length, droppedSymptoms], [1000, 500]);
  });

  it('100,000 alike failures are one symptom', () => {
    const { symptoms } = readSymptoms('Get "https://a.example.com/": EOF\n'.repeat(100_000));
    assert.deepEqual(
      symptoms.map(({ count, lines, last }) => [count, lines.length, last?.line]),
      [[100_000, 1, 100_000]],
    );
  });
});
