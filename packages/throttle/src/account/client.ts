import { isEnforced } from '../decision/is-enforced.ts';
import type { Mode, Plan } from '../quota/plan.ts';

/** Who is asking, and what holds for him. */
export class Client {
  readonly account: string;
  readonly planName: string;
  readonly plan: Plan;
  /** Measured, never throttled. */
  readonly exempt: boolean;
  /** Whether a refusal is acted upon. */
  readonly enforced: boolean;

  constructor(account: string, planName: string, plan: Plan, exempt: boolean, mode: Mode) {
    this.account = account;
    this.planName = planName;
    this.plan = plan;
    this.exempt = exempt;
    this.enforced = !exempt && isEnforced(plan.mode ?? mode, account);
  }
}
