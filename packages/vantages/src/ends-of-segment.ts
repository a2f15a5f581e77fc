import { hashPrefix, hashTuple, type Segment } from '@fivewhys/capture';
import type { Endpoint, Side } from '@fivewhys/connections';

/** Whose segment it is of a connection between two ends; undefined of another connection's. */
export function sideOf(segment: Segment, originator: Endpoint, responder: Endpoint): Side | undefined {
  const source = keyOf(segment.family, segment.source0, segment.source1, segment.source2, segment.source3);
  const { sourcePort, destinationPort } = segment;
  const isFrom = (end: Endpoint, port: number) => end.key === source && end.port === port;
  if (isFrom(originator, sourcePort) && responder.port === destinationPort) return 'originator';
  return isFrom(responder, sourcePort) && originator.port === destinationPort ? 'responder' : undefined;
}

/** As `Endpoint.key` is written. */
function keyOf(family: number, word0: number, word1: number, word2: number, word3: number): number | string {
  return family === 4 ? word3 : `${family}:${word0}:${word1}:${word2}:${word3}`;
}

/** The same for both directions of a connection, and as `hashOfEnds` has it. */
export function hashOfSegment(segment: Segment): number {
  const { family, source3, sourcePort, destination3, destinationPort } = segment;
  if (family === 4) return hashTuple(0, source3, 0, sourcePort, destination3, 0, destinationPort);
  const source = hashPrefix(0, segment.source0, segment.source1, segment.source2);
  const destination = hashPrefix(0, segment.destination0, segment.destination1, segment.destination2);
  return hashTuple(0, source3, source, sourcePort, destination3, destination, destinationPort);
}

/** Of a connection between two ends. Placeholders of a text capture have no hash that a segment would have. */
export function hashOfEnds(originator: Endpoint, responder: Endpoint): number {
  const [source, sourcePrefix] = wordsOf(originator);
  const [destination, destinationPrefix] = wordsOf(responder);
  return hashTuple(
    0,
    source,
    sourcePrefix,
    Number(originator.port),
    destination,
    destinationPrefix,
    Number(responder.port),
  );
}

function wordsOf({ key }: Endpoint): readonly [last: number, prefix: number] {
  if (typeof key === 'number') return [key, 0];
  const [, word0 = 0, word1 = 0, word2 = 0, word3 = 0] = key.split(':').map(Number);
  return [word3, hashPrefix(0, word0, word1, word2)];
}
