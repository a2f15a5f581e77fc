import type { CloneTimes } from './clone-times.ts';
import { duration } from './words.ts';

export function clonesText({ clones, failed, p50Ms, p95Ms }: CloneTimes): string {
  const failures = failed === 0 ? 'none failed' : `${failed} failed`;
  return `   ${clones} clones of others: half of them within ${duration(p50Ms)}, 95 % within ${duration(p95Ms)}; ${failures}.`;
}
