import type { LookAlike, NextStep } from '@fivewhys/evidence';
import { captureFilter } from '../commands/capture-filter.ts';
import type { ConnectionSubject } from '../subject.ts';

/**
 * A host that sends a bare RST has lost its socket without a word. A program that gives up says so itself, by a FIN or an abort; who says nothing was mostly reset by somebody else: it
 * got a RST in the other end's name, and this end sees only what came of it.
 */
export function resetByAnother({ connection }: ConnectionSubject): LookAlike[] {
  const { originator, responder } = connection;
  return [
    {
      cause: 'conntrack-invalid',
      excluded: false,
      because: `${originator.ip} may have got a RST in the name of ${responder.ip} before: from a NAT host on the way whose connection tracking called one of its packets INVALID`,
    },
    {
      cause: 'injected-reset',
      excluded: false,
      because: 'or from a device on the way that forged one',
    },
  ];
}

/** Whether the originator was reset, and by whom: it shows at its own end alone. */
export function atTheOriginator({ connection }: ConnectionSubject): NextStep {
  const { originator, responder } = connection;
  return {
    why: `on ${originator.ip}, until it happens again: a RST in the name of ${responder.ip} that arrives there, and was not sent here, was made on the way`,
    command: `tcpdump -ni any -s 128 -w originator.pcap '${captureFilter(connection)}'`,
  };
}
