import type { ReaderContext } from '../reader-context.ts';
import type { FormatReader } from './format.ts';
export function looksLikeTcpdumpText(_: string): boolean { return false; }
export function createTcpdumpTextReader(_: ReaderContext): FormatReader { throw new Error('x'); }
