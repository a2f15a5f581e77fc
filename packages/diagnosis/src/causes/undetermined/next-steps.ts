import type { Connection, Reset } from '@fivewhys/connections';
import type { NextStep } from '@fivewhys/evidence';
import { numbersCommand } from '../../commands/numbers-command.ts';
import { namedMakerOf } from '../../reset/reset-payload.ts';
import type { SenderGuess } from '../../sender/sender.ts';

/** Where to look next: a capture at the end whose address the RST bears, and the counters that name the kernel's reason. */
export function nextSteps(connection: Connection, reset: Reset, sender: SenderGuess): NextStep[] {
  const { originator, responder } = connection;
  const filter = `host ${originator.ip} and host ${responder.ip} and port ${responder.port}`;
  const steps: NextStep[] = [
    {
      why: `on ${connection[reset.from].ip}, where the RST should have been sent: a RST seen here and not there was made in between`,
      command: `tcpdump -ni any -s 128 -w ${reset.from}.pcap '${filter}'${reset.kind === 'other' ? '    # Windows: pktmon start --capture --pkt-size 128' : ''}`,
    },
  ];
  if (!connection.numbersKnown) steps.unshift(numbersCommand(connection));
  const maker = namedMakerOf(reset);
  if (maker !== undefined) {
    steps.unshift(...maker.next);
  } else if (reset.kind === 'other') {
    steps.push({
      why: `on ${connection[reset.from].ip}, if it is a Linux, before and after a reset: its counter stays, for it sends no RST of this shape`,
      command: 'nstat -az TcpOutRsts',
    });
  } else if (sender.ttl !== 'different') {
    steps.push({
      why: `on ${connection[reset.from].ip}, before and after a reset: which counter moved names the kernel's reason`,
      command:
        'nstat -az TcpOutRsts TcpEstabResets TcpExtTCPAbortOnClose TcpExtTCPAbortOnData TcpExtTCPAbortOnTimeout TcpExtListenOverflows',
    });
  }
  return steps;
}
