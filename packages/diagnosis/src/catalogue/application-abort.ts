import { type CatalogueEntry, measured, unknownYet } from './entry.ts';

export const applicationAbort: CatalogueEntry = {
  ...unknownYet,
  seen: [{ text: 'A kind C RST: a live socket was aborted by its own host.', source: measured }],
  implies: [
    {
      text: 'The program had a reason that packets do not show: a limit, or a time-out (nginx with reset_timedout_connection).',
      source: 'nginx ngx_http_core_module, reset_timedout_connection',
    },
  ],
  lookAlikes: [
    { cause: 'unread-data', toldBy: 'bytes were acknowledged and never answered' },
    { cause: 'linger-zero', toldBy: 'the counters, and the source of the program' },
    { cause: 'process-killed', toldBy: 'all connections of the process end at once' },
  ],
  settledBy: [{ text: "The program's log at the instant of the RST.", source: measured }],
};
