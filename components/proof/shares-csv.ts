import type { ProofShareView } from '#components/trpc/outputs.ts';
import { toDecimalText } from '#server/primitives/money.ts';
import { carryText } from './carry.ts';

const COLUMNS: readonly [string, (share: ProofShareView) => string][] = [
  ['row', (share) => String(share.number)],
  ['payment', (share) => share.collectionId],
  ['paid_by', (share) => share.payer],
  ['paid_on', (share) => share.paidOn ?? ''],
  ['claim', (share) => share.claimId],
  ['investor', (share) => share.investor],
  ['stake', (share) => toDecimalText(share.stake)],
  ['principal', (share) => toDecimalText(share.principal)],
  ['interest', (share) => toDecimalText(share.interest)],
  ['penalty', (share) => toDecimalText(share.penalty)],
  ['prepayment_fee', (share) => toDecimalText(share.fee)],
  ['service_fee', (share) => toDecimalText(share.serviceFee)],
  ['principal_carry_fen', (share) => carryText(share.principalCarry, share.whole).replace('−', '-')],
  ['interest_carry_fen', (share) => carryText(share.interestCarry, share.whole).replace('−', '-')],
  ['penalty_carry_fen', (share) => carryText(share.penaltyCarry, share.whole).replace('−', '-')],
  ['prepayment_fee_carry_fen', (share) => carryText(share.feeCarry, share.whole).replace('−', '-')],
  ['left_over_fen', (share) => share.leftOver.toString()],
];

/** Text with what would end a field, or begin a formula in a spreadsheet, made harmless. */
const field = (text: string): string => {
  const safe = /^[=+@\t\r]/.test(text) && !/^\+\d/.test(text) ? `'${text}` : text;
  return /[",\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
};

const line = (cells: readonly string[]): string => `${cells.map(field).join(',')}\r\n`;

/** With the mark that tells spreadsheets the encoding. */
export const SHARES_HEADER = `\uFEFF${line(COLUMNS.map(([name]) => name))}`;

/** Receipts as lines of CSV. */
export const csvOfShares = (shares: readonly ProofShareView[]): string =>
  shares.map((share) => line(COLUMNS.map(([, cell]) => cell(share)))).join('');
