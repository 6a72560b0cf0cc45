import type { DomainContext } from '../context.ts';

/** A number of the bank's numbering space: 32 hex digits of a new id, so that a seeded world numbers itself alike. */
export const newRequestNo = (ctx: Pick<DomainContext, 'newId'>): string => ctx.newId().replaceAll('-', '');
