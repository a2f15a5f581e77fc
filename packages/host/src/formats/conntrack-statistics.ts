import { SumOverCpus } from '../sum-over-cpus.ts';
import { counterOf } from '../whole-number.ts';
import type { PartFormat } from './format.ts';

/** `cpu=0   found=0 invalid=4 insert=0 …`; older versions begin with `searched=`. */
const row = /^cpu=(\d{1,5})\s{1,12}((?:(?:[a-z_]{2,24}|\(null\))=\d{1,20}(?:\s|$)){2,32})\s*$/;
const known = /\b(?:found|searched|invalid|insert|drop)=/;
/** The oldest versions print what /proc says, one name per line, `entries` first. */
const older =
  /^(entries|searched|found|new|invalid|ignore|delete|delete_list|insert|insert_failed|drop|early_drop|icmp_error|expect_new|expect_create|expect_delete|search_restart)\s{1,24}(\d{1,20})\s*$/;

/**
 * `conntrack -S`: a row of `name=value` for each CPU. The counters are summed over the rows.
 *
 * Source: conntrack-tools, src/conntrack.c.
 */
export const conntrackStatistics: PartFormat = {
  name: 'conntrack-statistics',
  marks: ['cpu=0', 'entries '],
  begins: ({ text }) => (row.test(text) && known.test(text)) || older.exec(text)?.[1] === 'entries',
  open(_announced, damage) {
    const sums = new SumOverCpus();
    const seen = new Set<string>();
    let rows = 0;
    return {
      take(line) {
        const [, old, oldValue] = older.exec(line.text) ?? [];
        if (old !== undefined && oldValue !== undefined) {
          if (rows > 0 || seen.has(old)) return false;
          seen.add(old);
          sums.add(old, BigInt(oldValue), line, `${old} ${oldValue}`);
          return true;
        }
        const [, cpu, pairs] = row.exec(line.text) ?? [];
        if (cpu === undefined || pairs === undefined) {
          if (!/^cpu=\d{1,5}\s/.test(line.text)) return false;
          damage(line.number, 'a row of conntrack -S that does not consist of names and values');
          return true;
        }
        if (seen.has(cpu)) return false;
        seen.add(cpu);
        rows += 1;
        for (const pair of pairs.trim().split(/\s+/)) {
          const [column = '', value = ''] = pair.split('=');
          const parsed = counterOf(value);
          if (parsed !== undefined) sums.add(column, parsed, line, `cpu=${cpu} ${pair}`);
        }
        return true;
      },
      end(origin) {
        if (sums.size === 0) return undefined;
        return {
          kind: 'counters',
          format: 'conntrack-statistics',
          family: 'conntrack',
          scope: 'since-boot',
          absentIsZero: false,
          counters: sums.counters(),
          ...origin,
        };
      },
    };
  },
};
