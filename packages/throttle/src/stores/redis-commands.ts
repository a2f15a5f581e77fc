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

/** node-redis: what `createClient` gives. */
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

/** node-redis: what `createSentinel` gives. */
export interface NodeRedisSentinelLike {
  sendCommand(isReadonly: boolean, command: string[]): Promise<unknown>;
}

export function fromNodeRedisSentinel(client: NodeRedisSentinelLike): SendCommand {
  return (_key, command) => client.sendCommand(false, [...command]);
}

/** valkey-glide: `GlideClient` and `GlideClusterClient` alike, which finds the node by the command's key. */
export interface ValkeyGlideLike {
  customCommand(command: string[]): Promise<unknown>;
}

export function fromValkeyGlide(client: ValkeyGlideLike): SendCommand {
  return async (_key, command) => {
    try {
      return await client.customCommand([...command]);
    } catch (error) {
      throw asSaid(error as Error);
    }
  };
}

/** What valkey-glide calls the errors of a server, and what the server itself had said. */
const glideErrors: Readonly<Record<string, string>> = {
  NoScriptError: 'NOSCRIPT',
  BusyLoadingError: 'LOADING',
  ReadOnly: 'READONLY',
  Moved: 'MOVED',
  Ask: 'ASK',
  TryAgain: 'TRYAGAIN',
  ClusterDown: 'CLUSTERDOWN',
  MasterDown: 'MASTERDOWN',
  ResponseError: 'ERR',
};

function asSaid(error: Error): Error {
  const [, name = ''] = /^An error was signalled by the server: -? ?(\w+)/.exec(error.message) ?? [];
  const code = glideErrors[name];
  return code === undefined ? error : new Error(`${code} ${error.message}`, { cause: error });
}
