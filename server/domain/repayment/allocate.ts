import type { PaymentPart } from '#db/schema/products.ts';
import type { Beneficiary } from '#db/schema/repayments.ts';
import { lesser, type Money, minus, ZERO } from '#server/primitives/money.ts';
import { type Owed, type Parts, totalOf } from './owed.ts';

/** What of a payment is meant for one instalment and one beneficiary. */
export type Item = Parts & Readonly<{ instalmentNumber: number; beneficiary: Beneficiary }>;

const NOTHING: Parts = { penalty: ZERO, fee: ZERO, interest: ZERO, principal: ZERO };

type Owing = readonly Readonly<{ number: number; owed: Owed }>[];

/**
 * Spends an amount on what is owed: the oldest instalment first; inside it whoever paid in the borrower's place before
 * the investors; inside that the parts in the product's order. What is left over stays unspent.
 * @param owing by instalment, the oldest first
 * @returns the items that receive something, in the order in which they were served
 */
export function allocate(amount: Money, owing: Owing, order: readonly PaymentPart[]): Item[] {
  let left = amount;
  const items: Item[] = [];
  for (const { number, owed } of owing) {
    for (const beneficiary of ['compensator', 'investors'] as const) {
      const parts: Record<PaymentPart, Money> = { ...NOTHING };
      for (const part of order) {
        parts[part] = lesser(left, owed[beneficiary][part]);
        left = minus(left, parts[part]);
      }
      if (totalOf(parts) > 0n) items.push({ ...parts, instalmentNumber: number, beneficiary });
    }
  }
  return items;
}

/**
 * Spends what comes in for a loan that has been written off: first on whoever paid in the borrower's place, then on the
 * investors; of each on all principal before any interest, then on fees, and on the penalty last; the oldest instalment
 * first.
 * @param owing by instalment, the oldest first
 */
export function allocateRecovery(amount: Money, owing: Owing): Item[] {
  let left = amount;
  return (['compensator', 'investors'] as const).flatMap((beneficiary) => {
    const items = owing.map(({ number }) => ({ ...NOTHING, instalmentNumber: number, beneficiary }));
    for (const part of ['principal', 'interest', 'fee', 'penalty'] as const) {
      for (const [index, { owed }] of owing.entries()) {
        const item = items[index];
        if (!item) continue;
        const taken = lesser(left, owed[beneficiary][part]);
        items[index] = { ...item, [part]: taken };
        left = minus(left, taken);
      }
    }
    return items.filter((item) => totalOf(item) > 0n);
  });
}
