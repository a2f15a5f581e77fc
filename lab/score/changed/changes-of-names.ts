import type { CaptureFile } from './capture-file.ts';
import type { Change } from './change.ts';
import { type Headers, headersOf } from './headers.ts';

/** Of a number of each address and each port another: one for one, and private ones stay private. */
const labIpv4 = Buffer.from([10, 83]);
const otherIpv4 = Buffer.from([172, 29]);
const labIpv6 = Buffer.from([0xfd, 0x83]);
const otherIpv6 = Buffer.from([0xfd, 0x2c]);
/** Below the ports of originators: none of the lab's servers keeps a known port, and which of two ports is higher stays. */
const portBits = 0x1234;

/** Changes each header of each frame in place. */
export const each =
  (edit: (headers: Headers) => void) =>
  (capture: CaptureFile): CaptureFile => {
    for (const frame of capture.frames) for (const headers of headersOf(capture, frame)) edit(headers);
    return capture;
  };

export const otherAddresses: Change = {
  name: 'addresses',
  title: 'other addresses',
  keeps: 'answer',
  change: each(({ bytes, version, ip }) => {
    const [at, length] = version === 4 ? [ip + 12, 4] : [ip + 8, 16];
    for (const address of [at, at + length]) {
      const known = version === 4 ? labIpv4 : labIpv6;
      if (bytes.subarray(address, address + 2).equals(known))
        (version === 4 ? otherIpv4 : otherIpv6).copy(bytes, address);
    }
  }),
};

export const otherPorts: Change = {
  name: 'ports',
  title: 'other ports, none of them a known one',
  keeps: 'answer',
  change: each(({ bytes, tcp }) => {
    if (tcp < 0) return;
    for (const at of [tcp, tcp + 2]) bytes.writeUInt16BE(bytes.readUInt16BE(at) ^ portBits, at);
  }),
};
