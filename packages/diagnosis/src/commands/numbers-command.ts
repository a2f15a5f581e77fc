import type { Connection } from '@fivewhys/connections';
import type { NextStep } from '@fivewhys/evidence';

/** What a shell takes as it stands in double quotes: an address, a name, or a placeholder that is a variable (`$LB_IP`). */
const plain = /^\$?[\w.:-]{1,100}$/;

/** What to collect when a text holds no numbers: the same connections as tcpdump prints them. */
export function numbersCommand({ originator, responder }: Pick<Connection, 'originator' | 'responder'>): NextStep {
  const hosts = [originator.ip, responder.ip].map((ip, index) => (plain.test(ip) ? ip : `HOST_${index + 1}`));
  const port = plain.test(String(responder.port)) ? responder.port : 'PORT';
  return {
    why: 'at either end, until it happens again: tcpdump adds what ngrep leaves out, the sequence numbers, acknowledgments and TTLs of all segments in both directions; they tell what the RST did and what the SYN ran into',
    command: `tcpdump -nn -S -v -i any "tcp and host ${hosts[0]} and host ${hosts[1]} and port ${port}"`,
  };
}
