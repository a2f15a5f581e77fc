import type { Finding } from '@fivewhys/evidence';
import { renderHistogram } from '../histogram.ts';
import { counted, figure } from '../quantities.ts';
import { coarserBins, renderTimeline } from '../timeline.ts';
import { fleetFacts, pileText } from '../words/fleet-facts.ts';
import { timelineText } from '../words/timeline-text.ts';
import type { Page } from './page.ts';

/** Between whom and when, of several connections. */
export function writeFleet(finding: Finding, page: Page): void {
  for (const [label, text] of fleetFacts(finding)) page.entry(label, text);
  const { unicode, entryWidth: width } = page;
  const timeline = finding.fleet?.timeline;
  if (timeline !== undefined) {
    const line = renderTimeline(timeline, { width, unicode });
    page.entryDrawing([line]);
    page.entry('', timelineText(coarserBins(timeline, width - 2)), { styles: ['dim'] });
  }
}

/** How the figures of several connections are spread. */
export function writeSpread(finding: Finding, page: Page): void {
  const { unicode, entryWidth: width } = page;
  for (const distribution of finding.distributions) {
    const { name, count, histogram } = distribution;
    if (count < 2) continue; // one figure has no spread, and the whys have told it
    const spread = spreadText(distribution);
    page.entry('Spread', `${name}: ${spread} (${counted(count, 'connection')}${pileText(distribution)})`);
    if (histogram !== undefined) page.entryDrawing(renderHistogram(histogram, { width, unicode }));
  }
}

/** Of two values there is no middle, and values that read the same are told once. */
function spreadText({ count, least, median, most }: Finding['distributions'][number]): string {
  if (least === most) return `all ${figure(least)}`;
  if (figure(least) === figure(most)) return `all about ${figure(least)}`;
  if (count === 2) return `${figure(least)} and ${figure(most)}`;
  return `least ${figure(least)}, median ${figure(median)}, most ${figure(most)}`;
}
