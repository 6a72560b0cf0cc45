import { sampleIdentity } from './sample-identity.ts';

const CHARACTERS = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const WEIGHTS = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];
const PLACES = ['江南', '青川', '东岭', '西湖', '云台'];
const TRADES = ['商贸', '食品', '物流', '建材', '茶业'];

export const ENTERPRISE_FIELDS = [
  'name',
  'unifiedCode',
  'bankLicense',
  'bankCode',
  'accountNumber',
  'legalName',
  'legalIdNumber',
  'legalPhone',
  'contactName',
  'contactPhone',
] as const;
export type EnterpriseField = (typeof ENTERPRISE_FIELDS)[number];
export type TypedEnterprise = Record<EnterpriseField, string>;

const digits = (count: number): string =>
  Array.from(crypto.getRandomValues(new Uint8Array(count)), (byte) => String(byte % 10)).join('');
const oneOf = (words: readonly string[]): string => words[+digits(4) % words.length] ?? '';

/** A company that does not exist, with numbers that pass their checks: for trying the demo without making one up. */
export function sampleEnterprise(): TypedEnterprise {
  const [legal, contact] = [sampleIdentity(), sampleIdentity()];
  const first17 = `91330100MA2${digits(6)}`;
  const total = WEIGHTS.reduce((sum, weight, index) => sum + weight * CHARACTERS.indexOf(first17.charAt(index)), 0);
  return {
    name: `${oneOf(PLACES)}${oneOf(TRADES)}有限公司`,
    unifiedCode: first17 + CHARACTERS.charAt((31 - (total % 31)) % 31),
    bankLicense: `J3310${digits(9)}`,
    bankCode: 'ICBK',
    accountNumber: `3301040160${digits(9)}`,
    legalName: legal.realName,
    legalIdNumber: legal.idNumber,
    legalPhone: legal.phone,
    contactName: contact.realName,
    contactPhone: contact.phone,
  };
}
