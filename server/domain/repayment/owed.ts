import type { PaymentPart } from '#db/schema/products.ts';
import type { Beneficiary, instalment } from '#db/schema/repayments.ts';
import { fen, type Money, minus, plus, sum, ZERO } from '#server/primitives/money.ts';
import { type RatePpm, shareOf } from '#server/primitives/rate.ts';

type Row = Pick<
  typeof instalment.$inferSelect,
  | 'number'
  | 'principal'
  | 'interest'
  | 'fee'
  | 'principalPaid'
  | 'interestPaid'
  | 'feePaid'
  | 'penaltyPaid'
  | 'penaltyFenDays'
  | 'compensatedOn'
  | 'principalCompensated'
  | 'interestCompensated'
  | 'penaltyAtCompensation'
  | 'principalRecovered'
  | 'interestRecovered'
  | 'penaltyRecovered'
>;

export type Parts = Readonly<Record<PaymentPart, Money>>;
/** What is owed of one instalment, by whom it goes to. */
export type Owed = Readonly<Record<Exclude<Beneficiary, 'platform'>, Parts>>;

export const totalOf = (parts: Parts): Money => sum([parts.penalty, parts.fee, parts.interest, parts.principal]);

/** All penalty that has run up on an instalment: the daily rate of its late fen-days, half-even once on the total. */
export const penaltyOf = (row: Pick<Row, 'penaltyFenDays'>, penaltyPpmPerDay: RatePpm): Money =>
  shareOf(fen(row.penaltyFenDays), penaltyPpmPerDay);

/**
 * What the borrower still owes of an instalment. The penalty belongs to the investors up to the day on which somebody
 * paid them in his place, and to whoever paid from then on.
 */
export function owedOf(row: Row, penaltyPpmPerDay: RatePpm): Owed {
  const penalty = penaltyOf(row, penaltyPpmPerDay);
  const investorsPenalty = row.penaltyAtCompensation ?? penalty;
  return {
    compensator: {
      penalty: minus(minus(penalty, investorsPenalty), row.penaltyRecovered),
      fee: ZERO,
      interest: minus(row.interestCompensated, row.interestRecovered),
      principal: minus(row.principalCompensated, row.principalRecovered),
    },
    investors: {
      penalty: minus(investorsPenalty, row.penaltyPaid),
      fee: minus(row.fee, row.feePaid),
      interest: minus(minus(row.interest, row.interestPaid), row.interestCompensated),
      principal: minus(minus(row.principal, row.principalPaid), row.principalCompensated),
    },
  };
}

/** Everything that the borrower still owes of an instalment. */
export function totalOwed(row: Row, penaltyPpmPerDay: RatePpm): Money {
  const { investors, compensator } = owedOf(row, penaltyPpmPerDay);
  return plus(totalOf(investors), totalOf(compensator));
}
