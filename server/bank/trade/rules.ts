import type { AccountKind, AccountRole } from '#db/bank/schema/book.ts';
import { Refusal } from '../refusal.ts';
import type { LineType, TradeType } from './business.ts';
import type { TradeLine } from './lines.ts';

/**
 * Who a payer or payee may be: a role, any user, any party of the trade (whoever stands in a line that is neither
 * commission nor profit), or the payee of a main line.
 */
type Party = AccountRole | 'ANY_USER' | 'ANY_PLATFORM' | 'PARTY' | 'MAIN_PAYEE';
type Rule = { from: readonly Party[]; to: readonly Party[]; in: readonly TradeType[] };

const RESERVE: readonly Party[] = ['GUARANTEECORP', 'PLATFORM_COMPENSATORY'];
const WITH_PROJECT = ['TENDER', 'REPAYMENT', 'CREDIT_ASSIGNMENT'] as const satisfies readonly TradeType[];
const COMPENSATION = [
  'COMPENSATORY',
  'INDIRECT_COMPENSATORY',
  'COMPENSATORY_REPAYMENT',
] as const satisfies readonly TradeType[];
const EVERY_BUSINESS = [...WITH_PROJECT, ...COMPENSATION] as const;

/** The role matrix. What no rule of the line's type allows is refused. */
export const LINE_RULES: Readonly<Record<LineType, readonly Rule[]>> = {
  TENDER: [{ from: ['INVESTOR'], to: ['BORROWERS'], in: ['TENDER'] }],
  REPAYMENT: [{ from: ['BORROWERS'], to: ['INVESTOR'], in: ['REPAYMENT'] }],
  CREDIT_ASSIGNMENT: [{ from: ['INVESTOR'], to: ['INVESTOR'], in: ['CREDIT_ASSIGNMENT'] }],
  COMPENSATORY: [
    { from: RESERVE, to: ['INVESTOR'], in: ['COMPENSATORY'] },
    { from: RESERVE, to: ['BORROWERS'], in: ['INDIRECT_COMPENSATORY'] },
    { from: ['BORROWERS'], to: ['INVESTOR'], in: ['INDIRECT_COMPENSATORY'] },
  ],
  COMPENSATORY_REPAYMENT: [{ from: ['BORROWERS'], to: RESERVE, in: ['COMPENSATORY_REPAYMENT', 'REPAYMENT'] }],
  PLATFORM_INDEPENDENT_PROFIT: [{ from: ['PLATFORM_PROFIT'], to: ['ANY_USER'], in: ['PLATFORM_INDEPENDENT_PROFIT'] }],
  MARKETING: [
    { from: ['PLATFORM_MARKETING'], to: ['MAIN_PAYEE'], in: EVERY_BUSINESS },
    { from: ['PLATFORM_MARKETING'], to: ['ANY_USER'], in: ['MARKETING'] },
  ],
  INTEREST: [{ from: ['PLATFORM_INTEREST'], to: ['INVESTOR'], in: ['INTEREST', ...EVERY_BUSINESS] }],
  ALTERNATIVE_RECHARGE: [
    { from: ['PLATFORM_ALTERNATIVE_RECHARGE'], to: ['ANY_USER'], in: ['FUNDS_TRANSFER', ...EVERY_BUSINESS] },
  ],
  INTEREST_REPAYMENT: [
    {
      from: ['BORROWERS', 'GUARANTEECORP'],
      to: ['PLATFORM_INTEREST', 'PLATFORM_MARKETING'],
      in: ['INTEREST', ...EVERY_BUSINESS],
    },
  ],
  COMMISSION: [{ from: ['PARTY'], to: ['PLATFORM_INCOME'], in: [...EVERY_BUSINESS, 'INTEREST', 'MARKETING'] }],
  PROFIT: [
    { from: ['PARTY'], to: ['ANY_USER', 'PLATFORM_PROFIT'], in: [...EVERY_BUSINESS, 'PLATFORM_SERVICE_DEDUCT'] },
  ],
  DEDUCT: [{ from: ['ANY_USER'], to: ['PLATFORM_INCOME'], in: ['PLATFORM_SERVICE_DEDUCT'] }],
  FUNDS_TRANSFER: [{ from: ['ANY_PLATFORM'], to: ['ANY_PLATFORM'], in: ['FUNDS_TRANSFER'] }],
  APPEND_FREEZE: [{ from: ['ANY_USER'], to: [], in: EVERY_BUSINESS }],
};

const ASIDE: ReadonlySet<LineType> = new Set(['COMMISSION', 'PROFIT', 'APPEND_FREEZE', 'MARKETING']);
const FEES: ReadonlySet<LineType> = new Set(['COMMISSION', 'PROFIT', 'APPEND_FREEZE']);

type Known = { userNo: string; kind: AccountKind; role: AccountRole };
type Roles = {
  account: (userNo: string) => Known | undefined;
  parties: ReadonlySet<string>;
  mainPayees: ReadonlySet<string>;
};

/** Who counts as a party and who as the payee of a main line, from the trade's own lines. */
export function rolesIn(lines: readonly TradeLine[], account: Roles['account']): Roles {
  const party = lines.filter((line) => !FEES.has(line.bizType));
  const main = lines.filter((line) => !ASIDE.has(line.bizType));
  return {
    account,
    parties: new Set(party.flatMap((line) => [line.sourceUserNo, line.targetUserNo ?? line.sourceUserNo])),
    mainPayees: new Set(main.flatMap((line) => line.targetUserNo ?? [])),
  };
}

function plays(roles: Roles, userNo: string, party: Party): boolean {
  const known = roles.account(userNo);
  if (!known) return false;
  switch (party) {
    case 'ANY_USER':
      return known.kind === 'user';
    case 'ANY_PLATFORM':
      return known.kind === 'platform';
    case 'PARTY':
      return roles.parties.has(userNo);
    case 'MAIN_PAYEE':
      return roles.mainPayees.has(userNo);
    default:
      return known.role === party;
  }
}

/** @throws Refusal 100011 when the role matrix does not let this payer pay this payee in this trade. */
export function checkLineRole(tradeType: TradeType, line: TradeLine, roles: Roles): void {
  const { sourceUserNo, targetUserNo } = line;
  const allowed = LINE_RULES[line.bizType].some(
    (rule) =>
      rule.in.includes(tradeType) &&
      rule.from.some((party) => plays(roles, sourceUserNo, party)) &&
      (targetUserNo === null || rule.to.some((party) => plays(roles, targetUserNo, party))),
  );
  if (!allowed) {
    throw new Refusal(
      '100011',
      undefined,
      `line ${line.lineNumber}: ${line.bizType} in ${tradeType} may not go from ${sourceUserNo} to ${targetUserNo ?? '-'}`,
    );
  }
}
