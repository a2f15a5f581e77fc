import { quoteOf } from '../line.ts';
import type { PartFormat } from './format.ts';

/** `net.core.somaxconn = 4096`, as sysctl prints it: in the order of its tree, with blanks around the sign (sysctl.conf mostly has none). */
const printed = /^((?:net|kernel|vm|fs|user|dev|debug|abi|crypto|sunrpc)(?:[./][\w*-]{1,80}){1,12}) = (.{0,400})$/;
/** `/proc/sys/net/core/somaxconn:4096`, as `grep . /proc/sys/net/core/*` prints it. */
const grepped = /^\/proc\/sys\/((?:net|kernel|vm|fs)(?:\/[\w.-]{1,80}){1,12}):\s?(.{0,400})$/;
/** What the settings of the network begin with. Of what comes before them in `sysctl -a` nothing is of use. */
const families = ['core', 'ipv0', 'netfilter', 'nf_conntrack', 'bridge', 'mptcp', 'unix'];
const ofNetwork = new RegExp(`^net[./](?:${families.join('|').replace('0', '\\d')})`);
const underPath = /^\/proc\/sys\/((?:net|kernel|vm|fs)(?:\/[\w.-]{1,80}){1,12})$/;
/** A value under the name of its file: numbers, or words of algorithms. */
const value = /^-?[\w.]{1,40}(?:[ \t][\w.-]{1,40}){0,12}\s*$/;
/** `sysctl -a` prints about 1,200; hostile input must not grow it without bound. */
const mostSettings = 8192;

/**
 * `sysctl -a` and `sysctl NAME…`, `grep . /proc/sys/…`, and a value alone under a heading that names its file (`==> /proc/sys/net/core/somaxconn <==`,
 * `$ cat /proc/sys/net/core/somaxconn`).
 *
 * A name twice begins another output.
 */
export const sysctl: PartFormat = {
  name: 'sysctl',
  marks: [...families.flatMap((family) => [`net.${family}`, `net/${family}`]), '/proc/sys/'],
  begins: ({ text }, announced) =>
    (ofNetwork.test(text) && printed.test(text)) ||
    grepped.test(text) ||
    (announced.immediate && pathOf(announced) !== undefined && value.test(text)),
  open(announced) {
    const settings = new Map<string, { value: string; line: number; quote: string }>();
    let path = pathOf(announced);
    return {
      take(line) {
        const [, name, setting] =
          printed.exec(line.text) ??
          grepped.exec(line.text) ??
          (path !== undefined && value.test(line.text) ? ['', path, line.text] : []);
        path = undefined;
        if (name === undefined || setting === undefined) return false;
        const dotted = name.replaceAll('/', '.');
        if (settings.has(dotted)) return false;
        const text = setting.trim().replace(/\s+/g, ' ');
        if (settings.size < mostSettings) {
          settings.set(dotted, { value: text, line: line.number, quote: quoteOf(`${dotted} = ${text}`) });
        }
        return true;
      },
      end: (origin) => (settings.size === 0 ? undefined : { kind: 'settings', settings, ...origin }),
    };
  },
};

function pathOf({ command, path }: { readonly command: string | undefined; readonly path: string | undefined }) {
  const named = path ?? /\s(\/proc\/sys\/[\w./-]{1,200})$/.exec((command ?? '').slice(0, 400))?.[1];
  return named === undefined ? undefined : underPath.exec(named)?.[1];
}
