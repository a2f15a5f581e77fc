import { readFileSync } from 'node:fs';
import { explain } from 'fivewhys';
import type { VantageTruth } from '../truth/truth.ts';

/** What fivewhys says of one capture, beside what is true of it. */
export interface Told {
  /** The findings on streams that show the story. */
  readonly onStory: readonly ToldFinding[];
  /** Those on its other streams: the other side of a NAT, say, where only what came of it is to be seen. */
  readonly aside: readonly ToldFinding[];
  /** Streams that show the story and are in no finding. */
  readonly unexplained: readonly number[];
  /** Causes of findings on other connections, which are all healthy; that one was closed harmlessly is none. */
  readonly onHealthy: readonly string[];
}

export interface ToldFinding {
  readonly cause: string;
  readonly verdict: string;
  readonly sentBy: string | null;
}

/** @param sentBy who resets in the story: the streams with a RST of that sender show it; all of them, where there is none */
export async function toldAt(path: string, { streams, resets }: VantageTruth, sentBy: string | null): Promise<Told> {
  const { findings } = await explain({ path, bytes: readFileSync(path) });
  const reset = streams.filter((own) => resets.some(({ stream, sentBy: by }) => stream === own && by === sentBy));
  const showing = reset.length === 0 ? streams : reset;
  const on = (wanted: readonly number[]) =>
    findings.filter(({ subjects }) => subjects.some(({ stream }) => wanted.includes(stream)));
  const explained = new Set(findings.flatMap(({ subjects }) => subjects.map(({ stream }) => stream)));
  const onStory = streams.length === 0 ? findings : on(showing);
  const aside = on(streams).filter((finding) => !onStory.includes(finding));
  const others = findings.filter((finding) => !onStory.includes(finding) && !aside.includes(finding));
  return {
    onStory: onStory.map(short),
    aside: aside.map(short),
    unexplained: showing.filter((stream) => !explained.has(stream)),
    onHealthy: others.map(({ cause }) => cause).filter((cause) => cause !== 'harmless'),
  };
}

const short = ({ cause, verdict, sentBy }: ToldFinding): ToldFinding => ({ cause, verdict, sentBy });
