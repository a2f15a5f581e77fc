import { fileURLToPath } from 'node:url';
import { createNamespace, type Namespace } from './namespace.ts';
import { offloads } from './offloads.ts';
import { untilSaid } from './until-said.ts';

/** The interfaces at the two ends of a wire. */
export interface Wire {
  readonly router: Namespace;
  readonly end: Namespace;
  /** The end's part in the network: the router's interface is called `to-ROLE`. */
  readonly role: string;
}

/**
 * Lays a wire that takes time: through a namespace of its own, whose process carries each frame after a delay. It needs no netem, which many kernels are built without.
 *
 * @param delayMs one way
 */
export async function layLongWire(
  cleanup: DisposableStack,
  { router, end, role }: Wire,
  delayMs: number,
): Promise<void> {
  const between = createNamespace(cleanup, `between-${role}`);
  // It only carries: nothing of its own may be on the wire.
  between.sysctl({ 'net.ipv6.conf.default.disable_ipv6': 1 });
  between.ip(
    `link add one type veth peer name to-${role} netns ${router.name}`,
    `link add other type veth peer name wire netns ${end.name}`,
    'link set one up',
    'link set other up',
  );
  for (const device of ['one', 'other']) between.run('ethtool', '-K', device, ...offloads);
  const carrier = between.start('perl', script, 'one', 'other', String(delayMs));
  await untilSaid(carrier, carrier.stdout, 'carrying');
}

const script = fileURLToPath(new URL('long-wire.pl', import.meta.url));
