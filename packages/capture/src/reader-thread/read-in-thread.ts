import { MessageChannel, type MessagePort, receiveMessageOnPort } from 'node:worker_threads';
import { CodedError } from '@fivewhys/evidence';
import type { CaptureReading } from '../capture-reading.ts';
import { captureError, captureErrorCodes } from '../errors.ts';
import type { PacketFollower } from '../packet-ring.ts';
import type { ReaderContext } from '../reader-context.ts';
import { type ReaderMessage, type ReaderTask, takeOver } from './messages.ts';
import { takeReaderThread } from './prepared-thread.ts';
import { FINISHED, FOLLOWED, PUBLISHED, progressWords, READ_UNITS, readUnitBytes, SIGNAL } from './progress-words.ts';

/** Packets followed before the reading thread is told that there is room. */
const followedTogether = 4096;

/**
 * Reads a capture in a thread of its own, and follows its packets in this one as they come. The two share the ring's memory; nothing is copied from one to the other.
 *
 * @param descriptor an open file, from where it stands
 * @throws what `readCapture` throws
 */
export async function readInThread(
  descriptor: number,
  context: ReaderContext,
  follower: PacketFollower,
  onProgress?: (bytesRead: number) => void,
): Promise<CaptureReading> {
  const { ring } = follower;
  const progress = new Int32Array(new SharedArrayBuffer(progressWords * 4));
  progress[PUBLISHED] = ring.next;
  progress[FOLLOWED] = ring.next;
  const { port1, port2 } = new MessageChannel();
  const task: ReaderTask = {
    descriptor,
    memory: ring.memory,
    firstPosition: ring.next,
    progress: progress.buffer,
    port: port2,
  };
  const worker = takeReaderThread();
  worker.postMessage(task, [port2]);
  const end = new Promise<Error>((resolve) => {
    worker.once('error', resolve);
    worker.once('exit', () => resolve(new Error('the reading thread ended too early')));
  });
  const inbox = new Inbox(port1, context);
  try {
    await followAll(progress, follower, inbox, end, onProgress);
    return inbox.result();
  } catch (error) {
    await worker.terminate();
    throw error;
  } finally {
    port1.close();
    worker.unref(); // it ends by itself
  }
}

async function followAll(
  progress: Int32Array<SharedArrayBuffer>,
  follower: PacketFollower,
  inbox: Inbox,
  end: Promise<Error>,
  onProgress: ((bytesRead: number) => void) | undefined,
): Promise<void> {
  const { ring } = follower;
  let ended: Error | undefined;
  for (;;) {
    // In this order: what is published last is there when it is said to be finished.
    const signal = Atomics.load(progress, SIGNAL);
    const isFinished = Atomics.load(progress, FINISHED) === 1;
    const published = Atomics.load(progress, PUBLISHED);
    inbox.empty();
    if (published !== ring.next) {
      const waiting = (published - ring.next) | 0;
      ring.next = (ring.next + Math.min(waiting, followedTogether)) | 0;
      follower.followTo(ring.next);
      Atomics.store(progress, FOLLOWED, ring.next);
      Atomics.notify(progress, FOLLOWED);
      onProgress?.(Atomics.load(progress, READ_UNITS) * readUnitBytes);
      continue;
    }
    if (isFinished) return;
    if (ended !== undefined) throw ended;
    const news = Atomics.waitAsync(progress, SIGNAL, signal);
    if (!news.async) continue;
    const first = await Promise.race([news.value, end]);
    // A thread that has ended may have told all before: looked at once more.
    if (typeof first !== 'string') ended = first;
  }
}

/** What the reading thread tells. Taken in before the packets that were published after it. */
class Inbox {
  readonly #port: MessagePort;
  readonly #context: ReaderContext;
  #reading: CaptureReading | undefined;

  constructor(port: MessagePort, context: ReaderContext) {
    this.#port = port;
    this.#context = context;
  }

  empty(): void {
    for (let next = receiveMessageOnPort(this.#port); next !== undefined; next = receiveMessageOnPort(this.#port)) {
      const message = next.message as ReaderMessage;
      if ('names' in message) this.#context.names.push(...message.names);
      else if ('failure' in message) throw failureOf(message.failure);
      else {
        takeOver(this.#context, message.found);
        this.#reading = message.reading;
      }
    }
  }

  result(): CaptureReading {
    if (this.#reading === undefined) throw new Error('the reading thread told nothing');
    return this.#reading;
  }
}

function failureOf({ code, message }: { code: string | undefined; message: string }): Error {
  const known = captureErrorCodes.find((each) => each === code);
  if (known !== undefined) return captureError(known, message);
  return code === undefined ? new Error(message) : new CodedError(code, message);
}
