import { setTimeout as delay } from 'node:timers/promises';
import type { SourceName } from '#db/schema/scores.ts';
import type { DomainContext } from '../context.ts';

export type SourceFacts = Readonly<Record<string, number | boolean | string>>;
/** Whom a source is asked about, as a digest of our own: what a source needs beyond it its adapter fetches itself. */
export type Subject = Readonly<{ digest: string }>;

/** Somebody outside who knows of borrowers. An adapter throws when it cannot be asked. */
export type Source = (ctx: DomainContext, subject: Subject, signal: AbortSignal) => Promise<SourceFacts>;
export type Sources = Readonly<Record<SourceName, Source>>;

/** What became of asking a source. */
export type Report = Readonly<{ source: SourceName; facts: SourceFacts | null; failure: string | null; askedAt: Date }>;

/** A review does not wait longer for a source. */
export const SOURCE_DEADLINE_MS = 1_500;

async function askOne(ctx: DomainContext, source: SourceName, ask: Source, subject: Subject): Promise<Report> {
  const askedAt = ctx.now();
  const over = new AbortController();
  const late = delay(SOURCE_DEADLINE_MS, 'late' as const, { signal: over.signal }).catch(() => 'late' as const);
  try {
    const answer = await Promise.race([ask(ctx, subject, over.signal), late]);
    if (answer === 'late') return { source, facts: null, failure: 'timeout', askedAt };
    return { source, facts: answer, failure: null, askedAt };
  } catch {
    return { source, facts: null, failure: 'unavailable', askedAt };
  } finally {
    over.abort();
  }
}

/** Asks all sources at once, outside any transaction. A source that fails or is late is a report too. Never throws. */
export function askSources(ctx: DomainContext, sources: Sources, subject: Subject): Promise<Report[]> {
  const all = Object.entries(sources) as [SourceName, Source][];
  return Promise.all(all.map(([source, ask]) => askOne(ctx, source, ask, subject)));
}
