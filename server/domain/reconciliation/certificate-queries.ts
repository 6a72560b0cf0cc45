import { and, asc, desc, eq } from 'drizzle-orm';
import { certificate } from '#db/schema/reconciliation.ts';
import type { PlainDate } from '#server/primitives/calendar.ts';
import type { DomainContext } from '../context.ts';
import { type CertificateBody, readCertificate } from './certificate-body.ts';

export type CertificateLink = Readonly<{ date: PlainDate; version: number; hash: string }>;
export type CertificateView = CertificateLink &
  Readonly<{
    issuedAt: Date;
    previousHash: string;
    /** The bytes that were hashed. */
    text: string;
    /** Null when the row has been spoilt so far that nothing can be read in it. */
    body: CertificateBody | null;
    /** Its neighbours in the chain; null at its ends. */
    previous: CertificateLink | null;
    next: CertificateLink | null;
    /** Every version of its day, oldest first. */
    versions: CertificateLink[];
  }>;

const link = { date: certificate.businessDate, version: certificate.version, hash: certificate.hash };

/** The certificate of a date: its newest version unless one is named; undefined when there is none. */
export async function certificateOfDay(
  ctx: Pick<DomainContext, 'db'>,
  asked: { date: PlainDate; version?: number },
): Promise<CertificateView | undefined> {
  const ofDate = eq(certificate.businessDate, asked.date);
  const wanted = asked.version === undefined ? ofDate : and(ofDate, eq(certificate.version, asked.version));
  const [row] = await ctx.db.select().from(certificate).where(wanted).orderBy(desc(certificate.version)).limit(1);
  if (!row) return undefined;
  const [previous] = await ctx.db.select(link).from(certificate).where(eq(certificate.hash, row.previousHash));
  const [next] = await ctx.db.select(link).from(certificate).where(eq(certificate.previousHash, row.hash));
  const versions = await ctx.db.select(link).from(certificate).where(ofDate).orderBy(asc(certificate.version));
  return {
    date: row.businessDate,
    version: row.version,
    hash: row.hash,
    issuedAt: row.issuedAt,
    previousHash: row.previousHash,
    text: row.body,
    body: readCertificate(row.body) ?? null,
    previous: previous ?? null,
    next: next ?? null,
    versions,
  };
}
