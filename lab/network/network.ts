import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { layLongWire } from './long-wire.ts';
import { createNamespace, type Namespace, type Started } from './namespace.ts';
import { offloads } from './offloads.ts';
import { untilLinkLocal } from './until-link-local.ts';
import { untilSaid } from './until-said.ts';

export interface End {
  readonly namespace: Namespace;
  readonly ip: string;
  readonly ip6: string;
}

/**
 * ```
 *   one   10.83.1.2 ──┐
 *   two   10.83.2.2 ──┤ router ── 10.83.9.2 responder
 *   noise 10.83.3.2 ──┘
 * ```
 * The same addresses in IPv6 are fd83:0:0:N::2. In every end the interface is called `wire`; in the router, `to-ROLE`.
 * `noise` makes the healthy connections that each capture has in its background.
 */
export interface Network {
  readonly one: End;
  readonly two: End;
  readonly noise: End;
  readonly responder: End;
  readonly router: Namespace;
  /** Runs a program of `actors/` to its end and returns what it printed, in lines. */
  perform(end: End, actor: string, ...args: readonly string[]): Promise<string[]>;
  /** Starts a program of `actors/` and returns when it listens. */
  serve(end: End, actor: string, ...args: readonly string[]): Promise<Started>;
  /** Runs actors/originator.ts to its end and returns one outcome for each connection. */
  originate(end: End, ...args: readonly string[]): Promise<string[]>;
  /** Starts actors/responder.ts and returns when it listens. */
  listen(behaviour: string, port: number): Promise<Started>;
  /** The same on another end. */
  listenAt(end: End, behaviour: string, port: number): Promise<Started>;
}

/** @param roundTripMs between an originator and the responder; of 0 they are neighbours of the router */
export async function createNetwork(cleanup: DisposableStack, roundTripMs: number): Promise<Network> {
  const router = createNamespace(cleanup, 'router');
  router.sysctl({ 'net.ipv4.ip_forward': 1, 'net.ipv6.conf.all.forwarding': 1 });

  const join = async (role: string, subnet: number): Promise<End> => {
    const namespace = createNamespace(cleanup, role);
    const wire = `to-${role}`;
    if (roundTripMs > 0) await layLongWire(cleanup, { router, end: namespace, role }, roundTripMs / 4);
    else router.ip(`link add ${wire} type veth peer name wire netns ${namespace.name}`);
    router.ip(...upWith(wire, subnet, 1));
    namespace.ip(
      ...upWith('wire', subnet, 2),
      `route add default via 10.83.${subnet}.1`,
      `route add ::/0 via fd83:0:0:${subnet}::1`,
    );
    router.run('ethtool', '-K', wire, ...offloads);
    namespace.run('ethtool', '-K', 'wire', ...offloads);
    return { namespace, ip: `10.83.${subnet}.2`, ip6: `fd83:0:0:${subnet}::2` };
  };
  const responder = await join('responder', 9);
  const one = await join('one', 1);
  const two = await join('two', 2);
  const noise = await join('noise', 3);
  const ends = [one, two, noise, responder];
  for (const { namespace } of ends) await untilLinkLocal(namespace, 1);
  await untilLinkLocal(router, ends.length);
  return {
    one,
    two,
    noise,
    responder,
    router,
    perform,
    serve,
    originate: (end, ...args) => perform(end, 'originator', ...args),
    listen: (behaviour, port) => serve(responder, 'responder', behaviour, String(port)),
    listenAt: (end, behaviour, port) => serve(end, 'responder', behaviour, String(port)),
  };
}

const upWith = (device: string, subnet: number, host: number): string[] => [
  `address add 10.83.${subnet}.${host}/24 dev ${device}`,
  `address add fd83:0:0:${subnet}::${host}/64 dev ${device} nodad`,
  `link set ${device} up`,
];

async function serve({ namespace }: End, actor: string, ...args: readonly string[]): Promise<Started> {
  const child = namespace.start(process.execPath, actorPath(actor), ...args);
  await untilSaid(child, child.stdout, 'listening');
  return child;
}

async function perform({ namespace }: End, actor: string, ...args: readonly string[]): Promise<string[]> {
  const child = namespace.start(process.execPath, actorPath(actor), ...args);
  const complaint = text(child.stderr);
  const [said, [exitCode]] = await Promise.all([text(child.stdout), once(child, 'close')]);
  if (exitCode !== 0) throw new Error(`${actor} ${args.join(' ')} ended with ${exitCode}: ${await complaint}`);
  return said.trim().split('\n');
}

const actorPath = (name: string): string => fileURLToPath(new URL(`../actors/${name}.ts`, import.meta.url));
