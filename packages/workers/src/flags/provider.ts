/** What OpenFeature's provider is to us (https://openfeature.dev/specification/sections/providers): in its own words, without its package. */
export interface FlagProvider {
  readonly metadata: { readonly name: string };
  readonly runsOn?: 'server' | 'client';
  initialize?(context?: FlagContext): Promise<void>;
  onClose?(): Promise<void>;
  resolveBooleanEvaluation: Resolve<boolean>;
  resolveStringEvaluation: Resolve<string>;
  resolveNumberEvaluation: Resolve<number>;
  // biome-ignore lint/suspicious/noExplicitAny: a flag's object is of the type that its caller asks for
  resolveObjectEvaluation: Resolve<any>;
}

export type Resolve<T> = (
  flagKey: string,
  defaultValue: T,
  context: FlagContext,
  logger: never,
) => Promise<Resolution<T>>;

// biome-ignore lint/suspicious/noExplicitAny: the values of a context are the application's own
export type FlagContext = { targetingKey?: string } & Record<string, any>;

export interface Resolution<T> {
  readonly value: T;
  readonly variant?: string;
  readonly reason?: string;
}
