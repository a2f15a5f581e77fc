/** What an alert says of the reason, and where the remedy lies. */
export interface AlertMeaning {
  readonly text: string;
  readonly remedy: 'certificate' | 'version' | 'name' | 'protocol' | undefined;
}

const refused = (reason: string): AlertMeaning => ({
  text: `it did not accept the other end's certificate: ${reason}`,
  remedy: 'certificate',
});

/** RFC 8446 section 6.2, RFC 5246 section 7.2.2, RFC 7507 section 2, RFC 7301 section 3.2. */
const meanings: Readonly<Record<number, AlertMeaning>> = {
  10: { text: 'a message came that does not belong at this place', remedy: 'protocol' },
  22: { text: 'a record was longer than TLS allows, which is also what other protocols look like', remedy: 'protocol' },
  40: {
    text: 'it found nothing acceptable in what was offered: cipher suites, groups, signature algorithms; or it wants a certificate',
    remedy: 'version',
  },
  42: refused('it is damaged, or a signature in it is wrong'),
  43: refused('it is of a kind that is not supported'),
  44: refused('its issuer has revoked it'),
  45: refused('it has expired, or is not valid for another reason of time'),
  46: refused('for a reason that has no alert of its own'),
  48: refused('its issuer is not among those that are trusted, or the chain to it was not sent'),
  49: { text: 'the certificate was valid, but its holder has no access', remedy: undefined },
  50: { text: 'a message could not be decoded', remedy: 'protocol' },
  51: { text: 'a signature, or the Finished message, did not verify', remedy: undefined },
  70: { text: 'it does not support the version that was offered', remedy: 'version' },
  71: { text: 'it demands safer cipher suites than were offered', remedy: 'version' },
  80: { text: 'it failed by an error of its own, which has nothing to do with the other end', remedy: undefined },
  86: { text: 'the other end had tried again with a lower version than both support', remedy: 'version' },
  112: { text: 'it knows no host of the name that was asked for (SNI)', remedy: 'name' },
  116: { text: 'it demands a certificate, and got none', remedy: undefined },
  120: { text: 'they have no application protocol in common (ALPN)', remedy: undefined },
};

/** @returns undefined for an alert that says no more than its name */
export function alertMeaning(description: number): AlertMeaning | undefined {
  return meanings[description];
}
