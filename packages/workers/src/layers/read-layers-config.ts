import { Fields } from '../config/fields.ts';
import { string } from '../config/values.ts';
import { workersError } from '../errors.ts';
import { defaultLayers } from './default-layers.ts';
import type { LayerRule, LayersConfig } from './layers-config.ts';

const listWords = 'a list of globs, npm:PACKAGE and node:MODULE';

/**
 * Reads the text of a JSON file: `layers` are added to the ready ones, and take their place where they have the same name; `rules` and `ignore` take the place of the ready ones.
 *
 *     { "layers": { "billing": ["src/billing/**"] }, "rules": [{ "name": "logging-must-not-reach-billing", "from": "logging", "to": "billing" }] }
 *
 * @throws CodedError `CONFIG_INVALID`
 */
export function readLayersConfig(text: string): LayersConfig {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw workersError('CONFIG_INVALID', `not JSON: ${(error as Error).message}`, error);
  }
  const fields = new Fields(value, '');
  const layers = { ...defaultLayers.layers, ...fields.optional('layers', 'an object', layersOf) };
  const rules = fields.optional('rules', 'a list of rules', rulesOf) ?? defaultLayers.rules;
  const ignore = fields.optional('ignore', 'a list of globs', listOf) ?? defaultLayers.ignore;
  fields.end();
  for (const { name, from, to } of rules) {
    const unknown = [from, to].find((layer) => layers[layer] === undefined);
    if (unknown === undefined) continue;
    const known = Object.keys(layers).join(', ');
    throw workersError('CONFIG_INVALID', `the rule ${name} names the layer ${unknown}; there are ${known}`);
  }
  return { layers, rules, ignore };
}

function layersOf(value: unknown, where: string): Readonly<Record<string, readonly string[]>> {
  const fields = new Fields(value, where);
  return Object.fromEntries(
    Object.keys(value as object).map((name) => [name, fields.required(name, listWords, listOf)]),
  );
}

function rulesOf(value: unknown, where: string): readonly LayerRule[] | undefined {
  if (!Array.isArray(value) || value.length === 0) return undefined;
  return value.map((rule, index) => {
    const fields = new Fields(rule, `${where}[${index}]`);
    const name = fields.required('name', 'a name', string);
    const from = fields.required('from', 'the name of a layer', string);
    const to = fields.required('to', 'the name of a layer', string);
    const why = fields.optional('why', 'a sentence', string) ?? '';
    fields.end();
    return { name, from, to, why };
  });
}

function listOf(value: unknown): readonly string[] | undefined {
  return Array.isArray(value) && value.every((item) => typeof item === 'string' && item !== '') ? value : undefined;
}
