import type postgres from 'postgres';
import type { BreakKind, CheckName } from '#db/schema/reconciliation.ts';
import type { PlainDate } from '#server/primitives/calendar.ts';
import type { Chance } from '../../cli/world/chance.ts';
import type { Cause } from '../../domain/reconciliation/compare.ts';
import type { Harness } from '../harness.ts';

/** Where something is put wrong: a file of the bank's, the bank's own book, or the portal's rows. */
export type Layer = 'file' | 'bank' | 'books';

/** One break that a planting must lead to, or may. */
export type Expected = Readonly<{
  check: CheckName;
  kinds: readonly BreakKind[];
  object: string;
  /** What may be said of it; the evidence can leave more than one explanation open. */
  causes: readonly Cause[];
}>;

/** What one planting has done. */
export type Planted = Readonly<{
  /** What it was done to, in words, for whoever reads a failure. */
  what: string;
  /** Each of these must be found. */
  finds: readonly Expected[];
  /** Consequences, which may be found beside them. */
  follows?: readonly Expected[];
  /** Nothing says what the truth was: two people answer for it, and the day is signed and not green. */
  signed?: true;
}>;

/** Where a trial plants: one day of the world, and the objects that are taken there. */
export type Site = Readonly<{
  harness: Harness;
  /** The portal's database as its owner. */
  owner: postgres.Sql;
  day: PlainDate;
  chance: Chance;
  ground: Ground;
}>;

export type Planting = Readonly<{
  name: string;
  layer: Layer;
  /** Puts something wrong at a random place. @returns undefined when no untouched place for it is left */
  plant: (site: Site) => Promise<Planted | undefined>;
}>;

/** Objects that the plantings of one trial hit, by name: each is altered by one alone, which none other looks at. */
export class Ground {
  readonly #altered = new Set<string>();
  readonly #seen = new Set<string>();

  /** Whether these may still be altered and those looked at. */
  isFree(altered: readonly string[], seen: readonly string[] = []): boolean {
    return (
      altered.every((name) => !this.#altered.has(name) && !this.#seen.has(name)) &&
      seen.every((name) => !this.#altered.has(name))
    );
  }

  take(altered: readonly string[], seen: readonly string[] = []): void {
    for (const name of altered) this.#altered.add(name);
    for (const name of seen) this.#seen.add(name);
  }
}

/** The same things in an order of chance. */
export function shuffled<Item>(chance: Chance, items: readonly Item[]): Item[] {
  const left = [...items];
  const order: Item[] = [];
  while (left.length > 0) order.push(...left.splice(chance.below(left.length), 1));
  return order;
}
