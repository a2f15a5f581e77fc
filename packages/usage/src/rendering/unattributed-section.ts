import { duration, type SectionBlock, section } from '@fivewhys/report/writers';
import type { UsageFigures } from '../usage-report.ts';
import { percent } from '../words.ts';

/** CPU time that no account is charged for. */
export function unattributedSection({ unattributed }: UsageFigures): SectionBlock {
  const text =
    unattributed === undefined
      ? 'No record tells what CPU time went to no account; the throttle writes such records beside those of requests, access logs have none.'
      : `${percent(unattributed.share)} of ${duration(unattributed.totalCpuMs)} of CPU time went to no account (${duration(unattributed.unattributedCpuMs)}).`;
  return section('Unattributed', [{ kind: 'paragraph', spans: [text] }]);
}
