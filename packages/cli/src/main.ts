#!/usr/bin/env -S node --max-semi-space-size=8
import { enableCompileCache } from 'node:module';

// The option in the first line keeps V8's young generation small: there is little garbage, and it would grow to 128 MB over a large capture.

// Before anything else is loaded: the sources (or dist) are compiled once and found in the cache from then on.
enableCompileCache();
const { run } = await import('./run.ts');
await run(process.argv.slice(2));
