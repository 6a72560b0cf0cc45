import { and, eq } from 'drizzle-orm';
import { account } from '#db/bank/schema/book.ts';
import { debentureSale } from '#db/bank/schema/projects.ts';
import { wireNumber } from '../../http/write-json.ts';
import { belongs, type FindRecord, moment } from './record.ts';

/** DEBENTURE_SALE: ONSALE, or COMPLETED once it is sold out or cancelled; transactionTime is the moment of that. */
export const findSale: FindRecord = async (db, asked) => {
  const [row] = await db
    .select()
    .from(debentureSale)
    .innerJoin(account, eq(account.id, debentureSale.accountId))
    .where(and(eq(debentureSale.platformNo, asked.platformNo), eq(debentureSale.requestNo, asked.requestNo)));
  if (!row || !belongs(asked, row.account.userNo)) return undefined;
  const sale = row.debenture_sale;
  return {
    platformUserNo: row.account.userNo,
    projectNo: sale.projectNo,
    saleShare: wireNumber(sale.share),
    preSalingShare: wireNumber(sale.reserved),
    confirmedShare: wireNumber(sale.confirmed),
    createTime: moment(sale.createdAt),
    transactionTime: moment(sale.completedAt),
    status: sale.status,
  };
};
