import type { WorkingAccount } from '../book/working-set.ts';
import { Refusal, refuse } from '../refusal.ts';
import { STATUS_NEEDED } from './business.ts';
import type { TradeGround, WorkingProject } from './ground.ts';
import type { TradeLine } from './lines.ts';
import { checkLineRole, rolesIn } from './rules.ts';

export const UNKNOWN_SALE = '债权出让订单不存在';
export const SALE_OVER = '债权出让订单已结束';

/** @throws Refusal 100009 when nobody has that number. */
export function partyOf({ set }: Pick<TradeGround, 'set'>, userNo: string): WorkingAccount {
  const account = set.accounts.get(userNo);
  if (!account || account.kind === 'core') throw new Refusal('100009', undefined, userNo);
  return account;
}

/** Lines whose borrower must be the project's own. */
const OF_THE_BORROWER: ReadonlySet<string> = new Set(['TENDER', 'REPAYMENT', 'COMPENSATORY', 'COMPENSATORY_REPAYMENT']);

function checkBorrower(ground: TradeGround, project: WorkingProject, line: TradeLine): void {
  if (!OF_THE_BORROWER.has(line.bizType)) return;
  for (const userNo of [line.sourceUserNo, line.targetUserNo]) {
    const party = userNo === null ? undefined : partyOf(ground, userNo);
    if (party?.role === 'BORROWERS' && party.id !== project.borrowerId) {
      throw new Refusal('100011', undefined, `line ${line.lineNumber}: not the borrower of ${project.projectNo}`);
    }
  }
}

/** Shares are bought from the one who sells them. */
function checkSeller(ground: TradeGround, line: TradeLine): void {
  if (line.bizType !== 'CREDIT_ASSIGNMENT' || line.targetUserNo === null) return;
  if (partyOf(ground, line.targetUserNo).id !== ground.sale?.accountId) {
    throw new Refusal('100011', undefined, `line ${line.lineNumber}: not the seller of ${ground.trade.saleRequestNo}`);
  }
}

/** Users, project, role and status, in the order of the wire; nothing is moved yet. */
export function checkTrade(ground: TradeGround): void {
  const { trade, project, sale } = ground;
  for (const line of trade.lines) {
    for (const userNo of [line.sourceUserNo, line.targetUserNo]) {
      if (userNo !== null && !partyOf(ground, userNo).usable) throw new Refusal('100010', undefined, userNo);
    }
  }
  if (trade.projectNo && !project) throw refuse('标的不存在');
  const assigns = trade.tradeType === 'CREDIT_ASSIGNMENT';
  if (assigns && sale?.projectNo !== trade.projectNo) throw refuse(UNKNOWN_SALE);
  const roles = rolesIn(trade, (userNo) => ground.set.accounts.get(userNo));
  for (const line of trade.lines) {
    checkLineRole(trade.tradeType, line, roles);
    if (project) checkBorrower(ground, project, line);
    checkSeller(ground, line);
  }
  if (project && STATUS_NEEDED[trade.tradeType]?.includes(project.status) === false) throw new Refusal('100015');
  if (trade.tradeType === 'TENDER' && project?.projectType === 'ENTRUST_PAY' && project.entrustedNo === null) {
    throw refuse('委托支付未授权');
  }
  if (assigns && sale?.status === 'COMPLETED') throw refuse(SALE_OVER);
}
