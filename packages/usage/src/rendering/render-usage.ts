import {
  type ExitCode,
  type Rendering,
  type RenderOptions,
  standaloneBars,
  writeHtml,
  writeJson,
  writeMarkdown,
  writeText,
} from '@fivewhys/report/writers';
import type { UsageReport } from '../usage-report.ts';
import { distributionBars } from './accounts-section.ts';
import type { Extent } from './extent.ts';
import { usageCsv } from './usage-csv.ts';
import { usageDocument } from './usage-document.ts';
import type { UsageFormat } from './usage-format.ts';
import { usageJson } from './usage-json.ts';

const footnote = 'Every line that it names can be looked up in the logs.';

/** How much of the lists people get to see; programs get all. */
const extents: Readonly<Record<'brief' | 'verbose' | 'page', Extent>> = {
  brief: { accounts: 10, endpoints: 10, minutes: 10, damage: 3 },
  verbose: { accounts: 1000, endpoints: 100, minutes: 1000, damage: 100 },
  page: { accounts: 20, endpoints: 20, minutes: 20, damage: 10 },
};

/** Writes what was found in one of the formats. Exit code 1 only for an incident with a finding, 3 where no input could be read. */
export function renderUsage(report: UsageReport, format: UsageFormat, options: RenderOptions): Rendering {
  const exitCode = exitCodeOf(report);
  const { verbose = false } = options;
  const page = () => usageDocument(report, verbose ? extents.verbose : extents.page);
  switch (format) {
    case 'text':
      return { output: writeText(usageDocument(report, verbose ? extents.verbose : extents.brief), options), exitCode };
    case 'json':
      return { output: `${writeJson(usageJson(report))}\n`, exitCode };
    case 'markdown':
      return { output: writeMarkdown(page(), options.unicode), exitCode };
    case 'html':
      return { output: writeHtml(page(), options.unicode, footnote), exitCode };
    case 'csv':
      return { output: usageCsv(report), exitCode };
    case 'svg':
      return { output: standaloneBars(distributionBars(report.figures?.accounts ?? [])), exitCode };
  }
}

function exitCodeOf({ figures }: UsageReport): ExitCode {
  if (figures === undefined) return 3;
  return figures.incident?.finding === undefined ? 0 : 1;
}
