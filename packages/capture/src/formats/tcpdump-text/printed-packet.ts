import { UNKNOWN } from '../../segment.ts';
import type { IcmpMessage } from './icmp-message.ts';
import { IpHeader } from './ip-header.ts';

/**
 * What the frame is counted as when no more lines of it come. `open` ones go on in the next line (`-v`, a tunnel, a wrapped line);
 * `done` ones are handed on and counted already.
 */
export type PacketState =
  | 'none'
  | 'undecoded'
  | 'cut-header'
  | 'hidden-fragment'
  | 'icmp-error'
  | 'held'
  | 'unreadable'
  | 'done';

/** The packet whose lines are being read. One is reused for all. */
export class PrintedPacket {
  state: PacketState = 'none';
  frame = 0;
  line = 0;
  instantNs = 0;
  interfaceId = 0;
  linkSourceHigh = 0;
  linkSourceLow = 0;
  tunnels = 0;
  readonly ipHeader = new IpHeader();
  /** The inner packet of VXLAN stands on a line of its own that looks like a packet's first. */
  innerOnNextLine = false;
  /** An ICMP error was printed; with `-v` the packet that it quotes follows. */
  icmp: IcmpMessage | undefined;
  icmpTtl = UNKNOWN;
  /** `source > destination` of the ICMP error. */
  icmpPair = '';
  /** Why the packet can't be read, for `unreadable` and `held`. */
  reason = '';
  /** The line that stops early, and where its body begins: the next line may be the rest of it. */
  heldText = '';
  heldAt = 0;
  heldLines = 0;

  begin(frame: number, line: number, instantNs: number): void {
    this.state = 'undecoded';
    this.frame = frame;
    this.line = line;
    this.instantNs = instantNs;
    this.interfaceId = 0;
    this.linkSourceHigh = 0;
    this.linkSourceLow = 0;
    this.tunnels = 0;
    this.ipHeader.clear();
    this.innerOnNextLine = false;
    this.icmp = undefined;
    this.heldLines = 0;
  }

  /** Whether lines that continue a packet belong to this one. */
  get isOpen(): boolean {
    return this.state !== 'none' && this.state !== 'done';
  }
}
