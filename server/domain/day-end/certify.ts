import type { PlainDate } from '#server/primitives/calendar.ts';
import type { SystemActor } from '../actors.ts';
import type { DomainContext } from '../context.ts';
import { issueCertificate } from '../reconciliation/issue-certificate.ts';
import type { StepResult } from './step.ts';

const WAITS_FOR = {
  reconciliation: 'the checks are neither green nor signed off',
  yesterday: 'the day before has no certificate yet',
  changed: 'the day is no longer as it was certified: its checks have to be run again',
} as const;

/** Certifies a date, or says what its certificate waits for. */
export async function certify(ctx: DomainContext<SystemActor>, date: PlainDate): Promise<StepResult> {
  const issued = await issueCertificate(ctx, date);
  return issued.kind === 'waits' ? { waitsFor: WAITS_FOR[issued.for] } : { rows: 1 };
}
