const oneColumnEach = /^[ -~\u00a0-\u02ff\u2010-\u203a\u2190-\u21ff\u2500-\u25ff]*$/;
const noColumn = /[\p{Mn}\p{Me}]/gu;
/** East Asian Wide and Fullwidth (UAX #11), and pictures. */
const twoColumns =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97c\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\u{16fe0}-\u{1b2fb}\u{1f200}-\u{1f2ff}\u{20000}-\u{3fffd}\p{Emoji_Presentation}]/gu;

/** How many columns of a terminal a printable text takes. */
export function columns(text: string): number {
  if (oneColumnEach.test(text)) return text.length;
  const seen = text.replace(noColumn, '');
  return Array.from(seen).length + (seen.match(twoColumns)?.length ?? 0);
}
