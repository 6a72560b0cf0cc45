const SURNAMES = '赵钱孙李周吴郑王冯陈蒋沈韩杨';
const NAMES = '明华建国志强丽芳秀英伟静敏杰';
const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const CHECKS = '10X98765432';
/** A debit card's prefix that the simulator knows. */
const BIN = '622202';

export type TypedIdentity = { realName: string; idNumber: string; phone: string; cardNumber: string };

const digit = (): string => String((crypto.getRandomValues(new Uint8Array(1))[0] ?? 0) % 10);
const digits = (count: number): string => Array.from({ length: count }, digit).join('');
const oneOf = (characters: string): string => characters.charAt(+digits(4) % characters.length);

function luhnDigit(first: string): string {
  const total = [...first].reverse().reduce((sum, character, index) => {
    const doubled = +character * (index % 2 === 0 ? 2 : 1);
    return sum + (doubled > 9 ? doubled - 9 : doubled);
  }, 0);
  return String((10 - (total % 10)) % 10);
}

/** Somebody who does not exist, with numbers that pass their checks: for trying the demo without making one up. */
export function sampleIdentity(): TypedIdentity {
  const born = `19${7 + (+digit() % 3)}${digit()}${['01', '03', '05', '07', '09'][+digit() % 5]}1${digit()}`;
  const first17 = `110101${born}${digits(3)}`;
  const total = WEIGHTS.reduce((sum, weight, index) => sum + weight * +first17.charAt(index), 0);
  const card = BIN + digits(12);
  return {
    realName: oneOf(SURNAMES) + oneOf(NAMES) + oneOf(NAMES),
    idNumber: first17 + CHECKS.charAt(total % 11),
    phone: `13${digits(9)}`,
    cardNumber: card + luhnDigit(card),
  };
}
