import type { Change } from './change.ts';
import { earlyEnd, lateStart, offloaded, onlyBack, onlyThere, shortened } from './changes-of-extent.ts';
import { cooked, tagged } from './changes-of-links.ts';
import { otherAddresses, otherPorts } from './changes-of-names.ts';
import { otherDay, otherSequences, otherTimestamps } from './changes-of-numbers.ts';
import {
  fartherEnds,
  noIpIds,
  noTimestamps,
  oneIpIdCounter,
  otherFirstTtls,
  randomIpIds,
} from './changes-of-packets.ts';

/** All of them: first those after which the same is to be said. */
export const changes: readonly Change[] = [
  otherAddresses,
  otherPorts,
  otherSequences,
  otherTimestamps,
  otherDay,
  fartherEnds,
  otherFirstTtls,
  tagged,
  cooked,
  randomIpIds,
  noIpIds,
  oneIpIdCounter,
  noTimestamps,
  shortened,
  offloaded,
  lateStart,
  earlyEnd,
  onlyThere,
  onlyBack,
];
