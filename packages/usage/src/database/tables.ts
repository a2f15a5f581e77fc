/** The columns of each table, in order. Instants are milliseconds since 1970, which a DOUBLE holds exactly. */
export const tables = {
  /** A request, or the requests of an account in a window (`window_ms` above 0). */
  usage: [
    ['end_ms', 'DOUBLE'],
    ['wall_ms', 'DOUBLE'],
    ['window_ms', 'DOUBLE'],
    ['account', 'VARCHAR'],
    ['route', 'VARCHAR'],
    ['requests', 'DOUBLE'],
    ['units', 'DOUBLE'],
    ['cost', 'DOUBLE'],
    ['throttled', 'DOUBLE'],
    ['refused', 'DOUBLE'],
    ['input', 'DOUBLE'],
    ['line', 'DOUBLE'],
  ],
  /** CPU time of a process in a window. */
  unattributed: [
    ['end_ms', 'DOUBLE'],
    ['window_ms', 'DOUBLE'],
    ['total_cpu_ms', 'DOUBLE'],
    ['attributed_cpu_ms', 'DOUBLE'],
    ['thread_cpu_ms', 'DOUBLE'],
    ['other_threads_cpu_ms', 'DOUBLE'],
    ['children_cpu_ms', 'DOUBLE'],
  ],
} as const satisfies Record<string, readonly (readonly [string, 'DOUBLE' | 'VARCHAR'])[]>;

export type TableName = keyof typeof tables;

/** The statement that makes a table. */
export function createTable(name: TableName): string {
  return `CREATE TABLE ${name} (${tables[name].map((column) => column.join(' ')).join(', ')})`;
}
