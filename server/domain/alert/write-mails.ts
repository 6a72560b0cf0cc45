import { and, inArray, isNull, sql } from 'drizzle-orm';
import { type alert, mail } from '#db/schema/alerts.ts';
import { member, memberRole } from '#db/schema/people.ts';
import type { Transaction } from '#db/transaction.ts';
import type { DomainContext } from '../context.ts';
import { mailText } from './mail-text.ts';

export const ADDRESS_COLUMN = 'mail.address';

/** Puts a mail about a new alert into the outbox for everybody of finance and every administrator, once each. */
export async function writeMails(tx: Transaction, ctx: DomainContext, about: typeof alert.$inferSelect): Promise<void> {
  const staff = tx
    .select({ id: memberRole.memberId })
    .from(memberRole)
    .where(inArray(memberRole.role, ['finance', 'administrator']));
  const readers = await tx
    .select({ id: member.id, login: member.login })
    .from(member)
    .where(and(inArray(member.id, staff), isNull(member.disabledAt), sql`position('@' in ${member.login}) > 1`))
    .orderBy(member.id);
  const text = mailText(about);
  for (const { id, login } of readers)
    await tx
      .insert(mail)
      .values({
        id: ctx.newId(),
        alertId: about.id,
        memberId: id,
        address: await ctx.vault.seal(ADDRESS_COLUMN, login),
        subject: text.subject,
        body: text.body,
        state: 'waiting',
        nextAttemptAt: ctx.realNow(),
        createdAt: ctx.now(),
      })
      .onConflictDoNothing();
}
