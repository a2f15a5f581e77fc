import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Finding } from '@fivewhys/evidence';
import { join } from '../../../capture/test/build/bytes.ts';
import { alert, changeCipherSpec, clientHello, serverHello, tlsRecord } from '../../../capture/test/build/tls.ts';
import { type Story, story } from '../../../connections/test/story.ts';
import { explainStory, say } from '../explain-story.ts';
import { causes, claims, details } from './only-finding.ts';

const hello = clientHello({ serverName: 'a.example', versions: [0x0304, 0x0303] });
const begun = (): Story => say(story().handshake(), 'originator', hello).ack('responder');
const only = (told: Story): Finding => {
  const findings = explainStory(told);
  assert.equal(findings.length, 1);
  return findings[0] as Finding;
};

describe('tls-failure', () => {
  it('is proven by a fatal alert that can be read, without any RST', () => {
    const told = say(begun(), 'responder', alert(2, 112)).ack('originator').close('responder');
    const finding = only(told);
    assert.equal(finding.cause, 'tls-failure');
    assert.equal(finding.verdict, 'proven');
    assert.match(finding.symptom, /10\.0\.0\.2:443 refused the TLS handshake: unrecognized_name \(112\)/);
    assert.match(claims(finding), /it knows no host of the name that was asked for/);
    assert.match(details(finding), /for the name a\.example \(SNI\), and offers up to TLS 1\.3/);
    assert.deepEqual(finding.remedies.length, 1);
    assert.match(finding.remedies[0]?.summary ?? '', /name that the responder serves/);
  });

  it('offers no command with a name from the network that is none', () => {
    const hostile = clientHello({ serverName: "a'; rm -rf $HOME; '" });
    const told = say(say(story().handshake(), 'originator', hostile).ack('responder'), 'responder', alert(2, 40));
    assert.match(only(told.close('responder')).next[0]?.command ?? '', / -noservername -showcerts/);
    const [named] = explainStory(say(begun(), 'responder', alert(2, 40)).close('responder'));
    assert.match(named?.next[0]?.command ?? '', / -servername 'a\.example' /);
  });

  it('is not a warning, which ends nothing', () => {
    assert.deepEqual(explainStory(say(begun(), 'responder', alert(1, 112)).close('responder')), []);
  });

  it('takes its cause from the alert, and not from the RST that follows', () => {
    const told = say(begun(), 'responder', serverHello(0x0303)).ack('originator');
    const finding = only(say(told, 'originator', alert(2, 48)).abort('originator'));
    assert.equal(finding.cause, 'tls-failure');
    assert.equal(finding.sentBy, 'originator');
    assert.ok(causes(finding.ruledOut).includes('client-abort'));
    assert.deepEqual(finding.stillPossible, []);
    // Its alert came after the ServerHello: so it is not said that nothing did.
    assert.match(
      details(finding),
      /; no handshake message of the originator after the ServerHello, and the handshake was not finished/,
    );
    assert.match(claims(finding), /its issuer is not among those that are trusted/);
  });

  it('is only likely when the alert came from another distance than the SYN-ACK', () => {
    const told = begun();
    told.data('responder', 7, { payload: alert(2, 40), ttl: 50 });
    const finding = only(told.ack('originator').close('responder'));
    assert.equal(finding.verdict, 'likely');
    assert.deepEqual(causes(finding.stillPossible), ['injected-reset']);
  });

  it('is proven by a record of an alert’s length where TLS 1.3 expects Finished', () => {
    const told = say(begun(), 'responder', serverHello(0x0304)).ack('originator');
    say(told, 'originator', Uint8Array.from([...changeCipherSpec, ...tlsRecord(23, new Uint8Array(19))]));
    const finding = only(told.close('originator'));
    assert.equal(finding.cause, 'tls-failure');
    assert.match(finding.symptom, /The originator broke off the TLS handshake/);
    assert.ok(finding.notes.some((note) => note.includes('SSLKEYLOGFILE')));
  });

  it('is not a finished handshake of TLS 1.3', () => {
    const told = say(begun(), 'responder', serverHello(0x0304)).ack('originator');
    say(told, 'originator', Uint8Array.from([...changeCipherSpec, ...tlsRecord(23, new Uint8Array(53))]));
    assert.deepEqual(explainStory(told.close('originator')), []);
  });

  it('is plain HTTP that a port for TLS answers by an alert', () => {
    const told = say(story().handshake(), 'originator', 'GET /a HTTP/1.1\r\n\r\n').ack('responder');
    const finding = only(say(told, 'responder', alert(2, 22)).close('responder'));
    assert.match(finding.symptom, /GET \/a was sent in plain HTTP to 10\.0\.0\.2:443, which expects TLS/);
  });

  it('is TLS that a port answers in another protocol', () => {
    const finding = only(say(begun(), 'responder', 'SSH-2.0-OpenSSH_9.2p1\r\n').ack('originator').close('responder'));
    assert.match(finding.symptom, /TLS was spoken to 10\.0\.0\.2:443, which answers in another protocol/);
    assert.match(details(finding), /its first line is "SSH-2\.0-OpenSSH_9\.2p1"/);
    assert.equal(finding.next[0]?.command, 'nc -w 3 10.0.0.2 443 </dev/null');
    const html = only(say(begun(), 'responder', '<html>').ack('originator').close('responder'));
    assert.equal(html.next[0]?.command, 'curl -sv -o /dev/null http://10.0.0.2:443/');
  });

  it('is possible, no more, when the responder closes without a word', () => {
    const finding = only(begun().close('responder'));
    assert.equal(finding.cause, 'tls-failure');
    assert.equal(finding.verdict, 'possible');
  });

  it('is not said of a RST in the middle of a handshake where the shape tells more: data unread', () => {
    const finding = only(begun().abort('responder'));
    assert.equal(finding.cause, 'unread-data');
    assert.ok(causes(finding.stillPossible).includes('tls-failure'));
    assert.match(details(finding), /ClientHello for a\.example, and no ServerHello/);
  });

  it('is excluded once the handshake was finished', () => {
    const told = say(begun(), 'responder', serverHello(0x0304)).ack('originator');
    say(told, 'originator', Uint8Array.from([...changeCipherSpec, ...tlsRecord(23, new Uint8Array(53))])).ack(
      'responder',
    );
    const finding = only(told.abort('responder'));
    assert.match(
      finding.ruledOut.find(({ cause }) => cause === 'tls-failure')?.because ?? '',
      /was finished before the RST/,
    );
  });
});

describe("behind the originator's FIN a record of TLS 1.3", () => {
  const closed = (): Story => {
    const told = say(begun(), 'responder', serverHello(0x0304)).ack('originator');
    say(told, 'originator', join(changeCipherSpec, tlsRecord(23, new Uint8Array(53)))).ack('responder');
    say(say(told, 'responder', tlsRecord(23, new Uint8Array(200))), 'originator', tlsRecord(23, new Uint8Array(19)));
    return told.fin('originator');
  };

  it('of the length of an alert is likely a farewell: what answers it is harmless, although two bytes of data are as long', () => {
    const finding = only(say(closed(), 'responder', tlsRecord(23, new Uint8Array(19))).reset('originator'));
    assert.deepEqual([finding.cause, finding.verdict], ['harmless', 'likely']);
    assert.match(details(finding), /24 bytes in frame \d+: 5 of record header/);
    assert.deepEqual(causes(finding.stillPossible), ['client-abort']);
  });

  it('of another length is data, and was lost', () => {
    const finding = only(say(closed(), 'responder', tlsRecord(23, new Uint8Array(20))).reset('originator'));
    assert.equal(finding.cause, 'client-abort');
  });
});
