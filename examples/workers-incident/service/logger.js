// What every part of the service logs with. Each line says whether the new ledger was in use, which is a feature flag.
import { pino } from 'pino';
import { isOn } from './flags.js';

export const log = pino(
  { base: { pid: process.pid }, mixin: () => ({ newLedger: isOn('new-ledger') }) },
  pino.destination({ dest: 1, sync: true }),
);
