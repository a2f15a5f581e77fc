/**
 * An error that a caller can tell apart by its stable `code`; the message is for people and may change.
 *
 * Codes live in one table per package (`errors.ts`), documented in `docs/errors.md`; a code once used is never given another meaning.
 */
export class CodedError<Code extends string = string> extends Error {
  readonly code: Code;

  constructor(code: Code, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'CodedError';
    this.code = code;
  }
}
