import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { account, authorisation } from '#db/schema/accounts.ts';
import { type LoanState, loan } from '#db/schema/loans.ts';
import { instalment } from '#db/schema/repayments.ts';
import { transaction } from '#db/transaction.ts';
import { plainDate } from '#server/primitives/calendar.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import { fen } from '#server/primitives/money.ts';
import { ratePpm } from '#server/primitives/rate.ts';
import { newEnterprise } from '#server/testing/applicants.ts';
import { type LoneDatabase, openLoneDatabase } from '#server/testing/context.ts';
import { yuan } from '#server/testing/customers.ts';
import { mintAdmin, mintGuarantor } from '../actors.ts';
import { decideGuarantor } from '../member/decide-guarantor.ts';
import { proposeGuarantor } from '../member/propose-guarantor.ts';
import { suspendGuarantor } from '../member/suspend-guarantor.ts';
import { requireGuarantorRoom } from './guarantor-exposure.ts';
import { guaranteedLoans, guarantorsForStaff, guarantorsOnOffer, ownGuarantee } from './guarantor-queries.ts';
import { lockLoan } from './move-loan.ts';

let lone: LoneDatabase;
beforeAll(async () => {
  lone = await openLoneDatabase();
});
afterAll(() => lone.close());

const staff = () => lone.contextFor(mintAdmin({ memberId: lone.system.newId(), roles: ['risk-officer'] }));

/** An enterprise with a guarantor's account; what it has authorised is a test's to say. */
async function newFirm({ authorised = true } = {}) {
  const held = await newEnterprise(lone);
  const { db, now, newId } = lone.system;
  const accountId = newId();
  await db.insert(account).values({
    id: accountId,
    memberId: held.memberId,
    personId: held.legalPersonId,
    enterpriseId: held.enterpriseId,
    role: 'GUARANTEECORP',
    platformUserNo: accountId,
    state: 'active',
    createdAt: now(),
    activatedAt: now(),
  });
  if (authorised) await db.insert(authorisation).values({ accountId, kind: 'COMPENSATORY', grantedAt: now() });
  return { ...held, accountId };
}
async function accepted(limit: bigint, options = {}) {
  const firm = await newFirm(options);
  await proposeGuarantor(staff(), { enterpriseId: firm.enterpriseId, exposureLimit: fen(limit) });
  await decideGuarantor(staff(), { enterpriseId: firm.enterpriseId, accept: true });
  return firm;
}

let loans = 0;
async function guaranteed(guarantorId: Uuid, state: LoanState, amount: bigint, borrowerPersonId?: Uuid) {
  const { db, now, newId } = lone.system;
  loans += 1;
  const id = newId();
  const numbers = { number: `L2026-8${loans}`, projectNo: `L20268${loans}` };
  const terms = { title: '-', purpose: '-', amount: fen(amount), ratePpm: ratePpm(90_000), term: 12 };
  const parties = { borrowerAccountId: newId(), borrowerPersonId: borrowerPersonId ?? newId(), guarantorId };
  await db.insert(loan).values({ id, ...numbers, ...terms, ...parties, productId: newId(), state, createdAt: now() });
  return id;
}
/** Lists a loan in the guarantor's name, as accepting its offer does. */
const list = (loanId: Uuid) =>
  transaction(lone.system, async (tx) => {
    const locked = await lockLoan(tx, loanId);
    if (!locked.guarantorId) throw new Error('nobody stands for it');
    await requireGuarantorRoom(tx, lone.system, { ...locked, guarantorId: locked.guarantorId });
    await tx.update(loan).set({ state: 'registering' }).where(eq(loan.id, loanId));
  });

test('one of the staff proposes a guarantor and another accepts it; the database holds them to it', async () => {
  const { enterpriseId } = await newFirm();
  const [maker, checker] = [staff(), staff()];
  await proposeGuarantor(maker, { enterpriseId, exposureLimit: yuan(100) });
  await expect(decideGuarantor(maker, { enterpriseId, accept: true })).rejects.toMatchObject({ code: 'SAME_PERSON' });
  await expect(
    lone.pool.sql`update guarantor set decided_by = proposed_by where enterprise_id = ${enterpriseId}`,
  ).rejects.toThrow('guarantor_by_two');
  await expect(list(await guaranteed(enterpriseId, 'offered', 100n))).rejects.toMatchObject({
    code: 'GUARANTOR_NOT_ACTIVE',
  });
  expect((await guarantorsForStaff(maker)).find((row) => row.enterpriseId === enterpriseId)).toMatchObject({
    state: 'proposed',
    isOwnProposal: true,
  });
  await decideGuarantor(checker, { enterpriseId, accept: true });
  expect((await guarantorsOnOffer(checker)).find((row) => row.enterpriseId === enterpriseId)?.room).toBe(yuan(100));
  await expect(proposeGuarantor(maker, { enterpriseId, exposureLimit: yuan(200) })).rejects.toMatchObject({
    code: 'INVALID_TRANSITION',
  });
  await suspendGuarantor(maker, { enterpriseId });
  await proposeGuarantor(checker, { enterpriseId, exposureLimit: yuan(200) });
  await expect(decideGuarantor(checker, { enterpriseId, accept: false })).rejects.toMatchObject({
    code: 'SAME_PERSON',
  });
  await decideGuarantor(maker, { enterpriseId, accept: false });
  expect((await guarantorsOnOffer(checker)).map((row) => row.enterpriseId)).not.toContain(enterpriseId);
  const rows = await lone.pool.sql`select verb from audit where object_id = ${enterpriseId}`;
  expect(rows.map((row) => row.verb)).toEqual(
    expect.arrayContaining(['propose-guarantor', 'accept-guarantor', 'suspend-guarantor', 'refuse-guarantor']),
  );
});

test('only an enterprise with an open guarantor’s account is proposed, up to a limit of something, by risk staff', async () => {
  const { enterpriseId } = await newEnterprise(lone);
  const exposureLimit = yuan(100);
  await expect(proposeGuarantor(staff(), { enterpriseId, exposureLimit })).rejects.toMatchObject({ code: 'NOT_FOUND' });
  const firm = await newFirm();
  const nothing = { enterpriseId: firm.enterpriseId, exposureLimit: yuan(0) };
  await expect(proposeGuarantor(staff(), nothing)).rejects.toMatchObject({ code: 'AMOUNT_NOT_POSITIVE' });
  const clerk = lone.contextFor(mintAdmin({ memberId: lone.system.newId(), roles: ['finance'] }));
  await expect(proposeGuarantor(clerk, nothing)).rejects.toMatchObject({ code: 'FORBIDDEN' });
});

test('twenty loans listed at once never pass the limit together', async () => {
  const { enterpriseId } = await accepted(500_00n);
  const ids = await Promise.all(Array.from({ length: 20 }, () => guaranteed(enterpriseId, 'offered', 100_00n)));
  const listed = await Promise.allSettled(ids.map(list));
  expect(listed.filter(({ status }) => status === 'fulfilled')).toHaveLength(5);
  for (const one of listed) {
    if (one.status === 'rejected')
      expect(one.reason).toMatchObject({ code: 'GUARANTOR_LIMIT_EXCEEDED', details: { exposureFen: '50000' } });
  }
});

test('nobody stands for himself, nor without an authorisation to be paid by', async () => {
  const firm = await accepted(100_00n);
  await expect(list(await guaranteed(firm.enterpriseId, 'offered', 1n, firm.legalPersonId))).rejects.toMatchObject({
    code: 'OWN_LOAN',
  });
  const silent = await accepted(100_00n, { authorised: false });
  await expect(list(await guaranteed(silent.enterpriseId, 'offered', 1n))).rejects.toMatchObject({
    code: 'AUTHORISATION_MISSING',
  });
});

test('exposure is what is outstanding, with what was paid and has not come back', async () => {
  const { enterpriseId, accountId, memberId, legalPersonId } = await accepted(10_000_00n);
  const repaying = await guaranteed(enterpriseId, 'overdue', 1_000_00n);
  const row = { loanId: repaying, interest: fen(10_00n), periodEndsOn: plainDate('2026-03-31') };
  const due = { dueOn: row.periodEndsOn, principal: fen(500_00n) };
  await lone.pool.db.insert(instalment).values([
    {
      ...{ ...row, ...due, number: 1, state: 'compensated', compensatorAccountId: accountId },
      principalCompensated: fen(500_00n),
      interestCompensated: fen(10_00n),
      principalRecovered: fen(200_00n),
    },
    { ...row, ...due, number: 2, state: 'scheduled', principalPaid: fen(100_00n) },
  ]);
  await guaranteed(enterpriseId, 'open', 300_00n);
  await guaranteed(enterpriseId, 'repaid', 700_00n);
  await guaranteed(enterpriseId, 'reviewing', 900_00n);
  const ids = { memberId, personId: legalPersonId, accountId, enterpriseId };
  const ctx = lone.contextFor(mintGuarantor(ids));
  expect(await ownGuarantee(ctx)).toMatchObject({ state: 'active', exposure: fen(400_00n + 310_00n + 300_00n) });
  const mine = await guaranteedLoans(ctx);
  expect(mine).toHaveLength(4);
  expect(mine.find(({ loanId }) => loanId === repaying)).toMatchObject({
    open: fen(400_00n),
    paid: fen(510_00n),
    recovered: fen(200_00n),
  });
});
