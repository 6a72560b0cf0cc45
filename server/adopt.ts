import { adoptMiscarriage } from './domain/bidding/adopt-miscarriage.ts';
import { adoptNotice } from './domain/cash/adopt-deposit.ts';
import type { Adopt } from './domain/custody/conclude.ts';

/** What the bank begins by itself and the portal takes up: a deposit, or a project that it gives up. */
export const adopt: Adopt = async (tx, ctx, service, record) =>
  (await adoptNotice(tx, ctx, service, record)) ?? (await adoptMiscarriage(tx, ctx, service, record));
