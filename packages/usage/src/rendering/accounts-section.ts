import { amount, type Block, counted, folded, list, type SectionBlock, section } from '@fivewhys/report/writers';
import type { AccountUse, UsageFigures } from '../usage-report.ts';
import { figureOf, percent } from '../words.ts';
import type { Extent } from './extent.ts';

/** Of the accounts that use most, who they are and how much that is. */
export function accountsSection({ accounts, shares, totals }: UsageFigures, extent: Extent): SectionBlock {
  const { topPercent, topPermille } = shares;
  const shown = accounts.slice(0, extent.accounts);
  const rest = accounts.slice(extent.accounts);
  return section('Accounts', [
    list([
      [`the top 1 % (${counted(topPercent.accounts, 'account')}): ${percent(topPercent.share)} of the load`],
      [`the top 0.1 % (${counted(topPermille.accounts, 'account')}): ${percent(topPermille.share)}`],
    ]),
    distributionBars(accounts),
    accountTable(shown, 1, totals.throttled > 0),
    ...(rest.length === 0 || extent.accounts < 20
      ? []
      : [
          folded(`The other ${amount(rest.length)} of the top ${amount(accounts.length)}`, [
            accountTable(rest, shown.length + 1, totals.throttled > 0),
          ]),
        ]),
    ...(totals.accounts > shown.length && extent.accounts < 20
      ? [
          paragraph(
            `${counted(totals.accounts - shown.length, 'more account')}: ${accounts.length > shown.length ? '--verbose shows a thousand, --format csv and json all of --top' : 'a larger --top lists them'}.`,
          ),
        ]
      : []),
  ]);
}

/** The graph that Bitbucket's engineers chose their limit by: what each of the top accounts used. */
export function distributionBars(accounts: readonly AccountUse[]): Extract<Block, { kind: 'bars' }> {
  const said = accounts.slice(0, 10).map(({ account, units }, index) => `${index + 1}. ${account}: ${figureOf(units)}`);
  return {
    kind: 'bars',
    caption: `Units of the ${accounts.length === 1 ? 'account' : `top ${amount(accounts.length)} accounts`}, from the one that used most`,
    values: accounts.map(({ units }) => Math.max(0, units)),
    said: said.join('; '),
  };
}

/** Without a column for what was throttled where nothing was: a terminal has little room. */
function accountTable(accounts: readonly AccountUse[], first: number, throttledOnes: boolean): Block {
  return {
    kind: 'table',
    caption: 'Accounts that used most',
    headed: true,
    columns: [
      { title: '#', numeric: true },
      { title: 'units', numeric: true },
      { title: 'share', numeric: true },
      { title: 'requests', numeric: true },
      ...(throttledOnes ? [{ title: 'throttled', numeric: true as const }] : []),
      { title: 'account' },
    ],
    rows: accounts.map(({ account, units, share, requests, throttled }, index) => [
      [String(first + index)],
      [figureOf(units)],
      [percent(share)],
      [amount(requests)],
      ...(throttledOnes ? [[amount(throttled)]] : []),
      [{ kind: 'code', text: account }],
    ]),
  };
}

function paragraph(text: string): Block {
  return { kind: 'paragraph', spans: [text] };
}
