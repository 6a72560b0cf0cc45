import postgres from 'postgres';
import type { Uuid } from '#server/primitives/ids.ts';
import type { Money } from '#server/primitives/money.ts';
import { type InvestorActor, mintInvestor } from '../domain/actors.ts';
import type { DomainContext } from '../domain/context.ts';

/**
 * Many investors and an open loan, written straight into the portal's tables as their owner: what real pages would
 * take minutes for. Their balances have no entries behind them, so such a world is for races and benchmarks only.
 */
export type Crowd = Readonly<{ investors: readonly InvestorActor[]; platformUserNos: readonly string[] }>;

export type CrowdOptions = Readonly<{ size: number; available: Money }>;

type Ids = Pick<DomainContext, 'newId' | 'now'>;

/** Investors with active accounts, money available and a standing authorisation to bid. */
export async function writeCrowd(ownerUrl: string, ctx: Ids, { size, available }: CrowdOptions): Promise<Crowd> {
  const people = Array.from({ length: size }, () => ({
    person: ctx.newId(),
    member: ctx.newId(),
    account: ctx.newId(),
  }));
  const numbers = people.map(({ account }) => `INV-${account.slice(-12)}`);
  const sql = postgres(ownerUrl, { max: 1, onnotice: () => {} });
  const at = ctx.now();
  try {
    await sql`insert into person (id, real_name, id_number, phone, masked_name, masked_phone, created_at)
      select id, '-', '-', '-', '仲*', '186****0000', ${at} from unnest(${people.map(({ person }) => person)}::uuid[]) id`;
    await sql`insert into member (id, person_id, login, display_name, password_hash, created_at)
      select m.id, m.person, m.id::text, '-', '-', ${at}
      from unnest(${people.map(({ member }) => member)}::uuid[], ${people.map(({ person }) => person)}::uuid[])
        as m (id, person)`;
    await sql`insert into account (id, person_id, member_id, role, platform_user_no, state, available, created_at)
      select a.id, a.person, a.member, 'INVESTOR', a.number, 'active', ${available.toString()}::bigint, ${at}
      from unnest(${people.map(({ account }) => account)}::uuid[], ${people.map(({ person }) => person)}::uuid[],
        ${people.map(({ member }) => member)}::uuid[], ${numbers}::text[]) as a (id, person, member, number)`;
    await sql`insert into authorisation (account_id, kind, granted_at)
      select id, 'TENDER', ${at} from unnest(${people.map(({ account }) => account)}::uuid[]) id`;
  } finally {
    await sql.end();
  }
  const investors = people.map(({ person, member, account }) =>
    mintInvestor({ memberId: member, personId: person, accountId: account }),
  );
  return { investors, platformUserNos: numbers };
}

export type ListingOptions = Readonly<{ amount: Money; minimumBid: Money; bidStep: Money; perInvestorCap?: Money }>;

/** An open loan of a product of its own. @returns its id */
export async function writeOpenLoan(ownerUrl: string, ctx: Ids, listing: ListingOptions): Promise<Uuid> {
  const [loan, product, borrower] = [ctx.newId(), ctx.newId(), ctx.newId()];
  const sql = postgres(ownerUrl, { max: 1, onnotice: () => {} });
  const at = ctx.now();
  try {
    await sql`insert into product (id, code, version, name, valid_from, repayment_kind, term_unit, term_minimum,
        term_maximum, day_count, instalment_rounding, rate_minimum_ppm, rate_maximum_ppm, origination_fee_ppm,
        service_fee_ppm, minimum_bid, bid_step, per_investor_cap, listing_days, grace_days, penalty_ppm_per_day)
      values (${product}, ${product}, 1, '-', '2024-01-01', 'equal-instalment', 'month', 1, 60, '30/360', 'half-even',
        0, 360000, 10000, 50000, ${listing.minimumBid.toString()}::bigint, ${listing.bidStep.toString()}::bigint,
        ${listing.perInvestorCap?.toString() ?? null}::bigint, 7, 0, 500)`;
    await sql`insert into account (id, person_id, member_id, role, platform_user_no, state, created_at)
      values (${borrower}, ${borrower}, ${borrower}, 'BORROWERS', ${`BOR-${borrower.slice(-12)}`}, 'active', ${at})`;
    await sql`insert into loan (id, number, borrower_account_id, borrower_person_id, product_id, project_no,
        project_status, title, purpose, grade, amount, rate_ppm, term, state, opens_at, opened_at, created_at)
      values (${loan}, ${loan}, ${borrower}, ${borrower}, ${product}, ${loan}, 'COLLECTING', '-', '-', 'A',
        ${listing.amount.toString()}::bigint, 100000, 12, 'open', ${at}, ${at}, ${at})`;
  } finally {
    await sql.end();
  }
  return loan;
}
