import type { AccountKind, AccountRole } from '#db/bank/schema/book.ts';
import type { debentureSale, project } from '#db/bank/schema/projects.ts';
import type { PlainDate } from '#server/primitives/calendar.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import { lesser, type Money, minus, plus, ZERO } from '#server/primitives/money.ts';
import { Refusal, refuse } from '../refusal.ts';
import { type FreezeType, STATUS_NEEDED } from '../trade/business.ts';
import { SALE_OVER, UNKNOWN_SALE } from '../trade/check-trade.ts';
import { SHARES_SHORT } from '../trade/claims.ts';
import { FREEZE_PAYERS, type WantedFreeze } from './pre-transaction.ts';

/** An account that is asked to freeze, under lock; `available` shrinks as freezes are taken. */
export type Payer = {
  readonly id: Uuid;
  readonly kind: AccountKind;
  readonly role: AccountRole;
  readonly usable: boolean;
  /** Of a linked platform: the money is held on the e-account too. */
  readonly linked: boolean;
  available: Money;
  /** Standing authorisations by business. */
  readonly grants: ReadonlyMap<string, { amountLimit: Money | null; validUntil: PlainDate }>;
};

export type FreezeRequest = {
  wanted: WantedFreeze;
  /** A page with the customer's password needs no standing authorisation. */
  needsAuthorisation: boolean;
  at: Date;
  businessDate: PlainDate;
};

/** A sale of shares that is to be bought from; `reserved` grows as freezes are taken. */
export type Offer = {
  readonly sellerId: Uuid;
  readonly status: typeof debentureSale.$inferSelect.status;
  readonly unconfirmed: Money;
  /** What its seller still holds and has not been paid back. */
  readonly outstanding: Money;
  reserved: Money;
};

/** What a batch of freezes of one project is decided on. */
export type FreezeGround = {
  payers: ReadonlyMap<string, Payer>;
  project: typeof project.$inferSelect | undefined;
  offers: ReadonlyMap<string, Offer>;
  /** Numbers that have had an effect before; those of the batch are added. */
  taken: Set<string>;
};

/** Paying a compensation back is a repayment: there is no authorisation of that name. */
const grantNeeded = (bizType: FreezeType): string => (bizType === 'COMPENSATORY_REPAYMENT' ? 'REPAYMENT' : bizType);

function checkAuthorisation(payer: Payer, { wanted, businessDate }: FreezeRequest): void {
  const grant = payer.grants.get(grantNeeded(wanted.bizType));
  if (!grant) throw new Refusal('100011', undefined, `no authorisation for ${wanted.bizType}`);
  if (grant.validUntil < businessDate) throw refuse('授权已过期');
  if (grant.amountLimit !== null && wanted.amount > grant.amountLimit) throw refuse('超过授权金额');
}

function checkProject(ground: FreezeGround, payer: Payer, wanted: WantedFreeze): void {
  const { project } = ground;
  if (!project) return;
  const borrowersOwn = wanted.bizType === 'REPAYMENT' || wanted.bizType === 'COMPENSATORY_REPAYMENT';
  if (borrowersOwn && project.borrowerId !== payer.id) throw new Refusal('100011');
  if (STATUS_NEEDED[wanted.bizType]?.includes(project.status) === false) throw new Refusal('100015');
  const room = minus(project.amount, plus(project.loanAmount, project.pledged));
  if (wanted.bizType === 'TENDER' && plus(wanted.amount, wanted.marketing) > room) throw refuse('超过标的可投金额');
}

/** Shares that nobody has bought and, unless they are not to be kept, nobody has reserved. */
function checkShares(offer: Offer, payer: Payer, { share, locksShares }: WantedFreeze): void {
  if (offer.sellerId === payer.id) throw new Refusal('100011', undefined, 'the seller himself');
  if (offer.status === 'COMPLETED') throw refuse(SALE_OVER);
  const room = minus(lesser(offer.unconfirmed, offer.outstanding), locksShares ? offer.reserved : ZERO);
  if ((share ?? ZERO) > room) throw refuse(SHARES_SHORT);
}

/** One freeze, in the order of the wire: number, user, project, role, status, shares, money. Takes it off what is left. */
function decide(ground: FreezeGround, request: FreezeRequest): void {
  const { wanted } = request;
  if (ground.taken.has(wanted.requestNo)) throw new Refusal('100013');
  const payer = ground.payers.get(wanted.userNo);
  if (!payer) throw new Refusal('100009');
  if (!payer.usable) throw new Refusal('100010');
  if (wanted.projectNo && !ground.project) throw refuse('标的不存在');
  const offer = wanted.saleNo === null ? undefined : ground.offers.get(wanted.saleNo);
  if (wanted.saleNo !== null && !offer) throw refuse(UNKNOWN_SALE);
  const roles = FREEZE_PAYERS[wanted.bizType];
  if (roles === 'any-user' ? payer.kind !== 'user' : !roles.includes(payer.role)) throw new Refusal('100011');
  if (request.needsAuthorisation && payer.kind === 'user') checkAuthorisation(payer, request);
  checkProject(ground, payer, wanted);
  if (offer) checkShares(offer, payer, wanted);
  if (payer.available < wanted.amount) throw new Refusal('100014');
  payer.available = minus(payer.available, wanted.amount);
  if (offer && wanted.share && wanted.locksShares) offer.reserved = plus(offer.reserved, wanted.share);
  if (ground.project && wanted.bizType === 'TENDER') {
    ground.project.pledged = plus(ground.project.pledged, plus(wanted.amount, wanted.marketing));
  }
  ground.taken.add(wanted.requestNo);
}

/** Decides freezes one by one as they came; answers the refusal of each, or nothing for those that are taken. */
export const decideFreezes = (ground: FreezeGround, requests: readonly FreezeRequest[]): (Refusal | undefined)[] =>
  requests.map((request) => {
    try {
      decide(ground, request);
      return undefined;
    } catch (error) {
      if (error instanceof Refusal) return error;
      throw error;
    }
  });
