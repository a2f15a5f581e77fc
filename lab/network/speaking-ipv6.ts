import { inIpv6, settingInIpv6 } from './in-ipv6.ts';
import type { Namespace } from './namespace.ts';

/** A namespace that takes commands in the words of IPv4 and does them in IPv6. */
export const speakingIpv6 = (namespace: Namespace): Namespace => ({
  ...namespace,
  run: (...command) => namespace.run(...inFamily(command)),
  ip: (...commands) => namespace.ip(...commands.map(inIpv6)),
  sysctl: (values) =>
    namespace.sysctl(Object.fromEntries(Object.entries(values).map(([name, value]) => [settingInIpv6(name), value]))),
  nft: (ruleset) => namespace.nft(inIpv6(ruleset)),
  start: (...command) => namespace.start(...inFamily(command)),
});

/** Word by word; ip(8) has to be told the family, which not all of its words show. */
function inFamily([program = '', ...words]: readonly string[]): string[] {
  return [program, ...(program === 'ip' ? ['-6'] : []), ...words.map(inIpv6)];
}
