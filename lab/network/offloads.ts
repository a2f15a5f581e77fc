/**
 * Arguments of `ethtool -K`. Without these a capture shows what the kernel hands to the network card instead of what the wire carries: segments over the MTU and checksums that nobody
 * has computed yet.
 */
export const offloads: readonly string[] = ['tso', 'gso', 'gro', 'tx', 'rx'].flatMap((offload) => [offload, 'off']);
