import { sql } from 'drizzle-orm';
import type { BankExecutor } from '#db/bank/pool.ts';
import type { CoreRole } from '#db/bank/schema/book.ts';
import { fen, type Money, minus, plus, sum, toDecimalText, ZERO } from '#server/primitives/money.ts';
import type { Bank } from '../bank.ts';
import { countDrifted, countUnmirrored, type LedgerLine, readLedger } from '../book/ledger.ts';

type RoleRow = { kind: string; role: string; accounts: string; available: string; frozen: string; float: string };

const money = (text: string | undefined): Money => fen(BigInt(text ?? '0'));

/** One side of an equation: its terms by name, and what they come to. */
const equation = (left: Readonly<Record<string, Money>>, right: Readonly<Record<string, Money>>) => {
  const written = (terms: Readonly<Record<string, Money>>) =>
    Object.fromEntries(Object.entries(terms).map(([name, amount]) => [name, toDecimalText(amount)]));
  const [leftSum, rightSum] = [sum(Object.values(left)), sum(Object.values(right))];
  return { left: written(left), right: written(right), holds: leftSum === rightSum };
};

const lineOf = (line: LedgerLine) => ({
  role: line.role,
  accounts: line.accounts,
  received: toDecimalText(line.received),
  paid: toDecimalText(line.paid),
  balance: toDecimalText(line.balance),
});

type Core = (role: CoreRole) => Money;

const equationsOf = (core: Core, linked: boolean, { arrived, float }: { arrived: Money; float: Money }) => ({
  arrived: equation(
    { custodyAccount: core('CUSTODY'), ...(linked ? { eAccounts: core('EACCOUNT') } : {}) },
    { inClearing: core('CLEARING'), arrived },
  ),
  receivable: equation({ receivable: core('CHANNELS') }, { float }),
});

/** What only a linked platform's books must fulfil. */
const mirrorChecks = async (db: BankExecutor, platformNo: string, core: Core) => ({
  mirrorsAgree: (await countUnmirrored(db, platformNo)) === 0,
  custodyPassesThrough: core('CUSTODY') === ZERO,
});

const coreTerms = (core: Core) => ({
  custodyAccount: toDecimalText(core('CUSTODY')),
  eAccounts: toDecimalText(core('EACCOUNT')),
  inClearing: toDecimalText(core('CLEARING')),
  settlement: toDecimalText(core('SETTLEMENT')),
  ownFunds: toDecimalText(core('OWN')),
  advance: toDecimalText(core('ADVANCE')),
  receivable: toDecimalText(core('CHANNELS')),
});

async function readBooks(bank: Bank, db: BankExecutor, platformNo: string) {
  const rows = await db.execute<RoleRow>(sql`
    select kind, role, count(*) as accounts, sum(available)::bigint as available, sum(frozen)::bigint as frozen,
      sum(float)::bigint as float
    from account where platform_no = ${platformNo} group by kind, role
    order by array_position(array['user', 'platform', 'core'], kind), role`);
  const ledger = await readLedger(db, platformNo);
  const core: Core = (role) => ledger.find((line) => line.role === role)?.balance ?? ZERO;
  const members = rows.filter((row) => row.kind !== 'core');
  const float = sum(members.map((row) => money(row.float)));
  const held = sum(members.map((row) => plus(money(row.available), money(row.frozen))));
  const total = sum(rows.map((row) => plus(money(row.available), money(row.frozen))));
  const arrived = minus(held, float);
  const custodyMode = bank.keys.platform(platformNo)?.custodyMode;
  const equations = equationsOf(core, custodyMode === 'linked', { arrived, float });
  return {
    platformNo,
    custodyMode,
    now: bank.clock.now().toISOString(),
    businessDate: bank.clock.businessDate(),
    ...coreTerms(core),
    arrived: toDecimalText(arrived),
    float: toDecimalText(float),
    sum: toDecimalText(total),
    equations,
    checks: {
      sumIsZero: total === ZERO,
      arrivedEquation: equations.arrived.holds,
      receivableEquation: equations.receivable.holds,
      clearingNotNegative: core('CLEARING') >= 0n,
      balancesAreTheirTransfers: (await countDrifted(db, platformNo)) === 0,
      ...(custodyMode === 'linked' ? await mirrorChecks(db, platformNo, core) : {}),
    },
    ledger: ledger.map(lineOf),
    roles: rows.map((row) => ({
      kind: row.kind,
      role: row.role,
      accounts: Number(row.accounts),
      available: toDecimalText(money(row.available)),
      frozen: toDecimalText(money(row.frozen)),
      float: toDecimalText(money(row.float)),
    })),
  };
}

/**
 * GET books → the general ledger of a platform and its equations: {platformNo, custodyMode, now, businessDate,
 * custodyAccount, eAccounts, inClearing, settlement, ownFunds, advance, receivable, arrived, float, sum,
 * equations: {arrived: {left, right, holds}, receivable: {…}}, checks: {sumIsZero, arrivedEquation,
 * receivableEquation, clearingNotNegative, balancesAreTheirTransfers, mirrorsAgree?, custodyPassesThrough?},
 * ledger: [{role, accounts, received, paid, balance}], roles: [{kind, role, accounts, available, frozen, float}]}.
 * At every moment custodyAccount + eAccounts − inClearing = arrived and receivable = float; the last two checks are
 * those of a linked platform. All of it is read at one moment, whatever is booked meanwhile.
 */
export const booksSheet = (bank: Bank, platformNo: string) =>
  bank.pool.db.transaction((tx) => readBooks(bank, tx, platformNo), {
    isolationLevel: 'repeatable read',
    accessMode: 'read only',
  });
