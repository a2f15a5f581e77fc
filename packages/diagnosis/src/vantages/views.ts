import { verdicts, type Weighed } from '@fivewhys/evidence';
import { type Sighting, sightingOf } from '../grouping/sighting.ts';
import type { ConnectionSubject } from '../subject.ts';
import type { ViewOf } from './elsewhere.ts';

/** What was concluded of a connection from the capture that shows it best, and where else it is to be seen. */
export interface Joined {
  readonly subject: ConnectionSubject;
  readonly weighed: Weighed;
  readonly others: readonly Sighting[];
}

interface View {
  readonly subject: ConnectionSubject;
  readonly weighed: Weighed;
  readonly place: number;
}

/** Connections that several captures show, each weighed as every one of them shows it: one connection has one cause. */
export class Views {
  readonly #ofConnection = new Map<ViewOf['connection'], View[]>();

  add({ connection, place }: ViewOf, subject: ConnectionSubject, weighed: Weighed): void {
    const views = this.#ofConnection.get(connection);
    const view = { subject, weighed, place };
    if (views === undefined) this.#ofConnection.set(connection, [view]);
    else views.push(view);
  }

  joined(): Joined[] {
    return [...this.#ofConnection.values()].map((views) => {
      const [best, ...others] = views.toSorted(bySureness) as [View, ...View[]];
      return { subject: best.subject, weighed: best.weighed, others: others.map(({ subject }) => sightingOf(subject)) };
    });
  }
}

/** The surest first; of equals what says that something is wrong, and then who is nearest to the end that got the RST: it has the RST as that end had it. */
function bySureness(a: View, b: View): number {
  return (
    verdicts.indexOf(a.weighed.verdict) - verdicts.indexOf(b.weighed.verdict) ||
    Number(a.weighed.cause === 'harmless') - Number(b.weighed.cause === 'harmless') ||
    (a.place - b.place) * (a.subject.reset?.from === 'originator' ? -1 : 1)
  );
}
