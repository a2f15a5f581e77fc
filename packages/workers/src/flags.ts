export { type MemcachedOptions, MemcachedProvider } from './flags/memcached-provider.ts';
export type { FlagContext, FlagProvider, Resolution } from './flags/provider.ts';
export { type SteadyCounts, type SteadyOptions, SteadyProvider } from './flags/steady-provider.ts';
