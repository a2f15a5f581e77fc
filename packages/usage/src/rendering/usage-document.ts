import { type Block, counted, type Document, list, section } from '@fivewhys/report/writers';
import type { InputReport, UsageFigures, UsageReport } from '../usage-report.ts';
import { figureOf, timeOf } from '../words.ts';
import { accountsSection } from './accounts-section.ts';
import { distributionSection } from './distribution-section.ts';
import { endpointsSection } from './endpoints-section.ts';
import type { Extent } from './extent.ts';
import { incidentSection } from './incident-section.ts';
import { recommendedSection } from './recommended-section.ts';
import { simulationSection } from './simulation-section.ts';
import { unattributedSection } from './unattributed-section.ts';

/** What was found, for people: what was asked comes first, then the figures. */
export function usageDocument(report: UsageReport, extent: Extent): Document {
  const { figures } = report;
  if (figures === undefined) return { title: 'No input could be read', blocks: [inputsSection(report, extent)] };
  const { incident, recommended, simulation } = figures;
  return {
    title: headline(figures),
    blocks: [
      ...(incident === undefined ? [] : [incidentSection(incident, report)]),
      ...(recommended === undefined ? [] : [recommendedSection(recommended)]),
      ...(simulation === undefined ? [] : [simulationSection(simulation, figures.totals, report.inputs, extent)]),
      accountsSection(figures, extent),
      distributionSection(figures),
      endpointsSection(figures, extent),
      unattributedSection(figures),
      inputsSection(report, extent),
    ],
  };
}

function headline({ totals }: UsageFigures): string {
  const { requests, accounts, units, firstMs, lastMs, throttled, refused } = totals;
  const over =
    throttled === 0
      ? ''
      : `; ${counted(throttled, 'request')} over a limit, ${refused === 0 ? 'none' : refused} refused`;
  return `${counted(requests, 'request')} of ${counted(accounts, 'account')} used ${figureOf(units)} units from ${timeOf(firstMs)} to ${timeOf(lastMs)} (UTC)${over}`;
}

const kinds: Readonly<Record<InputReport['kind'], string>> = {
  'usage-record': 'usage records',
  'access-json': 'access log, JSON',
  'access-combined': 'access log, combined format',
};

function inputsSection({ inputs, unreadable }: UsageReport, extent: Extent): Block {
  return section('Inputs', [
    list([
      ...inputs.map((input) => [inputText(input)]),
      ...unreadable.map(({ path, code, message }) => [`${path}: not read: ${message} (${code})`]),
      ...inputs.flatMap(({ path, damage, damagedLines }) => [
        ...damage.slice(0, extent.damage).map(({ line, reason }) => [`${path}, line ${line}: ${reason}`]),
        ...(damagedLines > extent.damage
          ? [[`${path}: ${counted(damagedLines - extent.damage, 'more damaged line')}`]]
          : []),
      ]),
    ]),
  ]);
}

function inputText({ path, kind, compression, lines, records, linesWithoutCost, damagedLines }: InputReport): string {
  const packed = compression === undefined ? '' : ` (${compression})`;
  const without = linesWithoutCost === 0 ? '' : `, ${counted(linesWithoutCost, 'line')} without a cost`;
  const damage = damagedLines === 0 ? '' : `, ${counted(damagedLines, 'damaged line')} left out`;
  return `${path}${packed}: ${kinds[kind]}, ${counted(lines, 'line')}, ${counted(records, 'record')}${without}${damage}`;
}
