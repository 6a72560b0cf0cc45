import { randomUUID } from 'node:crypto';
import { expect } from '@playwright/test';
import type { Money } from '#server/primitives/money.ts';
import { accountHolder, demoPerson, type Person } from './people.ts';

export type LoanWish = Readonly<{
  amount: Money;
  kind?: 'equal-instalment' | 'bullet';
  /** A product by its code instead of the first that repays so. */
  productCode?: string;
  /** Months, or days for bullet. */
  term?: number;
  ratePpm?: number;
}>;

export type ListedLoan = Readonly<{ loanId: string; title: string; borrower: Person }>;

/** A title that no other loan of the world has. */
export const newTitle = (): string => `Kiln ${randomUUID().slice(0, 8)}`;

/** An application of a new borrower. */
export async function newApplication(wish: LoanWish): Promise<ListedLoan> {
  const borrower = await accountHolder('borrower');
  const { loan, application } = borrower.portal;
  const kind = wish.kind ?? 'equal-instalment';
  const product = (await loan.products.query()).find(({ code, repaymentKind, collateralKinds }) =>
    wish.productCode ? code === wish.productCode : repaymentKind === kind && collateralKinds.includes('credit'),
  );
  if (!product) throw new Error(`no product ${wish.productCode ?? `repays by ${kind}`}`);
  const title = newTitle();
  const { loanId } = await application.handIn.mutate({
    requestId: randomUUID(),
    productId: product.id,
    title,
    purpose: 'A second kiln for the pottery.',
    amount: wish.amount,
    term: wish.term ?? product.termMinimum,
    ratePpm: wish.ratePpm ?? 100_000,
    region: 'Jingdezhen',
    // So much that no rule of the score makes a second officer look.
    income: '1000000',
    declaredDebt: '0',
    collateralKind: 'credit',
  });
  return { loanId, title, borrower };
}

/** A loan of a new borrower that takes bids: applied for, offered by the officer, accepted, known to the bank. */
export async function openLoan(wish: LoanWish): Promise<ListedLoan> {
  const [listed, officer] = await Promise.all([newApplication(wish), demoPerson('officer')]);
  const { loanId, borrower } = listed;
  await officer.portal.loan.startReview.mutate({ loanId });
  await officer.portal.loan.decide.mutate({ loanId, decision: 'offer', grade: 'B', reason: 'Sound accounts.' });
  await borrower.portal.loan.acceptOffer.mutate({ loanId });
  const { loan } = borrower.portal;
  const stateNow = async () => (await loan.mine.query()).find((one) => one.loanId === loanId)?.state;
  await expect.poll(stateNow, { intervals: [50, 100, 200], timeout: 20_000 }).toBe('open');
  return listed;
}
