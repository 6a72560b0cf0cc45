import { hash, verify } from '@node-rs/argon2';
import { eq, sql } from 'drizzle-orm';
import { member } from '#db/bank/schema/members.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import type { Bank } from '../bank.ts';
import { realNow } from '../clock.ts';
import type { Phrase } from './language.ts';

/** Six digits are what customers choose; the lock after five wrong tries is what protects them. */
const COST = { memoryCost: 8192, timeCost: 1, parallelism: 1 };
const MOST_WRONG = 5;

export const hashPassword = (password: string): Promise<string> => hash(password, COST);

const LOCKED: Phrase = {
  zh: '交易密码已被冻结，请联系平台解冻',
  en: 'The password is locked after five wrong tries. Ask the platform to unlock it.',
};

const trying = new Map<Uuid, Promise<Phrase | undefined>>();

/**
 * Tries a transaction password. Answers what is wrong with it, or nothing. Five wrong tries in a row lock it; tries of
 * one member wait for each other, so that a hundred at once are no more than five.
 */
export function tryPassword(bank: Pick<Bank, 'pool'>, accountId: Uuid, password: string): Promise<Phrase | undefined> {
  const next = (): Promise<Phrase | undefined> => judge(bank, accountId, password);
  const mine = (trying.get(accountId) ?? Promise.resolve()).then(next, next);
  trying.set(accountId, mine);
  return mine.finally(() => {
    if (trying.get(accountId) === mine) trying.delete(accountId);
  });
}

async function judge(bank: Pick<Bank, 'pool'>, accountId: Uuid, password: string): Promise<Phrase | undefined> {
  const [owner] = await bank.pool.db.select().from(member).where(eq(member.accountId, accountId));
  if (!owner?.passwordHash || owner.passwordLockedAt) return LOCKED;
  if (await verify(owner.passwordHash, password)) {
    if (owner.wrongPasswords > 0) {
      await bank.pool.db.update(member).set({ wrongPasswords: 0 }).where(eq(member.accountId, accountId));
    }
    return undefined;
  }
  const [after] = await bank.pool.db
    .update(member)
    .set({
      wrongPasswords: sql`${member.wrongPasswords} + 1`,
      passwordLockedAt: sql`case when ${member.wrongPasswords} + 1 >= ${MOST_WRONG}
        then ${realNow().toISOString()}::timestamptz else null end`,
    })
    .where(eq(member.accountId, accountId))
    .returning({ wrong: member.wrongPasswords });
  const left = MOST_WRONG - (after?.wrong ?? MOST_WRONG);
  if (left <= 0) return LOCKED;
  return { zh: `交易密码错误，还可尝试 ${left} 次`, en: `Wrong password. ${left} more tries.` };
}
