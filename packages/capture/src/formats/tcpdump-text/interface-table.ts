import type { ReaderContext } from '../../reader-context.ts';
import { UNKNOWN } from '../../segment.ts';

/** Interfaces kept by name; a host has a few. */
const mostInterfaces = 1024;

/** Numbers of the link-layer header types that live captures have (LINKTYPE_*), by the names that tcpdump prints. */
const linkTypes: Readonly<Record<string, number>> = {
  NULL: 0,
  EN10MB: 1,
  RAW: 101,
  LINUX_SLL: 113,
  LINUX_SLL2: 276,
};

const listening =
  /(?:listening on|reading from file) (\S{1,200}), link-type (\w{1,40})(?:.{0,80}?(?:snapshot length|capture size) (\d{1,9}))?/;

/** Gives interfaces their index in the context's `interfaces`: those that `-i any` prints, else one that the text need not name. */
export class InterfaceTable {
  readonly #context: ReaderContext;
  readonly #ids = new Map<string, number>();
  #linkType = UNKNOWN;
  #snapLengthBytes = 0;
  #defaultName: string | undefined;

  constructor(context: ReaderContext) {
    this.#context = context;
  }

  /** `listening on eth0, link-type EN10MB (Ethernet), snapshot length 262144 bytes`: describes the packets that follow. */
  listen(line: string): void {
    const match = listening.exec(line);
    if (match === null) return;
    this.#linkType = linkTypes[match[2] as string] ?? UNKNOWN;
    this.#snapLengthBytes = Number(match[3] ?? 0);
    this.#defaultName = line.includes('listening on') && match[1] !== 'any' ? match[1] : undefined;
  }

  /** @param name undefined when the packet's line names none */
  idOf(name: string | undefined): number {
    const key = name ?? this.#defaultName ?? '';
    const known = this.#ids.get(key);
    if (known !== undefined) return known;
    const { interfaces } = this.#context;
    if (interfaces.length >= mostInterfaces) return 0;
    const described = { linkType: this.#linkType, snapLengthBytes: this.#snapLengthBytes };
    this.#ids.set(key, interfaces.length);
    interfaces.push(key === '' ? described : { ...described, name: key });
    return interfaces.length - 1;
  }
}
