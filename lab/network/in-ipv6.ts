/**
 * What is written in the words of IPv4, in those of IPv6: addresses of the lab's network, rules of nft, arguments of ip(8). Each story is written once, with IPv4's; its twin
 * over IPv6 says the same in these. Text that has no words of IPv4 stays as it is.
 */
export function inIpv6(text: string): string {
  return words.reduce((said, [ipv4, ipv6]) => said.replaceAll(ipv4, ipv6), text);
}

/** The lab's addresses of IPv6 as those of IPv4: both tell the subnet and the host by the same numbers. */
export function inIpv4(text: string): string {
  return text.replaceAll(/fd83:0:0:(\d+)::(\d+)/g, '10.83.$1.$2');
}

/** In this order: a port makes an address one of brackets. */
const words: readonly (readonly [RegExp, string])[] = [
  [/\b10\.83\.(\d+)\.(\d+):(?=[\dA-Z])/g, '[fd83:0:0:$1::$2]:'],
  [/\b10\.83\.(\d+)\.(\d+)\/32\b/g, 'fd83:0:0:$1::$2/128'],
  [/\b10\.83\.(\d+)\.(\d+)\b/g, 'fd83:0:0:$1::$2'],
  [/\bicmp type destination-unreachable icmp code frag-needed\b/g, 'icmpv6 type packet-too-big'],
  [/\b(table|rule|chain) ip /g, '$1 ip6 '],
  [/\bip ([sd]addr)\b/g, 'ip6 $1'],
  [/\bip ttl\b/g, 'ip6 hoplimit'],
  [/\bip (route|rule|address) (?=add|replace|del)/g, 'ip -6 $1 '],
];

/** Settings that each family has of its own. Those of TCP and of connection tracking hold for both, whatever their name says. */
const settings: Readonly<Record<string, string>> = {
  'net.ipv4.ip_default_ttl': 'net.ipv6.conf.wire.hop_limit',
  'net.ipv4.fib_multipath_hash_policy': 'net.ipv6.fib_multipath_hash_policy',
  'net.ipv4.ip_forward': 'net.ipv6.conf.all.forwarding',
};

export const settingInIpv6 = (name: string): string => settings[name] ?? name;
