import { z } from 'zod';
import { aprPercent } from '#server/domain/loan/apr.ts';
import { amountText, dateText, elementCommand } from './elements.ts';

const transfers = z
  .array(z.strictObject({ on: dateText, amount: amountText.refine((amount) => amount >= 0n, 'must not be negative') }))
  .transform((all) => all.filter((transfer) => transfer.amount > 0n));
const element = z.strictObject({ advances: transfers, payments: transfers });

/** `apr --stdin`: the actuarial annual percentage rate of each credit. Transfers of nothing are left out. */
export const command = elementCommand(element, (credit) => ({ aprPct: aprPercent(credit) }));
