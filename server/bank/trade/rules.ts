import type { AccountKind, AccountRole } from '#db/bank/schema/book.ts';
import { Refusal } from '../refusal.ts';
import { type LineType, MAIN_LINES, TRADE_TYPES, type TradeType } from './business.ts';
import type { TradeLine, WantedTrade } from './lines.ts';

/**
 * Who a payer or payee may be: a role, any user, any of the platform's own accounts, any party of the trade (whoever
 * stands in a line that is neither a fee nor appended), or the payee of a main line.
 */
type Party = AccountRole | 'ANY_USER' | 'ANY_PLATFORM' | 'PARTY' | 'MAIN_PAYEE';
type Rule = { from: readonly Party[]; to: readonly Party[]; in: readonly TradeType[] };

const RESERVE: readonly Party[] = ['GUARANTEECORP', 'PLATFORM_COMPENSATORY'];
const WITH_PROJECT = [
  'TENDER',
  'REPAYMENT',
  'CREDIT_ASSIGNMENT',
  'COMPENSATORY',
  'INDIRECT_COMPENSATORY',
  'COMPENSATORY_REPAYMENT',
] as const satisfies readonly TradeType[];

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
    { from: ['PLATFORM_MARKETING'], to: ['MAIN_PAYEE'], in: WITH_PROJECT },
    { from: ['PLATFORM_MARKETING'], to: ['ANY_USER'], in: ['MARKETING'] },
  ],
  INTEREST: [{ from: ['PLATFORM_INTEREST'], to: ['INVESTOR'], in: ['INTEREST', ...WITH_PROJECT] }],
  ALTERNATIVE_RECHARGE: [
    { from: ['PLATFORM_ALTERNATIVE_RECHARGE'], to: ['ANY_USER'], in: ['FUNDS_TRANSFER', ...WITH_PROJECT] },
  ],
  INTEREST_REPAYMENT: [
    {
      from: ['BORROWERS', 'GUARANTEECORP'],
      to: ['PLATFORM_INTEREST', 'PLATFORM_MARKETING'],
      in: ['INTEREST', ...WITH_PROJECT],
    },
  ],
  COMMISSION: [{ from: ['PARTY'], to: ['PLATFORM_INCOME'], in: TRADE_TYPES }],
  PROFIT: [{ from: ['PARTY'], to: ['ANY_USER', 'PLATFORM_PROFIT'], in: TRADE_TYPES }],
  DEDUCT: [{ from: ['ANY_USER'], to: ['PLATFORM_INCOME'], in: ['PLATFORM_SERVICE_DEDUCT'] }],
  FUNDS_TRANSFER: [{ from: ['ANY_PLATFORM'], to: ['ANY_PLATFORM'], in: ['FUNDS_TRANSFER'] }],
  APPEND_FREEZE: [{ from: ['ANY_USER'], to: [], in: TRADE_TYPES }],
};

const FEES: ReadonlySet<LineType> = new Set(['COMMISSION', 'PROFIT', 'APPEND_FREEZE']);

type Known = { userNo: string; kind: AccountKind; role: AccountRole };
type Roles = {
  account: (userNo: string) => Known | undefined;
  parties: ReadonlySet<string>;
  mainPayees: ReadonlySet<string>;
};

/** Who counts as a party and who as the payee of a main line, from the trade's own lines. */
export function rolesIn({ tradeType, lines }: WantedTrade, account: Roles['account']): Roles {
  const party = lines.filter((line) => !FEES.has(line.bizType));
  const main = lines.filter((line) => MAIN_LINES[tradeType].includes(line.bizType));
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
