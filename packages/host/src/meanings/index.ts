import { counterMeanings } from './counters.ts';
import { dropReasonMeanings, messageMeanings, socketMeanings } from './events.ts';
import type { Meaning } from './meaning.ts';
import { resetReasonMeanings } from './reset-reasons.ts';
import { settingMeanings } from './settings.ts';

/** What every counter, setting, message, reason and state that this package knows says of the causes. docs/host-evidence.md shows it. */
export const meanings: readonly Meaning[] = [
  ...counterMeanings,
  ...settingMeanings,
  ...messageMeanings,
  ...resetReasonMeanings,
  ...dropReasonMeanings,
  ...socketMeanings,
];
