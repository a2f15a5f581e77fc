import { addressList } from './address-list.ts';
import { conntrackCount } from './conntrack-count.ts';
import { conntrackStatistics } from './conntrack-statistics.ts';
import type { PartFormat } from './format.ts';
import { netstatStatistics } from './netstat-statistics.ts';
import { nstat } from './nstat.ts';
import { nstatJson } from './nstat-json.ts';
import { procNet } from './proc-net.ts';
import { procNetSnmp6 } from './proc-net-snmp6.ts';
import { procNetStatNfConntrack } from './proc-net-stat-nf-conntrack.ts';
import { socketList } from './socket-list.ts';
import { socketSummary } from './socket-summary.ts';
import { sysctl } from './sysctl.ts';

/** The outputs that are read as a whole. No two begin with the same line; the order matters to nobody. */
export const partFormats: readonly PartFormat[] = [
  nstat,
  nstatJson,
  netstatStatistics,
  procNet,
  procNetSnmp6,
  conntrackStatistics,
  procNetStatNfConntrack,
  conntrackCount,
  sysctl,
  socketList,
  socketSummary,
  addressList,
];
