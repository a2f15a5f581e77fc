import type { CaptureFile, CaptureFrame } from './capture-file.ts';
import type { Change } from './change.ts';
import { ethernet, linuxSll2 } from './headers.ts';

/** Changes frames with Ethernet alone: what the lab captures on all interfaces has another header already. */
const ofEthernet =
  (linkType: number, edit: (bytes: Buffer) => Buffer) =>
  (capture: CaptureFile): CaptureFile => {
    if (capture.linkType !== ethernet) return capture;
    const frames = capture.frames.map((frame): CaptureFrame => {
      const bytes = edit(frame.bytes);
      return { ...frame, bytes, wireBytes: frame.wireBytes + bytes.length - frame.bytes.length };
    });
    return { linkType, frames };
  };

export const tagged: Change = {
  name: 'VLAN',
  title: 'a VLAN tag on each frame',
  keeps: 'answer',
  change: ofEthernet(ethernet, (bytes) =>
    Buffer.concat([bytes.subarray(0, 12), Buffer.from([0x81, 0x00, 0x00, 0x2a]), bytes.subarray(12)]),
  ),
};

export const cooked: Change = {
  name: 'cooked',
  title: 'captured with -i any: LINKTYPE_LINUX_SLL2',
  keeps: 'answer',
  change: ofEthernet(linuxSll2, (bytes) => {
    const header = Buffer.alloc(20);
    bytes.copy(header, 0, 12, 14);
    header.writeUInt32BE(2, 4);
    header.writeUInt16BE(1, 8);
    header[11] = 6;
    bytes.copy(header, 12, 6, 12);
    return Buffer.concat([header, bytes.subarray(14)]);
  }),
};
