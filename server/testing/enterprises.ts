import { eq } from 'drizzle-orm';
import { account } from '#db/schema/accounts.ts';
import { instruction } from '#db/schema/custody.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import type { Money } from '#server/primitives/money.ts';
import {
  type BorrowerActor,
  type CustomerActor,
  type GuarantorActor,
  type InvestorActor,
  mintAdmin,
  mintBorrower,
  mintGuarantor,
  mintInvestor,
  mintSystem,
} from '../domain/actors.ts';
import type { EnterpriseFacts } from '../domain/cash/enterprise-facts.ts';
import { openEnterpriseAccount } from '../domain/cash/open-enterprise-account.ts';
import { openPage } from '../domain/custody/open-page.ts';
import { decideGuarantor } from '../domain/member/decide-guarantor.ts';
import { proposeGuarantor } from '../domain/member/propose-guarantor.ts';
import { registerMember } from '../domain/member/register-member.ts';
import { walkBankPages } from './bank-pages.ts';
import { addFunds, type Customer, type Host, nextPersonNumber, untilConcluded, yuan } from './customers.ts';
import { madeUpEnterprise } from './people.ts';

/** An enterprise with an account at the bank. `person` is its legal representative, the card its own account. */
export type EnterpriseCustomer<Who extends CustomerActor> = Customer<Who> &
  Readonly<{ enterpriseId: Uuid; facts: EnterpriseFacts }>;
export type EnterpriseBorrower = EnterpriseCustomer<BorrowerActor>;
export type EnterpriseInvestor = EnterpriseCustomer<InvestorActor>;
export type Guarantor = EnterpriseCustomer<GuarantorActor>;

export type EnterpriseOptions = Readonly<{
  /** Which made-up enterprise and person, each once for a database; the next of this process when absent. */
  number?: number;
  /** Recharged after the opening; nothing when absent. */
  funds?: Money;
  /** An existing login that takes this role too; a new one is registered when absent. */
  memberId?: Uuid;
  /** How long to leave the bank's notify before asking the bank. */
  patienceMs?: number;
}>;

const RETURN_URL = 'http://127.0.0.1:9/return';
const MINTS = { investor: mintInvestor, borrower: mintBorrower, guarantor: mintGuarantor };
type Kind = keyof typeof MINTS;

async function register(host: Host, kind: Kind, number: number, displayName: string): Promise<Uuid> {
  const { memberId } = await registerMember(await host.wiring.contextFor(mintSystem()), {
    login: `${kind}.firm.${number}@people.example`,
    displayName,
    passwordHash: '-',
    roles: [kind],
  });
  return memberId;
}

/** Opens the account at the bank's own page and has the bank's clerk pass it. */
async function open(host: Host, kind: Kind, options: EnterpriseOptions) {
  const number = options.number ?? nextPersonNumber();
  const facts = madeUpEnterprise(number, kind === 'guarantor' ? '融资担保' : undefined);
  const memberId = options.memberId ?? (await register(host, kind, number, facts.name));
  const ctx = await host.wiring.contextFor(MINTS[kind]({ memberId, personId: null, accountId: null }));
  if (!ctx.simulator) throw new Error('only the simulator has a clerk');
  const { instructionId } = await openEnterpriseAccount(ctx, {
    ...facts,
    requestId: ctx.newId(),
    returnUrl: RETURN_URL,
  });
  await walkBankPages(await openPage(ctx, instructionId, 'PC'));
  const [asked] = await ctx.db.select().from(instruction).where(eq(instruction.id, instructionId));
  await ctx.simulator.decideRegistration(ctx.custody.platformNo, asked?.requestNo ?? '', { decision: 'PASSED' });
  const { accountId } = await untilConcluded(host, instructionId, options.patienceMs);
  const [row] = await ctx.db
    .select()
    .from(account)
    .where(eq(account.id, accountId ?? memberId));
  if (!accountId || !row?.personId || !row.enterpriseId || row.state !== 'active')
    throw new Error('the account has not been opened');
  const { legalName, legalIdNumber, legalPhone, accountNumber } = facts;
  const person = { realName: legalName, idNumber: legalIdNumber, phone: legalPhone, cardNumber: accountNumber };
  const { personId, enterpriseId } = row;
  return { number, facts, person, memberId, accountId, personId, enterpriseId };
}

async function openAs<Who extends CustomerActor>(
  host: Host,
  kind: Kind,
  mint: (ids: { memberId: Uuid; personId: Uuid; accountId: Uuid; enterpriseId: Uuid }) => Who,
  options: EnterpriseOptions,
): Promise<EnterpriseCustomer<Who>> {
  const known = await open(host, kind, options);
  const { memberId, personId, accountId, enterpriseId } = known;
  const actor = mint({ memberId, personId, accountId, enterpriseId });
  const customer = { ...known, actor, context: () => host.wiring.contextFor(actor) };
  if (options.funds) await addFunds(host, customer, options.funds, options.patienceMs);
  return customer;
}

/** An enterprise that borrows: account passed by the bank's clerk, repayments authorised, money there when given. */
export const openEnterpriseBorrower = (host: Host, options: EnterpriseOptions = {}): Promise<EnterpriseBorrower> =>
  openAs(host, 'borrower', mintBorrower, options);

/** An enterprise that lends: account passed by the bank's clerk, bids authorised, money there when given. */
export const openEnterpriseInvestor = (host: Host, options: EnterpriseOptions = {}): Promise<EnterpriseInvestor> =>
  openAs(host, 'investor', mintInvestor, options);

export type GuarantorOptions = EnterpriseOptions &
  Readonly<{
    /** ¥1,000,000 when absent. */
    exposureLimit?: Money;
    /** Who proposes it and who accepts it; two members of staff of the test's own when absent. */
    staff?: readonly [Uuid, Uuid];
  }>;

/** A guarantor that two of the staff have accepted: account open, compensations authorised, money there when given. */
export async function openGuarantor(host: Host, options: GuarantorOptions = {}): Promise<Guarantor> {
  const guarantor = await openAs(host, 'guarantor', mintGuarantor, options);
  const { enterpriseId } = guarantor;
  const system = await host.wiring.contextFor(mintSystem());
  const [maker, checker] = options.staff ?? [system.newId(), system.newId()];
  const proposing = await host.wiring.contextFor(mintAdmin({ memberId: maker, roles: ['risk-officer'] }));
  await proposeGuarantor(proposing, { enterpriseId, exposureLimit: options.exposureLimit ?? yuan(1_000_000) });
  const deciding = await host.wiring.contextFor(mintAdmin({ memberId: checker, roles: ['administrator'] }));
  await decideGuarantor(deciding, { enterpriseId, accept: true });
  return guarantor;
}
