import { product } from '#db/schema/products.ts';
import { transaction } from '#db/transaction.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import { FIRST_PRODUCTS } from '../domain/loan/products.ts';
import type { Harness } from './harness.ts';

/** Where it is sold: a harness, or a database alone. */
type Seller = Readonly<{ wiring: Pick<Harness['wiring'], 'pool'>; system: () => Promise<{ newId: () => Uuid }> }>;
type Terms = Partial<Omit<typeof product.$inferInsert, 'id' | 'version'>>;

/** Puts a product on sale with whatever terms a test is about; the rest is that of a monthly instalment loan. */
export async function sellProduct(world: Seller, terms: Terms = {}): Promise<Uuid> {
  const [usual] = FIRST_PRODUCTS;
  if (!usual) throw new Error('no product is known');
  const id = (await world.system()).newId();
  await transaction(world.wiring.pool, (tx) =>
    tx.insert(product).values({ ...usual, code: `test-${id}`, ...terms, id, version: 1 }),
  );
  return id;
}
