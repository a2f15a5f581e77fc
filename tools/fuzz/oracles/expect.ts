/** Fails the input when a rule is broken. */
export function expect(holds: boolean, rule: string, ...values: readonly unknown[]): void {
  if (!holds)
    throw new Error(values.length === 0 ? rule : `${rule}: ${values.map((value) => JSON.stringify(value)).join(', ')}`);
}
