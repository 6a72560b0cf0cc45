import { transaction } from '#db/transaction.ts';
import { refuse } from '../refusal.ts';
import { SALE_OVER, UNKNOWN_SALE } from '../trade/check-trade.ts';
import { lockProjectRow } from '../trade/projects.ts';
import { readSale, saveSale } from '../trade/sales.ts';
import { claimNumber } from './claim-number.ts';
import { requiredNumber } from './fields.ts';
import type { DirectOperation } from './operation.ts';

/**
 * CANCEL_DEBENTURE_SALE: ends a sale; what nobody has bought is the holder's to offer again, what was bought stays
 * bought. While shares are kept for somebody it is refused: his money is frozen for them, and a sale is complete only
 * when all its pre-transactions are. The platform cancels those first. Freezes without kept shares (UNLOCK) do not
 * stand in the way; a trade on them is refused from now on.
 */
export const cancelDebentureSale: DirectOperation = {
  channel: 'direct',
  run: async (call) => {
    const { platformNo, at } = call;
    const requestNo = requiredNumber(call.request, 'requestNo');
    const saleNo = requiredNumber(call.request, 'creditsaleRequestNo');
    await transaction(call.bank.pool, async (tx) => {
      await claimNumber(tx, call, requestNo);
      const seen = await readSale(tx, platformNo, saleNo);
      if (!seen) throw refuse(UNKNOWN_SALE);
      await lockProjectRow(tx, platformNo, seen.projectNo);
      const sale = (await readSale(tx, platformNo, saleNo)) ?? seen;
      if (sale.status === 'COMPLETED') throw refuse(SALE_OVER);
      if (sale.reserved > 0n) throw refuse('债权出让订单存在预处理中的份额');
      await saveSale(tx, platformNo, { ...sale, status: 'COMPLETED' }, at);
    });
    return {};
  },
};
