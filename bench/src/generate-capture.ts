import { closeSync, openSync, writeFileSync, writeSync } from 'node:fs';
import process from 'node:process';
import { parseArgs } from 'node:util';
import type { ByteSink } from './traffic/byte-sink.ts';
import { defaultPackets } from './traffic/default-packets.ts';
import { generateTraffic, type TrafficOptions } from './traffic/generate-traffic.ts';

const usage = `usage: generate-capture --out FILE|- [--truth FILE] [--connections N] [--packets N] [--seed N] [--snaplen BYTES] [--one-reset-in N]

Writes a capture of made-up TCP connections (documentation and private addresses only) to a file or to standard output.
  --out FILE        where to write; - is standard output
  --truth FILE      what is in it, as JSON
  --connections N   number of connections (40000)
  --packets N       about how many packets (51.25 for each connection)
  --seed N          the same seed gives the same bytes (1)
  --snaplen BYTES   keep only the first bytes of each frame, 128 or more (262144)
  --one-reset-in N  one connection in so many is reset (100)
`;

const fewestFramesPerConnection = 15;
const smallestSnaplenBytes = 128;

class UsageError extends Error {}

try {
  const { out, truth: truthFile, ...options } = readArguments(process.argv.slice(2));
  const sink = openSink(out);
  const truth = generateTraffic(options, sink);
  sink.close();
  if (truthFile !== undefined) writeFileSync(truthFile, `${JSON.stringify(truth, null, 1)}\n`);
} catch (error) {
  if (error instanceof UsageError) {
    process.stderr.write(`${error.message}\n\n${usage}`);
    process.exitCode = 2;
  } else if ((error as NodeJS.ErrnoException).errno !== undefined) {
    // A reader of the pipe that has seen enough is no failure; a full disk is.
    process.exitCode = (error as NodeJS.ErrnoException).code === 'EPIPE' ? 0 : 1;
    if (process.exitCode === 1) process.stderr.write(`${(error as Error).message}\n`);
  } else throw error;
}

interface Arguments extends TrafficOptions {
  readonly out: string;
  readonly truth: string | undefined;
}

function readArguments(args: readonly string[]): Arguments {
  const values = parse(args);
  if (values.out === undefined) throw new UsageError('--out is missing: give a file, or - for standard output');
  const connections = wholeNumber('--connections', values.connections ?? '40000', 1);
  const packets = values.packets ?? String(defaultPackets(connections));
  return {
    out: values.out,
    truth: values.truth,
    connections,
    packets: wholeNumber('--packets', packets, connections * fewestFramesPerConnection),
    seed: wholeNumber('--seed', values.seed ?? '1', 0),
    snaplenBytes: wholeNumber('--snaplen', values.snaplen ?? '262144', smallestSnaplenBytes),
    oneResetIn: wholeNumber('--one-reset-in', values['one-reset-in'] ?? '100', 1),
  };
}

function parse(args: readonly string[]) {
  const text = { type: 'string' } as const;
  const options = {
    out: text,
    truth: text,
    connections: text,
    packets: text,
    seed: text,
    snaplen: text,
    'one-reset-in': text,
  };
  try {
    return parseArgs({ args: [...args], options }).values;
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

function wholeNumber(name: string, text: string, least: number): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < least)
    throw new UsageError(`${name} ${text}: expected a whole number from ${least}`);
  return value;
}

function openSink(out: string): ByteSink & { close(): void } {
  const fd = out === '-' ? 1 : openSync(out, 'w');
  return {
    write: (bytes) => writeAll(fd, bytes),
    close: () => closeSync(fd),
  };
}

/** A pipe takes less than it is given, and one that its maker set non-blocking may take nothing for a while. */
function writeAll(fd: number, bytes: Uint8Array): void {
  const pause = new Int32Array(new SharedArrayBuffer(4));
  let written = 0;
  while (written < bytes.length) {
    try {
      written += writeSync(fd, bytes, written);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') throw error;
      Atomics.wait(pause, 0, 0, 1);
    }
  }
}
