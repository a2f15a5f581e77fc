import type { Evidence } from './evidence.ts';

/** One link of a chain from the symptom to the root: a claim and the evidence under it. It follows from the link after it. */
export interface Why {
  readonly claim: string;
  readonly evidence: readonly Evidence[];
}
