import {
  type Absence,
  type ComparedConnection,
  type ComparisonResult,
  describeSegment,
  type Journey,
  remarksOn,
} from '@fivewhys/vantages';
import { finite } from '../json/finite.ts';
import type { JsonObject } from '../json/write-json.ts';
import { isRemarkable } from './is-remarkable.ts';
import { placeNames } from './place-names.ts';

/** The public contract of `compare --format json`: docs/compare.md. */
export function comparisonJson(result: ComparisonResult): JsonObject {
  const { version, inputs, surveys, unreadable, clocks, inCommon, asked, connections, guesses } = result;
  return {
    version,
    inputs: inputs.map(({ path, name }, input) => ({
      path,
      name,
      frames: surveys[input]?.frames ?? 0,
      connections: (surveys[input]?.sightings.length ?? 0) + (surveys[input]?.leftOut ?? 0),
      droppedPackets: surveys[input]?.droppedPackets ?? 0,
    })),
    unreadable: unreadable.map(({ path, code, message }) => ({ path, code, message })),
    clocks: clocks.map((clock) => ({
      here: clock.here,
      there: clock.there,
      offsetMs: milliseconds(clock.absoluteOffsetNs),
      uncertaintyMs: milliseconds(clock.uncertaintyNs),
      driftPpm: scaled(clock.driftNsPerSecond, 1e3),
      driftUncertaintyPpm: scaled(clock.driftUncertaintyNsPerSecond, 1e3),
      packetsThere: clock.outward,
      packetsBack: clock.homeward,
      stepped: clock.stepped,
    })),
    connectionsInCommon: inCommon,
    connectionsAsked: asked,
    connections: connections.map((connection) => connectionJson(connection, result)),
    guesses: guesses.map(({ front, back, beginning, alike }) => ({
      front: { input: front.input, stream: front.stream },
      back: { input: back.input, stream: back.stream },
      beginning,
      alike,
    })),
  };
}

function connectionJson(connection: ComparedConnection, result: ComparisonResult): JsonObject {
  const { bases, places, journeys, leftOut } = connection;
  return {
    matchedBy: [...bases],
    places: places.map((place) => ({
      input: place.input,
      interface: place.interfaceId,
      interfaceName: place.interfaceName,
      vantage: place.vantage,
      because: place.because,
      streams: [...place.streams],
      originator: { ip: place.originator.ip, port: place.originator.port },
      responder: { ip: place.responder.ip, port: place.responder.port },
      segments: place.segments,
      copies: place.copies,
      originatorHops: place.hops.originator,
      responderHops: place.hops.responder,
      orderedBy: place.orderedBy,
    })),
    segments: journeys.length,
    segmentsNotKept: leftOut,
    remarks: remarksOn(connection, placeNames(result)).map(({ kind, certain, sentence, evidence }) => ({
      kind,
      certain,
      sentence,
      evidence: evidence.map(({ input, frames, detail }) => ({ input, frames: [...frames], detail })),
    })),
    remarkable: journeys.filter(isRemarkable).map(journeyJson),
  };
}

function journeyJson({ from, first, seen, made, lost, missedAt }: Journey): JsonObject {
  return {
    from,
    segment: describeSegment(first),
    framesAt: seen.map((segments) => segments.map(({ frame }) => frame)),
    madeBetween:
      made === undefined ? undefined : { after: made.after, before: made.before, ...absenceJson(made.absence) },
    lostBetween:
      lost === undefined
        ? undefined
        : { after: lost.after, before: lost.before, bytes: lost.bytes, ...absenceJson(lost.absence) },
    missedAt: [...missedAt],
  };
}

function absenceJson({ kind, because }: Absence): JsonObject {
  return { absence: kind, because };
}

function milliseconds(nanoseconds: number | undefined): number | undefined {
  return scaled(nanoseconds, 1e6);
}

function scaled(value: number | undefined, by: number): number | undefined {
  return value === undefined ? undefined : finite(value / by);
}
