import type { EnterpriseFacts } from '../domain/cash/enterprise-facts.ts';
import { checkCharacterOf } from '../domain/cash/rules.ts';
import { codeCheckCharacter } from '../domain/cash/unified-code.ts';

/** Made-up people for tests and demonstrations, the same for the same number. */
export type MadeUpPerson = Readonly<{ realName: string; idNumber: string; phone: string; cardNumber: string }>;

const SURNAMES = [...'赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜'];
const GIVEN = [...'伟芳娜秀敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂英华玉萍红梅建国文辉力健'];

const at = (list: readonly string[], index: number): string => list[index % list.length] ?? '';

/** A debit card number of China's main issuer ranges, completed to satisfy Luhn. */
function cardOf(number: number): string {
  const digits = `622202${String(number).padStart(12, '0')}`;
  const total = [...digits].reverse().reduce((sum, digit, index) => {
    const value = Number(digit) * (index % 2 === 0 ? 2 : 1);
    return sum + (value > 9 ? value - 9 : value);
  }, 0);
  return digits + ((10 - (total % 10)) % 10);
}

/** The nth person: name, identity number, phone and debit card, all well-formed and different for n below a million. */
export function madeUpPerson(n: number): MadeUpPerson {
  const year = 1955 + (n % 45);
  const day = String((n % 28) + 1).padStart(2, '0');
  const month = String((n % 12) + 1).padStart(2, '0');
  const region = 110_101 + (Math.floor(n / 999) % 1000) * 100;
  const first17 = `${region}${year}${month}${day}${String(n % 999).padStart(3, '0')}`;
  return {
    realName: at(SURNAMES, n) + at(GIVEN, n * 7 + 3) + (n % 3 === 0 ? '' : at(GIVEN, n * 11 + 5)),
    idNumber: first17 + checkCharacterOf(first17),
    phone: `1${3 + (n % 7)}${String(100_000_000 + n * 37).padStart(9, '0')}`,
    cardNumber: cardOf(n + 1),
  };
}

const PLACES = [...'江南淮北川东岭西湖滨海宁云台'];
const TRADES = ['商贸', '科技', '食品', '机械', '纺织', '物流', '建材', '茶业'];
/** Contacts are people of their own, far from any number that is asked for. */
const CONTACTS_FROM = 500_000;

/** The nth enterprise, whose legal representative is the nth person; `trade` says what it does, in its name. */
export function madeUpEnterprise(n: number, trade = at(TRADES, n)): EnterpriseFacts {
  const legal = madeUpPerson(n);
  const contact = madeUpPerson(CONTACTS_FROM + n);
  const first17 = `91330100MA2${String(n).padStart(6, '0')}`;
  return {
    name: `${at(PLACES, n)}${at(PLACES, n + 3)}${trade}有限公司`,
    unifiedCode: first17 + codeCheckCharacter(first17),
    bankLicense: `J3310${String(n).padStart(9, '0')}`,
    legalName: legal.realName,
    legalIdNumber: legal.idNumber,
    legalPhone: legal.phone,
    contactName: contact.realName,
    contactPhone: contact.phone,
    accountNumber: `33010401600${String(n).padStart(8, '0')}`,
    bankCode: 'ICBK',
  };
}
