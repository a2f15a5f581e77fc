import type { Format } from '../formats.ts';
import type { Renderer } from '../rendering.ts';
import { html } from './html.ts';
import { json } from './json.ts';
import { markdown } from './markdown.ts';
import { text } from './text.ts';

/** Every format, by the name that `--format` takes. */
export const renderers: Readonly<Record<Format, Renderer>> = {
  text,
  json,
  markdown,
  html,
};
