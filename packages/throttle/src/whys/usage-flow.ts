import type { EvidenceFlow, FlowText } from '@fivewhys/evidence';
import { UsageText } from './usage-text.ts';

/**
 * Usage records among the inputs of `explain`. Why a load rose takes a database, which `fivewhys usage` brings; here they are counted, and it is said which command tells more, and of which
 * stretch it should be asked.
 */
export class UsageFlow implements EvidenceFlow {
  open(): FlowText {
    return new UsageText();
  }

  findings(): readonly [] {
    return [];
  }
}
