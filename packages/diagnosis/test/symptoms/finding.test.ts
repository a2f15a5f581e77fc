import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type CauseId, causeIds } from '../../src/catalogue.ts';
import { candidateRules } from '../../src/symptom-findings/candidate-rules.ts';
import { onlySymptom } from './read-symptoms.ts';
import { findingOfSymptom, symptomEffects, symptomPhases } from './sources.ts';

const findingOf = (...lines: readonly string[]) => findingOfSymptom(onlySymptom(...lines), 3, 'f7');
const causesOf = (...lines: readonly string[]) => {
  const { cause, stillPossible } = findingOf(...lines);
  return [cause, ...stillPossible.map((named) => named.cause)];
};
const nginx = (message: string) =>
  `2026/03/01 10:00:00 [error] 1#1: *9 ${message}, client: 192.0.2.9, server: a, request: "GET / HTTP/1.1", upstream: "http://10.0.0.7:8080/", host: "a"`;

describe('the causes that words leave possible, in their order', () => {
  const stories: readonly (readonly [title: string, line: string, causes: readonly CauseId[]])[] = [
    [
      'a reset in the TLS handshake: the firewall first, the path MTU second, anycast late',
      'curl: (35) Recv failure: Connection reset by peer',
      ['firewall-reject', 'path-mtu-black-hole', 'injected-reset', 'tls-failure', 'anycast-shift'],
    ],
    [
      'a reset in a download',
      'error: RPC failed; curl 56 Recv failure: Connection reset by peer',
      ['firewall-reject', 'path-mtu-black-hole', 'conntrack-invalid', 'process-killed', 'restart', 'anycast-shift'],
    ],
    [
      'a reset in an upload',
      'Put "https://a.example.com/v2/": write tcp 192.0.2.9:51022->192.0.2.7:443: write: connection reset by peer',
      ['firewall-reject', 'path-mtu-black-hole', 'conntrack-invalid', 'unread-data', 'restart', 'anycast-shift'],
    ],
    [
      'a FIN in a download is the doing of the other end, never of a REJECT rule',
      'curl: (18) transfer closed with 5 bytes remaining to read',
      ['process-killed', 'application-abort', 'restart'],
    ],
    [
      'a refusal',
      'ssh: connect to host a.example.com port 22: Connection refused',
      ['closed-port', 'firewall-reject', 'restart'],
    ],
    [
      'silence while connecting',
      'dial tcp 192.0.2.7:443: i/o timeout',
      ['firewall-drop', 'conntrack-table-full', 'backlog-overflow', 'time-wait-reuse'],
    ],
    [
      'silence in the TLS handshake: the certificates are the first full-sized packets',
      'net/http: TLS handshake timeout',
      ['path-mtu-black-hole', 'firewall-drop', 'backlog-overflow'],
    ],
    [
      'a reset before the banner',
      'kex_exchange_identification: read: Connection reset by peer',
      ['firewall-reject', 'ssh-max-startups', 'backlog-overflow', 'anycast-shift'],
    ],
    [
      'sshd says so itself',
      'sshd[1]: drop connection #10 from [192.0.2.9]:51022 on [192.0.2.7]:22 past MaxStartups',
      ['ssh-max-startups'],
    ],
    [
      'a session that died, of which nothing says that it was idle',
      'client_loop: send disconnect: Broken pipe',
      ['firewall-reject', 'path-mtu-black-hole', 'idle-timeout', 'restart', 'anycast-shift'],
    ],
    [
      'a reset of which nothing but the reset is told',
      'Connection reset by 192.0.2.7 port 22',
      ['firewall-reject', 'path-mtu-black-hole', 'idle-timeout', 'restart', 'anycast-shift'],
    ],
    [
      'a connection that could not be opened, of which nothing says what answered',
      "curl: (7) couldn't connect to host",
      ['closed-port', 'firewall-drop', 'firewall-reject', 'backlog-overflow'],
    ],
    [
      'a kept connection that was just closed',
      'http: server closed idle connection',
      ['keep-alive-race', 'idle-timeout', 'restart'],
    ],
    [
      'no route',
      'curl: (7) Failed to connect to a.example.com port 80 after 3 ms: No route to host',
      ['firewall-reject'],
    ],
    [
      'a proxy, reset where a response should begin: the race first',
      nginx('recv() failed (104: Connection reset by peer) while reading response header from upstream'),
      ['keep-alive-race', 'idle-timeout', 'process-killed', 'restart', 'unread-data', 'application-abort'],
    ],
    [
      'a proxy, closed where a response should begin',
      nginx('upstream prematurely closed connection while reading response header from upstream'),
      ['keep-alive-race', 'idle-timeout', 'process-killed', 'restart', 'unread-data', 'application-abort'],
    ],
    [
      'a proxy, refused',
      nginx('connect() failed (111: Connection refused) while connecting to upstream'),
      ['closed-port', 'firewall-reject', 'restart'],
    ],
    [
      'a proxy whose originator went away',
      nginx('client prematurely closed connection while reading upstream'),
      ['client-abort', 'idle-timeout', 'firewall-reject'],
    ],
    [
      'no local port left',
      nginx('connect() failed (99: Cannot assign requested address) while connecting to upstream'),
      ['connection-churn'],
    ],
    [
      'destroyed on its own host',
      'curl: (56) Recv failure: Software caused connection abort',
      ['socket-destroyed', 'application-abort'],
    ],
    ['a TLS alert', 'remote error: tls: handshake failure', ['tls-failure']],
  ];
  for (const [title, line, causes] of stories) it(title, () => assert.deepEqual(causesOf(line), causes));

  for (const line of [
    'curl: (6) Could not resolve host: nosuch.example.com',
    'error: RPC failed; HTTP 502 curl 22 The requested URL returned error: 502',
    'ERROR worker: upload of part 7: Connection reset by peer',
    nginx('no live upstreams while connecting to upstream'),
    '192.0.2.9 - - [01/Mar/2026:10:00:00 +0100] "GET / HTTP/1.1" 502 157 "-" "x"',
  ]) {
    it(`"${line.slice(0, 60)}" tells too little for a cause`, () => {
      const { cause, verdict, whys } = findingOf(line);
      assert.deepEqual([cause, verdict], ['undetermined', 'undetermined']);
      assert.match(whys.at(-1)?.claim ?? '', /the words do not tell/);
    });
  }

  it('every rule names causes of the catalogue, once each, and can be reached', () => {
    candidateRules.forEach(({ causes, effects, phases }, index) => {
      const ids = causes.map(([cause]) => cause);
      assert.deepEqual(
        ids.filter((id) => !causeIds.includes(id)),
        [],
      );
      assert.equal(new Set(ids).size, ids.length);
      for (const effect of effects) assert.ok(effect in symptomEffects);
      for (const phase of phases ?? []) assert.ok(phase in symptomPhases);
      const hidden = candidateRules
        .slice(0, index)
        .some(
          (earlier) =>
            earlier.speakers === undefined &&
            earlier.errnos === undefined &&
            effects.every((effect) => earlier.effects.includes(effect)) &&
            (earlier.phases === undefined || (phases?.every((phase) => earlier.phases?.includes(phase)) ?? false)),
        );
      assert.equal(hidden, false, `rule ${index} is never reached`);
    });
  });
});

describe('a finding from words', () => {
  const lines = ['error: RPC failed; curl 56 Recv failure: Connection reset by peer', 'fatal: early EOF'];

  it('is possible and no more, has its lines as evidence, and claims no frames', () => {
    const finding = findingOf(...lines);
    assert.deepEqual(
      [finding.id, finding.verdict, finding.count, finding.sentBy, finding.remedies.length],
      ['f7', 'possible', 1, 'unknown', 0],
    );
    const evidence = finding.whys.flatMap((why) => why.evidence);
    assert.ok(evidence.every(({ input, frames }) => input === 3 && frames.length === 0));
    assert.equal(finding.whys[0]?.evidence[0]?.detail, `line 1: "${lines[0]}"`);
    assert.equal(finding.whys[0]?.evidence[1]?.detail, `line 2: "${lines[1]}"`);
    assert.match(finding.symptom, /^git: a RST ended the connection, in the middle of a download$/);
  });

  it('says how often, and quotes the last', () => {
    const finding = findingOf(
      'Get "https://a.example.com/": EOF',
      'Get "https://a.example.com/": EOF',
      'Get "https://a.example.com/": EOF',
    );
    assert.equal(finding.count, 3);
    assert.match(finding.symptom, /^A program in Go, on the connection to a\.example\.com:443: .*, 3 times$/);
    assert.match(finding.whys[0]?.evidence.at(-1)?.detail ?? '', /^line 3, the last of 3: /);
  });

  it('tells who ended it only where a FIN tells', () => {
    assert.equal(findingOf('curl: (52) Empty reply from server').sentBy, 'responder');
    assert.equal(
      findingOf(nginx('peer closed connection in SSL handshake while SSL handshaking')).sentBy,
      'originator',
    );
    assert.equal(findingOf('curl: (56) Recv failure: Connection reset by peer').sentBy, 'unknown');
  });

  it('rules out what the words exclude', () => {
    const ruledOut = (line: string) => findingOf(line).ruledOut.map(({ cause }) => cause);
    assert.deepEqual(ruledOut('curl: (18) transfer closed with 5 bytes remaining to read'), [
      'closed-port',
      'firewall-reject',
    ]);
    assert.deepEqual(ruledOut('curl: (56) Recv failure: Connection reset by peer'), ['closed-port', 'firewall-drop']);
    assert.deepEqual(ruledOut('curl: (7) Failed to connect to a port 80: Connection refused'), ['firewall-drop']);
    assert.deepEqual(ruledOut('dial tcp 192.0.2.7:443: i/o timeout'), []);
  });

  it('never calls a cause possible that it rules out', () => {
    for (const line of [
      ...lines,
      'curl: (52) Empty reply from server',
      'net/http: TLS handshake timeout',
      'http: server closed idle connection',
    ]) {
      const { cause, stillPossible, ruledOut } = findingOf(line);
      const out = ruledOut.map((named) => named.cause);
      assert.deepEqual(
        [cause, ...stillPossible.map((named) => named.cause)].filter((one) => out.includes(one)),
        [],
      );
    }
  });
});

describe('what to collect next', () => {
  const commandsOf = (...lines: readonly string[]) => findingOf(...lines).next.map(({ command }) => command);

  it('a capture at each end with the host and port of the text, then probes for the candidates', () => {
    assert.deepEqual(
      commandsOf('curl: (35) OpenSSL SSL_connect: Connection reset by peer in connection to a.example.com:8443 '),
      [
        "tcpdump -ni any -s 128 -w here.pcap 'host a.example.com and port 8443'",
        "tcpdump -ni any -s 128 -w there.pcap 'port 8443'",
        'ping -c 3 -M do -s 1472 a.example.com',
        'nstat -az TcpOutRsts TcpEstabResets TcpExtTCPAbortOnClose TcpExtTCPAbortOnData TcpExtTCPAbortOnTimeout TcpExtListenOverflows TcpExtListenDrops',
        'curl -sv --max-time 30 -o /dev/null https://a.example.com:8443/',
      ],
    );
  });

  it('a complete 4-tuple can be looked up in a capture that exists', () => {
    assert.deepEqual(
      commandsOf('read tcp 192.0.2.9:51022->192.0.2.7:443: read: connection reset by peer').slice(0, 3),
      [
        "tcpdump -nn -v -r CAPTURE.pcap 'host 192.0.2.9 and port 51022 and host 192.0.2.7 and port 443'",
        "tcpdump -ni any -s 128 -w here.pcap 'host 192.0.2.7 and port 443'",
        "tcpdump -ni any -s 128 -w there.pcap 'host 192.0.2.9 and port 443'",
      ],
    );
  });

  it('IPv6 has longer headers, and brackets in a URL', () => {
    const commands = commandsOf(
      'curl: (35) Recv failure: Connection reset by peer',
      '* Connected to a.example.com (2001:db8::7) port 443 (#0)',
    );
    assert.ok(commands.includes('ping -c 3 -M do -s 1472 HOST'), 'an address of a later attempt is not this one');
    const known = commandsOf('*   Trying [2001:db8::7]:443...', 'curl: (35) Recv failure: Connection reset by peer');
    assert.ok(known.includes('ping -c 3 -M do -s 1452 2001:db8::7'));
    assert.ok(known.includes('curl -sv --max-time 30 -o /dev/null https://[2001:db8::7]:443/'));
  });

  it('a closed port is looked for where it should be', () => {
    assert.ok(commandsOf('dial tcp 192.0.2.7:8080: connect: connection refused').includes("ss -ltnp 'sport = :8080'"));
  });

  it('ssh is probed with ssh, and its limit of waiting connections is read', () => {
    const commands = commandsOf(
      'kex_exchange_identification: read: Connection reset by peer',
      'Connection reset by 192.0.2.7 port 2222',
    );
    assert.ok(commands.includes('ssh -vT -o ConnectTimeout=10 -p 2222 192.0.2.7'));
    assert.ok(commands.includes('sshd -T | grep -i maxstartups'));
  });

  it('a proxy is told where to capture, and what keeps its connections', () => {
    const { next } = findingOf(
      nginx('recv() failed (104: Connection reset by peer) while reading response header from upstream'),
    );
    assert.match(next[0]?.why ?? '', /^on the proxy's host/);
    assert.ok(next.some(({ command }) => command.startsWith('nginx -T')));
  });

  it('what is not known is left out of a filter, and ssh goes to port 22', () => {
    assert.equal(commandsOf('curl: (52) Empty reply from server')[0], "tcpdump -ni any -s 128 -w here.pcap 'tcp'");
    assert.equal(
      commandsOf('client_loop: send disconnect: Broken pipe')[0],
      "tcpdump -ni any -s 128 -w here.pcap 'port 22'",
    );
    assert.equal(
      commandsOf('Read from remote host a.example.com: Connection reset by peer')[0],
      "tcpdump -ni any -s 128 -w here.pcap 'host a.example.com and port 22'",
    );
  });

  it('a backend that is known by its label only has to be looked up', () => {
    const { next } = findingOf(
      '192.0.2.9:51022 [01/Mar/2026:10:00:00.123] www app/srv1 0/0/1/-1/12 502 209 - - SH-- 2/1/0/0/0 0/0 "GET / HTTP/1.1"',
    );
    assert.equal(next[0]?.command, "tcpdump -ni any -s 128 -w here.pcap 'host HOST and port PORT'");
    assert.match(next[0]?.why ?? '', /those of app\/srv1 in the proxy's configuration/);
  });

  it('for a connection of an originator, the port is the own one', () => {
    const { next } = findingOf('http: TLS handshake error from 192.0.2.9:51022: EOF');
    assert.ok(
      next.every(({ command }) => !command.includes('51022')),
      JSON.stringify(next),
    );
  });

  it('names are looked up, ports are counted, and an answered error needs no capture', () => {
    assert.deepEqual(commandsOf('curl: (6) Could not resolve host: nosuch.example.com'), [
      'getent ahosts nosuch.example.com',
      'dig +tries=1 nosuch.example.com',
    ]);
    assert.deepEqual(
      commandsOf(nginx('connect() failed (99: Cannot assign requested address) while connecting to upstream')),
      ['ss -Htan state time-wait dst 10.0.0.7 | wc -l', 'sysctl net.ipv4.ip_local_port_range'],
    );
    assert.deepEqual(commandsOf('error: RPC failed; HTTP 502 curl 22 The requested URL returned error: 502'), []);
  });
});
