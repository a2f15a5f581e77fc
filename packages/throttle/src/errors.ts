import { CodedError } from '@fivewhys/evidence';

/** What can be wrong in how the throttle is set up or used; documented in docs/throttling.md. A refused request is no error but a decision. */
export const throttleErrors = {
  THROTTLE_OPTION_INVALID: (option: string, got: unknown, wanted: string) =>
    `the option ${option} is ${display(got)}; it must be ${wanted}`,
  THROTTLE_HONO_WITHOUT_NODE: () =>
    'this Hono application is not served by @hono/node-server: costs are measured in Node.js only',
  THROTTLE_COST_INVALID: (name: string, got: unknown) =>
    `the cost ${display(name)} is ${display(got)}; it must be a finite number of units, 0 or more`,
} as const;

export type ThrottleErrorCode = keyof typeof throttleErrors;

/** Makes the error of a code: `throttleError('THROTTLE_COST_INVALID', 'database', -1)`. */
export function throttleError<Code extends ThrottleErrorCode>(
  code: Code,
  ...details: Parameters<(typeof throttleErrors)[Code]>
): CodedError<Code> {
  const message = (throttleErrors[code] as (...details: readonly unknown[]) => string)(...details);
  return new CodedError(code, message);
}

function display(value: unknown): string {
  return typeof value === 'string' ? `"${value}"` : String(value);
}
