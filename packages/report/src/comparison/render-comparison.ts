import type { ComparisonResult } from '@fivewhys/vantages';
import type { Format } from '../formats.ts';
import { writeHtml } from '../html/write-html.ts';
import { writeJson } from '../json/write-json.ts';
import { writeMarkdown } from '../markdown/write-markdown.ts';
import type { ExitCode, Rendering, RenderOptions } from '../rendering.ts';
import { writeText } from '../text/write-text.ts';
import { comparisonDocument } from './comparison-document.ts';
import { comparisonJson } from './comparison-json.ts';
import { isWrong } from './is-remarkable.ts';

/** Columns of a ladder where there is no terminal. */
const pageWidth = 96;

/** Writes a comparison in one of the formats. */
export function renderComparison(result: ComparisonResult, format: Format, options: RenderOptions): Rendering {
  const { unicode, verbose = false, width } = options;
  const page = () => comparisonDocument(result, { width: pageWidth, unicode, verbose });
  const exitCode: ExitCode = result.connections.some(isWrong) || result.guesses.length > 0 ? 1 : 0;
  switch (format) {
    case 'text':
      return {
        output: writeText(comparisonDocument(result, { width: width - 2, unicode, verbose }), options),
        exitCode,
      };
    case 'json':
      return { output: `${writeJson(comparisonJson(result))}\n`, exitCode };
    case 'markdown':
      return { output: writeMarkdown(page(), unicode), exitCode };
    case 'html':
      return { output: writeHtml(page(), unicode), exitCode };
  }
}
