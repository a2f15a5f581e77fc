import type { Truth, VantageTruth } from '../truth/truth.ts';

/** One line on what came about: `closed-port: came about; closed-port; originator: 3 RST by responder; …`. */
export function outcomeLine(truth: Truth, seconds: number): string {
  const seen = Object.entries(truth.vantages).map(([vantage, { resets }]) => `${vantage} ${resetsText(resets)}`);
  return `${truth.story}: came about as described (${seconds.toFixed(0)} s); RSTs: ${seen.join('; ')}`;
}

function resetsText(resets: VantageTruth['resets']): string {
  if (resets.length === 0) return 'none';
  const bySender = Map.groupBy(resets, ({ sentBy }) => sentBy ?? 'someone not seen');
  return [...bySender].map(([sender, own]) => `${own.length} by ${sender}`).join(', ');
}
