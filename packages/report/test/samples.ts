import type { Explanation, InputReport } from '@fivewhys/diagnosis';
import type { Finding } from '@fivewhys/evidence';
import { renderers } from '@fivewhys/report';
import {
  closedPort,
  connections,
  harmlessFinding,
  input,
  timeWaitReuse,
  undeterminedFinding,
} from './sample-findings.ts';

/** One finding, proven, with its ladder. */
export const proven: Explanation = explanationOf([input], [timeWaitReuse], { closed: 1, misanswered: 1 });

export const grouped: Explanation = explanationOf(
  [
    {
      ...input,
      path: '/var/tmp/edge/a.pcapng',
      kind: 'pcapng',
      frames: 24_000,
      tcpFrames: 24_000,
      connections: 11_995,
      resets: 11_990,
    },
    {
      ...input,
      path: '/var/tmp/edge/b.pcapng.gz',
      kind: 'pcapng',
      compression: 'gzip',
      frames: 20,
      tcpFrames: 20,
      connections: 10,
      resets: 10,
      vantage: 'unknown',
    },
  ],
  [closedPort],
  { rejected: 12_000, closed: 5 },
);

export const harmless: Explanation = explanationOf(
  [{ ...input, connections: 30, resets: 5 }],
  [{ ...harmlessFinding, id: 'f1' }],
  { closed: 30 },
);

export const undetermined: Explanation = explanationOf([input], [undeterminedFinding], {
  'responder-reset': 1,
  closed: 1,
});

export const mixed: Explanation = explanationOf(
  [
    {
      ...input,
      frames: 120,
      tcpFrames: 120,
      connections: 31,
      resets: 7,
      damage: [
        { offsetBytes: 88_123, frame: 12, reason: 'the record says 70000 bytes, more than its snap length of 65535' },
      ],
      damageCount: 64,
      notes: ['The capturing program lost 120 packets.'],
    },
  ],
  [timeWaitReuse, harmlessFinding, undeterminedFinding],
  { closed: 29, misanswered: 1, 'responder-reset': 1 },
);

export const damaged: Explanation = {
  ...explanationOf(
    [
      {
        ...input,
        resets: 0,
        damage: [
          { offsetBytes: 88_123, frame: 12, reason: 'the record says 70000 bytes, more than its snap length of 65535' },
          { line: 4, reason: 'no packet is printed like this' },
          { reason: 'the input ends in the middle of a record' },
        ],
        damageCount: 64,
        notes: ['Each frame is in it twice: it was taken with -i any.'],
      },
    ],
    [],
    { closed: 2 },
  ),
  unreadable: [{ path: 'missing.pcap', code: 'INPUT_NOT_FOUND', message: 'there is no such file' }],
};

export const unreadable: Explanation = {
  ...explanationOf([], [], {}),
  unreadable: [
    { path: 'missing.pcap', code: 'INPUT_NOT_FOUND', message: 'there is no such file' },
    {
      path: 'notes.txt',
      code: 'INPUT_UNKNOWN',
      message: 'neither a capture nor a text of one: it begins with "Dear all"',
    },
  ],
};

export const nothingFound: Explanation = explanationOf([{ ...input, resets: 0 }], [], { closed: 1, established: 1 });

export const samples: Readonly<Record<string, Explanation>> = {
  proven,
  grouped,
  harmless,
  undetermined,
  mixed,
  damaged,
  unreadable,
  nothingFound,
  withConnections: { ...proven, connections },
  withWhyNot: {
    ...proven,
    findings: [
      {
        ...timeWaitReuse,
        whyNot: { cause: 'half-open', outcome: 'ruled-out', because: ['both FINs were seen', 'no SYN met it'] },
      },
    ],
  },
};

export function explanationOf(
  inputs: readonly InputReport[],
  findings: readonly Finding[],
  byEnding: Readonly<Record<string, number>>,
): Explanation {
  const sum = (pick: (one: InputReport) => number) => inputs.reduce((total, one) => total + pick(one), 0);
  const byCause: Record<string, number> = {};
  for (const { cause, count } of findings) byCause[cause] = (byCause[cause] ?? 0) + count;
  return {
    version: 1,
    inputs,
    unreadable: [],
    connections: undefined,
    findings,
    summary: {
      frames: sum(({ frames }) => frames),
      connections: sum(({ connections }) => connections),
      resets: sum(({ resets }) => resets),
      resetConnections: findings.reduce(
        (total, { count, resetFrames }) => total + (resetFrames.length > 0 ? count : 0),
        0,
      ),
      retransmissions: 0,
      retransmittingConnections: 0,
      byCause,
      byEnding,
    },
  };
}

/** The example of docs/findings-json.md. */
export function exampleOutput(): string {
  return renderers.json(proven, { width: 80, color: false, unicode: true }).output;
}
