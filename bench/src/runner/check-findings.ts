import type { ResetTruth, Truth } from '../traffic/truth.ts';

/** What the check reads of the JSON of `fivewhys explain --format json`. */
export interface ExplainReport {
  readonly findings: readonly {
    readonly cause: string;
    readonly subjects: readonly { readonly stream: number }[];
    readonly resetFrames: readonly number[];
  }[];
  readonly summary: { readonly connections: number; readonly byCause: Readonly<Record<string, number>> };
}

export interface ShapeCheck {
  readonly shape: string;
  readonly cause: string;
  readonly resets: number;
  readonly agreeing: number;
  /** Said to be undetermined: not an error, because the catalogue grows cause by cause, but not an answer. */
  readonly undetermined: number;
  /** Causes that were named instead, and how often. */
  readonly otherCauses: Readonly<Record<string, number>>;
}

export interface FindingsCheck {
  /** Every reset connection is in exactly one finding, and none has a cause that is not its own. */
  readonly correct: boolean;
  readonly resets: number;
  readonly found: number;
  /** Reset connections in more than one finding. */
  readonly repeated: number;
  /** How many of the RST segments that ended a connection are named as evidence, by frame number. */
  readonly framesNamed: number;
  /** Connections with a finding and without a RST. */
  readonly strays: number;
  readonly connections: number;
  readonly connectionsFound: number;
  readonly undetermined: number;
  readonly byCauseTotal: number;
  readonly shapes: readonly ShapeCheck[];
}

const notFound = 'no finding';

/** Holds the findings against what the generator put in: every reset connection in exactly one finding, each with its own cause. */
export function checkFindings(report: ExplainReport, truth: Truth): FindingsCheck {
  const causes = causesByStream(report);
  const named = new Set(report.findings.flatMap((finding) => finding.resetFrames));
  const reset = new Set(truth.resets.map(({ stream }) => stream));
  const shapes = Object.entries(truth.shapes).map(([shape, { cause }]) => {
    return checkShape(
      shape,
      cause,
      truth.resets.filter((one) => one.shape === shape),
      causes,
    );
  });
  const found = truth.resets.filter(({ stream }) => causes.has(stream)).length;
  const repeated = truth.resets.filter(({ stream }) => (causes.get(stream)?.length ?? 0) > 1).length;
  const wrong = shapes.some(({ otherCauses }) => Object.keys(otherCauses).length > 0);
  return {
    correct: found === truth.resets.length && repeated === 0 && !wrong,
    resets: truth.resets.length,
    found,
    repeated,
    framesNamed: truth.resets.filter(({ resetFrames }) => named.has(resetFrames[0] as number)).length,
    strays: [...causes.keys()].filter((stream) => !reset.has(stream)).length,
    connections: truth.connections,
    connectionsFound: report.summary.connections,
    undetermined: shapes.reduce((sum, shape) => sum + shape.undetermined, 0),
    byCauseTotal: Object.values(report.summary.byCause).reduce((sum, count) => sum + count, 0),
    shapes,
  };
}

function causesByStream(report: ExplainReport): ReadonlyMap<number, readonly string[]> {
  const causes = new Map<number, string[]>();
  for (const finding of report.findings) {
    for (const stream of new Set(finding.subjects.map((subject) => subject.stream))) {
      const earlier = causes.get(stream);
      if (earlier === undefined) causes.set(stream, [finding.cause]);
      else earlier.push(finding.cause);
    }
  }
  return causes;
}

function checkShape(
  shape: string,
  cause: string,
  resets: readonly ResetTruth[],
  causes: ReadonlyMap<number, readonly string[]>,
): ShapeCheck {
  const otherCauses: Record<string, number> = {};
  let agreeing = 0;
  let undetermined = 0;
  for (const { stream } of resets) {
    const got = causes.get(stream)?.join(' and ') ?? notFound;
    if (got === cause) agreeing += 1;
    else if (got === 'undetermined') undetermined += 1;
    else otherCauses[got] = (otherCauses[got] ?? 0) + 1;
  }
  return { shape, cause, resets: resets.length, agreeing, undetermined, otherCauses };
}
