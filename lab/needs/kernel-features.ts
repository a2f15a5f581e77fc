import { createNamespace } from '../network/namespace.ts';
import { startResetTrace } from '../run/reset-trace.ts';

const ruleset = `table inet probe {
  chain prerouting { type nat hook prerouting priority dstnat; tcp dport 1 dnat ip to 192.0.2.1; }
  chain forward { type filter hook forward priority filter; ct state invalid drop; tcp dport 1 reject with tcp reset; }
}`;

/** What no program tells: whether the kernel gives us namespaces, rules with NAT and connection tracking, and its word for resets. Needs root. */
export function kernelFeatures(): string | undefined {
  try {
    using cleanup = new DisposableStack();
    createNamespace(cleanup, 'probe').nft(ruleset);
    startResetTrace(cleanup);
    return undefined;
  } catch (error) {
    return `this kernel, or what this process may do with it, is not enough: ${(error as Error).message.trim()}`;
  }
}
