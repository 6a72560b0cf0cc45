import type { MemberRole } from '#db/schema/people.ts';
import { hashPassword } from '#server/auth/password.ts';
import { type AdminActor, mintAdmin, mintSystem, type StaffRole } from '#server/domain/actors.ts';
import { registerMember } from '#server/domain/member/register-member.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import { type Borrower, type Investor, openBorrower, openInvestor, yuan } from '#server/testing/customers.ts';
import { type Guarantor, openEnterpriseBorrower, openGuarantor } from '#server/testing/enterprises.ts';
import { madeUpPerson } from '#server/testing/people.ts';
import { BORROWERS, type BorrowerName, FUNDS, INVESTORS, type InvestorName } from './plan.ts';
import { inLanes, type Stage } from './stage.ts';

/** Of all demo people; shown on the sign-in page. */
export const DEMO_PASSWORD = 'manbiao-demo';
const LANES = 4;
/** The bank's notify finds no portal while the world is made, so its page's result is asked for at once. */
const PATIENCE_MS = 0;

type DemoPerson = { login: string; displayName: string; roles: readonly MemberRole[] };
const demo = (name: string, displayName: string, ...roles: MemberRole[]): DemoPerson => ({
  login: `${name}@demo.manbiao.example`,
  displayName,
  roles,
});

/** The eleven whom demo mode signs in by one click, in the order in which they are offered. */
const DEMO_PEOPLE = {
  new: demo('investor.new', '新出借人', 'investor'),
  active: demo('investor.active', '活跃出借人', 'investor'),
  applying: demo('borrower.applying', '申请借款人', 'borrower'),
  repaying: demo('borrower.repaying', '还款借款人', 'borrower'),
  late: demo('borrower.late', '逾期借款人', 'borrower'),
  enterprise: demo('borrower.enterprise', '企业借款人', 'borrower'),
  guarantor: demo('guarantor', '担保机构', 'guarantor'),
  officer: demo('officer', '信贷审批员', 'loan-officer', 'risk-officer'),
  risk: demo('officer.risk', '风控审批员', 'risk-officer'),
  finance: demo('finance', '财务对账员', 'finance'),
  administrator: demo('administrator', '系统管理员', 'administrator', 'auditor'),
} as const;
type DemoName = keyof typeof DEMO_PEOPLE;

export type People = Readonly<{
  officer: AdminActor;
  /** Who propose and approve what the platform does with its own money. */
  finance: AdminActor;
  administrator: AdminActor;
  investors: ReadonlyMap<InvestorName, Investor>;
  borrowers: ReadonlyMap<BorrowerName, Borrower>;
  guarantor: Guarantor;
}>;

async function registerDemoPeople(stage: Stage): Promise<Map<string, Uuid>> {
  const passwordHash = await hashPassword(DEMO_PASSWORD);
  const members = new Map<string, Uuid>();
  for (const name of Object.keys(DEMO_PEOPLE) as DemoName[]) {
    const ctx = await stage.line(`demo ${name}`).contextFor(mintSystem());
    const { memberId } = await registerMember(ctx, { ...DEMO_PEOPLE[name], passwordHash, demo: true });
    members.set(name, memberId);
  }
  return members;
}

/** Somebody outside the demo row: nobody signs in as him. */
const further = (number: number) => ({ number, name: madeUpPerson(number).realName });

/** The company that borrows and the one that stands for it, both passed by the bank's clerk. */
async function gatherEnterprises(stage: Stage, members: ReadonlyMap<string, Uuid>, staff: readonly [Uuid, Uuid]) {
  const [enterprise, guarantor] = await Promise.all([
    openEnterpriseBorrower(
      { wiring: stage.line('enterprise') },
      { number: 402, memberId: members.get('enterprise'), funds: yuan(FUNDS.enterprise), patienceMs: PATIENCE_MS },
    ),
    openGuarantor(
      { wiring: stage.line('guarantor') },
      { number: 403, memberId: members.get('guarantor'), funds: yuan(FUNDS.guarantor), patienceMs: PATIENCE_MS, staff },
    ),
  ]);
  return { enterprise, guarantor };
}

function memberOf(members: ReadonlyMap<string, Uuid>, name: DemoName): Uuid {
  const memberId = members.get(name);
  if (!memberId) throw new Error(`nobody is ${name}`);
  return memberId;
}

const staffOf = (members: ReadonlyMap<string, Uuid>, name: DemoName): AdminActor =>
  mintAdmin({ memberId: memberOf(members, name), roles: DEMO_PEOPLE[name].roles as readonly StaffRole[] });

/** Registers everybody; opens accounts at the bank's own pages; pays in. */
export async function gatherPeople(stage: Stage): Promise<People> {
  const members = await registerDemoPeople(stage);
  const investors = await inLanes(INVESTORS, LANES, async (name) => {
    const funds = yuan(name === 'active' ? FUNDS.active : FUNDS.investor);
    const options = { ...further(101 + INVESTORS.indexOf(name)), funds, patienceMs: PATIENCE_MS };
    const host = { wiring: stage.line(`investor ${name}`) };
    return [name, await openInvestor(host, { ...options, memberId: members.get(name) })] as const;
  });
  const borrowers = await inLanes(BORROWERS, LANES, async (name) => {
    // The late one has nothing beside what he borrowed: less than he owes.
    const funds = name === 'late' ? undefined : yuan(FUNDS.borrower);
    const options = { ...further(301 + BORROWERS.indexOf(name)), funds, patienceMs: PATIENCE_MS };
    const host = { wiring: stage.line(`borrower ${name}`) };
    return [name, await openBorrower(host, { ...options, memberId: members.get(name) })] as const;
  });
  const officerId = memberOf(members, 'officer');
  const administratorId = memberOf(members, 'administrator');
  const { enterprise, guarantor } = await gatherEnterprises(stage, members, [officerId, administratorId]);
  return {
    officer: staffOf(members, 'officer'),
    finance: staffOf(members, 'finance'),
    administrator: staffOf(members, 'administrator'),
    investors: new Map(investors),
    borrowers: new Map<BorrowerName, Borrower>([...borrowers, ['enterprise', enterprise]]),
    guarantor,
  };
}
