import type { Judgement, Outcome } from './judge.ts';

const outcomes: readonly Outcome[] = ['right', 'sender', 'second', 'as told', 'open', 'missed', 'wrong'];

/** The score as Markdown: totals, what is confused with what, and each answer. */
export function scoreTables(judgements: readonly Judgement[]): string {
  return [
    '## Totals',
    '',
    totals(judgements),
    '',
    wanted(judgements),
    '',
    '## What was taken for what',
    '',
    'Rows are the true causes, columns what was said first. From all vantages alone and together; answers where packets can tell.',
    '',
    confusion(judgements.filter(({ cause, tellable }) => cause !== null && tellable)),
    '',
    '## Each answer',
    '',
    answers(judgements),
    '',
  ].join('\n');
}

function totals(judgements: readonly Judgement[]): string {
  const sets = [...Map.groupBy(judgements, ({ set }) => set)];
  const rows = sets.map(([set, own]) => {
    const counts = outcomes.map((outcome) => String(own.filter((one) => one.outcome === outcome).length));
    const proven = own.reduce((sum, one) => sum + one.wronglyProven.length, 0);
    return [set, String(own.length), ...counts, String(proven)];
  });
  return table(['vantages', 'answers', ...outcomes, 'wrongly proven'], rows);
}

/** What the lab wants of fivewhys, and whether it is so. */
function wanted(judgements: readonly Judgement[]): string {
  const of = (set: string) => judgements.filter((one) => one.set === set && one.cause !== null);
  const share = (own: readonly Judgement[], good: readonly Outcome[]) => {
    const count = own.filter(({ outcome }) => good.includes(outcome)).length;
    return { text: `${count} of ${own.length}`, part: own.length === 0 ? 0 : count / own.length };
  };
  const all = share(of('all'), ['right']);
  const withHosts = share(of('all, with hosts'), ['right']);
  const good = ['right', 'sender', 'second'] as const;
  const originator = share(of('originator'), good);
  const tellable = share(of('originator').filter(isTellable), good);
  const tellableByAll = share(of('all').filter(isTellable), ['right']);
  const proven = judgements.reduce((sum, one) => sum + one.wronglyProven.length, 0);
  const nothing = judgements.filter(({ cause }) => cause === null);
  const alarms = nothing.filter(({ outcome }) => outcome !== 'right').length;
  const rows = [
    [
      'from all vantages and the words of their hosts, cause and sender are right',
      `${withHosts.text}; by packets alone ${all.text}, and where these can tell ${tellableByAll.text}`,
      withHosts.part === 1 && tellableByAll.part === 1,
    ],
    [
      'from the originator alone, right or among the first two candidates: 95 of 100',
      `${originator.text}; where packets can tell, ${tellable.text}`,
      originator.part >= 0.95,
    ],
    ['nothing is called proven that is not so', `${proven} wrong`, proven === 0],
    [
      'where nothing is wrong, nothing but `harmless` is found',
      `${alarms} of ${nothing.length} otherwise`,
      alarms === 0,
    ],
  ] as const;
  return table(
    ['wanted', 'found', 'met'],
    rows.map(([what, found, met]) => [what, found, met ? 'yes' : '**no**']),
  );
}

const isTellable = ({ tellable }: Judgement): boolean => tellable;

function confusion(judgements: readonly Judgement[]): string {
  const said = [...new Set(judgements.map(({ saidCause }) => saidCause ?? 'nothing'))].toSorted();
  const rows = [...Map.groupBy(judgements, ({ cause }) => cause ?? '')].toSorted(([a], [b]) => a.localeCompare(b));
  return table(
    ['', ...said],
    rows.map(([cause, own]) => [
      cause,
      ...said.map((column) => {
        const count = own.filter(({ saidCause }) => (saidCause ?? 'nothing') === column).length;
        return count === 0 ? '' : String(count);
      }),
    ]),
  );
}

function answers(judgements: readonly Judgement[]): string {
  const rows = judgements.map(({ story, set, cause, tellable, said, outcome, wronglyProven }) => [
    story,
    set,
    cause === null ? 'nothing' : tellable ? cause : `${cause} (packets can't tell)`,
    said === '' ? 'nothing' : said,
    wronglyProven.length === 0 ? outcome : `${outcome}, **wrongly proven**`,
  ]);
  return table(['story', 'vantages', 'true', 'said', ''], rows);
}

function table(heading: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(heading), line(heading.map(() => '---')), ...rows.map(line)].join('\n');
}
