import { CounterTable } from '../counter-table.ts';
import { mibMarks } from '../mib-marks.ts';
import { listsAll, scopeOf } from '../nstat-command.ts';
import type { PartFormat } from './format.ts';

/** The MIBs of /proc/net/snmp, netstat, snmp6 and sctp/snmp: what the kernel's counters begin with. */
const mibs = '(?:Ip|Icmp|IcmpMsg|Tcp|Udp|UdpLite|TcpExt|IpExt|MPTcpExt|Ip6|Icmp6|Udp6|UdpLite6|Sctp)';
/** `TcpExtListenOverflows           5                  0.0`; grep and awk may have cut the rate off. */
const row = new RegExp(
  `^\\s{0,8}(${mibs}[A-Za-z0-9]{2,60})\\s+(\\d{1,20})(?:\\s+\\d{1,15}\\.\\d)?( \\(overflow\\))?\\s*$`,
);
/** Under a header any name will do, but many words begin with `Ip`. */
const beginsWithKnownName = /^\s{0,8}(?!Ip(?!Ext|6|Forw|Default|In|Out|Reasm|Frag))/;
/** `#kernel`; of the daemon `#2842.1804289383 sampling_interval=10 time_const=60`. */
const header = /^#(?:kernel|\d+\.\d+ sampling_interval=\d+ time_const=\d+)\s*$/;

/**
 * `nstat`: a header `#kernel` and a line per counter: name, value, rate (0.0 unless its daemon runs). Counters that are zero are left out unless `-z`.
 * A counter that went down since nstat's last call is printed as 0 with `(overflow)` behind it.
 *
 * Source: iproute2, misc/nstat.c, dump_kern_db and dump_incr_db.
 */
export const nstat: PartFormat = {
  name: 'nstat',
  marks: [...mibMarks, '#kernel', 'sampling_interval='],
  begins({ text }) {
    if (header.test(text)) return true;
    return row.test(text) && beginsWithKnownName.test(text) && (/\d\.\d/.test(text) || !/^\s{0,8}\w*6/.test(text));
  },
  open(announced, damage) {
    const table = new CounterTable(damage);
    let started = false;
    return {
      take(line) {
        if (header.test(line.text)) {
          if (started) return false;
          started = true;
          return true;
        }
        const [, name, value, overflow] = row.exec(line.text) ?? [];
        if (name === undefined || value === undefined) {
          if (!/^\s{0,8}(?:Ip|Icmp|Tcp|Udp|IpExt|TcpExt)[A-Za-z0-9]{2,60}\s/.test(line.text)) return false;
          damage(line.number, 'a line of nstat without a value that can be read');
          return true;
        }
        if (table.has(name)) return false;
        started = true;
        if (overflow !== undefined)
          damage(
            line.number,
            `${name} went down since the last call of nstat: a reboot, another network namespace, or a wrap`,
          );
        else table.add(name, value, line);
        return true;
      },
      end(origin) {
        if (table.counters.size === 0) return undefined;
        return {
          kind: 'counters',
          format: 'nstat',
          family: 'mib',
          scope: scopeOf(announced.command),
          absentIsZero: listsAll(announced.command),
          counters: table.counters,
          ...origin,
        };
      },
    };
  },
};
