import { type CatalogueEntry, unknownYet } from './entry.ts';

export const undetermined: CatalogueEntry = {
  ...unknownYet,
  seen: [{ text: 'Anything that no cause fits.', source: 'the other rows of this catalogue' }],
  implies: [
    {
      text: 'The evidence at hand ends here: who sent the RST, of which kind it is, whether it was acted on and what provoked it is said as far as it shows.',
      source: 'the other rows of this catalogue',
    },
  ],
  lookAlikes: [],
  behind: [
    {
      cause: 'idle-timeout',
      how: 'a packet that a NAT translated anew belongs to no connection of the responder; a capture at the other side of the NAT shows the silence before it',
      source: 'Documentation/networking/nf_conntrack-sysctl.rst, nf_conntrack_tcp_loose',
    },
  ],
  settledBy: [{ text: 'What the finding says to collect next, as a command to run.', source: 'the finding itself' }],
};
