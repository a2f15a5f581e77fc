import type { Distribution, Finding, NamedCause } from '@fivewhys/evidence';
import { isHarmless } from '../is-harmless.ts';
import { shownRows } from '../ladder-rows.ts';
import { amount, figure } from '../quantities.ts';
import { actionOf } from '../words/action.ts';
import { extentText } from '../words/extent.ts';
import { fleetFacts, pileText } from '../words/fleet-facts.ts';
import { titleOf } from '../words/headline.ts';
import type { InputNames } from '../words/input-names.ts';
import { byReason } from '../words/reasons.ts';
import { resetBy } from '../words/reset-by.ts';
import { shownMark, shownText } from '../words/shown.ts';
import { subjectsText } from '../words/subjects.ts';
import { timelineText } from '../words/timeline-text.ts';
import { whyNotText } from '../words/why-not.ts';
import { causeWords, evidenceText, rootWords } from '../words/why-words.ts';
import { folded, list, section } from './blocks.ts';
import type { Block, DocumentOptions, Fact, SectionBlock, Span } from './document.ts';
import { sectionId } from './overview.ts';
import { remediesSection } from './remedies-section.ts';

/** Streams and frames that are named of a finding; the others are counted. */
const named = { brief: 20, verbose: 1000 };

/** One finding: what happened, its root and what to do in the first lines, then the chain of whys, then the rest. */
export function findingSection(
  finding: Finding,
  number: number,
  names: InputNames,
  options: DocumentOptions,
): SectionBlock {
  const { id, cause, verdict } = finding;
  return {
    kind: 'section',
    id: sectionId(number),
    name: id,
    title: cause,
    verdict,
    blocks: [
      { kind: 'facts', facts: factsOf(finding, names, options) },
      ...(isHarmless(finding) && !options.verbose ? [] : details(finding, names, options)),
    ],
  };
}

function factsOf(finding: Finding, names: InputNames, { verbose }: DocumentOptions): Fact[] {
  const { symptom, whys, verdict, cause, whyNot } = finding;
  const most = verbose ? named.verbose : named.brief;
  const root = whys.at(-1)?.claim;
  const by = resetBy(finding, names, most);
  const where = [extentText(finding), subjectsText(finding, names, most)].filter((text) => text !== '');
  return [
    { label: 'Happened', spans: [symptom], weighty: true },
    ...(root === undefined
      ? []
      : [{ label: rootWords[verdict], spans: [root + shownMark(finding)], weighty: true as const }]),
    ...actionFacts(finding),
    ...(whyNot === undefined
      ? []
      : [{ label: `Why not ${whyNot.cause}`, spans: [whyNotText(whyNot)], weighty: true as const }]),
    ...(cause === verdict ? [] : [{ label: causeWords[verdict], spans: [cause + ofTitle(finding)] }]),
    { label: 'Where', spans: [where.join(': ')] },
    ...fleetFacts(finding).map(([label, text]) => ({ label, spans: [text] })),
    ...(by === undefined ? [] : [{ label: 'Reset by', spans: [`${by.who}: ${by.where}`] }]),
  ];
}

function ofTitle({ cause, causeTitle }: Finding): string {
  const title = causeTitle ?? titleOf(cause);
  return title === undefined ? '' : `: ${title}`;
}

function actionFacts(finding: Finding): Fact[] {
  const action = actionOf(finding);
  if (action.kind === 'do') return [{ label: 'To do', spans: [action.summary], weighty: true }];
  const { step, remedy } = action;
  return [
    { label: 'To do', spans: [strong('Find out first: '), step.why], command: step.command, weighty: true },
    ...(remedy === undefined ? [] : [{ label: 'If it is so', spans: [remedy] }]),
  ];
}

function details(finding: Finding, names: InputNames, options: DocumentOptions): Block[] {
  const { ruledOut, stillPossible, notes } = finding;
  return [
    ...whySection(finding, names),
    ...behindSection(finding),
    // Before the remedies: whoever acts on a likely cause should have seen what else it may be.
    ...(stillPossible.length === 0 ? [] : [section('Still possible', [reasons(stillPossible)])]),
    ...ladderSection(finding, names, options),
    ...remediesSection(finding.remedies),
    ...nextSection(finding),
    ...(notes.length === 0 ? [] : [section('Notes', [list(notes.map((note) => [note]))])]),
    ...spreadSection(finding),
    ...(ruledOut.length === 0 ? [] : [folded('Ruled out', [reasons(ruledOut)])]),
  ];
}

function whySection(finding: Finding, names: InputNames): Block[] {
  const { whys, verdict } = finding;
  if (whys.length === 0) return [];
  const shown = shownText(finding, names);
  const items = whys.map(({ claim, evidence }, index) => ({
    spans: index === whys.length - 1 ? [strong(`${rootWords[verdict]}: `), claim] : [claim],
    below: evidence.map((one) => [evidenceText(one, names)]),
  }));
  return [
    section('Why', [
      ...(shown === '' ? [] : [{ kind: 'paragraph', spans: [`Shown is ${shown}.`] } as const]),
      { kind: 'list', numbered: true, items },
    ]),
  ];
}

function behindSection({ behind = [] }: Finding): Block[] {
  if (behind.length === 0) return [];
  const items = behind.map(({ finding, cause, because }): Span[] => [strong(`${finding} ${cause}`), ` ${because}`]);
  return [section('What may lie behind it', [list(items)])];
}

function ladderSection(
  { ladder, whys, count, resetFrames }: Finding,
  names: InputNames,
  { verbose }: DocumentOptions,
): SectionBlock[] {
  if (ladder === undefined || ladder.rows.length === 0) return [];
  const { rows, omitted } = shownRows(ladder.rows, verbose);
  const ofMany = count > 1 ? `, one of ${amount(count)}` : '';
  const ofInput = <Part extends { readonly input: number }>(parts: readonly Part[]) =>
    parts.filter(({ input }) => input === ladder.input);
  const shown = new Set(rows.map(({ frame }) => frame));
  const drawn = (parts: readonly { readonly frames: readonly number[] }[]) =>
    new Set(parts.flatMap(({ frames }) => frames.filter((frame) => shown.has(frame))));
  return [
    section('Frames', [
      {
        kind: 'ladder',
        caption: `Stream ${ladder.stream}${names.of(ladder.input)}${ofMany}${omitted}`,
        ladder: { ...ladder, rows },
        evidence: drawn(whys.flatMap(({ evidence }) => ofInput(evidence))),
        resets: drawn(ofInput(resetFrames)),
      },
    ]),
  ];
}

function nextSection(finding: Finding): SectionBlock[] {
  const told = actionOf(finding).kind === 'find-out' ? 1 : 0;
  const items = finding.next.slice(told).map(({ why, command }) => ({ spans: [why], command }));
  if (items.length === 0) return [];
  return [section('What to collect next', [{ kind: 'list', numbered: false, items }])];
}

/** When they happened, and how figures are spread. One figure has no spread, and the whys have told it. */
function spreadSection({ distributions, fleet }: Finding): SectionBlock[] {
  const several = distributions.filter(({ count }) => count > 1);
  const timeline = fleet?.timeline;
  const blocks: Block[] = [
    ...(timeline === undefined
      ? []
      : [{ kind: 'timeline', caption: `When: ${timelineText(timeline)}`, bins: timeline } as const]),
    ...(several.length === 0 ? [] : [spreadTable(several)]),
    ...several.flatMap(({ name, histogram }) =>
      histogram === undefined ? [] : [{ kind: 'histogram', caption: name, histogram } as const],
    ),
  ];
  return blocks.length === 0 ? [] : [section('Spread', blocks)];
}

function spreadTable(distributions: readonly Distribution[]): Block {
  const rows = distributions.map((distribution) => {
    const { name, count, least, median, most } = distribution;
    const figures = [least, median, most].map((value) => [figure(value)]);
    return [[`${name}${pileText(distribution)}`], [amount(count)], ...figures];
  });
  const columns = [
    { title: 'Figure' },
    ...['Connections', 'Least', 'Median', 'Most'].map((title) => ({ title, numeric: true as const })),
  ];
  return { kind: 'table', caption: 'How figures are spread over the connections', columns, rows };
}

function reasons(causes: readonly NamedCause[]): Block {
  return list(byReason(causes).map(({ causes, because }) => [strong(causes.join(', ')), `: ${because}`]));
}

function strong(text: string): Span {
  return { kind: 'strong', text };
}
