import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { freePort, RedisServer } from './redis-server.ts';

const slots = 16_384;

interface Node {
  readonly server: RedisServer;
  readonly client: Redis;
  readonly id: string;
}

/** Three masters, each with a third of the slots. */
export class RedisCluster {
  readonly nodes: readonly Node[];

  constructor(nodes: readonly Node[]) {
    this.nodes = nodes;
  }

  get ports(): readonly number[] {
    return this.nodes.map(({ server }) => server.port);
  }

  static async start(): Promise<RedisCluster> {
    const nodes: Node[] = [];
    for (let index = 0; index < 3; index++) {
      const options = [
        '--cluster-enabled',
        'yes',
        '--cluster-port',
        String(await freePort()),
        '--cluster-node-timeout',
        '2000',
      ];
      const server = await RedisServer.start(options);
      const client = new Redis(server.port, '127.0.0.1');
      const from = Math.floor((slots * index) / 3);
      const to = Math.floor((slots * (index + 1)) / 3) - 1;
      await client.call('CLUSTER', 'ADDSLOTSRANGE', String(from), String(to));
      nodes.push({ server, client, id: String(await client.call('CLUSTER', 'MYID')) });
    }
    const cluster = new RedisCluster(nodes);
    const first = nodes[0] as Node;
    const lines = String(await first.client.call('CLUSTER', 'NODES'));
    const bus = /@(\d+)/.exec(lines)?.[1] ?? '';
    for (const { client } of nodes.slice(1))
      await client.call('CLUSTER', 'MEET', '127.0.0.1', String(first.server.port), bus);
    await cluster.#agrees();
    return cluster;
  }

  /** Moves the slot of a key to another node as a resharding does, with a pause in the middle of it. */
  async moveSlot(key: string, inBetween: () => Promise<void>): Promise<void> {
    const slot = String(await this.nodes[0]?.client.call('CLUSTER', 'KEYSLOT', key));
    const from = this.nodes[Math.min(2, Math.floor((Number(slot) * 3) / slots))] as Node;
    const to = this.nodes.find((node) => node !== from) as Node;
    await to.client.call('CLUSTER', 'SETSLOT', slot, 'IMPORTING', from.id);
    await from.client.call('CLUSTER', 'SETSLOT', slot, 'MIGRATING', to.id);
    const keys = (await from.client.call('CLUSTER', 'GETKEYSINSLOT', slot, '100')) as string[];
    await from.client.call('MIGRATE', '127.0.0.1', String(to.server.port), '', '0', '5000', 'KEYS', ...keys);
    await inBetween();
    for (const { client } of [to, from]) await client.call('CLUSTER', 'SETSLOT', slot, 'NODE', to.id);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const { client, server } of this.nodes) {
      client.disconnect();
      await server[Symbol.asyncDispose]();
    }
  }

  async #agrees(): Promise<void> {
    for (const { client } of this.nodes) {
      for (let tries = 0; ; tries++) {
        const info = String(await client.call('CLUSTER', 'INFO'));
        if (/cluster_state:ok/.test(info) && /cluster_known_nodes:3/.test(info)) break;
        if (tries > 600) throw new Error(info);
        await sleep(50);
      }
    }
  }
}
