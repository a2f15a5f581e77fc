import { memberPattern } from './glob-pattern.ts';
import type { LayerRule, LayersConfig } from './layers-config.ts';
import { type ImportGraph, waysBetween } from './ways-between.ts';

/** What is taken of dependency-cruiser's result: the modules that it read, each with what it imports. */
export interface CruiseSummary {
  readonly modules: readonly {
    readonly source: string;
    readonly couldNotResolve?: boolean;
    readonly coreModule?: boolean;
    readonly dependencies: readonly {
      readonly module: string;
      readonly resolved: string;
      readonly couldNotResolve?: boolean;
      readonly dependencyTypes: readonly string[];
    }[];
  }[];
}

/** A way from a file of one layer to something of another, import by import; both ends are in it. */
export type LayerPath = readonly string[];

/** One rule, held against the sources. */
export interface RuleCheck {
  readonly rule: LayerRule;
  /** Files of its layer `from`: none means that nothing was held against it. */
  readonly filesOfFrom: number;
  /** The shortest ways from its files to what they must not reach, the shortest first. */
  readonly paths: readonly LayerPath[];
}

export interface LayerCheck {
  /** Files that were read. */
  readonly files: number;
  /** Files that can't be parsed: what they import was not seen. */
  readonly unread: readonly { readonly file: string; readonly reason: string }[];
  /** Imports of files that lead nowhere: what lies behind them was not seen. */
  readonly unresolved: readonly { readonly from: string; readonly to: string }[];
  readonly rules: readonly RuleCheck[];
}

/**
 * Holds the rules against what was read. This is what `reachable` of dependency-cruiser's rules does, but for three things: imports of types are not followed, for they are gone when
 * the program runs; the shortest way is told; and layers are told by globs, of which it refuses many as regular expressions that might run slowly (docs/layers.md).
 */
export function layerCheckOf(
  { layers, rules, ignore }: LayersConfig,
  { modules }: CruiseSummary,
  ownPackages: ReadonlySet<string> = new Set(),
): Omit<LayerCheck, 'unread'> {
  const ignored = anyOf(ignore);
  const files = modules.filter((module) => isFile(module) && !ignored.test(module.source));
  const graph: ImportGraph = new Map(
    files.map(({ source, dependencies }) => [
      source,
      dependencies
        .filter(({ resolved, dependencyTypes }) => !isOfTypes(dependencyTypes) && !ignored.test(resolved))
        .map(({ resolved }) => resolved),
    ]),
  );
  return {
    files: files.length,
    unresolved: files.flatMap(({ source, dependencies }) =>
      dependencies
        .filter(
          ({ module, couldNotResolve }) =>
            couldNotResolve === true && (isLocal(module) || ownPackages.has(packageOf(module))),
        )
        .map(({ module }) => ({ from: source, to: module })),
    ),
    rules: rules.map((rule) => {
      const own = anyOf(layers[rule.from] ?? []);
      const target = anyOf(layers[rule.to] ?? []);
      const starts = files.map(({ source }) => source).filter((source) => own.test(source));
      return { rule, filesOfFrom: starts.length, paths: waysBetween(graph, starts, (name) => target.test(name)) };
    }),
  };
}

function anyOf(members: readonly string[]): RegExp {
  return members.length === 0 ? /(?!)/ : new RegExp(members.map(memberPattern).join('|'));
}

function isFile({ source, couldNotResolve, coreModule }: CruiseSummary['modules'][number]): boolean {
  return couldNotResolve !== true && coreModule !== true && !/(?:^|\/)node_modules\//.test(source);
}

function isOfTypes(types: readonly string[]): boolean {
  return types.includes('type-only') || types.includes('type-import');
}

function packageOf(module: string): string {
  return module.split('/', module.startsWith('@') ? 2 : 1).join('/');
}

/** `@scope/name` is a package that is not installed; `./a`, `@/a`, `~/a` and `#a` are names for files of the project. */
function isLocal(module: string): boolean {
  return /^(?:[./~#]|@\/)/.test(module);
}
