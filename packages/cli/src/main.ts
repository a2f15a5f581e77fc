#!/usr/bin/env node
import { enableCompileCache } from 'node:module';

// Before anything else is loaded: the sources (or dist) are compiled once and found in the cache from then on.
enableCompileCache();
const { run } = await import('./run.ts');
await run(process.argv.slice(2));
