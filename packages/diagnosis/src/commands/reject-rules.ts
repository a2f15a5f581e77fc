/** Lists the rules of a Linux firewall that reject, with their counters. */
export const rejectRules = 'nft list ruleset | grep -n -B3 reject; iptables-save -c | grep REJECT';
