import { asc, eq, sql } from 'drizzle-orm';
import { account } from '#db/schema/accounts.ts';
import { enterprise, type MemberRole, member, memberRole, person } from '#db/schema/people.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import type { DomainContext } from '../context.ts';

const roleList = sql<MemberRole[]>`coalesce(json_agg(distinct ${memberRole.role}), '[]'::json)`;

export type DemoPerson = Readonly<{ memberId: Uuid; login: string; displayName: string; roles: MemberRole[] }>;

/** The people that demo mode signs in by one click, in the order of their logins. */
export function demoPeople(ctx: Pick<DomainContext, 'db'>): Promise<DemoPerson[]> {
  return ctx.db
    .select({ memberId: member.id, login: member.login, displayName: member.displayName, roles: roleList })
    .from(member)
    .innerJoin(memberRole, eq(memberRole.memberId, member.id))
    .where(eq(member.demo, true))
    .groupBy(member.id)
    .orderBy(asc(member.createdAt), asc(member.id));
}

export type MemberRow = Readonly<{
  memberId: Uuid;
  displayName: string;
  maskedName: string | null;
  maskedPhone: string | null;
  /** The companies that the login stands for, with their masked codes. */
  enterprises: { name: string; maskedCode: string }[];
  roles: MemberRole[];
  accounts: { role: string; state: string; cardLastFour: string | null }[];
  createdAt: Date;
}>;

/** Members as the desk sees them: masked. At most `limit`, newest first, from after `offset`. */
export function membersMasked(ctx: DomainContext, page: { limit: number; offset: number }): Promise<MemberRow[]> {
  const accounts = sql<MemberRow['accounts']>`coalesce((
    select json_agg(json_build_object('role', a.role, 'state', a.state, 'cardLastFour', a.card_last_four) order by a.role)
    from ${account} a where a.member_id = ${member.id}), '[]'::json)`;
  const enterprises = sql<MemberRow['enterprises']>`coalesce((
    select json_agg(json_build_object('name', e.name, 'maskedCode', e.masked_code) order by e.id)
    from ${enterprise} e where e.member_id = ${member.id}), '[]'::json)`;
  return ctx.db
    .select({
      memberId: member.id,
      displayName: member.displayName,
      enterprises,
      maskedName: person.maskedName,
      maskedPhone: person.maskedPhone,
      roles: roleList,
      accounts,
      createdAt: member.createdAt,
    })
    .from(member)
    .leftJoin(memberRole, eq(memberRole.memberId, member.id))
    .leftJoin(person, eq(person.id, member.personId))
    .groupBy(member.id, person.id)
    .orderBy(sql`${member.createdAt} desc, ${member.id} desc`)
    .limit(page.limit)
    .offset(page.offset);
}
