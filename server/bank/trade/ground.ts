import type { debentureSale, ProjectStatus } from '#db/bank/schema/projects.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import type { Money } from '#server/primitives/money.ts';
import type { WorkingFreeze } from '../book/freezes.ts';
import type { WorkingSet } from '../book/working-set.ts';
import { FREEZES_SPENT } from './business.ts';
import type { WantedTrade } from './lines.ts';

/** The project while a trade holds its lock. */
export type WorkingProject = {
  readonly projectNo: string;
  readonly borrowerId: Uuid;
  readonly projectType: string;
  readonly amount: Money;
  readonly status: ProjectStatus;
  /** Who gets what the borrower borrows (受托支付); null when it stays with him. */
  readonly entrustedNo: string | null;
  /** Open TENDER freezes with the marketing money announced beside them. */
  pledged: Money;
  loanAmount: Money;
  repaidPrincipal: Money;
  repaidInterest: Money;
};

/** Shares of one holder, in fen of principal, and what of it has been paid back. */
export type Holding = { amount: Money; repaid: Money };

/** A sale of shares while a trade holds its project's lock. */
export type WorkingSale = Pick<
  typeof debentureSale.$inferSelect,
  'requestNo' | 'accountId' | 'projectNo' | 'share' | 'reserved' | 'confirmed' | 'status'
>;

/** Everything a trade touches, in memory and under lock. */
export type TradeGround = {
  trade: WantedTrade;
  set: WorkingSet;
  freezes: ReadonlyMap<string, WorkingFreeze>;
  project: WorkingProject | undefined;
  /** Other projects, into whose freezes money of this trade is appended. */
  appendedTo: readonly WorkingProject[];
  /** The sale that saleRequestNo names; changed in place. */
  sale: WorkingSale | undefined;
  /** Shares of the project by holder; changed in place. */
  holdings: Map<Uuid, Holding>;
};

/** A freeze serves the business, the project and the sale it was made for; PRETRANSACTION serves everything. */
export function serves(freeze: WorkingFreeze, trade: WantedTrade): boolean {
  if (freeze.bizType === 'PRETRANSACTION') return true;
  const spent: readonly string[] = FREEZES_SPENT[trade.tradeType];
  return (
    spent.includes(freeze.bizType) &&
    freeze.projectNo === trade.projectNo &&
    (freeze.saleNo === null || freeze.saleNo === trade.saleRequestNo)
  );
}
