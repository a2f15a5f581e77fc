/**
 * An endpoint in the form that the table of directions reads. ngrep prints an IPv6 address and its port with nothing between them but another colon
 * (`2001:db8::1:443`): the last one is the port's.
 */
export function endpointText(printed: string): string {
  const last = printed.lastIndexOf(':');
  if (last <= 0 || printed.startsWith('[') || printed.indexOf(':') === last) return printed;
  return `[${printed.slice(0, last)}]:${printed.slice(last + 1)}`;
}
