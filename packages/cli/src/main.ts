#!/usr/bin/env -S node --min-semi-space-size=8 --max-semi-space-size=8
import { enableCompileCache } from 'node:module';
import { setFlagsFromString } from 'node:v8';
import { prepareReaderThread } from '@fivewhys/capture/reader-thread';

// The options in the first line keep V8's young generation small, for there is little garbage, and it would grow to 128 MB over a large capture; and as large as that from the start, for it
// would begin with one megabyte.

// Only what runs for each packet is worth V8's slowest compiler: with the usual 3,000 calls before a function goes there, compiling took longer than it saved. The option is V8's own: another
// version might complain.
if (/^1[34]\./.test(process.versions.v8)) setFlagsFromString('--invocation-count-for-turbofan=100000');
// Before anything else is loaded: what is compiled once is found in the cache from then on.
enableCompileCache();
// A thread takes as long to start as all that follows here, so one that will be needed starts first.
const hasThread = prepareReaderThread(process.argv.slice(2));
// The cache takes what of a module is compiled when it is loaded. Compiled at their first call, the causes were parsed and compiled anew in each run, which took longer than to load all of them.
// Not beside a thread: it has no cache, and would compile all of its own.
if (!hasThread) setFlagsFromString('--no-lazy');
const { run } = await import('./run.ts');
await run(process.argv.slice(2));
