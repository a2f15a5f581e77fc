/**
 * All headers that the throttle may send about usage. Load balancers log them under the same name in lower case with underscores, and strip them: the recipes list each of
 * them, and a test holds the recipes to this list.
 */
export const usageHeaderNames = [
  'X-Usage-Quota-Remaining',
  'X-Usage-Request-Cost',
  'X-Usage-User-Time',
  'X-Usage-System-Time',
  'X-Usage-Input-Ops',
  'X-Usage-Output-Ops',
  'X-Usage-Measured',
  'X-Usage-Throttled',
  'X-Usage-Warning',
  'X-Usage-Account',
] as const;
