import type { Format } from './formats.ts';
import type { CatalogueRenderer } from './renderers/catalogue.ts';
import type { Renderer } from './rendering.ts';

export { type Format, formats } from './formats.ts';
export { plain } from './text/plain.ts';
export { shorten } from './text/shorten.ts';

/** One renderer, loaded when it is needed, for the command starts the sooner without the others. */
export async function loadRenderer(format: Format): Promise<Renderer> {
  switch (format) {
    case 'text':
      return (await import('./renderers/text.ts')).text;
    case 'json':
      return (await import('./renderers/json.ts')).json;
    case 'markdown':
      return (await import('./renderers/markdown.ts')).markdown;
    case 'html':
      return (await import('./renderers/html.ts')).html;
  }
}

/** One renderer of the catalogue, likewise. */
export async function loadCatalogueRenderer(format: Format): Promise<CatalogueRenderer> {
  const { catalogueRenderers } = await import('./renderers/catalogue.ts');
  return catalogueRenderers[format];
}

/** The renderer of comparisons, likewise. */
export async function loadComparisonRenderer() {
  return (await import('./comparison/render-comparison.ts')).renderComparison;
}
