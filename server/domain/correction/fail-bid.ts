import { and, eq, sql } from 'drizzle-orm';
import { journal } from '#db/schema/accounts.ts';
import { instruction } from '#db/schema/custody.ts';
import { bid, loan } from '#db/schema/loans.ts';
import type { Transaction } from '#db/transaction.ts';
import { DomainError } from '#server/primitives/errors.ts';
import { toDecimalText } from '#server/primitives/money.ts';
import { recordAudit } from '../audit.ts';
import { bidMachine } from '../bidding/states.ts';
import { postCorrection } from '../ledger/post-correction.ts';
import { lockLoan } from '../loan/move-loan.ts';
import { entriesOf } from './entries.ts';
import { bidOf } from './freeze-facts.ts';
import { isBalanced, reversalOf } from './line-postings.ts';
import type { FoundBreak, Remedy } from './remedy.ts';

type About = NonNullable<Awaited<ReturnType<typeof bidOf>>>;

/** A loan that counts on the money already cannot let a bid go: the money is frozen anew or two people sign. */
const mayFail = ({ bid: made, loan: on }: About): boolean =>
  made.state === 'frozen' && (on.state === 'open' || on.state === 'closing');

async function freezePosting(tx: Transaction, { bid: made }: About) {
  const [row] = await tx
    .select({ journal })
    .from(journal)
    .innerJoin(instruction, eq(instruction.id, journal.instructionId))
    .where(
      and(
        ...[eq(instruction.requestNo, made.freezeRequestNo), eq(journal.kind, 'FREEZE')],
        sql`not exists (select 1 from journal after where after.replaces_id = ${journal.id})`,
      ),
    );
  return row?.journal;
}

async function requireFrozenBid(tx: Transaction, found: FoundBreak): Promise<About> {
  const about = await bidOf(tx, found);
  if (!about || !mayFail(about)) throw new DomainError('CONFLICT', 'the bid is no longer frozen on an open loan');
  await lockLoan(tx, about.loan.id);
  return about;
}

/** A bid that the bank holds no money for: it fails, its place on the loan is free again, and our freeze is undone. */
export const failBid: Remedy = {
  prepare: async (tx, found) => {
    const about = await bidOf(tx, found);
    if (!about || !mayFail(about)) return undefined;
    return {
      bidId: about.bid.id,
      loan: about.loan.number,
      amount: toDecimalText(about.bid.amount),
      userNo: about.account.platformUserNo,
    };
  },
  act: async (tx, ctx, { correction, found }) => {
    const about = await requireFrozenBid(tx, found);
    const { id, loanId, amount } = about.bid;
    const [failed] = await tx
      .update(bid)
      .set({ state: bidMachine.frozen.lose, failure: 'NO_FREEZE', endedAt: ctx.now() })
      .where(and(eq(bid.loanId, loanId), eq(bid.id, id), eq(bid.state, 'frozen')))
      .returning({ id: bid.id });
    if (!failed) throw new DomainError('CONFLICT', 'the bid is no longer frozen');
    const less = sql`${amount.toString()}::bigint`;
    await tx
      .update(loan)
      .set({ reserved: sql`${loan.reserved} - ${less}`, frozen: sql`${loan.frozen} - ${less}` })
      .where(eq(loan.id, loanId));
    const posted = await freezePosting(tx, about);
    const legs = posted ? await entriesOf(tx, [posted.id]) : [];
    if (posted && isBalanced(legs)) await postCorrection(tx, ctx, [reversalOf(correction.id, posted, legs)]);
    await recordAudit(tx, ctx, {
      verb: 'fail-bid',
      objectType: 'bid',
      objectId: id,
      fromState: 'frozen',
      toState: 'failed',
      reason: correction.reason ?? undefined,
    });
    return undefined;
  },
};
