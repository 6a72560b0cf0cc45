import { setTimeout as delay } from 'node:timers/promises';
import { eq } from 'drizzle-orm';
import { type SourceName, sourceFault } from '#db/schema/scores.ts';
import type { DomainContext } from '../context.ts';
import { SOURCE_DEADLINE_MS, type Source, type SourceFacts, type Sources } from './sources.ts';

/** A number below `limit` that is always the same for a person and a topic. */
type Draw = (topic: number, limit: number) => number;

const HEX_DIGITS = 6;
const drawFrom =
  (digest: string): Draw =>
  (topic, limit) => {
    const at = (topic * HEX_DIGITS) % Math.max(1, digest.length - HEX_DIGITS);
    return Number.parseInt(digest.slice(at, at + HEX_DIGITS), 16) % limit;
  };

async function behave(ctx: DomainContext, source: SourceName, signal: AbortSignal): Promise<void> {
  const [told] = await ctx.db.select().from(sourceFault).where(eq(sourceFault.source, source));
  if (told?.fault === 'failing') throw new Error('the source has been told to fail');
  if (told?.fault === 'slow') await delay(SOURCE_DEADLINE_MS * 2, undefined, { signal });
}

const simulated =
  (source: SourceName, know: (draw: Draw) => SourceFacts): Source =>
  async (ctx, subject, signal) => {
    await behave(ctx, source, signal);
    return know(drawFrom(ctx.vault.digest(source, subject.digest)));
  };

/** Stand-ins for the outside world: what they say follows from a digest of the person, and is the same every time. */
export const simulatedSources: Sources = {
  'credit-bureau': simulated('credit-bureau', (draw) => ({
    score: 480 + draw(0, 371),
    enquiries: draw(1, 9),
    overdue: draw(2, 100) < 8,
  })),
  blacklist: simulated('blacklist', (draw) => ({ listed: draw(0, 10_000) < 5 })),
  income: simulated('income', (draw) => ({ monthlyYuan: 4_000 + draw(0, 260) * 100 })),
};
