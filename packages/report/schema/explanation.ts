import { z } from 'zod';
import { finding } from './finding.ts';
import { amount, causeId, described, endpointPort, frameList, inputIndex, instant, text } from './parts.ts';

/**
 * The JSON output of `explain`, as zod has it. Not shipped: `npm run schema` makes explanation.schema.json and the tables of docs/findings-json.md from it.
 * Objects are strict, so that a field which the renderer writes and nobody described fails a test.
 */
const damage = z
  .strictObject({
    offsetBytes: described(
      amount,
      'Offset of the damaged record in the capture, after decompression.',
      88_123,
    ).optional(),
    line: described(z.int().min(1), 'Line, for captures as text.', 4).optional(),
    frame: described(z.int().min(1), 'Frame concerned, if it has a number.', 12).optional(),
    reason: described(text, 'What is wrong there.', 'the input ends in the middle of a record'),
  })
  .meta({
    id: 'Damage',
    description: 'A place where an input could not be read as it should. What lies around it was read.',
  });

const input = z
  .strictObject({
    path: described(text, 'The input, as it was named; `-` for standard input.', 'edge/a.pcapng'),
    kind: described(
      z.enum([
        'pcap',
        'pcapng',
        'tcpdump-text',
        'ngrep-text',
        'client-log',
        'proxy-log',
        'counters',
        'flag-counts',
        'worker-events',
        'usage-records',
      ]),
      'What the input is, told by its content.',
      'pcapng',
    ),
    compression: described(z.enum(['gzip', 'zstd']), 'How it was compressed, if it was.', 'gzip').optional(),
    lines: described(amount, 'Lines of a text that is no capture; then what is counted below is 0.', 341).optional(),
    frames: described(amount, 'Frames in it; packet lines, for captures as text.', 12_031),
    tcpFrames: described(amount, 'Frames with a TCP segment.', 11_980),
    connections: described(amount, 'TCP connections.', 42),
    resets: described(amount, 'RST frames.', 3),
    vantage: described(
      z.enum(['originator', 'responder', 'middle', 'unknown']),
      'Where it was taken, if this capture tells, or the others of the same connections do.',
      'responder',
    ),
    firstInstant: described(
      instant,
      'When the first frame was captured; left out when the capture has no dates.',
      '2026-03-01T17:15:00.320997000Z',
    ).optional(),
    durationMs: described(
      z.number(),
      'From the first frame to the last; left out when the capture has no times.',
      58_595.342,
    ).optional(),
    damage: described(z.array(damage), 'Places of damage, the first 50.'),
    damageCount: described(amount, 'Places of damage, also those not listed.', 64),
    notes: described(
      z.array(text),
      'What limits this input: doubled frames, one direction only, packets lost by the capturing program.',
      ['The capturing program lost 120 packets.'],
    ),
  })
  .meta({ id: 'Input', description: 'One input, as it was read.' });

const unreadable = z
  .strictObject({
    path: described(text, 'The input, as it was named.', 'missing.pcap'),
    code: described(text, 'Stable code of the error: docs/errors.md.', 'INPUT_NOT_FOUND'),
    message: described(text, 'The same for people; it may change.', 'there is no such file'),
  })
  .meta({
    id: 'Unreadable',
    description: 'An input of which nothing was read: it could not be, or it was named twice (`INPUT_TWICE`).',
  });

const endpoint = z
  .strictObject({
    ip: described(text, 'Address; the name or placeholder that a capture as text has instead.', '192.0.2.1'),
    port: described(endpointPort, 'Port; a name or placeholder where a capture as text has no number.', 443),
  })
  .meta({ id: 'Endpoint', description: 'One end of a connection.' });

const connection = z
  .strictObject({
    input: inputIndex,
    stream: described(amount, "Number of the connection in its input, as Wireshark's `tcp.stream`.", 7),
    originator: described(endpoint, 'The end that sent the SYN.'),
    responder: described(endpoint, 'The end that answered.'),
    originatorBasis: described(
      z.enum(['syn', 'syn-ack', 'guess']),
      'How it is known which end is the originator: by the SYN, by the SYN-ACK, or guessed from the ports.',
      'syn',
    ),
    frames: described(amount, 'Frames of this connection.', 20),
    resetFrames: described(frameList, 'Its RST frames.', [18]),
    history: described(
      text,
      "What was seen, in Zeek's letters: upper case by the originator, lower case by the responder.",
      'ShADadR',
    ),
    ending: described(text, 'How it ended, such as `closed`, `responder-reset`, `unanswered`.', 'responder-reset'),
    closedFirstBy: described(
      z.enum(['originator', 'responder']),
      'Whose FIN came first, if one came.',
      'responder',
    ).optional(),
    firstInstant: described(text, 'When its first frame was captured.', '2026-03-01T17:15:55.915648000Z'),
    durationMs: described(
      z.number(),
      'From its first frame to its last; left out when the capture has no times.',
      12.5,
    ).optional(),
    handshakeMs: described(
      z.number(),
      'From SYN to the ACK that completes the handshake; left out when it was not seen whole.',
      0.467,
    ).optional(),
    originatorBytes: described(
      amount,
      'Bytes of data from the originator; left out when the input holds no sequence numbers.',
      320,
    ).optional(),
    responderBytes: described(
      amount,
      'Bytes of data from the responder; left out when the input holds no sequence numbers.',
      270,
    ).optional(),
    retransmissions: described(
      amount,
      'Segments sent again; left out when the input holds no sequence numbers.',
      0,
    ).optional(),
    outOfOrder: described(
      amount,
      'Segments that arrived after a later one; left out when the input holds no sequence numbers.',
      0,
    ).optional(),
    zeroWindows: described(
      amount,
      'Segments that announced a window of 0; left out when the input holds no sequence numbers.',
      0,
    ).optional(),
    keepAlives: described(
      amount,
      'Keep-alive probes; left out when the input holds no sequence numbers.',
      0,
    ).optional(),
  })
  .meta({ id: 'Connection', description: 'One connection, for `--connections`.' });

const summary = z
  .strictObject({
    frames: described(amount, 'Frames of all inputs.', 12_031),
    connections: described(amount, 'Connections of all inputs.', 42),
    resets: described(amount, 'RST frames of all inputs.', 3),
    resetConnections: described(amount, 'Connections with a RST.', 3),
    retransmissions: described(
      amount,
      'Segments that were sent again, as far as sequence numbers tell; without connections of which segments were captured twice.',
      5,
    ),
    retransmittingConnections: described(amount, 'Connections in which that happened.', 1),
    byCause: described(z.record(causeId, amount), 'Connections by cause, `harmless` and `undetermined` included.', {
      'time-wait-reuse': 3,
    }),
    byEnding: described(z.record(text, amount), 'Connections by ending.', { closed: 39, 'responder-reset': 3 }),
  })
  .meta({ id: 'Summary', description: 'What was counted over all inputs.' });

export const explanation = z
  .strictObject({
    version: described(z.literal(1), 'Version of this contract.', 1),
    inputs: described(
      z.array(input),
      'The inputs that could be read, in the order they were named. Other fields refer to them by index, from 0.',
    ),
    unreadable: described(z.array(unreadable), 'The inputs that were not.'),
    connections: described(z.array(connection), 'Every connection; only with `--connections`.').optional(),
    findings: described(
      z.array(finding),
      'The findings, the surest and most frequent first. Every connection with a RST is in exactly one.',
    ),
    summary: described(summary, 'The numbers of all inputs together.'),
  })
  .meta({ description: 'Everything that `fivewhys explain` found out about its inputs.' });
