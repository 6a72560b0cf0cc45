/** Papers that prove who somebody is. */
export const ID_CARD_TYPES = ['PRC_ID', 'PASSPORT', 'COMPATRIOTS_CARD', 'PERMANENT_RESIDENCE'] as const;

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const CHECKS = '10X98765432';

/** A resident's ID number: 18 characters with a date that exists and the check character of GB 11643-1999. */
export function isIdCardNo(text: string): boolean {
  if (!/^\d{17}[\dX]$/.test(text)) return false;
  const sum = WEIGHTS.reduce((total, weight, index) => total + weight * Number(text[index]), 0);
  if (CHECKS[sum % 11] !== text[17]) return false;
  const [year, month, day] = [text.slice(6, 10), text.slice(10, 12), text.slice(12, 14)];
  const date = new Date(`${year}-${month}-${day}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(`${year}-${month}-${day}`);
}

export const isMobile = (text: string): boolean => /^1[3-9]\d{9}$/.test(text);

/** "622848*********1234": the first six and the last four, as receipts print it. */
export const maskCard = (cardNo: string): string =>
  cardNo.length < 11 ? cardNo : `${cardNo.slice(0, 6)}${'*'.repeat(cardNo.length - 10)}${cardNo.slice(-4)}`;

export const maskIdCard = (idCardNo: string): string =>
  idCardNo.length < 8 ? idCardNo : `${idCardNo.slice(0, 3)}${'*'.repeat(idCardNo.length - 7)}${idCardNo.slice(-4)}`;

export const maskMobile = (mobile: string): string =>
  mobile.length < 8 ? mobile : `${mobile.slice(0, 3)}****${mobile.slice(-4)}`;
