import { type Money, minus, ZERO } from '#server/primitives/money.ts';
import { shareOf } from '#server/primitives/rate.ts';
import type { Item } from './allocate.ts';
import type { EarlyTerms } from './rows-ahead.ts';

export type EarlyFee = Readonly<{ total: Money; investors: Money; platform: Money }>;

/** The product's fee for principal that is paid back early, and who receives it; each rounded half-even once. */
export function earlyFee(
  terms: Pick<EarlyTerms, 'prepaymentFeePpm' | 'prepaymentFeeInvestorPpm'>,
  early: Money,
): EarlyFee {
  const total = shareOf(early, terms.prepaymentFeePpm);
  const investors = shareOf(total, terms.prepaymentFeeInvestorPpm);
  return { total, investors, platform: minus(total, investors) };
}

/** The items of the one row that a payment ahead of the schedule makes: the investors' and the platform's. */
export function earlyItems(
  instalmentNumber: number,
  paid: Readonly<{ principal: Money; interest: Money; fee: EarlyFee }>,
): Item[] {
  const { principal, interest, fee } = paid;
  const items: Item[] = [];
  if (principal + interest + fee.investors > 0n) {
    const investors = { penalty: ZERO, fee: fee.investors, interest, principal };
    items.push({ instalmentNumber, beneficiary: 'investors', ...investors });
  }
  if (fee.platform > 0n) {
    const platform = { penalty: ZERO, fee: fee.platform, interest: ZERO, principal: ZERO };
    items.push({ instalmentNumber, beneficiary: 'platform', ...platform });
  }
  return items;
}
