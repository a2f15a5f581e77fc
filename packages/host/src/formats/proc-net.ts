import { CounterTable } from '../counter-table.ts';
import type { Line } from '../line.ts';
import { mibMarks } from '../mib-marks.ts';
import type { PartFormat } from './format.ts';

const mib = '(Ip|Icmp|IcmpMsg|Tcp|Udp|UdpLite|TcpExt|IpExt|MPTcpExt|XfrmExt)';
const names = new RegExp(`^${mib}:((?: [A-Z][A-Za-z0-9]{1,60}){1,700}) ?$`);
const values = new RegExp(`^${mib}:((?: -?\\d{1,20}){1,700}) ?$`);

/**
 * `/proc/net/snmp` and `/proc/net/netstat`: of each MIB a line with the names and one with the values.
 *
 * Source: net/ipv4/proc.c, snmp_seq_show and netstat_seq_show.
 */
export const procNet: PartFormat = {
  name: 'proc-net',
  marks: [...mibMarks, 'xfrmext'],
  begins: ({ text }) => names.test(text),
  open(_announced, damage) {
    const table = new CounterTable(damage);
    const seen = new Set<string>();
    let header: { readonly part: string; readonly columns: readonly string[]; readonly line: Line } | undefined;
    return {
      take(line) {
        const [, part, words] = names.exec(line.text) ?? [];
        if (part !== undefined && words !== undefined) {
          if (header !== undefined) damage(header.line.number, `the line with the values of ${header.part} is missing`);
          header = undefined;
          if (seen.has(part)) return false;
          seen.add(part);
          header = { part, columns: words.trim().split(' '), line };
          return true;
        }
        if (header === undefined || !line.text.startsWith(`${header.part}: `)) return false;
        const numbers = values.exec(line.text)?.[2]?.trim().split(' ');
        if (numbers === undefined) damage(line.number, `the values of ${header.part} can't be read`);
        else if (numbers.length !== header.columns.length) {
          damage(line.number, `${header.part} has ${header.columns.length} names and ${numbers.length} values`);
        }
        const pairs = Math.min(numbers?.length ?? 0, header.columns.length);
        for (let column = 0; column < pairs; column += 1) {
          const name = header.columns[column] as string;
          const value = numbers?.[column] as string;
          const place = `column ${column + 1} of lines ${header.line.number} and ${line.number}`;
          table.add(header.part + name, value, line, `${header.part}: ${name} ${value} (${place})`);
        }
        header = undefined;
        return true;
      },
      end(origin) {
        if (header !== undefined) damage(header.line.number, `the line with the values of ${header.part} is missing`);
        if (table.counters.size === 0) return undefined;
        return {
          kind: 'counters',
          format: 'proc-net',
          family: 'mib',
          scope: 'since-boot',
          absentIsZero: false,
          counters: table.counters,
          ...origin,
        };
      },
    };
  },
};
