import type { Finding, Weighed, Why } from '@fivewhys/evidence';
import type { HostFindingsOptions } from '@fivewhys/host';
import { findingsOfFlagCounts } from '../flag-counts/findings-of-flag-counts.ts';
import type { FlagCounts } from '../flag-counts/flag-counts.ts';
import type { Group } from '../grouping/group.ts';
import type { Member } from '../grouping/members.ts';
import { sieveOfTexts } from '../text-lines/sieve-of-texts.ts';
import { HostWords } from './host-words.ts';
import { OpenText, reportOf, type TextReport } from './open-text.ts';
import { ProgramWords } from './program-words.ts';
import type { TimeSpan } from './time-span.ts';

/**
 * The texts of a call that are no captures: words of clients and proxies about failed connections, and what hosts say about themselves. A text may hold both. They are joined
 * with what the captures show, or make findings of their own.
 */
export class Texts {
  readonly #programs = new ProgramWords();
  readonly #hosts = new HostWords();
  readonly #flagCounts: FlagCounts[] = [];

  /** A reader for one text. @param input its index among the inputs */
  open(input: number): OpenText {
    return new OpenText(input, sieveOfTexts());
  }

  /** Takes in a text that was read to its end. */
  add(text: OpenText): TextReport {
    const outcome = text.outcome();
    const { symptoms, hasHost, host, flagCounts } = outcome;
    if (flagCounts !== undefined) {
      this.#flagCounts.push(...flagCounts);
    } else {
      for (const symptom of symptoms) this.#programs.add(text.input, symptom);
      if (hasHost) this.#hosts.add(host);
    }
    return reportOf(outcome);
  }

  /** What was concluded from a capture, with what the hosts add; see `HostWords.informed`. */
  informed(group: Group, span: TimeSpan | undefined): Weighed {
    return this.#hosts.informed(group, span);
  }

  /** What programs wrote about connections of a group; see `ProgramWords.about`. */
  wordsAbout(group: Group, spanOf: (member: Member) => TimeSpan | undefined): Why[] {
    return this.#programs.about(group, spanOf);
  }

  /** Findings of the texts themselves: of the symptoms that no capture of the call shows, and of the hosts. */
  findings(beside: HostFindingsOptions): Finding[] {
    return [...findingsOfFlagCounts(this.#flagCounts), ...this.#hosts.findings(beside), ...this.#programs.findings()];
  }
}
