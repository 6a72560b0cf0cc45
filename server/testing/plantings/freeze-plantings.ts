import type { Uuid } from '#server/primitives/ids.ts';
import type { Cause } from '../../domain/reconciliation/compare.ts';
import { accountName, instructionName } from './book-lines.ts';
import { balanceBreak, freezeBreak } from './consequences.ts';
import { type Planted, type Planting, type Site, shuffled } from './planting.ts';
import { unwind } from './unwind.ts';

/** A bid whose money was still frozen when the day ended, and is so now. */
type HeldBid = Readonly<{
  loanId: Uuid;
  bidId: Uuid;
  amount: string;
  freezeNo: string;
  instructionId: Uuid;
  journalId: Uuid;
  accountId: Uuid;
  userNo: string;
}>;

const heldOn = ({ owner, day }: Site): Promise<HeldBid[]> => owner<HeldBid[]>`
  select b.loan_id as "loanId", b.id as "bidId", b.amount::text as amount, b.freeze_request_no as "freezeNo",
    i.id as "instructionId", j.id as "journalId", a.id as "accountId", a.platform_user_no as "userNo"
  from bid b join instruction i on i.request_no = b.freeze_request_no join journal j on j.instruction_id = i.id
    join account a on a.id = b.investor_account_id
  where b.state = 'frozen' and j.business_date <= ${day} order by b.amount, b.freeze_request_no`;

/** Takes a held bid that nothing else has touched, with the account whose money it is. */
async function onBid(site: Site, act: (held: HeldBid) => Promise<Planted>): Promise<Planted | undefined> {
  for (const held of shuffled(site.chance, await heldOn(site))) {
    const names = [`freeze ${held.freezeNo}`, accountName(held.userNo), instructionName(held.freezeNo)];
    const seen = ['file BALANCE', 'file PRETRANSACTION'];
    if (!site.ground.isFree(names, seen)) continue;
    site.ground.take(names, seen);
    return act(held);
  }
  return undefined;
}

const released: Planting = {
  name: 'bid called released',
  layer: 'books',
  plant: (site) =>
    onBid(site, async (held) => {
      await site.owner`update bid set state = 'released' where id = ${held.bidId}`;
      return {
        what: `bid of ${held.amount} fen by ${held.userNo}`,
        finds: [freezeBreak(held.freezeNo, ['freeze-without-bid'], ['state-changed-here'])],
        signed: true,
      };
    }),
};

const raised: Planting = {
  name: 'bid raised',
  layer: 'books',
  plant: (site) =>
    onBid(site, async (held) => {
      const by = 1 + site.chance.below(5_000);
      await site.owner`update bid set amount = amount + ${by} where id = ${held.bidId}`;
      return {
        what: `bid of ${held.amount} fen by ${held.userNo}, raised by ${by}`,
        finds: [freezeBreak(held.freezeNo, ['bid-without-freeze'], ['state-changed-here'])],
        signed: true,
      };
    }),
};

/** The bank froze, and our books do not know it: as they were before the answer, or as if it had been a refusal. */
function unknownHere(
  name: string,
  layer: Planting['layer'],
  cause: Cause,
  become: (site: Site, held: HeldBid) => Promise<unknown>,
): Planting {
  return {
    name,
    layer,
    plant: (site) =>
      onBid(site, async (held) => {
        await unwind(site.owner, held.journalId);
        await become(site, held);
        return {
          what: `freeze of ${held.amount} fen at ${held.userNo}`,
          ...(cause === 'concluded-as-failed' && { signed: true }),
          finds: [
            freezeBreak(held.freezeNo, ['freeze-without-bid'], [cause]),
            balanceBreak(held.userNo, [cause, 'follows-from-freezes']),
          ],
        };
      }),
  };
}

const answerLost = unknownHere('answer of a freeze lost', 'bank', 'answer-lost', async ({ owner, harness }, held) => {
  await owner`update bid set state = 'freezing', frozen_at = null where id = ${held.bidId}`;
  await owner`update loan set frozen = frozen - ${held.amount}::bigint where id = ${held.loanId}`;
  await owner`update account set reserved = reserved + ${held.amount}::bigint where id = ${held.accountId}`;
  await owner`update instruction set state = 'unknown', concluded_at = null, transaction_at = null,
      next_attempt_at = now() + interval '1 day' where id = ${held.instructionId}`;
  const fault = { service: 'QUERY_TRANSACTION', fault: 'http-500', next: 50, requestNo: held.freezeNo };
  await harness.control('POST', 'faults', fault);
});

const concludedAsFailed = unknownHere(
  'freeze concluded as failed',
  'books',
  'concluded-as-failed',
  async ({ owner }, held) => {
    await owner`update bid set state = 'failed', ended_at = now() where id = ${held.bidId}`;
    await owner`update loan set frozen = frozen - ${held.amount}::bigint, reserved = reserved - ${held.amount}::bigint
      where id = ${held.loanId}`;
    await owner`update instruction set state = 'failed', error_code = '100001' where id = ${held.instructionId}`;
  },
);

export const FREEZE_PLANTINGS: readonly Planting[] = [released, raised, answerLost, concludedAsFailed];
