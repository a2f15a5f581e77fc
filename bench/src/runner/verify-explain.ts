import { spawnSync } from 'node:child_process';
import type { CaptureFile } from './capture-file.ts';
import { checkFindings, type ExplainReport, type FindingsCheck } from './check-findings.ts';
import { explainArgv } from './published-command.ts';

const largestReportBytes = 512 * 1024 * 1024;

/** Runs `explain --format json` once more, not timed, and checks what it says. */
export function verifyExplain(root: string, capture: CaptureFile): FindingsCheck {
  const argv = explainArgv(root, capture.path, '--format', 'json');
  const { status, stdout, stderr } = spawnSync(argv[0] as string, argv.slice(1), {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: largestReportBytes,
  });
  if (status !== 0 && status !== 1)
    throw new Error(`explain --format json ended with status ${status}: ${stderr.trim()}`);
  return checkFindings(JSON.parse(stdout) as ExplainReport, capture.truth);
}
