import type { Explanation } from 'fivewhys';
import type { VantageTruth } from '../truth/truth.ts';

type Finding = Explanation['findings'][number];

/** What fivewhys says of captures of one story, beside what is true of it. */
export interface Told {
  /** The findings on streams that show the story. */
  readonly onStory: readonly Finding[];
  /** Those on its other streams: the other side of a NAT, say, where only what came of it is to be seen. */
  readonly aside: readonly Finding[];
  /** How many streams show the story at vantages where packets can tell it, and are in no finding. */
  readonly unexplained: number;
  /** Findings on other connections; these are all healthy. */
  readonly onHealthy: readonly Finding[];
  /** Findings that name no connection: what a host said of itself. */
  readonly ofHosts: readonly Finding[];
}

/**
 * @param captures what is true of each capture, in the order of the inputs
 * @param sentBy who resets in the story: the streams with a RST of that sender show it; all of them, where there is none
 */
export function toldOf({ findings }: Explanation, captures: readonly VantageTruth[], sentBy: string | null): Told {
  const showing = new Set(captures.flatMap((capture, input) => showingStreams(capture, sentBy).map(keyOf(input))));
  const all = new Set(captures.flatMap(({ streams }, input) => streams.map(keyOf(input))));
  const isOn = ({ subjects }: Finding, streams: ReadonlySet<string>) =>
    subjects.some(({ input, stream }) => streams.has(keyOf(input)(stream)));
  const onStory = all.size === 0 ? findings : findings.filter((finding) => isOn(finding, showing));
  const aside = findings.filter((finding) => !onStory.includes(finding) && isOn(finding, all));
  const others = findings.filter((finding) => !onStory.includes(finding) && !aside.includes(finding));
  const explained = new Set(
    findings.flatMap(({ subjects }) => subjects.map(({ input, stream }) => keyOf(input)(stream))),
  );
  return {
    onStory,
    aside,
    unexplained: captures.reduce((sum, capture, input) => {
      if (capture.cause === null || capture.fromPackets !== undefined) return sum;
      return sum + showingStreams(capture, sentBy).filter((stream) => !explained.has(keyOf(input)(stream))).length;
    }, 0),
    onHealthy: others.filter(({ subjects }) => subjects.length > 0),
    ofHosts: others.filter(({ subjects }) => subjects.length === 0),
  };
}

function showingStreams({ streams, resets }: VantageTruth, sentBy: string | null): readonly number[] {
  const reset = streams.filter((own) => resets.some(({ stream, sentBy: by }) => stream === own && by === sentBy));
  return reset.length === 0 ? streams : reset;
}

const keyOf =
  (input: number) =>
  (stream: number): string =>
    `${input} ${stream}`;
