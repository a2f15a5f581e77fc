/** Every code that only the command reports; each has its entry in `docs/errors.md`. */
export type CommandErrorCode = 'OUTPUT_FAILED';

export const commandErrorCodes: readonly CommandErrorCode[] = ['OUTPUT_FAILED'];
