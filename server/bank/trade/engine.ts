import type { Uuid } from '#server/primitives/ids.ts';
import { fen, type Money, minus, plus, ZERO } from '#server/primitives/money.ts';
import { leftOf, type WorkingFreeze } from '../book/freezes.ts';
import { moveMoney, type WorkingAccount } from '../book/working-set.ts';
import { Refusal, refuse } from '../refusal.ts';
import { checkTrade, partyOf } from './check-trade.ts';
import { checkCaps, countClaims, NO_COVER } from './claims.ts';
import { serves, type TradeGround } from './ground.ts';
import type { TradeLine } from './lines.ts';
import type { StoredLine } from './store.ts';

/** The bank's own line: what the borrower borrows goes on to whom he has named. No platform may ask for it. */
export const ENTRUSTED_PAYMENT = 'ENTRUST_PAY';

/** The named freeze, when the line's payer owns it. */
function ownFreeze(ground: TradeGround, line: TradeLine, payer: WorkingAccount): WorkingFreeze | undefined {
  const freeze = line.freezeRequestNo === null ? undefined : ground.freezes.get(line.freezeRequestNo);
  return freeze?.ownerId === payer.id ? freeze : undefined;
}

/** Money that earlier lines of this trade have brought to somebody and that he has not spent again. */
type Brought = Map<Uuid, Money>;

function takeBrought(brought: Brought, payer: WorkingAccount, line: TradeLine): void {
  const has = brought.get(payer.id) ?? ZERO;
  if (has < line.amount) throw refuse(NO_COVER, `line ${line.lineNumber}`);
  brought.set(payer.id, minus(has, line.amount));
}

/** The freeze rule: which of the payer's money this line spends. Answers the bucket it comes out of. */
function cover(
  ground: TradeGround,
  line: TradeLine,
  payer: WorkingAccount,
  freeze: WorkingFreeze | undefined,
  brought: Brought,
): 'available' | 'frozen' {
  if (freeze) {
    if (!serves(freeze, ground.trade)) throw refuse(NO_COVER, `line ${line.lineNumber}: a freeze for other business`);
    if (leftOf(freeze) < line.amount) throw refuse(NO_COVER, `line ${line.lineNumber}`);
    freeze.used = plus(freeze.used, line.amount);
    return 'frozen';
  }
  if (payer.kind === 'platform') {
    if (payer.available < line.amount) throw new Refusal('100014', undefined, `line ${line.lineNumber}`);
    return 'available';
  }
  takeBrought(brought, payer, line);
  return 'available';
}

function append(ground: TradeGround, line: TradeLine, payer: WorkingAccount, brought: Brought): void {
  const freeze = ownFreeze(ground, line, payer);
  if (!freeze) throw refuse(NO_COVER, `line ${line.lineNumber}: no freeze of the payer to append to`);
  const { project, appendedTo } = ground;
  const isLocked = [project, ...appendedTo].some((one) => one?.projectNo === freeze.projectNo);
  if (freeze.projectNo !== null && !isLocked) throw new Refusal('100020', undefined, `${freeze.requestNo} is new`);
  takeBrought(brought, payer, line);
  freeze.amount = plus(freeze.amount, line.amount);
  moveMoney(ground.set, {
    source: payer,
    sourceBucket: 'available',
    target: payer,
    targetBucket: 'frozen',
    amount: line.amount,
    bizType: line.bizType,
    lineNumber: line.lineNumber,
  });
}

/** What a loan has brought its borrower and no other line has taken goes on to whom he has named. */
function payEntrusted(ground: TradeGround, brought: Brought): Omit<StoredLine, 'platformNo'> | undefined {
  const { trade, project, set } = ground;
  if (trade.tradeType !== 'TENDER' || !project?.entrustedNo) return undefined;
  const borrower = [...set.accounts.values()].find((account) => account.id === project.borrowerId);
  const amount = borrower && brought.get(borrower.id);
  if (!borrower || !amount) return undefined;
  const target = partyOf(ground, project.entrustedNo);
  if (!target.usable) throw new Refusal('100010', undefined, target.userNo);
  const line = { bizType: ENTRUSTED_PAYMENT, lineNumber: trade.lines.length + 1, amount };
  moveMoney(set, { ...line, source: borrower, sourceBucket: 'available', target, targetBucket: 'available' });
  return {
    ...line,
    requestNo: trade.requestNo,
    freezeRequestNo: null,
    sourceUserNo: borrower.userNo,
    targetUserNo: target.userNo,
    income: ZERO,
    share: null,
    customDefine: null,
    remark: null,
  };
}

export type TradeOutcome = {
  /** Σ of its COMMISSION lines. */
  commission: Money;
  /** The bank's own line at the end of it, if there is one. */
  entrusted: Omit<StoredLine, 'platformNo'> | undefined;
};

/**
 * Runs a trade in memory, line by line; a line may spend what earlier lines brought. Throws Refusal at the first that
 * may not be: the caller writes all of it or nothing.
 */
export function runTrade(ground: TradeGround): TradeOutcome {
  checkTrade(ground);
  const brought: Brought = new Map();
  let commission = fen(0n);
  for (const line of ground.trade.lines) {
    const payer = partyOf(ground, line.sourceUserNo);
    if (line.targetUserNo === null) {
      append(ground, line, payer, brought);
      continue;
    }
    const payee = partyOf(ground, line.targetUserNo);
    const freeze = ownFreeze(ground, line, payer);
    moveMoney(ground.set, {
      source: payer,
      sourceBucket: cover(ground, line, payer, freeze, brought),
      target: payee,
      targetBucket: 'available',
      amount: line.amount,
      bizType: line.bizType,
      lineNumber: line.lineNumber,
    });
    brought.set(payee.id, plus(brought.get(payee.id) ?? ZERO, line.amount));
    countClaims(ground, line, payer, payee, freeze);
    if (line.bizType === 'COMMISSION') commission = plus(commission, line.amount);
  }
  const entrusted = payEntrusted(ground, brought);
  checkCaps(ground);
  return { commission, entrusted };
}
