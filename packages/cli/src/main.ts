#!/usr/bin/env -S node --max-semi-space-size=8
import { enableCompileCache } from 'node:module';
import { prepareReaderThread } from '@fivewhys/capture/reader-thread';

// The option in the first line keeps V8's young generation small: there is little garbage, and it would grow to 128 MB over a large capture.

// Before anything else is loaded: the sources (or dist) are compiled once and found in the cache from then on.
enableCompileCache();
// A thread takes as long to start as all that follows here, so one that will be needed starts first.
prepareReaderThread(process.argv.slice(2));
const { run } = await import('./run.ts');
await run(process.argv.slice(2));
