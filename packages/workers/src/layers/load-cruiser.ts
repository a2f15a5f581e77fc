import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { workersError } from '../errors.ts';
import type { CruiseSummary } from './layer-check.ts';

/** What is taken of dependency-cruiser (https://github.com/sverweij/dependency-cruiser). */
export interface Cruiser {
  cruise(
    paths: readonly string[],
    options: object,
    resolving?: object,
  ): Promise<{ readonly output: CruiseSummary | string }>;
}

/**
 * Loads dependency-cruiser: the one of the project that is checked before the one where the command was called, and that before one installed beside the command. It is too heavy for
 * everybody to install it with the command.
 *
 * @throws CodedError `LAYERS_CRUISER_MISSING`, also when swc is missing beside it, without which it would read no TypeScript
 */
export async function loadCruiser(folder: string): Promise<Cruiser> {
  const places = [folder, process.cwd(), import.meta.dirname];
  const found = places.map((place) => installedAt('dependency-cruiser', place)).find((path) => path !== undefined);
  if (found === undefined) throw missing('dependency-cruiser is not installed');
  const swc = installedAt('@swc/core', found);
  if (swc === undefined) {
    throw missing(`@swc/core is not installed beside ${found}, and it reads TypeScript by that`);
  }
  const { exports } = JSON.parse(readFileSync(join(found, 'package.json'), 'utf8')) as {
    readonly exports?: { readonly '.'?: { readonly import?: string } };
  };
  const entry = exports?.['.']?.import;
  if (typeof entry !== 'string') throw missing(`the dependency-cruiser at ${found} is none that is known here`);
  await teachUsing(join(swc, 'Visitor.js'));
  return (await import(pathToFileURL(join(found, entry)).href)) as Cruiser;
}

/** swc parses `using x = …`, and its visitor, which dependency-cruiser walks the tree with, stops there: "Unknown statement type". */
async function teachUsing(path: string): Promise<void> {
  if (!existsSync(path)) return;
  const { Visitor } = ((await import(pathToFileURL(path).href)) as { readonly default?: unknown }).default as {
    readonly Visitor?: { readonly prototype: StatementVisitor };
  };
  if (Visitor === undefined || taught.has(Visitor)) return;
  taught.add(Visitor);
  const { visitStatement } = Visitor.prototype;
  Visitor.prototype.visitStatement = function (statement) {
    if (statement.type !== 'UsingDeclaration') return visitStatement.call(this, statement);
    statement.decls = this.visitVariableDeclarators(statement.decls);
    return statement;
  };
}

const taught = new WeakSet<object>();

interface StatementVisitor {
  visitStatement(statement: { readonly type: string; decls?: unknown }): unknown;
  visitVariableDeclarators(declarators: unknown): unknown;
}

function missing(because: string) {
  return workersError(
    'LAYERS_CRUISER_MISSING',
    `${because}: npm install --save-dev dependency-cruiser @swc/core, in the project or where the command is called`,
  );
}

/** The folder of a package, as Node.js looks for it from another folder on. */
function installedAt(name: string, from: string): string | undefined {
  for (let folder = from; ; folder = dirname(folder)) {
    const path = join(folder, 'node_modules', name);
    if (existsSync(join(path, 'package.json'))) return path;
    if (dirname(folder) === folder) return undefined;
  }
}
