import type { WithdrawalArrival } from '#db/schema/withdrawals.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import type { Money } from '#server/primitives/money.ts';
import { withdraw } from '../domain/cash/withdraw.ts';
import { openPage } from '../domain/custody/open-page.ts';
import { walkBankPages } from './bank-pages.ts';
import { type Customer, type Host, untilConcluded, yuan } from './customers.ts';

const RETURN_URL = 'http://127.0.0.1:9/return';
/** What a withdrawal costs as long as nobody has said otherwise. */
export const FEE = yuan(1);

export type Wish = { arrival?: WithdrawalArrival; fee?: Money; requestId?: Uuid };

/** Asks for a withdrawal; for the next day unless wished otherwise. */
export async function askWithdrawal(who: Customer, amount: Money, wish: Wish = {}) {
  const { arrival = 'next-day', fee = FEE, requestId } = wish;
  const ctx = await who.context();
  return withdraw(ctx, { requestId: requestId ?? ctx.newId(), amount, arrival, fee, returnUrl: RETURN_URL });
}

/** At the bank's page with the right password. @returns what the browser would carry back */
export async function confirmAtBank(who: Customer, instructionId: Uuid): Promise<Record<string, unknown>> {
  const back = await walkBankPages(await openPage(await who.context(), instructionId, 'PC'));
  return JSON.parse(back.fields.respData ?? '{}');
}

/** Asks for it, confirms it at the bank's page, and waits for the bank's word. @returns the withdrawal's id */
export async function takeWithdrawal(
  host: Host,
  who: Customer,
  amount: Money,
  { patienceMs, ...wish }: Wish & { patienceMs?: number } = {},
): Promise<Uuid> {
  const { instructionId, withdrawalId } = await askWithdrawal(who, amount, wish);
  await confirmAtBank(who, instructionId);
  await untilConcluded(host, instructionId, patienceMs);
  return withdrawalId;
}
