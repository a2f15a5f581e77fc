import { CUT, GENEVE, GTP_U, TEREDO, UNDECODED, VXLAN } from '../layer.ts';
import type { Packet } from '../packet.ts';

/** UDP is looked into only for tunnels, told by their ports; each tunnel's own header then has to be plausible. */
export function decodeUdp(packet: Packet): number {
  const { view, offset } = packet;
  if (offset + 8 > packet.end) return CUT;
  const sourcePort = view.getUint16(offset);
  const destinationPort = view.getUint16(offset + 2);
  packet.offset = offset + 8;
  const layer = tunnelOfPort(destinationPort);
  return layer !== UNDECODED ? layer : tunnelOfPort(sourcePort);
}

function tunnelOfPort(port: number): number {
  switch (port) {
    case 4789: // RFC 7348
    case 8472: // Linux's default before IANA gave a port
      return VXLAN;
    case 6081: // RFC 8926
      return GENEVE;
    case 3544: // RFC 4380
      return TEREDO;
    case 2152: // 3GPP TS 29.281
      return GTP_U;
    default:
      return UNDECODED;
  }
}
