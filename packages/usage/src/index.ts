export { analyzeUsage } from './analyze-usage.ts';
export { type UsageErrorCode, usageErrorCodes } from './errors.ts';
export type { UsageInput } from './input/usage-input.ts';
export {
  type SimulatedLimit,
  type UsageOptions,
  type UsagePhase,
  type UsageProgress,
  usagePhases,
} from './options.ts';
export { renderUsage } from './rendering/render-usage.ts';
export { type UsageFormat, usageFormats } from './rendering/usage-format.ts';
export type { Stretch } from './stretch.ts';
export type { UsageFigures, UsageFinding, UsageReport } from './usage-report.ts';
