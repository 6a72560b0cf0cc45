import { desc, eq, inArray, sql } from 'drizzle-orm';
import type { Executor } from '#db/pool.ts';
import { dayStep } from '#db/schema/operations.ts';
import { member } from '#db/schema/people.ts';
import { certificate } from '#db/schema/reconciliation.ts';
import { type Transaction, transaction } from '#db/transaction.ts';
import { addDays, type PlainDate } from '#server/primitives/calendar.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import { recordAudit } from '../audit.ts';
import type { DomainContext } from '../context.ts';
import {
  BEGINNING,
  CERTIFICATE_FORMAT,
  type CertificateBody,
  certificateText,
  changesBetween,
  type Facts,
  readCertificate,
  sha256Hex,
} from './certificate-body.ts';
import { type CertifiableDay, certifiableDay, factsOf, signersOf } from './certificate-facts.ts';
import { lockDay } from './lock-day.ts';

/** The step of the day end that certifies a date; the first date that has it begins the chain. */
export const CERTIFICATE_STEP = 'certificate';

export type Issued =
  | Readonly<{ kind: 'issued' | 'stands'; version: number; hash: string }>
  /** `changed`: its inputs are no longer as they were certified, and nobody has run the checks since. */
  | Readonly<{ kind: 'waits'; for: 'reconciliation' | 'yesterday' | 'changed' }>;

type Row = typeof certificate.$inferSelect;

async function newestOf(db: Executor, date: PlainDate): Promise<Row | undefined> {
  const ofDate = eq(certificate.businessDate, date);
  const [row] = await db.select().from(certificate).where(ofDate).orderBy(desc(certificate.version)).limit(1);
  return row;
}

/** The chain has no gap: yesterday's certificate stands, or the date is the first whose day end certifies. */
async function mayFollow(db: Executor, date: PlainDate): Promise<boolean> {
  if (await newestOf(db, addDays(date, -1))) return true;
  const [earlier] = await db.execute(sql`
    select 1 from ${dayStep} where step = ${CERTIFICATE_STEP} and business_date < ${date}::date
    union all select 1 from ${certificate} where business_date < ${date}::date limit 1`);
  return !earlier;
}

async function endOfChain(tx: Transaction): Promise<string> {
  const [last] = await tx.execute<{ hash: string }>(sql`
    select c.hash from ${certificate} c
    where not exists (select 1 from ${certificate} next where next.previous_hash = c.hash)`);
  return last?.hash ?? BEGINNING;
}

async function namesOf(db: Executor, facts: Facts): Promise<Record<string, string>> {
  const ids = signersOf(facts) as Uuid[];
  if (ids.length === 0) return {};
  const rows = await db.select({ id: member.id, name: member.displayName }).from(member).where(inArray(member.id, ids));
  return Object.fromEntries(rows.map(({ id, name }) => [id, name]));
}

type Prepared = Readonly<{
  day: CertifiableDay;
  facts: Facts;
  newest: Row | undefined;
  people: Record<string, string>;
}>;

function bodyOf(ctx: DomainContext, date: PlainDate, prepared: Prepared, previousHash: string): CertificateBody {
  const { day, facts, newest, people } = prepared;
  const before = newest && readCertificate(newest.body);
  return {
    ...facts,
    format: CERTIFICATE_FORMAT,
    platformNo: ctx.custody.platformNo,
    businessDate: date,
    version: (newest?.version ?? 0) + 1,
    issuedAt: ctx.now().toISOString(),
    previousHash,
    reconciledAt: day.reconciledAt.toISOString(),
    supersedes: newest
      ? {
          version: newest.version,
          hash: newest.hash,
          changed: before ? changesBetween(before, facts).map(({ part }) => part) : [],
        }
      : null,
    people,
  };
}

/** Whether the day is still as it was when its facts were gathered. */
async function isUnchanged(tx: Transaction, date: PlainDate, { day }: Prepared): Promise<boolean> {
  const now = await certifiableDay(tx, date);
  return now?.state === day.state && now.reconciledAt.getTime() === day.reconciledAt.getTime();
}

/** Writes the next certificate of the chain. Undefined when another was faster, or the day has been checked anew. */
async function append(ctx: DomainContext, date: PlainDate, prepared: Prepared): Promise<Issued | undefined> {
  return transaction(ctx, async (tx) => {
    await lockDay(tx, date);
    if (!(await isUnchanged(tx, date, prepared))) return undefined;
    const body = bodyOf(ctx, date, prepared, await endOfChain(tx));
    const { version, previousHash } = body;
    const text = certificateText(body);
    const hash = sha256Hex(text);
    const issuedAt = new Date(body.issuedAt);
    const row = { businessDate: date, version, body: text, hash, previousHash, issuedAt };
    const written = await tx
      .insert(certificate)
      .values(row)
      .onConflictDoNothing()
      .returning({ hash: certificate.hash });
    if (written.length === 0) return undefined;
    await recordAudit(tx, ctx, {
      verb: 'issueCertificate',
      objectType: 'certificate',
      objectId: ctx.newId(),
      toState: prepared.day.state,
      details: { date, version, hash },
    });
    return { kind: 'issued', version, hash };
  });
}

/** Certified already: it stands while nothing has changed, or until the checks have been run again. */
function standing(newest: Row, day: CertifiableDay, facts: Facts): Issued | undefined {
  const body = readCertificate(newest.body);
  if (body && changesBetween(body, facts).length === 0)
    return { kind: 'stands', version: newest.version, hash: newest.hash };
  const runSince = body && day.reconciledAt.getTime() > new Date(body.reconciledAt).getTime();
  return runSince ? undefined : { kind: 'waits', for: 'changed' };
}

const TRIES = 5;

/**
 * Certifies a date: when its checks are green or signed off and yesterday's certificate stands. A date certified
 * before gets a further version, which names what has changed, only after its checks were run again; what changed
 * without that is for `verifyCertificates` to find. Many may ask at once: it is issued once.
 */
export async function issueCertificate(ctx: DomainContext, date: PlainDate): Promise<Issued> {
  for (let attempt = 0; attempt < TRIES; attempt += 1) {
    const day = await certifiableDay(ctx.db, date);
    if (!day) return { kind: 'waits', for: 'reconciliation' };
    const newest = await newestOf(ctx.db, date);
    if (!newest && !(await mayFollow(ctx.db, date))) return { kind: 'waits', for: 'yesterday' };
    const facts = await factsOf(ctx.db, date);
    const stands = newest && standing(newest, day, facts);
    if (stands) return stands;
    const issued = await append(ctx, date, { day, facts, newest, people: await namesOf(ctx.db, facts) });
    if (issued) return issued;
  }
  throw new Error(`the certificate of ${date} is being written by others`);
}
