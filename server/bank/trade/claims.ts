import type { Uuid } from '#server/primitives/ids.ts';
import { lesser, type Money, minus, plus, sum, ZERO } from '#server/primitives/money.ts';
import { leftOf, pledgeOf, type WorkingFreeze } from '../book/freezes.ts';
import type { WorkingAccount } from '../book/working-set.ts';
import { refuse } from '../refusal.ts';
import { type Holding, serves, type TradeGround, type WorkingProject } from './ground.ts';
import type { TradeLine } from './lines.ts';

export const NO_COVER = '账户冻结资金不足';
export const SHARES_SHORT = '债权份额不足';

const heldBy = (ground: TradeGround, holder: Uuid): Holding =>
  ground.holdings.get(holder) ?? { amount: ZERO, repaid: ZERO };

function changeHolding(ground: TradeGround, holder: Uuid, change: Partial<Holding>): void {
  const { amount, repaid } = heldBy(ground, holder);
  ground.holdings.set(holder, {
    amount: plus(amount, change.amount ?? ZERO),
    repaid: plus(repaid, change.repaid ?? ZERO),
  });
}

function claim(ground: TradeGround, project: WorkingProject, holder: Uuid, amount: Money): void {
  project.loanAmount = plus(project.loanAmount, amount);
  changeHolding(ground, holder, { amount });
}

/** A red packet uses up what the freeze announced; on a bid it counts as the bidder's claim. */
function spendMarketing(ground: TradeGround, project: WorkingProject, line: TradeLine): void {
  const freeze = line.freezeRequestNo === null ? undefined : ground.freezes.get(line.freezeRequestNo);
  if (!freeze) return;
  const isBid = ground.trade.tradeType === 'TENDER';
  if (!serves(freeze, ground.trade)) {
    if (isBid) throw refuse(NO_COVER, `line ${line.lineNumber}: a freeze for other business`);
    return;
  }
  const open = minus(freeze.marketing, freeze.marketingUsed);
  freeze.marketingUsed = plus(freeze.marketingUsed, lesser(line.amount, open));
  if (isBid) claim(ground, project, freeze.ownerId, line.amount);
}

/** Shares pass from the seller to the buyer; what his freeze kept for him is what he gets first. */
function assign(ground: TradeGround, line: TradeLine, buyer: WorkingAccount, freeze: WorkingFreeze | undefined): void {
  const { sale } = ground;
  if (!sale || line.share === null) return;
  const seller = heldBy(ground, sale.accountId);
  if (minus(seller.amount, seller.repaid) < line.share) throw refuse(SHARES_SHORT, `line ${line.lineNumber}`);
  changeHolding(ground, sale.accountId, { amount: minus(ZERO, line.share) });
  changeHolding(ground, buyer.id, { amount: line.share });
  sale.confirmed = plus(sale.confirmed, line.share);
  if (freeze) {
    const kept = lesser(freeze.shareReserved, line.share);
    freeze.shareReserved = minus(freeze.shareReserved, kept);
    sale.reserved = minus(sale.reserved, kept);
  }
}

/** What a line means to the project: a claim, shares that change hands, principal or interest paid back. */
export function countClaims(
  ground: TradeGround,
  line: TradeLine,
  payer: WorkingAccount,
  payee: WorkingAccount,
  freeze: WorkingFreeze | undefined,
): void {
  const { project } = ground;
  if (!project) return;
  switch (line.bizType) {
    case 'TENDER':
      claim(ground, project, payer.id, line.amount);
      break;
    case 'MARKETING':
      spendMarketing(ground, project, line);
      break;
    case 'CREDIT_ASSIGNMENT':
      assign(ground, line, payer, freeze);
      break;
    case 'REPAYMENT':
    case 'COMPENSATORY': {
      if (heldBy(ground, payee.id).amount === 0n) break;
      const principal = minus(line.amount, line.income);
      project.repaidPrincipal = plus(project.repaidPrincipal, principal);
      project.repaidInterest = plus(project.repaidInterest, line.income);
      changeHolding(ground, payee.id, { repaid: principal });
    }
  }
}

/** A freeze of which nothing is left keeps no shares either. */
export function releaseShares(sale: { reserved: Money }, freezes: Iterable<WorkingFreeze>): void {
  for (const freeze of freezes) {
    if (leftOf(freeze) > 0n || freeze.shareReserved === 0n) continue;
    sale.reserved = minus(sale.reserved, freeze.shareReserved);
    freeze.shareReserved = ZERO;
  }
}

/** Ends what a trade has done to the sale: what was kept for spent freezes is free again, a sold-out sale is over. */
function closeSale({ sale, trade, freezes }: TradeGround): void {
  if (!sale || trade.tradeType !== 'CREDIT_ASSIGNMENT') return;
  releaseShares(
    sale,
    [...freezes.values()].filter((freeze) => freeze.saleNo === sale.requestNo),
  );
  if (plus(sale.reserved, sale.confirmed) > sale.share) throw refuse(SHARES_SHORT);
  if (sale.confirmed === sale.share) sale.status = 'COMPLETED';
}

/** What the open freezes of a project take of its room has changed with them. */
function recountPledge(project: WorkingProject, freezes: TradeGround['freezes']): void {
  const own = [...freezes.values()].filter((freeze) => freeze.projectNo === project.projectNo);
  const released = sum(own.map((freeze) => minus(freeze.pledgedBefore, pledgeOf(freeze))));
  project.pledged = minus(project.pledged, released);
  if (plus(project.loanAmount, project.pledged) > project.amount) throw refuse('超过标的可投金额');
}

/** Caps of the projects and of the sale, once all lines have run. Throws Refusal. */
export function checkCaps(ground: TradeGround): void {
  closeSale(ground);
  const { project, freezes, appendedTo } = ground;
  for (const one of project ? [project, ...appendedTo] : appendedTo) recountPledge(one, freezes);
  if (project && project.repaidPrincipal > project.loanAmount) throw refuse('还款本金超过借款金额');
}
