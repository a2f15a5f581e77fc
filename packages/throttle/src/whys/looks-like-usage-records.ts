/** Fields that every record has, in whatever order someone's tool left them. */
const marks = [/"version":\s?1\b/, /"instant":\s?"/, /"kind":\s?"(request|window|unattributed)"/];

/** Whether a text with this beginning holds usage records, of a `JsonLinesFile` or an `EvidenceFile`. */
export function looksLikeUsageRecords(beginning: string): boolean {
  return beginning.split('\n').some((line) => line.startsWith('{') && marks.every((mark) => mark.test(line)));
}
