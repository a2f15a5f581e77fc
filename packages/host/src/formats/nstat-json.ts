import { CounterTable } from '../counter-table.ts';
import { listsAll, scopeOf } from '../nstat-command.ts';
import type { PartFormat } from './format.ts';

const opening = /^\s{0,8}\{?\s{0,8}"(?:kernel|\d+\.\d+ sampling_interval=\d+ time_const=\d+)":\s{0,8}\{/;
const pair = /"([A-Z][A-Za-z0-9]{2,60})":\s{0,8}(\d{1,20})(?![\d.])/g;
const pairAlone = /^\s{0,16}"[A-Z][A-Za-z0-9]{2,60}":\s{0,8}\d{1,20},?[\s}]{0,16}$/;

/**
 * `nstat --json`, on one line, or with `--pretty` on a line per counter: `{"kernel":{"IpInReceives":68,"TcpOutRsts":14}}`.
 *
 * Read by its pairs and not as JSON, so that a piece of it can be read too.
 *
 * Source: iproute2, misc/nstat.c, dump_kern_db.
 */
export const nstatJson: PartFormat = {
  name: 'nstat-json',
  marks: ['"kernel":', 'sampling_interval='],
  begins: ({ text }) => opening.test(text),
  open(announced, damage) {
    const table = new CounterTable(damage);
    let started = false;
    return {
      take(line) {
        if (started && !pairAlone.test(line.text) && !/^[\s{}]{1,32}$/.test(line.text)) return false;
        if (!started && !opening.test(line.text)) return false;
        started = true;
        for (const [whole, name, value] of line.text.matchAll(pair)) {
          table.add(name as string, value as string, line, whole);
        }
        return true;
      },
      end(origin) {
        if (table.counters.size === 0) return undefined;
        return {
          kind: 'counters',
          format: 'nstat-json',
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
