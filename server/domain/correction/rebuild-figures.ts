import { DomainError } from '#server/primitives/errors.ts';
import { toDecimalText } from '#server/primitives/money.ts';
import { rebuildBalances } from '../ledger/rebuild-balances.ts';
import { figuresAgree, figuresOf } from './figures.ts';
import type { Remedy } from './remedy.ts';
import { unbalancedOf } from './unbalanced.ts';

/**
 * A stored balance that is not the sum of its entries: it becomes what the entries add up to, and the audit keeps both.
 * Not where the entries themselves have been changed: they go to suspense.
 */
export const rebuildFigures: Remedy = {
  prepare: async (tx, found, { account }) => {
    if (!account) return undefined;
    const figures = await figuresOf(tx, account.id, found.businessDate);
    if (!figures || (figuresAgree(figures) && figures.complete) || figures.entriesAreBanks === false) return undefined;
    if ((await unbalancedOf(tx, account.id)).length > 0) return undefined;
    const { stored, entries } = figures;
    return {
      accountId: account.id,
      userNo: account.platformUserNo,
      availableBefore: toDecimalText(stored.available),
      available: toDecimalText(entries.available),
      frozenBefore: toDecimalText(stored.frozen),
      frozen: toDecimalText(entries.frozen),
      withdrawingBefore: toDecimalText(stored.withdrawing),
      withdrawing: toDecimalText(entries.withdrawing),
    };
  },
  act: async (tx, ctx, { evidence }) => {
    if (!evidence.account) throw new DomainError('CONFLICT', 'there is no such account');
    await rebuildBalances(tx, ctx, [evidence.account.id]);
    return undefined;
  },
};
