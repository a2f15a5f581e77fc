/** The thread that reads and decodes a capture, while the one that made it follows the connections. See read-in-thread.ts. */
import { parentPort } from 'node:worker_threads';
import { CodedError } from '@fivewhys/evidence';
import { PacketRing } from '../packet-ring.ts';
import { readHere } from '../read-here.ts';
import { ReaderContext } from '../reader-context.ts';
import { DescriptorSource } from '../source/descriptor-source.ts';
import { foundIn, type ReaderMessage, type ReaderTask } from './messages.ts';
import { RingWriter } from './ring-writer.ts';

async function read({ descriptor, memory, firstPosition, progress, port }: ReaderTask): Promise<void> {
  const tell = (message: ReaderMessage) => port.postMessage(message);
  const ring = new PacketRing(memory);
  ring.next = firstPosition;
  let namesSent = 0;
  const writer = new RingWriter(ring, new Int32Array(progress), () => {
    if (context.names.length === namesSent) return;
    tell({ names: context.names.slice(namesSent) });
    namesSent = context.names.length;
  });
  const context: ReaderContext = new ReaderContext(writer);
  try {
    const reading = await readHere(new DescriptorSource(descriptor), context, (bytes) => writer.noteRead(bytes));
    tell({ reading, found: foundIn(context) });
  } catch (error) {
    const code = error instanceof CodedError ? error.code : undefined;
    tell({ failure: { code, message: (error as Error).message } });
  }
  writer.finish();
  port.close();
}

parentPort?.once('message', read);
