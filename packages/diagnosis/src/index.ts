export type { ConnectionReport, DamagePlace, Explanation, InputReport, UnreadableInput } from './explanation.ts';
