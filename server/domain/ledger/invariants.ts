import { sql } from 'drizzle-orm';
import type { Database } from '#db/pool.ts';
import { INVARIANTS, type Invariant } from './invariant-checks.ts';

export type InvariantResult = Readonly<{
  name: string;
  ok: boolean;
  violations: number;
  /** The first few objects that violate it. */
  examples: string[];
}>;
export type InvariantReport = Readonly<{ ok: boolean; checks: InvariantResult[] }>;

const EXAMPLES = 5;

/**
 * Checks the invariants of domain.md section 8 on a live system, each by one statement, all on one snapshot: what
 * others commit meanwhile is not seen half.
 */
export async function checkInvariants(
  source: { readonly db: Database },
  invariants: readonly Invariant[] = INVARIANTS,
): Promise<InvariantReport> {
  const checks = await source.db.transaction(
    async (tx) => {
      const results: InvariantResult[] = [];
      for (const { name, violations } of invariants) {
        const rows = await tx.execute<{ object: string; total: number }>(sql`
          select object, (count(*) over ())::int as total from (${violations}) as violation order by object
          limit ${EXAMPLES}`);
        const total = rows[0]?.total ?? 0;
        results.push({ name, ok: total === 0, violations: total, examples: rows.map((row) => row.object) });
      }
      return results;
    },
    { isolationLevel: 'repeatable read', accessMode: 'read only' },
  );
  return { ok: checks.every((check) => check.ok), checks };
}
