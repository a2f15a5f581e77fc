import type { CauseId } from '../catalogue.ts';

/** What is not concluded of one connection by its packets, and why not. */
export const toldOtherwise: Readonly<Partial<Record<CauseId, string>>> = {
  'connection-churn': 'it is told of many connections together, and not of one',
  'conntrack-table-full':
    'packets alone do not tell it from firewall-drop: it takes the words of the host whose table was full',
};
