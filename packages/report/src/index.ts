export { renderComparison } from './comparison/render-comparison.ts';
export { exitCodeOf } from './exit-code-of.ts';
export { type CatalogueRenderer, catalogueRenderers } from './renderers/catalogue.ts';
export { renderers } from './renderers/renderers.ts';
export type { ExitCode, Renderer, Rendering, RenderOptions } from './rendering.ts';
