import { z } from 'zod';
import { amount, described, endpointPort, frameList, inputIndex, text } from './parts.ts';

/** The JSON output of `compare`, as zod has it. Not shipped: `npm run schema` makes comparison.schema.json and the tables of docs/compare.md from it. */
const end = z.strictObject({
  ip: described(text, 'Address, as it is at this place.', '10.0.0.7'),
  port: described(endpointPort, 'Port, likewise.', 443),
});

const comparedEnd = end.meta({
  id: 'ComparedEnd',
  description: 'An end of a connection, by the address that it has at a place.',
});

const input = z
  .strictObject({
    path: described(text, 'The capture, as it was named.', 'client.pcap'),
    name: described(text, 'What the caller calls its place.', 'originator').optional(),
    frames: described(amount, 'Frames in it.', 12_031),
    connections: described(amount, 'TCP connections in it.', 42),
    droppedPackets: described(
      amount,
      'Packets that the capturing program says it lost; a pcap file says nothing of it.',
      0,
    ),
  })
  .meta({ id: 'ComparedCapture', description: 'One of the captures.' });

const unread = z
  .strictObject({
    path: described(text, 'The input, as it was named.', 'gone.pcap'),
    code: described(text, 'See errors.md.', 'INPUT_NOT_FOUND'),
    message: described(text, 'Why, in words.', 'no such file'),
  })
  .meta({ id: 'UnreadCapture', description: 'A capture that could not be read.' });

const clock = z
  .strictObject({
    here: described(inputIndex, 'A capture: index into `inputs`.', 0),
    there: described(inputIndex, 'Another one.', 1),
    offsetMs: described(
      z.number(),
      'How far the clock there is ahead of the one here; left out where one of them has no dates.',
      7_200_250.001,
    ).optional(),
    uncertaintyMs: described(
      z.number(),
      'The offset lies within so much of that; left out where packets of one direction only are in both.',
      0.002,
    ).optional(),
    driftPpm: described(
      z.number(),
      'What the clock there gains; left out where it was watched for too short.',
      12.5,
    ).optional(),
    driftUncertaintyPpm: described(z.number(), 'Two standard errors of it.', 0.4).optional(),
    packetsThere: described(amount, 'Packets that passed here first, and are in both.', 12),
    packetsBack: described(amount, 'Packets that passed there first.', 9),
    stepped: described(z.boolean(), 'No one offset fits all packets.', false),
  })
  .meta({
    id: 'ComparedClock',
    description: 'How the clocks of two captures differ, by the packets that are in both.',
  });

const place = z
  .strictObject({
    input: inputIndex,
    interface: described(z.int(), 'Its number, where the capture shows the connection on several.', 3).optional(),
    interfaceName: described(text, 'Its name, where the capture has it.', 'eth0').optional(),
    vantage: described(
      z.enum(['originator', 'middle', 'responder', 'unknown']),
      'Where on the path it lies.',
      'responder',
    ),
    because: described(
      text,
      'By what that is told.',
      'the segments of the responder have passed no router, those of the originator 1 router',
    ),
    streams: described(z.array(amount), 'Streams of the capture that are this connection.', [7]),
    originator: comparedEnd,
    responder: comparedEnd,
    segments: described(amount, 'Segments of it, without copies.', 18),
    copies: described(amount, 'Packets that are there a second time, with a lower TTL.', 0),
    originatorHops: described(amount, 'Routers that the segments of the originator had passed.', 1).optional(),
    responderHops: described(amount, 'Routers that those of the responder had passed.', 0).optional(),
    orderedBy: described(
      z.enum(['ttl', 'forwarding host', 'frames of one capture', 'round trips', 'names', 'as given']),
      'By what it comes after the place before it; left out of the first.',
      'ttl',
    ).optional(),
  })
  .meta({ id: 'Place', description: 'A place at which the connection was seen: a capture, or one interface of it.' });

const evidence = z
  .strictObject({
    input: inputIndex,
    frames: described(frameList, 'Frames of that capture.', [16]),
    detail: described(text, 'What they show.', 'RST seq 1601800374'),
  })
  .meta({ id: 'RemarkEvidence', description: 'Frames of one capture that show it.' });

const remark = z
  .strictObject({
    kind: described(
      z.enum(['reset', 'made', 'lost', 'untranslated', 'translated-anew', 'missed', 'changed']),
      'What it is about.',
      'lost',
    ),
    certain: described(z.boolean(), 'Whether the captures show it; else the sentence says what they leave open.', true),
    sentence: described(
      text,
      'In words.',
      "The originator's ACK seq 7 passed a.pcap (frame 7) and never arrived at b.pcap.",
    ),
    evidence: z.array(evidence).meta({ description: 'By which frames.' }),
  })
  .meta({ id: 'Remark', description: 'What the captures together say of a connection.' });

const absence = {
  after: described(amount, 'Index into `places`: seen there last, or not yet.', 0),
  before: described(amount, 'Index into `places`: not seen there any more, or first.', 1),
  absence: described(
    z.enum(['shown', 'missed', 'unknown']),
    'What it means that the segment is not there: `shown` that it was not there, `missed` that the capture misses it, or `unknown`.',
    'shown',
  ),
  because: described(text, 'Why.', 'packets before it and after it were seen at both places'),
};

const lost = z
  .strictObject({
    ...absence,
    bytes: described(amount, 'How much of it, SYN and FIN counted; 0 of a segment without.', 320),
  })
  .meta({ id: 'LostBetween', description: 'Between which places a segment, or a part of it, was lost.' });

const made = z
  .strictObject(absence)
  .meta({ id: 'MadeBetween', description: 'Between which places a segment came up.' });

const segment = z
  .strictObject({
    from: described(z.enum(['originator', 'responder']), 'Whose address it bears.', 'responder'),
    segment: described(text, 'Flags, sequence number, bytes.', 'RST seq 1601800374'),
    framesAt: z.array(frameList).meta({
      description: 'Frames at each of `places`; several where it was cut or merged.',
      examples: [[[16], [30], []]],
    }),
    madeBetween: made.optional(),
    lostBetween: lost.optional(),
    missedAt: described(z.array(amount), 'Places where it is missing although it passed.', []),
  })
  .meta({ id: 'RemarkableSegment', description: 'A RST, or a segment that did not simply pass all places.' });

const connection = z
  .strictObject({
    matchedBy: described(
      z.array(
        z.enum([
          'both ISNs',
          'ISN and timestamp of the originator',
          'ISN of the originator',
          'timestamps of both ends',
          'sequence numbers of both ends',
        ]),
      ),
      'By what it is known to be one connection.',
      ['both ISNs'],
    ),
    places: z.array(place).meta({ description: 'From the originator to the responder.' }),
    segments: described(amount, 'Segments of it, each once wherever it was seen.', 18),
    segmentsNotKept: described(amount, 'Segments in its middle of which nothing is said, for there were too many.', 0),
    remarks: z.array(remark).meta({ description: 'What there is to say, RSTs first.' }),
    remarkable: z.array(segment).meta({ description: 'In the order of time.' }),
  })
  .meta({ id: 'ComparedConnection', description: 'One connection, as several captures show it.' });

const sighting = z
  .strictObject({ input: inputIndex, stream: described(amount, 'Stream of that capture.', 7) })
  .meta({ id: 'ProxiedConnection', description: 'One of the two.' });

const guess = z
  .strictObject({
    front: sighting,
    back: sighting,
    beginning: described(text, 'What both begin with.', 'GET /v2/'),
    alike: described(amount, 'Connections of each capture that begin so; with more than one the order decided.', 1),
  })
  .meta({
    id: 'ProxyGuess',
    description: 'Two connections that may carry one conversation, on both sides of a program that ends TCP.',
  });

export const comparison = z
  .strictObject({
    version: described(z.literal(1), 'Of this contract.', 1),
    inputs: z.array(input).meta({ description: 'The captures that were read.' }),
    unreadable: z.array(unread).meta({ description: 'Those that could not be read.' }),
    clocks: z.array(clock).meta({ description: 'Of each two captures with a packet in both.' }),
    connectionsInCommon: described(amount, 'Connections that are in two captures or more.', 42),
    connectionsAsked: described(amount, 'Of those: what `--stream` and `--filter` left.', 3),
    connections: z.array(connection).meta({ description: 'Those that were compared, what went wrong first.' }),
    guesses: z.array(guess).meta({ description: 'Of connections that look wrong and are not in all captures.' }),
  })
  .meta({ description: 'The output of `fivewhys compare --format json`.' });
