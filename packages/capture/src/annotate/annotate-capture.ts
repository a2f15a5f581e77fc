import { captureError } from '../errors.ts';
import { looksLikePcap, PcapReader } from '../formats/pcap.ts';
import { looksLikePcapng } from '../formats/pcapng/looks-like-pcapng.ts';
import { PcapngReader } from '../formats/pcapng.ts';
import { openCapture } from '../open-capture.ts';
import { pump } from '../pump.ts';
import { ReaderContext } from '../reader-context.ts';
import type { ByteSource } from '../source/byte-source.ts';
import type { Annotated, Write } from './annotated.ts';
import { copyWithComments } from './copy-with-comments.ts';
import { interfaceBlock, packetBlock, sectionHeaderBlock } from './pcapng-blocks.ts';

const nobody = { segment: () => undefined, icmpError: () => undefined };

/** See annotate.ts. */
export async function annotateCapture(
  open: () => ByteSource,
  comments: ReadonlyMap<number, readonly string[]>,
  write: Write,
): Promise<Annotated> {
  const opened = await openCapture(open());
  if (looksLikePcap(opened.head, opened.head.length)) return annotatePcap(opened, comments, write);
  if (looksLikePcapng(opened.head, opened.head.length)) {
    const offsets = await findRecords(opened, comments);
    return copyWithComments(await openCapture(open()), offsets, write);
  }
  throw captureError('CAPTURE_NOT_ANNOTATABLE', 'only a pcap or pcapng holds frames that can have comments');
}

type Opened = Awaited<ReturnType<typeof openCapture>>;

async function annotatePcap(
  { source, head }: Opened,
  comments: ReadonlyMap<number, readonly string[]>,
  write: Write,
): Promise<Annotated> {
  const context = new ReaderContext(nobody);
  const reader = new PcapReader(context);
  let pending: Uint8Array[] = [sectionHeaderBlock()];
  let interfaces = 0;
  let frames = 0;
  const describeInterfaces = () => {
    for (const { linkType, snapLengthBytes } of context.interfaces.slice(interfaces)) {
      pending.push(interfaceBlock(linkType, snapLengthBytes));
      interfaces += 1;
    }
  };
  context.frameListener = {
    frame(bytes, offset, capturedBytes, originalBytes, instantNs, frame, interfaceId) {
      describeInterfaces();
      const own = comments.get(frame) ?? [];
      if (own.length > 0) frames += 1;
      const at = reader.baseInstantNs + BigInt(Math.round(instantNs));
      const captured = bytes.subarray(offset, offset + capturedBytes);
      pending.push(packetBlock(interfaceId, at, captured, originalBytes, own));
    },
  };
  let failure: { readonly error: unknown } | undefined;
  const flush = async () => {
    const blocks = pending;
    pending = [];
    if (blocks.length > 0) await write(Buffer.concat(blocks));
  };
  const flushOrFail = () =>
    flush().catch((error: unknown) => {
      failure = { error };
      throw error;
    });
  await pump(flushing(source, flushOrFail), reader, head, context, undefined);
  // To the pump that was an input that can't be read any further, and nothing to fail for.
  if (failure !== undefined) throw failure.error;
  describeInterfaces();
  await flush();
  return { frames };
}

/** Where the records of the frames with comments begin. */
async function findRecords(
  { source, head }: Opened,
  comments: ReadonlyMap<number, readonly string[]>,
): Promise<ReadonlyMap<number, readonly string[]>> {
  const offsets = new Map<number, readonly string[]>();
  const context = new ReaderContext(nobody);
  context.frameListener = {
    frame(_bytes, _offset, _captured, _original, _instantNs, frame, _interfaceId, recordOffset) {
      const own = comments.get(frame);
      if (own !== undefined) offsets.set(recordOffset, own);
    },
  };
  await pump(source, new PcapngReader(context), head, context, undefined);
  return offsets;
}

/** A source that has what was made of its bytes written before it gives more. */
function flushing(source: ByteSource, flush: () => Promise<void>): ByteSource {
  return {
    async read(target, offset, length) {
      await flush();
      return source.read(target, offset, length);
    },
  };
}
