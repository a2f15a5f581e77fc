export { routeShape } from './account/route-shape.ts';
export { throttleExpress } from './adapters/express.ts';
export { throttleFastify } from './adapters/fastify.ts';
export { throttleHono } from './adapters/hono.ts';
export { throttleKoa } from './adapters/koa.ts';
export type { NodeRequest, NodeResponse, RequestCost } from './adapters/node-exchange.ts';
export { throttleListener } from './adapters/node-http.ts';
export { createThrottle } from './create-throttle.ts';
export { type Decision, decide, type Standing } from './decision/decision.ts';
export type { ThrottleErrorCode } from './errors.ts';
export { throttleErrors } from './errors.ts';
export { type UsageHeaderName, usageHeaderNames } from './headers/usage-header-names.ts';
export type { AttributorName } from './meter/attributor.ts';
export type { CpuAccount } from './meter/cpu-account.ts';
export { RouteAverages } from './meter/route-averages.ts';
export type { Weights } from './meter/weights.ts';
export { type RegistryLike, registerMetrics } from './observability/prometheus.ts';
export type { ThrottleOptions } from './options.ts';
export type { Quota } from './quota/debt-bucket.ts';
export type { Mode, Plan } from './quota/plan.ts';
export type { RequestLimit } from './quota/request-limit.ts';
export { EvidenceFile, type EvidenceFileOptions, type UsageEvidence } from './records/evidence-file.ts';
export { JsonLinesFile, type JsonLinesFileOptions } from './records/json-lines-file.ts';
export type { RecordSink } from './records/record-sink.ts';
export type {
  IoFigures,
  RequestRecord,
  UnattributedRecord,
  UsageFigures,
  UsageRecord,
  WindowRecord,
} from './records/usage-record.ts';
export { MemoryStore, type MemoryStoreOptions } from './stores/memory-store.ts';
export {
  fromIoredis,
  fromNodeRedis,
  fromNodeRedisCluster,
  fromNodeRedisSentinel,
  fromValkeyGlide,
  type IoredisLike,
  type NodeRedisClusterLike,
  type NodeRedisLike,
  type NodeRedisSentinelLike,
  type SendCommand,
  type ValkeyGlideLike,
} from './stores/redis-commands.ts';
export { RedisStore, type RedisStoreOptions } from './stores/redis-store.ts';
export type { SharedStoreHealth, Store, StoreHealth } from './stores/store.ts';
export type { Throttle } from './throttle.ts';
export type { ThrottleReport } from './throttle-report.ts';
