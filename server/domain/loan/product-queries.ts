import { asc, eq, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import { loan } from '#db/schema/loans.ts';
import { member } from '#db/schema/people.ts';
import { product } from '#db/schema/products.ts';
import type { AdminActor } from '../actors.ts';
import type { DomainContext } from '../context.ts';

const proposer = alias(member, 'proposer');
const publisher = alias(member, 'publisher');

/** Every version of every product, the oldest first, with who proposed and published it and how many loans keep it. */
export function productVersions(ctx: DomainContext<AdminActor>) {
  return ctx.db
    .select({
      product,
      proposer: proposer.displayName,
      publisher: publisher.displayName,
      /** Whether the one who asks has proposed it, and so may not publish it. */
      own: sql`coalesce(${product.proposedBy} = ${ctx.actor.memberId}, false)`.mapWith(Boolean),
      loans: sql<number>`(select count(*)::integer from ${loan} where ${loan.productId} = ${product.id})`,
    })
    .from(product)
    .leftJoin(proposer, eq(proposer.id, product.proposedBy))
    .leftJoin(publisher, eq(publisher.id, product.publishedBy))
    .orderBy(asc(product.code), asc(product.version));
}
