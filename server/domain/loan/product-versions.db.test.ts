import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { loan } from '#db/schema/loans.ts';
import { product } from '#db/schema/products.ts';
import { transaction } from '#db/transaction.ts';
import { addDays } from '#server/primitives/calendar.ts';
import { fen } from '#server/primitives/money.ts';
import { ratePpm } from '#server/primitives/rate.ts';
import { newApplicant } from '#server/testing/applicants.ts';
import { type LoneDatabase, openLoneDatabase } from '#server/testing/context.ts';
import { mintAdmin, type StaffRole } from '../actors.ts';
import { applyForLoan } from './apply-for-loan.ts';
import { decideProduct } from './decide-product.ts';
import { productVersions } from './product-queries.ts';
import type { ProductTerms } from './product-terms.ts';
import { ensureProducts } from './products.ts';
import { proposeProduct } from './propose-product.ts';
import { productsOnSale } from './queries.ts';

let lone: LoneDatabase;
let terms: ProductTerms;
const CODE = 'monthly-instalment';
const staff = (...roles: StaffRole[]) => lone.contextFor(mintAdmin({ memberId: lone.system.newId(), roles }));

beforeAll(async () => {
  lone = await openLoneDatabase();
  await transaction(lone.pool, (tx) => ensureProducts(tx, lone.system));
  const [first] = await lone.pool.db.select().from(product).where(eq(product.code, CODE));
  if (!first) throw new Error('no product');
  const { id, code, version, name, validFrom, state, proposedBy, proposedAt, publishedBy, publishedAt, ...rest } =
    first;
  terms = rest;
});
afterAll(() => lone.close());

const propose = (changes: Partial<ProductTerms> = {}, by = staff('administrator')) =>
  proposeProduct(by, {
    requestId: lone.system.newId(),
    code: CODE,
    name: '等额本息（新）',
    validFrom: lone.system.businessDate,
    terms: { ...terms, ...changes },
  });
const versionOnSale = async (now?: () => Date) => {
  const onSale = await productsOnSale(lone.contextFor(lone.system.actor, { now }));
  return onSale.find(({ code }) => code === CODE)?.version;
};
const inDays = (days: number) => () => new Date(Date.now() + days * 86_400_000);

test('a version is sold when another has published it, from its first day on; loans keep theirs', async () => {
  const administrator = staff('administrator');
  const { productId, version } = await propose({ graceDays: 3 }, administrator);
  expect(version).toBe(2);
  expect(await versionOnSale()).toBe(1);
  const publish = { productId, decision: 'publish', reason: '' } as const;
  await expect(decideProduct(administrator, publish)).rejects.toMatchObject({ code: 'SAME_PERSON' });
  await expect(decideProduct(staff('finance'), publish)).rejects.toMatchObject({ code: 'FORBIDDEN' });
  const yesterday = addDays(lone.system.businessDate, -1);
  await expect(decideProduct(staff('administrator'), { ...publish, validFrom: yesterday })).rejects.toMatchObject({
    details: { field: 'validFrom' },
  });
  const borrower = lone.contextFor(await newApplicant(lone));
  const [old] = await lone.pool.db.select({ id: product.id }).from(product).where(eq(product.code, CODE));
  const asked = { title: '进货', purpose: '备货', amount: fen(1_000_000n), term: 6, ratePpm: ratePpm(90_000) };
  const { loanId } = await applyForLoan(borrower, {
    ...asked,
    requestId: lone.system.newId(),
    productId: old?.id ?? productId,
  });
  const nextWeek = addDays(lone.system.businessDate, 7);
  expect(await decideProduct(staff('risk-officer'), { ...publish, validFrom: nextWeek })).toMatchObject({
    state: 'published',
  });
  expect(await versionOnSale()).toBe(1);
  expect(await versionOnSale(inDays(8))).toBe(2);
  const [kept] = await lone.pool.db.select({ productId: loan.productId }).from(loan).where(eq(loan.id, loanId));
  expect(kept?.productId).toBe(old?.id);
  await expect(decideProduct(staff('administrator'), publish)).rejects.toMatchObject({ code: 'CONFLICT' });
});

test('terms that cannot be are refused beside every field at once', async () => {
  await expect(propose({ graceDays: -1, bidStep: fen(0n) })).rejects.toMatchObject({
    code: 'INPUT_INVALID',
    details: { field: 'bidStep', problems: 'bidStep=range graceDays=range' },
  });
  const nameless = { requestId: lone.system.newId(), code: 'Auto', name: ' ', validFrom: lone.system.businessDate };
  await expect(
    proposeProduct(staff('administrator'), { ...nameless, terms: { ...terms, borrowerKinds: [] } }),
  ).rejects.toMatchObject({ details: { field: 'code', problems: 'code=range name=range borrowerKinds=missing' } });
  await expect(propose({}, staff('loan-officer'))).rejects.toMatchObject({ code: 'FORBIDDEN' });
});

test('a new code begins a product of its own, with its own borrowers, prices and order of allocation', async () => {
  const changes: Partial<ProductTerms> = {
    borrowerKinds: ['enterprise'],
    collateralKinds: ['car'],
    gradePrices: { A: 72_000 },
    partialPayments: true,
    allocationOrder: ['interest', 'principal', 'penalty', 'fee'],
  };
  const proposal = { requestId: lone.system.newId(), code: 'car-fleet', name: '车队贷' };
  const { businessDate } = lone.system;
  const { productId, version } = await proposeProduct(staff('administrator'), {
    ...proposal,
    validFrom: businessDate,
    terms: { ...terms, ...changes },
  });
  expect(version).toBe(1);
  await decideProduct(staff('risk-officer'), { productId, decision: 'publish', reason: '' });
  const onSale = await productsOnSale(lone.system);
  expect(onSale.find(({ code }) => code === 'car-fleet')).toMatchObject({ name: '车队贷', ...changes });
});

test('a refused version is never sold, and stays to be read', async () => {
  const { productId, version } = await propose({ graceDays: 1 });
  const other = staff('administrator');
  await expect(decideProduct(other, { productId, decision: 'refuse', reason: '' })).rejects.toMatchObject({
    details: { field: 'reason' },
  });
  await decideProduct(other, { productId, decision: 'refuse', reason: '宽限期过长' });
  const versions = await productVersions(other);
  expect(versions.find(({ product: { id } }) => id === productId)).toMatchObject({
    product: { version, state: 'refused' },
    own: false,
    loans: 0,
  });
  expect(await versionOnSale(inDays(30))).not.toBe(version);
});

test('two who publish at once: one does', async () => {
  const { productId } = await propose();
  const all = await Promise.allSettled(
    [staff('administrator'), staff('administrator')].map((by) =>
      decideProduct(by, { productId, decision: 'publish', reason: '' }),
    ),
  );
  expect(all.filter(({ status }) => status === 'fulfilled').length).toBe(1);
});

test('the database itself refuses one person as proposer and publisher', async () => {
  const by = staff('administrator');
  const { productId } = await propose({}, by);
  await expect(
    lone.pool.db.update(product).set({ publishedBy: by.actor.memberId }).where(eq(product.id, productId)),
  ).rejects.toMatchObject({ cause: { constraint_name: 'product_by_two' } });
});
