import type { OwnApplication, ProductView } from '#components/trpc/outputs.ts';
import { isUuid } from '#server/primitives/ids.ts';
import { type Money, parseMoney, toDecimalText, ZERO } from '#server/primitives/money.ts';
import { parsePercent } from '#server/primitives/parse-rate.ts';
import { formatRate, type RatePpm } from '#server/primitives/rate.ts';

const FIELD_NAMES = [
  'productId',
  'amount',
  'term',
  'rate',
  'title',
  'purpose',
  'region',
  'income',
  'debt',
  'collateralKind',
  'collateral',
  'guarantorId',
] as const;
export type FieldName = (typeof FIELD_NAMES)[number];
/** What has been typed so far, as text: what a draft keeps. */
export type Fields = Readonly<Record<FieldName, string>>;
export type CollateralKind = ProductView['collateralKinds'][number];

export const STEPS = ['terms', 'purpose', 'means', 'security', 'documents', 'check'] as const;
export type Step = (typeof STEPS)[number];

/** Kinds of security that are a thing one can describe. */
const THINGS: readonly CollateralKind[] = ['house', 'car', 'receivable'];

export const isThing = (kind: string): boolean => THINGS.some((thing) => thing === kind);
export const needsGuarantor = ({ compensator }: Pick<ProductView, 'compensator'>): boolean =>
  compensator === 'guarantor' || compensator === 'guarantor-through-borrower';

const isNothing = (text: string): boolean => /^[0０]+([.．][0０]*)?$/.test(text.trim());

/** An amount that may be nothing at all. */
export function readNoneOrAmount(text: string): Money | undefined {
  if (isNothing(text)) return ZERO;
  const parsed = parseMoney(text);
  return parsed.ok ? parsed.amount : undefined;
}

export type Numbers = Readonly<{
  amount: Money | undefined;
  term: number | undefined;
  ratePpm: RatePpm | undefined;
  income: Money | undefined;
  debt: Money | undefined;
}>;

/** The answers as numbers where they can be read. */
export function readNumbers(fields: Fields): Numbers {
  const amount = parseMoney(fields.amount);
  return {
    amount: amount.ok ? amount.amount : undefined,
    term: /^\d{1,3}$/.test(fields.term) ? +fields.term : undefined,
    ratePpm: parsePercent(fields.rate),
    income: readNoneOrAmount(fields.income),
    debt: readNoneOrAmount(fields.debt),
  };
}

/** An empty form for a product. */
export const emptyFields = (product: ProductView): Fields => ({
  productId: product.id,
  amount: '',
  term: String(Math.min(12, product.termMaximum)),
  rate: '9.5',
  title: '',
  purpose: '',
  region: '',
  income: '',
  debt: '0',
  collateralKind: product.collateralKinds[0] ?? 'credit',
  collateral: '',
  guarantorId: '',
});

/** A kept draft over an empty form, or over the returned application: fields it does not know stay out. */
export function restoredFields(start: Fields, kept: Readonly<Record<string, string>>): Fields {
  const known = FIELD_NAMES.flatMap((name) => (kept[name] === undefined ? [] : [[name, kept[name]] as const]));
  return { ...start, ...Object.fromEntries(known) };
}

/** A returned application as it was handed in, to be changed. */
export const fieldsOfLoan = (loan: OwnApplication): Fields => ({
  productId: loan.product.id,
  amount: toDecimalText(loan.amount),
  term: String(loan.term),
  rate: formatRate(loan.ratePpm),
  title: loan.title,
  purpose: loan.purpose,
  region: loan.region ?? '',
  income: toDecimalText(loan.monthlyIncome ?? loan.annualRevenue ?? ZERO),
  debt: toDecimalText(loan.declaredDebt),
  collateralKind: loan.collateralKind,
  collateral: loan.collateral ?? '',
  guarantorId: loan.guarantorId ?? '',
});

/** What is handed in, once every answer can be read; undefined before. */
export function answersOf(fields: Fields, product: ProductView) {
  const { amount, term, ratePpm, income, debt } = readNumbers(fields);
  if (amount === undefined || term === undefined || ratePpm === undefined) return undefined;
  if (income === undefined || debt === undefined) return undefined;
  return {
    productId: product.id,
    title: fields.title,
    purpose: fields.purpose,
    amount,
    term,
    ratePpm,
    region: fields.region,
    income: toDecimalText(income),
    declaredDebt: toDecimalText(debt),
    collateralKind: fields.collateralKind as CollateralKind,
    collateral: isThing(fields.collateralKind) ? fields.collateral : undefined,
    guarantorId: needsGuarantor(product) && isUuid(fields.guarantorId) ? fields.guarantorId : undefined,
  };
}

export type Answers = NonNullable<ReturnType<typeof answersOf>>;
