import type { Finding } from '@fivewhys/evidence';
import { connectionChurn as entry } from '../catalogue/connection-churn.ts';
import { count } from '../phrases.ts';
import type { FlagSums } from './flag-sums.ts';
import { countsEvidence, directionText, ratio, sendersText } from './flag-words.ts';

/** With fewer connections a ratio is chance. */
const leastOpened = 100;
/** Writes of one end per connection: one request is one or two (a head, a body), and so is one response. */
const oneExchange = 2.5;
const fewExchanges = 4;
/** Share of the connections that were closed while it was counted. */
const closedShare = 0.8;

/**
 * Connections that carry about one request each, by the ratios of flags: as many FINs as SYNs, and hardly more segments with payload.
 *
 * A ratio says this of the connections on average. It is `possible` where there may be a few requests to a connection.
 */
export function churnInFlags(tables: readonly FlagSums[]): Finding | undefined {
  const churning = tables.filter(isChurn);
  const [first] = churning;
  if (first === undefined) return undefined;
  const likely = churning.every((sums) => writesPerEnd(sums) <= oneExchange);
  const ratios = churning.map((sums) => ratio(sums.pushes, sums.opened));
  return {
    id: '',
    symptom: `${count(Math.max(...churning.map(({ opened }) => opened)))} connections were opened, used for about ${likely ? 'one exchange' : 'one to three exchanges'} each, and closed again`,
    cause: 'connection-churn',
    verdict: likely ? 'likely' : 'possible',
    subjects: [],
    count: 0,
    resetFrames: [],
    sentBy: 'unknown',
    whys: [
      {
        claim: `A connection carries ${ratios.join(' or ')} writes ${churning.some(({ direction }) => direction === 'both') ? 'of both ends together' : 'of an end'} on average: about one request and its response`,
        evidence: churning.map((sums) =>
          countsEvidence(
            sums,
            `${count(sums.pushes)} segments with PSH to ${count(sums.opened)} ${openersText(sums)}, from ${sendersText(sums)}`,
          ),
        ),
      },
      {
        claim: 'Then it is closed: there are nearly as many FINs as connections, and one to every other write',
        evidence: churning.map((sums) =>
          countsEvidence(
            sums,
            `${count(sums.fins)} FINs: ${ratio(sums.fins, sums.opened)} per connection, ${ratio(sums.fins, sums.pushes)} per segment with PSH; ${ratio(sums.opened, sums.pushes)} connections per segment with PSH`,
          ),
        ),
      },
      {
        claim:
          'Nearly every request opens a connection of its own: SYNs come at the rate of requests, each connection leaves a TIME_WAIT socket at the end that closes first, and source ports come round the sooner',
        evidence: churning.map((sums) => countsEvidence(sums, directionText(sums))),
      },
    ],
    ruledOut: [],
    stillPossible: [
      {
        cause: 'time-wait-reuse',
        because: 'it is what comes of it when a port comes round within 60 s; whether one did, counts do not show',
      },
    ],
    notes: [
      ...comparability(tables),
      'Counts of flags are averages: a few long connections may hide among many short ones.',
    ],
    next: [
      {
        why: 'on either end: how many connections wait in TIME_WAIT, and with it which end closes first',
        command: 'ss -tan state time-wait | wc -l',
      },
      {
        why: 'a capture of half a minute shows who closes first, how soon ports come round, and what the requests say of keep-alive',
        command: 'timeout 30 tcpdump -ni any -s 256 -w churn.pcap tcp',
      },
    ],
    remedies: entry.remedies,
    distributions: [],
    ladder: undefined,
  };
}

function isChurn(sums: FlagSums): boolean {
  const { direction, opened, fins, pushes } = sums;
  if (direction === 'unknown' || opened < leastOpened || pushes === 0) return false;
  return writesPerEnd(sums) <= fewExchanges && fins / opened >= closedShare * (direction === 'both' ? 2 : 1);
}

function writesPerEnd({ direction, opened, pushes }: FlagSums): number {
  return pushes / opened / (direction === 'both' ? 2 : 1);
}

function openersText({ direction }: FlagSums): string {
  return direction === 'from-originators' ? 'SYNs' : 'SYN-ACKs';
}

/** Whether tables of the two directions can be of the same connections: a FIN needs a connection that was accepted. */
function comparability(tables: readonly FlagSums[]): string[] {
  const originators = tables.find(({ direction }) => direction === 'from-originators');
  const responders = tables.find(({ direction }) => direction === 'from-responders');
  if (originators === undefined || responders === undefined) return [];
  const surplus = originators.fins - responders.synAcks;
  if (surplus > 0) {
    return [
      `The two directions were not counted over the same connections: the originators' ${count(originators.fins)} FINs are ${count(surplus)} more than the ${count(responders.synAcks)} SYN-ACKs. So per-connection ratios can be compared, and sums can't.`,
    ];
  }
  return [
    `The two directions may be of the same connections: ${count(originators.syns)} SYNs against ${count(responders.synAcks)} SYN-ACKs, ${count(originators.fins)} FINs against ${count(responders.fins)}.`,
  ];
}
