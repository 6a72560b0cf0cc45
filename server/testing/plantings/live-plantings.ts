import { eq } from 'drizzle-orm';
import type postgres from 'postgres';
import { instruction } from '#db/schema/custody.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import { toDecimalText } from '#server/primitives/money.ts';
import { placeBid } from '../../domain/bidding/place-bid.ts';
import { recharge } from '../../domain/cash/recharge.ts';
import { openPage } from '../../domain/custody/open-page.ts';
import { newRequestNo } from '../../domain/custody/request-no.ts';
import { walkBankPages } from '../bank-pages.ts';
import { addFunds, type Investor, yuan } from '../customers.ts';
import { accountName } from './book-lines.ts';
import { balanceBreak, freezeBreak } from './consequences.ts';
import type { Expected, Planted, Planting, Site } from './planting.ts';
import type { PlantingWorld } from './world.ts';

/** What happens at the bank on a day that has not ended, of which the portal is not told. */
type Scene = Readonly<{ name: string; act: (site: Site, world: PlantingWorld, who: Member) => Promise<Planted> }>;
type Member = Readonly<{ investor: Investor; userNo: string }>;

/** The bank does not answer when asked about this number. */
const silent = ({ harness }: Site, requestNo: string) =>
  harness.control('POST', 'faults', { service: 'QUERY_TRANSACTION', fault: 'http-500', next: 500, requestNo });

/** Somebody at the bank freezes a member's money: a court's order, say. */
const bankFreeze: Scene = {
  name: 'frozen by the bank',
  act: async ({ harness, chance }, _world, { userNo }) => {
    const ctx = await harness.system();
    const [requestNo, amount] = [newRequestNo(ctx), toDecimalText(yuan(1 + chance.below(200)))];
    const request = { requestNo, platformUserNo: userNo, bizType: 'PRETRANSACTION', amount };
    const answer = await ctx.custody.send('FREEZE_PRE_TRANSACTION', request);
    if (answer.kind !== 'success') throw new Error(`the bank does not freeze: ${JSON.stringify(answer)}`);
    return {
      what: `${amount} of ${userNo} under ${requestNo}`,
      signed: true,
      finds: [freezeBreak(requestNo, ['freeze-without-bid'], ['bank-own-freeze'])],
      follows: [balanceBreak(userNo, ['follows-from-freezes'])],
    };
  },
};

type Held = { amount: string; freezeNo: string };
const heldBy = async (owner: postgres.Sql, accountId: Uuid): Promise<Held | undefined> => {
  const [held] = await owner<Held[]>`
    select to_char(amount / 100.0, 'FM999999990.00') as amount, freeze_request_no as "freezeNo" from bid
    where investor_account_id = ${accountId} and state = 'frozen' order by id limit 1`;
  return held;
};

/** The bank gives a bidder his money back, and nobody here has asked for it. */
const bankRelease: Scene = {
  name: 'released by the bank',
  act: async ({ harness, owner }, _world, { investor, userNo }) => {
    const held = await heldBy(owner, investor.accountId);
    if (!held) return { what: 'nothing', finds: [] };
    const ctx = await harness.system();
    const request = { requestNo: newRequestNo(ctx), preTransactionNo: held.freezeNo, amount: held.amount };
    const answer = await ctx.custody.send('CANCEL_PRE_TRANSACTION', request);
    if (answer.kind !== 'success') throw new Error(`the bank does not release: ${JSON.stringify(answer)}`);
    return {
      what: `${held.amount} of ${userNo}, frozen under ${held.freezeNo}`,
      signed: true,
      finds: [freezeBreak(held.freezeNo, ['bid-without-freeze'], ['bank-released'])],
      follows: [balanceBreak(userNo, ['follows-from-freezes'])],
    };
  },
};

/** Recharges in all differ when one of them does. */
const RECHARGES: Expected = {
  check: 'total-to-total',
  kinds: ['total'],
  object: 'CHANNEL YEEPAY',
  causes: ['follows-from-lines'],
};

/** A member pays money in; the bank tells nobody, and does not answer when asked. */
const notifyLost: Scene = {
  name: 'notify of a recharge lost',
  act: async (site, _world, { investor, userNo }) => {
    const { harness, chance } = site;
    const ctx = await investor.context();
    const amount = yuan(100 + chance.below(100));
    const request = { requestId: ctx.newId(), amount, returnUrl: 'http://127.0.0.1:9/return' };
    const { instructionId } = await recharge(ctx, request);
    const [asked] = await ctx.db.select().from(instruction).where(eq(instruction.id, instructionId));
    const requestNo = asked?.requestNo ?? '';
    await silent(site, requestNo);
    await harness.control('POST', 'faults', { service: 'RECHARGE', fault: 'notify-lost', next: 500, requestNo });
    await walkBankPages(await openPage(ctx, instructionId, 'PC'));
    return {
      what: `${toDecimalText(amount)} to ${userNo} under ${requestNo}`,
      finds: [{ check: 'line-by-line', kinds: ['status'], object: requestNo, causes: ['answer-lost', 'notify-lost'] }],
      follows: [balanceBreak(userNo, ['follows-from-lines']), RECHARGES],
    };
  },
};

/** A payment channel does not pay for a recharge. */
const channelMissing: Scene = {
  name: 'channel has not paid',
  act: async ({ harness, owner, chance }, _world, { investor, userNo }) => {
    const amount = yuan(100 + chance.below(100));
    await addFunds(harness, investor, amount);
    const [row] = await owner<{ requestNo: string }[]>`
      select request_no as "requestNo" from instruction where kind = 'recharge' and account_id = ${investor.accountId}
      order by created_at desc limit 1`;
    const requestNo = row?.requestNo ?? '';
    await harness.control('POST', 'faults', { service: 'RECHARGE', fault: 'channel-missing', requestNo });
    return {
      what: `${toDecimalText(amount)} to ${userNo} under ${requestNo}`,
      signed: true,
      finds: [
        { check: 'total-to-total', kinds: ['float-not-settled'], object: requestNo, causes: ['channel-lacks-it'] },
      ],
    };
  },
};

/** A bid is frozen; the answer is lost, and the bank does not answer when asked. */
const freezeAnswerLost: Scene = {
  name: 'answer of a bid lost',
  act: async (site, { listing }, { investor, userNo }) => {
    const { harness, chance } = site;
    await harness.fault('USER_AUTO_PRE_TRANSACTION', 'drop-after');
    const asking = { service: 'QUERY_TRANSACTION', fault: 'http-500', next: 500 };
    const { id } = (await harness.control('POST', 'faults', asking)) as { id: string };
    const ctx = await investor.context();
    const bid = { requestId: ctx.newId(), loanId: listing, amount: yuan(100 * (1 + chance.below(3))) };
    const { bidId } = await placeBid(ctx, bid);
    const [placed] = await site.owner<{ no: string }[]>`select freeze_request_no as no from bid where id = ${bidId}`;
    const requestNo = placed?.no ?? '';
    await silent(site, requestNo);
    await harness.control('DELETE', `faults/${id}`);
    return {
      what: `${toDecimalText(bid.amount)} of ${userNo} under ${requestNo}`,
      finds: [freezeBreak(requestNo, ['freeze-without-bid'], ['answer-lost'])],
      follows: [balanceBreak(userNo, ['answer-lost', 'follows-from-freezes'])],
    };
  },
};

/** In the order of the investors who play in them: the first, the fourth and the fifth have a bid on the open loan. */
const SCENES: readonly Scene[] = [bankRelease, notifyLost, channelMissing, bankFreeze, freezeAnswerLost];

/** What can go wrong at the bank on a day that is still under way: each with an investor of its own. */
export const livePlantings = (world: PlantingWorld): readonly Planting[] =>
  SCENES.map(({ name, act }, index) => ({
    name,
    layer: 'bank',
    plant: async (site) => {
      const investor = world.investors[index];
      if (!investor) return undefined;
      const [row] = await site.owner<{ userNo: string }[]>`
        select platform_user_no as "userNo" from account where id = ${investor.accountId}`;
      if (!row || !site.ground.isFree([accountName(row.userNo)])) return undefined;
      site.ground.take([accountName(row.userNo)]);
      return act(site, world, { investor, userNo: row.userNo });
    },
  }));
