import { SumOverCpus } from '../sum-over-cpus.ts';
import type { PartFormat } from './format.ts';

const header = /^entries\s{1,4}(?:searched|clashres) found new invalid(?:\s{1,4}[a-z_]{2,24}){4,24}\s{0,4}$/;
const row = /^[0-9a-f]{8}(?:\s{1,4}[0-9a-f]{8}){4,28}\s{0,4}$/;
/** A column that was renamed: `clashres` is what `conntrack -S` calls clash_resolve, `icmp_error` is its error. */
const nameOfColumn: Readonly<Record<string, string>> = {
  clashres: 'clash_resolve',
  icmp_error: 'error',
  chainlength: 'chaintoolong',
};

/**
 * `/proc/net/stat/nf_conntrack` (and ip_conntrack of old kernels): a header, and a row of hexadecimal numbers for each possible CPU. What a column is called
 * and where it stands changed more than once, so columns go by the header. `entries` is the number of entries of the whole table, repeated on each row.
 *
 * Source: net/netfilter/nf_conntrack_standalone.c, ct_cpu_seq_show.
 */
export const procNetStatNfConntrack: PartFormat = {
  name: 'proc-net-stat-nf-conntrack',
  marks: ['entries '],
  begins: ({ text }) => header.test(text),
  open(_announced, damage) {
    const sums = new SumOverCpus();
    let columns: readonly string[] | undefined;
    let rows = 0;
    return {
      take(line) {
        if (columns === undefined) {
          columns = line.text.trim().split(/\s+/);
          return true;
        }
        if (!row.test(line.text)) return false;
        const cells = line.text.trim().split(/\s+/);
        if (cells.length !== columns.length) {
          damage(line.number, `a row of ${cells.length} numbers under a header of ${columns.length} names`);
          return true;
        }
        for (const [index, column] of columns.entries()) {
          const name = nameOfColumn[column] ?? column;
          sums.add(name, BigInt(`0x${cells[index]}`), line, `row ${rows + 1}: ${column} ${cells[index]}`);
        }
        rows += 1;
        return true;
      },
      end(origin) {
        if (sums.size === 0) return undefined;
        return {
          kind: 'counters',
          format: 'proc-net-stat-nf-conntrack',
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
