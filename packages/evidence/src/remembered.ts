/**
 * A fact of a subject that is found out once: many causes ask the same of the connection that they weigh. It is kept as long as its subject, for the arguments that were asked for last.
 *
 * @param find what the answer follows from must not change once it was asked for
 */
export function remembered<Subject extends object, Arguments extends readonly unknown[], Fact>(
  find: (subject: Subject, ...args: Arguments) => Fact,
): (subject: Subject, ...args: Arguments) => Fact {
  const known = new WeakMap<Subject, { readonly args: Arguments; readonly fact: Fact }>();
  return (subject, ...args) => {
    const last = known.get(subject);
    if (last !== undefined && areSame(last.args, args)) return last.fact;
    const fact = find(subject, ...args);
    known.set(subject, { args, fact });
    return fact;
  };
}

function areSame(some: readonly unknown[], others: readonly unknown[]): boolean {
  for (let index = 0; index < others.length; index += 1) {
    if (some[index] !== others[index]) return false;
  }
  return some.length === others.length;
}
