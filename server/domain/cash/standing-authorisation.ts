import { type AuthorisationKind, authorisation } from '#db/schema/accounts.ts';
import type { Transaction } from '#db/transaction.ts';
import { addMonths, fromWireDate, toWireDate } from '#server/primitives/calendar.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import { fen, fromDecimalText, type Money, toDecimalText } from '#server/primitives/money.ts';
import type { CustomerActor } from '../actors.ts';
import type { DomainContext } from '../context.ts';
import type { WireRecord } from '../custody/gateway.ts';
import { authorisationsIn } from '../custody/questions.ts';
import { textOf } from '../custody/verdict.ts';

type Terms = { kind: AuthorisationKind; limit: Money };

/** What each role is asked to authorise, and up to what amount at a time. A loan may run five years. */
const TERMS: Record<CustomerActor['kind'], Terms> = {
  investor: { kind: 'TENDER', limit: fen(100_000_000n) },
  borrower: { kind: 'REPAYMENT', limit: fen(50_000_000n) },
  guarantor: { kind: 'COMPENSATORY', limit: fen(300_000_000n) },
};
/** An enterprise may owe up to a million and its interest on one day. */
const ENTERPRISE_REPAYMENT: Money = fen(300_000_000n);
const MONTHS = 72;

/** The wire's fields that ask for the role's standing authorisation. */
export function authorisationRequest(
  ctx: DomainContext<CustomerActor>,
  { ofEnterprise }: { ofEnterprise: boolean },
): WireRecord {
  const { kind, limit } = TERMS[ctx.actor.kind];
  return {
    authList: kind,
    amount: toDecimalText(ofEnterprise && kind === 'REPAYMENT' ? ENTERPRISE_REPAYMENT : limit),
    failTime: toWireDate(addMonths(ctx.businessDate, MONTHS)),
  };
}

/**
 * Writes down what the customer has granted at the bank: the kinds that the bank's record lists, or those asked for
 * where it lists none, within the limits asked for.
 */
export async function grantAuthorisations(
  tx: Transaction,
  ctx: DomainContext,
  accountId: Uuid,
  reqData: WireRecord,
  record: WireRecord,
): Promise<void> {
  const listed = authorisationsIn(record);
  const asked = authorisationsIn(reqData);
  const granted = listed.length > 0 ? asked.filter((kind) => listed.includes(kind)) : asked;
  const [limit, until] = [textOf(reqData, 'amount'), textOf(reqData, 'failTime')];
  const terms = {
    amountLimit: limit === undefined ? null : fromDecimalText(limit),
    expiresOn: until === undefined ? null : fromWireDate(until),
    grantedAt: ctx.now(),
  };
  for (const kind of granted as AuthorisationKind[]) {
    await tx
      .insert(authorisation)
      .values({ accountId, kind, ...terms })
      .onConflictDoUpdate({ target: [authorisation.accountId, authorisation.kind], set: terms });
  }
}
