import { closingSockets } from './closing-sockets.ts';
import { kernelFeatures } from './kernel-features.ts';
import { findProgram } from './programs.ts';

/** What a story takes. Each tells what of it is missing here, and why; undefined where it is all there. */
type Check = () => string | undefined | Promise<string | undefined>;

const program =
  (name: string, debianPackage: string): Check =>
  () =>
    findProgram(name) === undefined ? `${name} is not installed (Debian: ${debianPackage})` : undefined;

const special = {
  perl: program('perl', 'perl-base'),
  conntrack: program('conntrack', 'conntrack'),
  openssl: program('openssl', 'openssl'),
  nginx: program('nginx', 'nginx-light'),
  git: program('git', 'git'),
  ssh: program('ssh', 'openssh-client'),
  sshd: program('sshd', 'openssh-server'),
  haproxy: program('haproxy', 'haproxy'),
  'docker-registry': program('docker-registry', 'docker-registry'),
  'ss -K': closingSockets,
} satisfies Readonly<Record<string, Check>>;

export type Need = keyof typeof special;

/** What every story takes besides root. */
const common: Readonly<Record<string, Check>> = {
  ip: program('ip', 'iproute2'),
  nft: program('nft', 'nftables'),
  tcpdump: program('tcpdump', 'tcpdump'),
  ethtool: program('ethtool', 'ethtool'),
  sysctl: program('sysctl', 'procps'),
};

export const commonNeeds: readonly string[] = Object.keys(common);

export const rootMissing = 'the lab needs root: it makes network namespaces, captures and traces';

/** Looks once for all that stories need: what is missing for every story, and what for those with a need. */
export interface Missing {
  readonly forAll: readonly string[];
  readonly forNeed: ReadonlyMap<Need, string>;
}

/** @param isRoot without it, what only root can try is not tried */
export async function findMissing(isRoot: boolean): Promise<Missing> {
  const forAll = await missingOf(Object.values(common));
  if (!isRoot) forAll.unshift(rootMissing);
  if (forAll.length === 0) forAll.push(...(await missingOf([kernelFeatures])));
  const forNeed = new Map<Need, string>();
  for (const need of Object.keys(special) as Need[]) {
    if (need === 'ss -K' && !isRoot) continue;
    const missing = await special[need]();
    if (missing !== undefined) forNeed.set(need, missing);
  }
  return { forAll, forNeed };
}

async function missingOf(checks: readonly Check[]): Promise<string[]> {
  const missing: string[] = [];
  for (const check of checks) {
    const said = await check();
    if (said !== undefined) missing.push(said);
  }
  return missing;
}
