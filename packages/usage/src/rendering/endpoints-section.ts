import { amount, type Block, counted, type SectionBlock, section } from '@fivewhys/report/writers';
import type { UsageFigures } from '../usage-report.ts';
import { figureOf, percent } from '../words.ts';
import type { Extent } from './extent.ts';

/** What requests of each route cost, and how differently. */
export function endpointsSection({ endpoints }: UsageFigures, extent: Extent): SectionBlock {
  if (endpoints.length === 0) {
    return section('Endpoints', [paragraph('The records sum up windows, and tell nothing of endpoints.')]);
  }
  const shown = endpoints.slice(0, extent.endpoints);
  const rest = endpoints.length - shown.length;
  return section('Endpoints', [
    {
      kind: 'table',
      caption: 'What requests of each endpoint cost',
      headed: true,
      columns: [
        { title: 'share', numeric: true },
        { title: 'requests', numeric: true },
        { title: 'p50', numeric: true },
        { title: 'p99', numeric: true },
        { title: 'p99/p50', numeric: true },
        { title: 'endpoint' },
      ],
      rows: shown.map(({ route, share, requests, p50, p99, variability }) => [
        [percent(share)],
        [amount(requests)],
        [figureOf(p50)],
        [figureOf(p99)],
        [variability === undefined ? '' : figureOf(variability)],
        [{ kind: 'code', text: route }],
      ]),
    },
    paragraph(
      `Units per request, within 1 %. The larger p99/p50, the more a limit on requests misjudges an endpoint.${rest > 0 ? ` ${counted(rest, 'more endpoint')}: --verbose.` : ''}`,
    ),
  ]);
}

function paragraph(text: string): Block {
  return { kind: 'paragraph', spans: [text] };
}
