import { CounterTable } from '../counter-table.ts';
import { mibMarks } from '../mib-marks.ts';
import type { PartFormat } from './format.ts';

const row = /^((?:Ip6|Icmp6|Udp6|UdpLite6)[A-Z][A-Za-z0-9]{1,60})[ \t]{1,40}(\d{1,20})\s*$/;

/**
 * `/proc/net/snmp6`: a line per counter, name and value.
 *
 * Source: net/ipv6/proc.c, snmp6_seq_show.
 */
export const procNetSnmp6: PartFormat = {
  name: 'proc-net-snmp6',
  marks: [...mibMarks],
  begins: ({ text }) => row.test(text),
  open(_announced, damage) {
    const table = new CounterTable(damage);
    return {
      take(line) {
        const [, name, value] = row.exec(line.text) ?? [];
        if (name === undefined || value === undefined || table.has(name)) return false;
        table.add(name, value, line);
        return true;
      },
      end: (origin) => ({
        kind: 'counters',
        format: 'proc-net-snmp6',
        family: 'mib',
        scope: 'since-boot',
        absentIsZero: false,
        counters: table.counters,
        ...origin,
      }),
    };
  },
};
