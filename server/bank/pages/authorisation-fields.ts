import { eq } from 'drizzle-orm';
import type { BankExecutor, BankTransaction } from '#db/bank/pool.ts';
import { type AuthorisationKind, authorisation } from '#db/bank/schema/members.ts';
import { addMonths, type PlainDate, toWireDate } from '#server/primitives/calendar.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import type { Money } from '#server/primitives/money.ts';
import type { Call } from '../http/request.ts';
import { type AnswerFields, wireText } from '../http/write-json.ts';
import { listOf, optionalAmount, optionalDate } from '../operations/fields.ts';
import type { Phrase } from './language.ts';

export const AUTHORISATIONS = [
  'TENDER',
  'REPAYMENT',
  'CREDIT_ASSIGNMENT',
  'COMPENSATORY',
  'WITHDRAW',
  'RECHARGE',
] as const satisfies readonly AuthorisationKind[];

const NAMES: Readonly<Record<AuthorisationKind, Phrase>> = {
  TENDER: { zh: '自动投标', en: 'bids' },
  REPAYMENT: { zh: '自动还款', en: 'repayments' },
  CREDIT_ASSIGNMENT: { zh: '自动债权认购', en: 'buying claims' },
  COMPENSATORY: { zh: '自动代偿', en: 'compensation' },
  WITHDRAW: { zh: '自动提现', en: 'withdrawals' },
  RECHARGE: { zh: '自动充值', en: 'recharges' },
};

/** What the customer is asked to authorise. Without failTime it lasts five years; without amount it has no cap. */
export type WantedAuthorisation = { kinds: AuthorisationKind[]; validUntil: PlainDate; amountLimit: Money | undefined };

const MONTHS_WITHOUT_FAIL_TIME = 60;

export function readAuthorisation({ request, businessDate }: Call): WantedAuthorisation {
  return {
    kinds: listOf(request, 'authList', AUTHORISATIONS),
    validUntil: optionalDate(request, 'failTime') ?? addMonths(businessDate, MONTHS_WITHOUT_FAIL_TIME),
    amountLimit: optionalAmount(request, 'amount') || undefined,
  };
}

export const namesOf = (kinds: readonly AuthorisationKind[]): Phrase => ({
  zh: kinds.map((kind) => NAMES[kind].zh).join('、'),
  en: kinds.map((kind) => NAMES[kind].en).join(', '),
});

/** Grants, or replaces what was granted before. */
export async function grant(
  tx: BankTransaction,
  accountId: Uuid,
  wanted: WantedAuthorisation,
  grantedAt: Date,
): Promise<void> {
  for (const kind of wanted.kinds) {
    const values = { amountLimit: wanted.amountLimit ?? null, validUntil: wanted.validUntil, grantedAt };
    await tx
      .insert(authorisation)
      .values({ accountId, kind, ...values })
      .onConflictDoUpdate({ target: [authorisation.accountId, authorisation.kind], set: values });
  }
}

/** What an account granted with its registration, if anything: one date and one limit for all. */
export async function grantedTo(db: BankExecutor, accountId: Uuid): Promise<WantedAuthorisation | undefined> {
  const rows = await db.select().from(authorisation).where(eq(authorisation.accountId, accountId));
  const [first] = rows;
  return (
    first && {
      kinds: AUTHORISATIONS.filter((kind) => rows.some((row) => row.kind === kind)),
      validUntil: first.validUntil,
      amountLimit: first.amountLimit ?? undefined,
    }
  );
}

/** authList, failTime and amount, as the results carry them. */
export const authorisationFields = (wanted: WantedAuthorisation | undefined): AnswerFields =>
  !wanted || wanted.kinds.length === 0
    ? {}
    : {
        authList: wanted.kinds.join(','),
        failTime: toWireDate(wanted.validUntil),
        amount: wanted.amountLimit === undefined ? undefined : wireText(wanted.amountLimit),
      };
