/** The formats of `renderers`, by the name that `--format` takes. */
export const formats = ['text', 'json', 'markdown', 'html'] as const;
export type Format = (typeof formats)[number];
