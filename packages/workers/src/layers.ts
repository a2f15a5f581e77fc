export { type CheckLayersOptions, checkLayers } from './layers/check-layers.ts';
export type { LayerCheck, LayerPath, RuleCheck } from './layers/layer-check.ts';
export type { LayerRule, LayersConfig } from './layers/layers-config.ts';
export { layersJson, layersText } from './layers/layers-text.ts';
