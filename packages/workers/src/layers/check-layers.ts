import { existsSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { workersError } from '../errors.ts';
import { defaultLayers } from './default-layers.ts';
import { exactly } from './glob-pattern.ts';
import { type CruiseSummary, type LayerCheck, layerCheckOf } from './layer-check.ts';
import type { LayersConfig } from './layers-config.ts';
import { type Cruiser, loadCruiser } from './load-cruiser.ts';
import { readLayersConfig } from './read-layers-config.ts';
import { type WorkspaceSources, workspaceSourcesOf } from './workspace-sources.ts';

export interface CheckLayersOptions {
  /** A file with layers and rules; without it `.fivewhys-layers.json` of the folder, and without that the ready ones. */
  readonly configPath?: string;
}

/** Of more the parser, or the folder, is the wrong one. */
const mostUnread = 20;
const usualConfig = '.fivewhys-layers.json';

/** How imports are written, against how files are called: TypeScript imports `./a.js` and means `a.ts`. */
const resolving = {
  exportsFields: ['exports'],
  conditionNames: ['import', 'require', 'node', 'default'],
  extensions: ['.ts', '.tsx', '.mts', '.cts', '.js', '.jsx', '.mjs', '.cjs', '.json'],
  extensionAlias: { '.js': ['.ts', '.tsx', '.js', '.jsx'], '.mjs': ['.mts', '.mjs'], '.cjs': ['.cts', '.cjs'] },
  mainFields: ['module', 'main'],
  // The nearest tsconfig.json of each file, with what it extends and refers to: `paths` and `baseUrl`.
  tsconfig: { references: 'auto' },
};

/**
 * Reads the sources of a project, JavaScript and TypeScript, and tells which rules about its layers they break, with the imports that lead there. Imports of types alone don't count: they
 * are gone when the program runs.
 *
 * @throws CodedError `LAYERS_FOLDER_NOT_FOUND`, `LAYERS_NOTHING_READ`, `LAYERS_CRUISER_MISSING`, `CONFIG_NOT_READABLE`, `CONFIG_INVALID`
 */
export async function checkLayers(path: string, options: CheckLayersOptions = {}): Promise<LayerCheck> {
  const folder = resolve(path);
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true) {
    throw workersError('LAYERS_FOLDER_NOT_FOUND', `${path} is no folder`);
  }
  const config = configOf(folder, options.configPath);
  const { cruise } = await loadCruiser(folder);
  const workspace = workspaceSourcesOf(folder);
  const { summary, unread } = await read(cruise, folder, workspace.alias);
  const check = { ...layerCheckOf(config, summary, workspace.names), unread };
  if (check.files === 0) {
    throw workersError('LAYERS_NOTHING_READ', `no file of JavaScript or TypeScript was read in ${path}`);
  }
  return check;
}

/**
 * Reads the sources. A file that can't be parsed stops dependency-cruiser: it is left out and named, and the others are read.
 *
 * @throws CodedError `LAYERS_NOTHING_READ` when there are too many of those
 */
async function read(
  cruise: Cruiser['cruise'],
  baseDir: string,
  alias: WorkspaceSources['alias'],
): Promise<{ readonly summary: CruiseSummary; readonly unread: LayerCheck['unread'] }> {
  const unread: LayerCheck['unread'][number][] = [];
  for (;;) {
    const exclude = unread.length === 0 ? {} : { exclude: { path: exactly(unread.map(({ file }) => file)) } };
    const common = { baseDir, parser: 'swc', doNotFollow: { path: '(?:^|/)node_modules/' } };
    try {
      const { output } = await cruise(['.'], { ...common, ...exclude }, { ...resolving, alias });
      if (typeof output === 'string') throw new TypeError('a result was expected, and a text came');
      return { summary: output, unread };
    } catch (error) {
      const [, reason = '', file] =
        /ran afoul of[.\s]*([\s\S]*?)\s*[.]{3} in (.+)/.exec((error as Error).message) ?? [];
      if (file === undefined) throw error;
      if (unread.length >= mostUnread) {
        throw workersError(
          'LAYERS_NOTHING_READ',
          `more than ${mostUnread} files can't be parsed, such as ${file}`,
          error,
        );
      }
      unread.push({ file: file.trim(), reason: (reason.split('\n')[0] ?? '').trim() });
    }
  }
}

function configOf(folder: string, named: string | undefined): LayersConfig {
  const path = named ?? join(folder, usualConfig);
  if (named === undefined && !existsSync(path)) return defaultLayers;
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    throw workersError('CONFIG_NOT_READABLE', `${path}: ${(error as Error).message}`, error);
  }
  return readLayersConfig(text);
}
