import { plain } from '../text/plain.ts';

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text in HTML, in elements and in quoted attributes alike: plain first, so that nothing hides or turns what stands beside it. */
export function escapeHtml(text: string): string {
  return plain(text, true).replace(/[&<>"']/g, (character) => entities[character] ?? '');
}
