import { execFile } from 'node:child_process';
import { join } from 'node:path';
import process from 'node:process';

const command = join(import.meta.dirname, '../../../packages/cli/src/main.ts');

/** What the story needs of the answer of `fivewhys usage --format json`; all of it is in `usage-report.schema.json`. */
export interface UsageAnswer {
  readonly recommendation?: {
    readonly limit: number;
    readonly value: number;
    readonly low: number;
    readonly high: number;
    readonly samples: number;
  } | null;
  /** Why none is recommended. */
  readonly refused?: string;
  readonly simulation?: {
    readonly throttledRequests: number;
    readonly shareOfLoad: number;
    readonly accounts: readonly { readonly account: string }[];
  };
  readonly incident?: {
    /** Why there is no finding. */
    readonly nothing?: string;
    readonly findings: readonly {
      readonly cause: string;
      readonly verdict: string;
      readonly symptom: string;
      readonly accounts: readonly string[];
      readonly whys: readonly { readonly claim: string; readonly evidence: readonly { readonly detail: string }[] }[];
    }[];
  };
}

/** Asks `fivewhys usage`, as it stands in this checkout. Outside of it, that is `npx fivewhys usage`. */
export function askUsage(...args: readonly string[]): Promise<UsageAnswer> {
  const flags = [...process.execArgv, command, 'usage', ...args, '--format', 'json'];
  return new Promise((resolve, reject) => {
    execFile(process.execPath, flags, { maxBuffer: 2 ** 28 }, (error, stdout, stderr) => {
      // 1 says that the load rose in the incident more than is usual.
      if (error !== null && error.code !== 1) reject(new Error(`fivewhys usage ${args.join(' ')}: ${stderr}`));
      else resolve(JSON.parse(stdout) as UsageAnswer);
    });
  });
}
