import type { ProjectStatus } from '#db/bank/schema/projects.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import { fen, lesser, type Money, minus, plus, sum, ZERO } from '#server/primitives/money.ts';
import { leftOf, pledgeOf, type WorkingFreeze } from '../book/freezes.ts';
import { moveMoney, type WorkingAccount, type WorkingSet } from '../book/working-set.ts';
import { Refusal, refuse } from '../refusal.ts';
import { FREEZES_SPENT, STATUS_NEEDED } from './business.ts';
import type { TradeLine, WantedTrade } from './lines.ts';
import { checkLineRole, rolesIn } from './rules.ts';

/** The project while a trade holds its lock. */
export type WorkingProject = {
  readonly projectNo: string;
  readonly borrowerId: Uuid;
  readonly amount: Money;
  readonly status: ProjectStatus;
  readonly pledgedBefore: Money;
  loanAmount: Money;
  repaidPrincipal: Money;
  repaidInterest: Money;
};

/** Everything a trade touches, in memory and under lock. */
export type TradeGround = {
  trade: WantedTrade;
  set: WorkingSet;
  freezes: ReadonlyMap<string, WorkingFreeze>;
  project: WorkingProject | undefined;
  /** Principal of the project by holder, in fen; changed in place. */
  holdings: Map<Uuid, Money>;
};

const NO_COVER = '账户冻结资金不足';

function partyOf({ set }: TradeGround, userNo: string): WorkingAccount {
  const account = set.accounts.get(userNo);
  if (!account || account.kind === 'core') throw new Refusal('100009', undefined, userNo);
  return account;
}

/** Users, project, role and status, in the order of the wire; nothing is moved yet. */
export function checkTrade(ground: TradeGround): void {
  const { trade, project } = ground;
  for (const line of trade.lines) {
    for (const userNo of [line.sourceUserNo, line.targetUserNo]) {
      if (userNo !== null && !partyOf(ground, userNo).usable) throw new Refusal('100010', undefined, userNo);
    }
  }
  if (trade.projectNo && !project) throw refuse('标的不存在');
  const roles = rolesIn(trade.lines, (userNo) => ground.set.accounts.get(userNo));
  for (const line of trade.lines) {
    checkLineRole(trade.tradeType, line, roles);
    const borrower =
      line.bizType === 'TENDER' ? line.targetUserNo : line.bizType === 'REPAYMENT' ? line.sourceUserNo : null;
    if (borrower !== null && project && partyOf(ground, borrower).id !== project.borrowerId) {
      throw new Refusal('100011', undefined, `line ${line.lineNumber}: not the borrower of ${project.projectNo}`);
    }
  }
  if (project && STATUS_NEEDED[trade.tradeType]?.includes(project.status) === false) throw new Refusal('100015');
}

/** The named freeze, when the line's payer owns it. */
function ownFreeze(ground: TradeGround, line: TradeLine, payer: WorkingAccount): WorkingFreeze | undefined {
  const freeze = line.freezeRequestNo === null ? undefined : ground.freezes.get(line.freezeRequestNo);
  return freeze?.ownerId === payer.id ? freeze : undefined;
}

/** A freeze is spent only on the business and the project it was made for; PRETRANSACTION fits everything. */
function requireFit(ground: TradeGround, line: TradeLine, freeze: WorkingFreeze): void {
  const spent: readonly string[] = FREEZES_SPENT[ground.trade.tradeType];
  const fits =
    spent.includes(freeze.bizType) && (freeze.projectNo === null || freeze.projectNo === ground.trade.projectNo);
  if (!fits && freeze.bizType !== 'PRETRANSACTION') {
    throw refuse(NO_COVER, `line ${line.lineNumber}: a freeze for other business`);
  }
}

/** Money that earlier lines of this trade have brought to a user and that he has not spent again. */
type Brought = Map<Uuid, Money>;

function takeBrought(brought: Brought, payer: WorkingAccount, line: TradeLine): void {
  const has = brought.get(payer.id) ?? ZERO;
  if (has < line.amount) throw refuse(NO_COVER, `line ${line.lineNumber}`);
  brought.set(payer.id, minus(has, line.amount));
}

/** The freeze rule: which of the payer's money this line spends. Answers the bucket it comes out of. */
function cover(ground: TradeGround, line: TradeLine, payer: WorkingAccount, brought: Brought): 'available' | 'frozen' {
  const freeze = ownFreeze(ground, line, payer);
  if (freeze) {
    requireFit(ground, line, freeze);
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

/** What a line means to the project: a claim, principal or interest paid back. */
function account(ground: TradeGround, line: TradeLine, payer: WorkingAccount, payee: WorkingAccount): void {
  const { project, holdings, trade } = ground;
  if (!project) return;
  const claim = (holder: Uuid): void => {
    project.loanAmount = plus(project.loanAmount, line.amount);
    holdings.set(holder, plus(holdings.get(holder) ?? ZERO, line.amount));
  };
  if (line.bizType === 'TENDER') claim(payer.id);
  if (line.bizType === 'MARKETING' && trade.tradeType === 'TENDER') {
    const freeze = line.freezeRequestNo === null ? undefined : ground.freezes.get(line.freezeRequestNo);
    if (freeze) {
      freeze.marketingUsed = plus(
        freeze.marketingUsed,
        lesser(line.amount, minus(freeze.marketing, freeze.marketingUsed)),
      );
      claim(freeze.ownerId);
    }
  }
  if ((line.bizType === 'REPAYMENT' || line.bizType === 'COMPENSATORY') && (holdings.get(payee.id) ?? ZERO) > 0n) {
    project.repaidPrincipal = plus(project.repaidPrincipal, minus(line.amount, line.income));
    project.repaidInterest = plus(project.repaidInterest, line.income);
  }
}

function checkCaps({ project, freezes }: TradeGround): void {
  if (!project) return;
  const released = sum([...freezes.values()].map((freeze) => minus(freeze.pledgedBefore, pledgeOf(freeze))));
  const pledged = minus(project.pledgedBefore, released);
  if (plus(project.loanAmount, pledged) > project.amount) throw refuse('超过标的可投金额');
  if (project.repaidPrincipal > project.loanAmount) throw refuse('还款本金超过借款金额');
}

/**
 * Runs a trade in memory, line by line; a line may spend what earlier lines brought. Throws Refusal at the first that
 * may not be: the caller writes all of it or nothing. Answers the commission in it.
 */
export function runTrade(ground: TradeGround): Money {
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
    moveMoney(ground.set, {
      source: payer,
      sourceBucket: cover(ground, line, payer, brought),
      target: payee,
      targetBucket: 'available',
      amount: line.amount,
      bizType: line.bizType,
      lineNumber: line.lineNumber,
    });
    brought.set(payee.id, plus(brought.get(payee.id) ?? ZERO, line.amount));
    account(ground, line, payer, payee);
    if (line.bizType === 'COMMISSION') commission = plus(commission, line.amount);
  }
  checkCaps(ground);
  return commission;
}
