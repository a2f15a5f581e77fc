import type { Renderer } from '../rendering.ts';
import { json } from './json.ts';
import { markdown } from './markdown.ts';
import { text } from './text.ts';

/** Every format, by the name that `--format` takes. */
export const renderers: Readonly<Record<'text' | 'json' | 'markdown', Renderer>> = { text, json, markdown };
