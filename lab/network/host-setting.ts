import { execFileSync } from 'node:child_process';

/** Sets a sysctl of the whole host, for those that no namespace has of its own, until it is disposed of or the process ends. */
export function hostSetting(name: string, value: number): Disposable {
  const sysctl = (...args: readonly string[]) => execFileSync('sysctl', args, { encoding: 'utf8' }).trim();
  const previous = sysctl('-n', name);
  const restore = () => {
    process.off('exit', restore);
    sysctl('-qw', `${name}=${previous}`);
  };
  process.once('exit', restore);
  sysctl('-qw', `${name}=${value}`);
  return { [Symbol.dispose]: restore };
}
