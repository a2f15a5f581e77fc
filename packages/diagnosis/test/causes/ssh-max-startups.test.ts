import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Finding } from '@fivewhys/evidence';
import { type Story, story } from '../../../connections/test/story.ts';
import { explainStory, say } from '../explain-story.ts';
import { causes, claims, details } from './only-finding.ts';

const banner = 'SSH-2.0-OpenSSH_9.2p1\r\n';
/** A connection that gets its banner, and another that begins. */
const greetedThenBegun = (): Story => {
  const told = say(say(story({ responderPort: 22 }).handshake(), 'originator', banner), 'responder', banner);
  return told.ack('originator').close('originator').again({ originatorPort: 40_001 }).handshake();
};
const only = (told: Story): Finding => {
  const findings = explainStory(told);
  assert.equal(findings.length, 1);
  return findings[0] as Finding;
};

describe('ssh-max-startups', () => {
  it('is proven by the line of sshd, without any RST', () => {
    const told = say(story({ responderPort: 22 }).handshake(), 'responder', 'Exceeded MaxStartups\r\n').ack(
      'originator',
    );
    const finding = only(told.close('responder'));
    assert.equal(finding.cause, 'ssh-max-startups');
    assert.equal(finding.verdict, 'proven');
    assert.match(claims(finding), /sshd itself refused it: "Exceeded MaxStartups"/);
  });

  it('leaves open which limit it was where the newer line does', () => {
    const told = say(story({ responderPort: 22 }).handshake(), 'responder', 'Not allowed at this time\r\n').ack(
      'originator',
    );
    const finding = only(told.close('responder'));
    assert.match(claims(finding), /or its source is under a penalty \(PerSourcePenalties\)/);
    assert.equal(finding.verdict, 'likely');
    assert.deepEqual(causes(finding.stillPossible), ['application-abort']);
  });

  it('is likely when the banner of the originator lies unread, and others got theirs', () => {
    const finding = only(say(greetedThenBegun(), 'originator', banner).ack('responder').abort('responder'));
    assert.equal(finding.cause, 'ssh-max-startups');
    assert.equal(finding.verdict, 'likely');
    assert.match(details(finding), /of 2 connections to the port in this capture 1 got the banner of sshd/);
    assert.ok(causes(finding.ruledOut).includes('backlog-overflow'));
    assert.ok(causes(finding.stillPossible).includes('unread-data'));
  });

  it('is likely too when the banner reaches a socket that sshd has closed: that is no keep-alive race', () => {
    const told = greetedThenBegun().fin('responder');
    const late = say(told, 'originator', banner).reset('responder');
    const finding = only(late);
    assert.equal(finding.cause, 'ssh-max-startups');
    assert.equal(finding.verdict, 'likely');
  });

  it('is no more than possible without others that got the banner', () => {
    const told = say(story({ responderPort: 22 }).handshake(), 'originator', banner)
      .ack('responder')
      .abort('responder');
    const finding = only(told);
    assert.equal(finding.cause, 'unread-data');
    assert.ok(causes(finding.stillPossible).includes('ssh-max-startups'));
    const late = story({ responderPort: 22 }).handshake().fin('responder');
    const alone = only(say(late, 'originator', banner).reset('responder'));
    assert.equal(alone.cause, 'ssh-max-startups');
    assert.equal(alone.verdict, 'possible');
  });

  it('is not a connection that is ended later: sshd drops at once', () => {
    const finding = only(say(greetedThenBegun(), 'originator', banner).ack('responder').wait(2000).abort('responder'));
    assert.match(
      finding.ruledOut.find(({ cause }) => cause === 'ssh-max-startups')?.because ?? '',
      /sshd drops a connection at once/,
    );
  });

  it('is not another protocol on another port', () => {
    const finding = only(
      story({ responderPort: 80 }).handshake().data('originator', 20).ack('responder').abort('responder'),
    );
    assert.match(
      finding.ruledOut.find(({ cause }) => cause === 'ssh-max-startups')?.because ?? '',
      /nothing in the capture says that it was SSH/,
    );
  });
});
