export { guardLogger, type LogGuardCounts, logGuardCounts } from './logging/guard-logger.ts';
