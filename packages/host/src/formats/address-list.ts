import { addressOf } from '../address.ts';
import type { Line } from '../line.ts';
import type { PartFormat } from './format.ts';

const listing = /\bip\s(?:.*\s)?(?:a|ad|add|addr|addre|addres|address)\b/;
/** `wire@if3   UP   10.0.0.2/24 fe80::1/64`, one interface a line. */
const brief = /^\S{1,40}\s+(?:UP|DOWN|UNKNOWN|LOWERLAYERDOWN|DORMANT|TESTING|NOTPRESENT)(?:\s|$)/;
/** `2: eth0: <BROADCAST,UP> mtu 1500 …` and what is indented under it. */
const long = /^(?:\d{1,6}: \S{1,60}: <|\s{4,8}(?:link\/|inet6? |valid_lft |altname ))/;
const address = /(?:^|\s)([0-9a-fA-F.:]{2,45})\/\d{1,3}(?=\s|$)/g;
/** Every host has these, and they tell none from another. */
const common = /^(?:127\.|::1$|fe80:)/;

/** The addresses of a host, by `ip -br address` or `ip address` (iproute2): they tell whose the other texts of the same input are. */
export const addressList: PartFormat = {
  name: 'address-list',
  marks: [],
  begins: ({ text }, { command }) => listing.test((command ?? '').slice(0, 400)) && isRow(text),
  open() {
    const addresses = new Set<string>();
    return {
      take(line: Line) {
        if (!isRow(line.text)) return false;
        if (!/^\s+link\//.test(line.text)) for (const ip of addressesIn(line.text)) addresses.add(ip);
        return true;
      },
      end: (origin) => (addresses.size === 0 ? undefined : { kind: 'addresses', addresses, ...origin }),
    };
  },
};

function isRow(text: string): boolean {
  return brief.test(text) || long.test(text);
}

function addressesIn(text: string): string[] {
  return [...text.matchAll(address)].flatMap(([, written = '']) => {
    const ip = addressOf(written);
    return ip === undefined || common.test(ip) ? [] : [ip];
  });
}
