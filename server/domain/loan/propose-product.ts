import { eq, max } from 'drizzle-orm';
import { product } from '#db/schema/products.ts';
import { transaction } from '#db/transaction.ts';
import type { PlainDate } from '#server/primitives/calendar.ts';
import { DomainError } from '#server/primitives/errors.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import type { AdminActor } from '../actors.ts';
import { recordAudit } from '../audit.ts';
import type { DomainContext } from '../context.ts';
import { once } from '../once.ts';
import { type ProductTerms, termProblems } from './product-terms.ts';
import { requireRole } from './rules.ts';

export type ProductProposal = Readonly<{
  requestId: Uuid;
  /** Of the product that it is a new version of, or of a new product. */
  code: string;
  name: string;
  /** The first day on which it is meant to be sold. */
  validFrom: PlainDate;
  terms: ProductTerms;
}>;

const CODE = /^[a-z][a-z0-9-]{1,39}$/;

/** @throws DomainError INPUT_INVALID with every field that is wrong, the code and the name among them. */
function requireProposal({ code, name, terms }: ProductProposal): void {
  const length = [...name.trim()].length;
  const problems = [
    ...(CODE.test(code) ? [] : [{ field: 'code', problem: 'range' }]),
    ...(length >= 1 && length <= 40 ? [] : [{ field: 'name', problem: 'range' }]),
    ...termProblems(terms),
  ];
  if (!problems[0]) return;
  const words = problems.map(({ field, problem }) => `${field}=${problem}`).join(' ');
  throw new DomainError('INPUT_INVALID', `these terms cannot be: ${words}`, {
    field: problems[0].field,
    problems: words,
  });
}

/**
 * Proposes a version of a product: nobody can apply for it before another member of staff has published it.
 * @throws DomainError FORBIDDEN; INPUT_INVALID, whose `problems` names every field at once ("graceDays=range bidStep=range");
 * REQUEST_ID_REUSED; CONFLICT when somebody else has proposed the same version at the same moment
 */
export async function proposeProduct(
  ctx: DomainContext<AdminActor>,
  input: ProductProposal,
): Promise<{ productId: Uuid; version: number }> {
  requireRole(ctx.actor, 'administrator');
  requireProposal(input);
  const { requestId, ...asked } = input;
  return transaction(ctx, (tx) =>
    once(tx, ctx, { requestId, verb: 'propose-product', input: asked }, async () => {
      const { code, validFrom, terms } = input;
      const [newest] = await tx
        .select({ version: max(product.version) })
        .from(product)
        .where(eq(product.code, code));
      const version = (newest?.version ?? 0) + 1;
      const productId = ctx.newId();
      const [made] = await tx
        .insert(product)
        .values({
          ...terms,
          id: productId,
          code,
          version,
          name: input.name.trim(),
          validFrom,
          state: 'proposed',
          proposedBy: ctx.actor.memberId,
          proposedAt: ctx.now(),
        })
        .onConflictDoNothing({ target: [product.code, product.version] })
        .returning({ id: product.id });
      if (!made) throw new DomainError('CONFLICT', 'another version has just been proposed');
      const about = { verb: 'propose-product', objectType: 'product', objectId: productId, toState: 'proposed' };
      await recordAudit(tx, ctx, { ...about, details: { code, version, validFrom } });
      return { productId, version };
    }),
  );
}
