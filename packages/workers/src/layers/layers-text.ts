import type { LayerCheck, RuleCheck } from './layer-check.ts';

const mostPaths = 5;
const mostUnresolved = 5;

/** The result for people: each rule that is broken with the ways that break it, and what was not seen. */
export function layersText({ files, unread, unresolved, rules }: LayerCheck, folder: string): string {
  const broken = rules.filter(({ paths }) => paths.length > 0);
  const lines = broken.flatMap(ruleLines);
  if (unread.length > 0) {
    lines.push(
      `Not read: ${counted(unread.length, 'file')} that can't be parsed, so what is imported there was not seen:`,
      ...unread.slice(0, mostUnresolved).map(({ file, reason }) => `  ${file}: ${reason}`),
      ...more(unread.length - mostUnresolved, 'file'),
      '',
    );
  }
  if (unresolved.length > 0) {
    lines.push(
      `Not seen: what lies behind ${counted(unresolved.length, 'import')} without a file:`,
      ...unresolved.slice(0, mostUnresolved).map(({ from, to }) => `  ${from} imports ${to}`),
      ...more(unresolved.length - mostUnresolved, 'import'),
      '',
    );
  }
  const idle = rules.filter(({ filesOfFrom }) => filesOfFrom === 0);
  const layers = [...new Set(idle.map(({ rule }) => rule.from))];
  if (layers.length > 0) {
    lines.push(
      `Nothing is of the layer ${layers.join(', ')}: ${counted(idle.length, 'rule')} had nothing to hold.`,
      '',
    );
  }
  const verdict = broken.length === 0 ? 'no rule is broken' : `${counted(broken.length, 'rule')} broken`;
  return `${[...lines, `${folder}: ${counted(files, 'file')} read, ${counted(rules.length, 'rule')} held, ${verdict}.`].join('\n')}\n`;
}

/** The same for programs. */
export function layersJson({ files, unread, unresolved, rules }: LayerCheck): string {
  const json = {
    version: 1,
    files,
    unread,
    unresolved,
    rules: rules.map(({ rule, filesOfFrom, paths }) => ({ ...rule, filesOfFrom, paths })),
  };
  return `${JSON.stringify(json, null, 2)}\n`;
}

function ruleLines({ rule, paths }: RuleCheck): readonly string[] {
  return [
    `${rule.name}: ${rule.from} reaches ${rule.to}`,
    ...paths.slice(0, mostPaths).map((path) => `  ${path.join(' → ')}`),
    ...more(paths.length - mostPaths, 'way'),
    ...(rule.why === '' ? [] : [`  Why not: ${rule.why}`]),
    '',
  ];
}

function more(count: number, what: string): readonly string[] {
  return count > 0 ? [`  and ${counted(count, `more ${what}`)}`] : [];
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}
