import { UNKNOWN } from '../../segment.ts';
import type { IcmpMessage } from './icmp-message.ts';
import { IpHeader } from './ip-header.ts';
import { WrappedLine } from './wrapped-line.ts';

/**
 * What the frame will be counted as if no more lines of it come. It may go on: with `-v`, in a tunnel, or because the line was wrapped.
 * `held`: the line stops early, and the next may be its rest. `done`: handed on or counted already.
 */
export type PacketState = 'undecoded' | 'cut-header' | 'hidden-fragment' | 'icmp-error' | 'held' | 'done';

/** The packet whose lines are being read. One is reused for all. */
export class PrintedPacket {
  state: PacketState = 'done';
  frame = 0;
  line = 0;
  instantNs = 0;
  interfaceId = 0;
  linkSourceHigh = 0;
  linkSourceLow = 0;
  tunnels = 0;
  /** Those that the packet's lines before the last one printed. */
  outerTunnels = 0;
  readonly ipHeader = new IpHeader();
  /** More than a header was printed: endpoints and a protocol. */
  hasBody = false;
  /** The inner packet of VXLAN stands on a line of its own that looks like a packet's first. */
  innerOnNextLine = false;
  /** An ICMP error was printed; with `-v` the packet that it quotes follows. */
  icmp: IcmpMessage | undefined;
  icmpTtl = UNKNOWN;
  /** `source > destination` of the ICMP error. */
  icmpPair = '';
  /** The line of a packet whose state is `held`. */
  readonly wrapped = new WrappedLine();

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
    this.hasBody = false;
    this.innerOnNextLine = false;
    this.icmp = undefined;
  }
}
