import { type Format, formats } from '@fivewhys/report/writers';

export type UsageFormat = Format | 'csv' | 'svg';

export const usageFormats: readonly UsageFormat[] = [...formats, 'csv', 'svg'];
