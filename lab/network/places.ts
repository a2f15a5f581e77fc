import type { Cast, SecondRole, Vantage } from '../vantages.ts';
import type { Namespace } from './namespace.ts';
import type { Network } from './network.ts';

export interface Place {
  readonly vantage: Vantage;
  readonly namespace: Namespace;
  readonly interface: string;
}

/** The places of a story: the ends, the middle host's interfaces, and `two` where it takes part. */
export function placesOf({ two }: Cast, network: Network): readonly Place[] {
  const { one, two: second, responder, router } = network;
  return [
    { vantage: 'originator', namespace: one.namespace, interface: 'wire' },
    { vantage: 'middle', namespace: router, interface: 'any' },
    { vantage: 'middle-to-originator', namespace: router, interface: 'to-one' },
    { vantage: 'middle-to-responder', namespace: router, interface: 'to-responder' },
    { vantage: 'responder', namespace: responder.namespace, interface: 'wire' },
    ...(two === undefined ? [] : [{ vantage: two, namespace: second.namespace, interface: 'wire' } as const]),
  ];
}

/** A host whose own words are kept. */
export interface Host {
  readonly name: 'originator' | 'middle' | 'responder' | 'background' | SecondRole;
  readonly namespace: Namespace;
}

export function hostsOf({ two }: Cast, network: Network): readonly Host[] {
  return [
    { name: 'originator', namespace: network.one.namespace },
    { name: 'middle', namespace: network.router },
    { name: 'responder', namespace: network.responder.namespace },
    { name: 'background', namespace: network.noise.namespace },
    ...(two === undefined ? [] : [{ name: two, namespace: network.two.namespace }]),
  ];
}
