import { withoutDecoration } from '../../text/decoration.ts';
import { splitEndpoint } from '../../text/endpoint.ts';
import { endpointText } from './endpoint-text.ts';
import { readPacketLine } from './packet-line.ts';

/**
 * Whether a text is ngrep's: one line of it is a TCP segment between two endpoints with ports.
 *
 * @param sample the beginning of the input, some 64 KiB
 */
export function looksLikeNgrepText(sample: string): boolean {
  const text = Buffer.from(sample).toString('latin1'); // as the reader decodes it
  for (let at = 0; at < text.length; ) {
    const newline = text.indexOf('\n', at);
    const end = newline < 0 ? text.length : newline;
    const line = readPacketLine(withoutDecoration(text.slice(at, Math.min(end, at + 2048))));
    if (line?.protocol === 'tcp' && line.flags !== 0 && hasPort(line.source) && hasPort(line.destination)) return true;
    at = end + 1;
  }
  return false;
}

function hasPort(endpoint: string): boolean {
  return splitEndpoint(endpointText(endpoint)) !== undefined;
}
