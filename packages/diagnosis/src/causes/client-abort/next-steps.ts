import type { NextStep } from '@fivewhys/evidence';
import type { ConnectionSubject } from '../../subject.ts';

/** Who can say why it gave up, and which time-out the spread of times names. */
export function nextSteps({ connection }: ConnectionSubject): NextStep[] {
  const { originator, responder, spoken } = connection;
  const isHttp = spoken?.originator.http !== undefined;
  return [
    {
      why: `look on ${originator.ip} for what its program says at that instant: a time-out, a cancelled request, or nothing because it was ended`,
      command: `journalctl --since '-1 hour' | grep -iE 'time.?out|deadline|cancel' | grep -F '${responder.ip}'`,
    },
    {
      why: `run where the connections pass: ${isHttp ? 'the time from each request to its first answer,' : 'when payload passes, in seconds of its connection; the time from each request to its answer is'} to be held against the originator's time-out`,
      command: `tshark -i any -f 'tcp and host ${responder.ip} and port ${responder.port}' ${isHttp ? '-Y http.time -T fields -e tcp.stream -e http.time' : "-Y 'tcp.len > 0' -T fields -e tcp.stream -e tcp.srcport -e tcp.len -e tcp.time_relative"}`,
    },
  ];
}
