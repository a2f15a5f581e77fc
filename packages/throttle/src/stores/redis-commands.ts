/**
 * The one thing that the shared store needs of a client: to send a command and give its answer. `key` is the command's key, for clients that choose a node of a Cluster by it.
 */
export type SendCommand = (key: string, command: readonly string[]) => Promise<unknown>;

/** ioredis: `Redis` and `Cluster` alike, Sentinel too. */
export interface IoredisLike {
  call(command: string, ...args: string[]): Promise<unknown>;
}

export function fromIoredis(client: IoredisLike): SendCommand {
  return (_key, [name = '', ...args]) => client.call(name, ...args);
}

/** node-redis: what `createClient` and `createSentinel` give. */
export interface NodeRedisLike {
  sendCommand(command: string[]): Promise<unknown>;
}

export function fromNodeRedis(client: NodeRedisLike): SendCommand {
  return (_key, command) => client.sendCommand([...command]);
}

/** node-redis: what `createCluster` gives. */
export interface NodeRedisClusterLike {
  sendCommand(firstKey: string, isReadonly: boolean, command: string[]): Promise<unknown>;
}

export function fromNodeRedisCluster(client: NodeRedisClusterLike): SendCommand {
  return (key, command) => client.sendCommand(key, false, [...command]);
}
