import { setTimeout as delay } from 'node:timers/promises';
import { eq } from 'drizzle-orm';
import { account } from '#db/schema/accounts.ts';
import { instruction, requestNumber } from '#db/schema/custody.ts';
import { member } from '#db/schema/people.ts';
import { transaction } from '#db/transaction.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import { fen, type Money } from '#server/primitives/money.ts';
import {
  type BorrowerActor,
  type CustomerActor,
  type InvestorActor,
  mintBorrower,
  mintInvestor,
  mintSystem,
} from '../domain/actors.ts';
import { adoptDeposit } from '../domain/cash/adopt-deposit.ts';
import { openAccount } from '../domain/cash/open-account.ts';
import { recharge } from '../domain/cash/recharge.ts';
import type { DomainContext } from '../domain/context.ts';
import type { Instruction } from '../domain/custody/conclude.ts';
import { dispatch } from '../domain/custody/dispatch.ts';
import { openPage } from '../domain/custody/open-page.ts';
import { registerMember } from '../domain/member/register-member.ts';
import type { Wiring } from '../wiring.ts';
import { walkBankPages } from './bank-pages.ts';
import { type MadeUpPerson, madeUpPerson } from './people.ts';

/** Somebody with an account at the bank, who can be asked to do things. */
export type Customer<Who extends CustomerActor = CustomerActor> = Readonly<{
  memberId: Uuid;
  personId: Uuid;
  accountId: Uuid;
  /** Which made-up person this is. */
  number: number;
  person: MadeUpPerson;
  actor: Who;
  /** A context of this moment's business clock. */
  context: () => Promise<DomainContext<Who>>;
}>;
export type Investor = Customer<InvestorActor>;
export type Borrower = Customer<BorrowerActor>;

export type CustomerOptions = Readonly<{
  /** Which made-up person, each once for a database; the next of this process when absent. */
  number?: number;
  name?: string;
  /** Recharged after the opening; nothing when absent. */
  funds?: Money;
  /** An existing login that takes this role too; a new one is registered when absent. */
  memberId?: Uuid;
  /** How long to leave the bank's notify before asking the bank. The seed, which nobody notifies, asks at once. */
  patienceMs?: number;
}>;

export type Host = { readonly wiring: Wiring };
type Role = 'investor' | 'borrower';
const RETURN_URL = 'http://127.0.0.1:9/return';
const PATIENCE_MS = 3_000;
const DEADLINE_MS = 20_000;
let nextNumber = 1;
/** The next made-up person of this process. */
export const nextPersonNumber = (): number => nextNumber++;

/**
 * Waits until an instruction has ended: by the bank's notify, or, when that takes longer than `patienceMs`, by asking.
 * @throws Error when it has not ended within 20 seconds
 */
export async function untilConcluded(host: Host, id: Uuid, patienceMs = PATIENCE_MS): Promise<Instruction> {
  const startedAt = performance.now();
  for (;;) {
    const [row] = await host.wiring.pool.db.select().from(instruction).where(eq(instruction.id, id));
    if (row?.state === 'succeeded' || row?.state === 'failed') return row;
    const waited = performance.now() - startedAt;
    if (waited > DEADLINE_MS) throw new Error(`${row?.kind} is still ${row?.state}: ${row?.errorMessage}`);
    if (waited >= patienceMs) await dispatch(await host.wiring.contextFor(mintSystem()), id);
    await delay(waited < 200 ? 10 : 50);
  }
}

/**
 * Carries something the customer began through the bank's pages and waits for its end.
 * @throws Error when the page does not let him through, or the bank's word is a failure
 */
export async function carryThrough(
  host: Host,
  ctx: DomainContext<CustomerActor>,
  instructionId: Uuid,
  patienceMs?: number,
): Promise<Instruction> {
  await walkBankPages(await openPage(ctx, instructionId, 'PC'));
  const ended = await untilConcluded(host, instructionId, patienceMs);
  if (ended.state === 'failed') throw new Error(`${ended.kind} failed: ${ended.errorCode} ${ended.errorMessage}`);
  return ended;
}

async function register(host: Host, role: Role, number: number, name: string | undefined): Promise<Uuid> {
  const { memberId } = await registerMember(await host.wiring.contextFor(mintSystem()), {
    login: `${role}.${number}@people.example`,
    displayName: name ?? madeUpPerson(number).realName,
    passwordHash: '-',
    roles: [role],
  });
  return memberId;
}

const mint = (role: Role, ids: { memberId: Uuid; personId: Uuid | null; accountId: Uuid | null }) =>
  role === 'investor' ? mintInvestor(ids) : mintBorrower(ids);

async function open(host: Host, role: Role, options: CustomerOptions) {
  const number = options.number ?? nextPersonNumber();
  const memberId = options.memberId ?? (await register(host, role, number, options.name));
  const person = madeUpPerson(number);
  const newcomer = await host.wiring.contextFor(mint(role, { memberId, personId: null, accountId: null }));
  const { instructionId } = await openAccount(newcomer, {
    ...person,
    requestId: newcomer.newId(),
    returnUrl: RETURN_URL,
  });
  const { accountId } = await carryThrough(host, newcomer, instructionId, options.patienceMs);
  const [row] = await host.wiring.pool.db
    .select({ personId: member.personId, state: account.state })
    .from(account)
    .innerJoin(member, eq(member.id, account.memberId))
    .where(eq(account.id, accountId ?? memberId));
  if (!accountId || !row?.personId || row.state !== 'active') throw new Error('the account has not been opened');
  return { number, person, ids: { memberId, accountId, personId: row.personId } };
}

/** Brings money to a customer's e-account, of which the bank tells the portal; the seed, whom nobody tells, knows. */
async function fillEAccount(host: Host, customer: Customer, amount: Money, patienceMs = PATIENCE_MS) {
  const ctx = await customer.context();
  if (!ctx.simulator) throw new Error('only the simulator has a counter');
  const [row] = await ctx.db.select().from(account).where(eq(account.id, customer.accountId));
  const platformUserNo = row?.platformUserNo ?? '';
  const requestNo = await ctx.simulator.fillAccount(ctx.custody.platformNo, platformUserNo, amount);
  const startedAt = performance.now();
  for (;;) {
    const [known] = await ctx.db.select().from(requestNumber).where(eq(requestNumber.requestNo, requestNo));
    if (known) return untilConcluded(host, known.instructionId, patienceMs);
    if (performance.now() - startedAt >= patienceMs) break;
    await delay(20);
  }
  const adopted = await transaction(ctx, (tx) => adoptDeposit(tx, ctx, { requestNo, platformUserNo, amount }));
  if (!adopted) throw new Error(`nobody here is ${platformUserNo}`);
  return untilConcluded(host, adopted.id, 0);
}

/** Brings money to a customer's account and waits until it is there: at the bank's page, or where the bank is linked at its counter. */
export async function addFunds(host: Host, customer: Customer, amount: Money, patienceMs?: number): Promise<void> {
  const ctx = await customer.context();
  if (ctx.custody.mode === 'linked') {
    await fillEAccount(host, customer, amount, patienceMs);
    return;
  }
  const { instructionId } = await recharge(ctx, { requestId: ctx.newId(), amount, returnUrl: RETURN_URL });
  await carryThrough(host, ctx, instructionId, patienceMs);
}

/** Somebody who lends, through the real verbs and the bank's own pages: account open, bids authorised, money there. */
export async function openInvestor(host: Host, options: CustomerOptions = {}): Promise<Investor> {
  const { ids, ...known } = await open(host, 'investor', options);
  const actor = mintInvestor(ids);
  const investor = { ...ids, ...known, actor, context: () => host.wiring.contextFor(actor) };
  if (options.funds) await addFunds(host, investor, options.funds, options.patienceMs);
  return investor;
}

/** Somebody who borrows: account open, repayments authorised, money there when `funds` are given. */
export async function openBorrower(host: Host, options: CustomerOptions = {}): Promise<Borrower> {
  const { ids, ...known } = await open(host, 'borrower', options);
  const actor = mintBorrower(ids);
  const borrower = { ...ids, ...known, actor, context: () => host.wiring.contextFor(actor) };
  if (options.funds) await addFunds(host, borrower, options.funds, options.patienceMs);
  return borrower;
}

/** Whole yuan as money, for amounts in tests. */
export const yuan = (amount: number): Money => fen(BigInt(amount) * 100n);
