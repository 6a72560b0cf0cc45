import { toDecimalText } from '#server/primitives/money.ts';
import type { Bank } from '../bank.ts';
import { miscarryProject } from '../trade/miscarry.ts';

/**
 * POST projects/:no/miscarry → {requestNo, freezes, released}: the bank lets a collecting project miscarry, releases
 * what is frozen for it and tells the platform by NOTIFY.
 */
export async function miscarryByBank(bank: Bank, platformNo: string, projectNo: string) {
  const done = await bank.dayEnd.operate((at) => miscarryProject(bank, { platformNo, projectNo, at }));
  return { ...done, released: toDecimalText(done.released) };
}
