import type { Evidence, NamedCause } from '@fivewhys/evidence';
import {
  type Block,
  folded,
  list,
  listed,
  remediesSection,
  type SectionBlock,
  type Span,
  section,
} from '@fivewhys/report/writers';
import type { Stretch } from '../stretch.ts';
import type { Incident, UsageFinding, UsageReport } from '../usage-report.ts';
import { timeOf } from '../words.ts';

const namedLines = 5;

/** Why the load rose: the finding, or why there is none. */
export function incidentSection(
  { stretch, baseline, outcome, finding, nothing = '' }: Incident,
  { inputs }: UsageReport,
): SectionBlock {
  const when = `${timeOf(stretch.fromMs)} to ${timeOf(stretch.toMs)} (UTC)`;
  if (finding === undefined) {
    const title =
      outcome === 'none' ? `No incident from ${when}` : `Whether there was an incident from ${when} can’t be told`;
    const compared =
      baseline === stretch
        ? ''
        : ` The baseline is ${timeOf(baseline.fromMs)} to ${timeOf(baseline.toMs)}; --baseline takes another one.`;
    return section(title, [paragraph(`${nothing.charAt(0).toUpperCase()}${nothing.slice(1)}.${compared}`)]);
  }
  const several = inputs.length > 1;
  return {
    kind: 'section',
    name: finding.id,
    title: finding.cause,
    verdict: finding.verdict,
    blocks: [
      { kind: 'facts', facts: factsOf(finding, when, baseline) },
      {
        kind: 'list',
        numbered: true,
        items: whyItems(finding, (input) => (several ? (inputs[input]?.path ?? '') : '')),
      },
      ...(finding.stillPossible.length === 0 ? [] : [section('Still possible', [reasons(finding.stillPossible)])]),
      ...remediesSection(finding.remedies),
      ...(finding.next.length === 0
        ? []
        : [
            section('Next', [
              {
                kind: 'list',
                numbered: false,
                items: finding.next.map(({ why, command }) => ({ spans: [why], command })),
              },
            ]),
          ]),
      ...finding.notes.map(paragraph),
      ...(finding.ruledOut.length === 0 ? [] : [folded('Ruled out', [reasons(finding.ruledOut)])]),
    ],
  };
}

function factsOf({ symptom, remedies, next, accounts }: UsageFinding, when: string, baseline: Stretch) {
  const first = remedies[0]?.summary ?? next[0]?.why;
  return [
    {
      label: 'When',
      spans: [`${when}; baseline ${timeOf(baseline.fromMs)} to ${timeOf(baseline.toMs)}`],
    },
    { label: 'Happened', spans: [symptom], weighty: true as const },
    ...(accounts.length === 0 ? [] : [{ label: 'Who', spans: [listed(accounts, 10)] }]),
    ...(first === undefined ? [] : [{ label: 'To do', spans: [first], weighty: true as const }]),
  ];
}

function whyItems({ whys, verdict }: UsageFinding, nameOf: (input: number) => string) {
  const root = verdict === 'undetermined' ? 'So far: ' : 'Root: ';
  return whys.map(({ claim, evidence }, index) => ({
    spans: index === whys.length - 1 ? [strong(root), claim] : [claim],
    below: evidence.map((one): readonly Span[] => [evidenceText(one, nameOf)]),
  }));
}

function evidenceText({ input, frames, detail }: Evidence, nameOf: (input: number) => string): string {
  if (frames.length === 0) return detail;
  const name = nameOf(input);
  return `${detail}: ${frames.length === 1 ? 'line' : 'lines'} ${listed(frames, namedLines)}${name === '' ? '' : ` of ${name}`}`;
}

function reasons(causes: readonly NamedCause[]): Block {
  return list(causes.map(({ cause, because }) => [strong(cause), `: ${because}`]));
}

function strong(text: string): Span {
  return { kind: 'strong', text };
}

function paragraph(text: string): Block {
  return { kind: 'paragraph', spans: [text] };
}
