const words =
  'add allow branch build cache change check clean client close config copy drop error fail file fix follow handle hold index keep limit list load log merge move name new old open parse path pull push queue read remove rename repair reply retry return route server show skip slow sort split start step stop store string table take test text time token trace tree type update user value wait write'.split(
    ' ',
  );

/** So many words of a text that says nothing. */
export function prose(random: () => number, count: number): string {
  return Array.from({ length: count }, () => words[Math.floor(random() * words.length)]).join(' ');
}
