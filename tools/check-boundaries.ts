/**
 * Checks the boundaries in `.dependency-cruiser.mjs`, and three that dependency-cruiser can't see itself:
 *
 * - it passes when it read nothing, so the modules it read are held against the source files there are;
 * - what its parser overlooks breaks no rule, so the imports it saw are held against those in the text: with swc it overlooks types imported inline,
 *   `import('…').T`, and with TypeScript 7 everything;
 * - a package without a rule would have no boundary, so every package but `cli` must have its `imports-only` rule.
 */
import { existsSync, globSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import type { VariableDeclarator } from '@swc/core';
import { Visitor } from '@swc/core/Visitor.js';
import { cruise, type ICruiseOptions, type ICruiseResult, type IFlattenedRuleSet } from 'dependency-cruiser';

export interface Violation {
  readonly rule: string;
  readonly where: string;
  readonly comment: string;
}

export interface BoundaryCheck {
  readonly modules: number;
  readonly violations: readonly Violation[];
}

/** A boundary of our own, beside the ones of the configuration. */
export const ownRules = {
  'every-source-file-is-read':
    'dependency-cruiser did not read this file, so none of its rules held for it (see `parser` in .dependency-cruiser.mjs).',
  'every-package-has-a-rule':
    'A package without a rule `<package>-imports-only-…` in .dependency-cruiser.mjs has no boundary.',
  'every-import-is-seen':
    'dependency-cruiser overlooked this import, so no rule held for it. If it is an inline type, import(…).T, write `import type` at the top.',
} as const;

/** Whether a dependency is declared shows only while `node_modules/@fivewhys/x` is not followed to `packages/x`; all else needs it followed. */
const rulesOnLinks: readonly string[] = ['dependencies-are-declared', 'dependencies-of-the-command-are-declared'];

const folders = ['packages', 'bench', 'lab', 'captures', 'examples', 'tools', 'test'];

export interface BoundaryConfig {
  readonly forbidden: NonNullable<IFlattenedRuleSet['forbidden']>;
  readonly options: ICruiseOptions;
}

export async function readBoundaries(): Promise<BoundaryConfig> {
  const file: { readonly default: BoundaryConfig } = await import(
    join(import.meta.dirname, '..', '.dependency-cruiser.mjs')
  );
  return file.default;
}

/** swc parses `using x = …` and its visitor, which dependency-cruiser walks the tree with, stops there: "Unknown statement type". */
const { visitStatement } = Visitor.prototype;
Visitor.prototype.visitStatement = function (statement) {
  if ((statement.type as string) !== 'UsingDeclaration') return visitStatement.call(this, statement);
  const using = statement as unknown as { decls: VariableDeclarator[] };
  using.decls = this.visitVariableDeclarators(using.decls);
  return statement;
};

/** Checks the tree at `root` against `config`, which the test varies to prove that a parser which reads nothing is noticed. */
export async function checkBoundaries(root: string, config: BoundaryConfig): Promise<BoundaryCheck> {
  const files = sourceFiles(root);
  const followed = await cruiseTree(root, config, (rule) => !rulesOnLinks.includes(rule), {});
  const links = await cruiseTree(root, config, (rule) => rulesOnLinks.includes(rule), { preserveSymlinks: true });
  const seen = new Map(followed.modules.map(({ source, dependencies }) => [source, dependencies]));
  const read = files.filter((file) => seen.has(file));
  const overlooked = read.flatMap((file) => {
    const modules = new Set(seen.get(file)?.map(({ module }) => withoutPrefix(module)));
    return importsInText(root, file).flatMap((module) => (modules.has(module) ? [] : [`${file} -> ${module}`]));
  });
  return {
    modules: read.length,
    violations: [
      ...violationsOf(followed, config),
      ...violationsOf(links, config),
      ...files.filter((file) => !seen.has(file)).map((where) => ownViolation('every-source-file-is-read', where)),
      ...overlooked.map((where) => ownViolation('every-import-is-seen', where)),
      ...packagesWithoutRule(root, config).map((where) => ownViolation('every-package-has-a-rule', where)),
    ],
  };
}

async function cruiseTree(
  root: string,
  { forbidden, options }: BoundaryConfig,
  wanted: (rule: string) => boolean,
  overrides: ICruiseOptions,
): Promise<ICruiseResult> {
  const { output } = await cruise(
    folders.filter((folder) => existsSync(join(root, folder))),
    {
      ...options,
      ...overrides,
      baseDir: root,
      validate: true,
      ruleSet: { forbidden: forbidden.filter(({ name }) => wanted(name ?? '')) },
    },
  );
  if (typeof output === 'string') throw new Error('dependency-cruiser answered with text where a result was expected');
  return output;
}

function violationsOf({ summary }: ICruiseResult, { forbidden }: BoundaryConfig): Violation[] {
  return summary.violations.map(({ rule, from, to, cycle }) => ({
    rule: rule.name,
    where:
      cycle === undefined
        ? [...new Set([from, to])].join(' -> ')
        : [from, ...cycle.map(({ name }) => name)].join(' -> '),
    comment: forbidden.find(({ name }) => name === rule.name)?.comment ?? '',
  }));
}

function ownViolation(rule: keyof typeof ownRules, where: string): Violation {
  return { rule, where, comment: ownRules[rule] };
}

function sourceFiles(root: string): string[] {
  const exclude = (path: string) => /(^|\/)(node_modules|dist)$/.test(path);
  return folders.flatMap((folder) => globSync(`${folder}/**/*.ts`, { cwd: root, exclude })).sort();
}

function packagesWithoutRule(root: string, { forbidden }: BoundaryConfig): string[] {
  return readdirSync(join(root, 'packages'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .filter((name) => name !== 'cli' && !forbidden.some((rule) => rule.name?.startsWith(`${name}-imports-only-`)))
    .map((name) => `packages/${name}`);
}

/** What a file imports, as the text has it: statements at the start of a line, and in published sources `import('…')` anywhere outside a comment. */
function importsInText(root: string, file: string): string[] {
  const text = readFileSync(join(root, file), 'utf8');
  const statements = text.matchAll(/^(?:import|export)\b(?:[^'"`;]*\bfrom)?\s*['"]([^'"]+)['"]/gm);
  const inline = /^packages\/[^/]+\/src\//.test(file)
    ? text.matchAll(/^(?!\s*(?:\*|\/\/|\/\*)).*\bimport\(\s*['"]([^'"]+)['"]/gm)
    : [];
  return [...statements, ...inline].map(([, module = '']) => withoutPrefix(module));
}

/** dependency-cruiser writes `fs` for `node:fs`, yet `node:test` for `node:test`. */
function withoutPrefix(module: string): string {
  return module.replace(/^node:/, '');
}

if (import.meta.main) {
  const { modules, violations } = await checkBoundaries(join(import.meta.dirname, '..'), await readBoundaries());
  for (const [rule, broken] of Map.groupBy(violations, ({ rule }) => rule)) {
    console.error(`${rule}: ${broken[0]?.comment}`);
    for (const { where } of broken) console.error(`    ${where}`);
  }
  console.log(`${modules} modules read, ${violations.length} violations of boundaries`);
  if (modules === 0 || violations.length > 0) process.exitCode = 1;
}
