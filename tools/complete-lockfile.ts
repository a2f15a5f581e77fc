/**
 * Adds to package-lock.json the packages for other platforms that npm left out. To be run after `npm install` changed the lock:
 * `node tools/complete-lockfile.ts`; `test/lockfile.test.ts` says when.
 *
 * npm writes only those optional packages into the lock that the registry at hand could give it. A mirror that holds the Linux builds of a package
 * and not its macOS ones makes a lock that `npm ci` then refuses everywhere: "Missing: @biomejs/cli-darwin-arm64@ from lock file".
 * An entry made here has no integrity, as nobody has seen the package; npm fetches it only on the platform it names.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export interface LockedPackage {
  readonly version?: string;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly [field: string]: unknown;
}

export interface Lockfile {
  readonly packages: Readonly<Record<string, LockedPackage>>;
  readonly [field: string]: unknown;
}

/** The optional packages that others name and that have no entry of their own, with the entry that they should have. */
export function missingOptionalPackages({ packages }: Lockfile): ReadonlyMap<string, LockedPackage> {
  const missing = new Map<string, LockedPackage>();
  for (const { optionalDependencies = {}, dev, license, engines } of Object.values(packages)) {
    for (const [name, version] of Object.entries(optionalDependencies)) {
      const path = `node_modules/${name}`;
      if (packages[path] === undefined) missing.set(path, platformPackage(name, version, { dev, license, engines }));
    }
  }
  return missing;
}

/** Reads the platform from the name: `@swc/core-linux-arm-gnueabihf`, `@biomejs/cli-linux-x64-musl`, `@swc/core-win32-ia32-msvc`. */
function platformPackage(name: string, version: string, { dev, license, engines }: LockedPackage): LockedPackage {
  const platform = /-(?<os>android|darwin|freebsd|linux|win32)-(?<cpu>arm64|arm|x64|ia32|ppc64|s390x|riscv64)\b/.exec(
    name,
  );
  if (platform?.groups === undefined || !/^\d/.test(version)) {
    throw new Error(
      `${name}@${version} is optional and missing from the lock, and its name does not tell its platform; add it by hand`,
    );
  }
  const { os, cpu } = platform.groups;
  return {
    version,
    cpu: [cpu],
    dev,
    ...(os === 'linux' ? { libc: [name.includes('musl') ? 'musl' : 'glibc'] } : {}),
    license,
    optional: true,
    os: [os],
    engines,
  };
}

if (import.meta.main) {
  const path = join(import.meta.dirname, '..', 'package-lock.json');
  const lockfile = JSON.parse(readFileSync(path, 'utf8')) as Lockfile;
  const missing = missingOptionalPackages(lockfile);
  const packages = [...Object.entries(lockfile.packages), ...missing].sort(([a], [b]) => a.localeCompare(b, 'en'));
  writeFileSync(path, `${JSON.stringify({ ...lockfile, packages: Object.fromEntries(packages) }, null, 2)}\n`);
  console.log(`${missing.size} packages added${missing.size === 0 ? '' : `: ${[...missing.keys()].join(', ')}`}`);
}
