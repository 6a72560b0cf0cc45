import { Readable } from 'node:stream';
import { and, asc, desc, eq, inArray, sql } from 'drizzle-orm';
import type { Context } from 'hono';
import { account } from '#db/bank/schema/book.ts';
import { requestLog } from '#db/bank/schema/desk.ts';
import { freeze } from '#db/bank/schema/freezes.ts';
import { notify, notifyDelivery } from '#db/bank/schema/notifies.ts';
import { debentureSale, holding, project } from '#db/bank/schema/projects.ts';
import { trade, tradeLine } from '#db/bank/schema/trades.ts';
import { fromWireDate, plainDate } from '#server/primitives/calendar.ts';
import { isUuid } from '#server/primitives/ids.ts';
import { minus, plus, toDecimalText } from '#server/primitives/money.ts';
import type { Bank } from '../bank.ts';
import { checkFileZip } from '../checkfile/zip.ts';
import { realNow } from '../clock.ts';
import { BadInput } from './input.ts';

type Query = Readonly<Record<string, string | undefined>>;

const limitOf = (query: Query, most: number): number => {
  const wanted = Number(query.limit ?? most);
  return Number.isInteger(wanted) && wanted > 0 ? Math.min(wanted, most) : most;
};

/**
 * GET freezes[?state=open][&projectNo=][&platformUserNo=] → {freezes: [{requestNo, platformUserNo, bizType, projectNo,
 * amount, used, cancelled, left, state FREEZED | UNFREEZED, createdAt}]}.
 */
export async function freezesSheet(bank: Bank, platformNo: string, query: Query) {
  const rows = await bank.pool.db
    .select()
    .from(freeze)
    .innerJoin(account, eq(account.id, freeze.accountId))
    .where(
      and(
        eq(freeze.platformNo, platformNo),
        query.state === 'open' ? sql`${freeze.used} + ${freeze.cancelled} < ${freeze.amount}` : undefined,
        query.projectNo ? eq(freeze.projectNo, query.projectNo) : undefined,
        query.platformUserNo ? eq(account.userNo, query.platformUserNo) : undefined,
      ),
    )
    .orderBy(asc(freeze.createdAt), asc(freeze.requestNo))
    .limit(limitOf(query, 100_000));
  return {
    freezes: rows.map(({ freeze: one, account: owner }) => {
      const left = minus(one.amount, plus(one.used, one.cancelled));
      return {
        requestNo: one.requestNo,
        platformUserNo: owner.userNo,
        kind: one.kind,
        bizType: one.bizType,
        projectNo: one.projectNo,
        amount: toDecimalText(one.amount),
        used: toDecimalText(one.used),
        cancelled: toDecimalText(one.cancelled),
        left: toDecimalText(left),
        state: left > 0n ? 'FREEZED' : 'UNFREEZED',
        createdAt: one.createdAt.toISOString(),
      };
    }),
  };
}

/** GET trades/:requestNo → {requestNo, batchNo, tradeType, projectNo, status, commission, …, lines: [{…}]}. */
export async function tradeSheet(bank: Bank, platformNo: string, requestNo: string) {
  const [found] = await bank.pool.db
    .select()
    .from(trade)
    .where(and(eq(trade.platformNo, platformNo), eq(trade.requestNo, requestNo)));
  if (!found) throw new BadInput(`no trade ${requestNo}`, 404);
  const lines = await bank.pool.db
    .select()
    .from(tradeLine)
    .where(and(eq(tradeLine.platformNo, platformNo), eq(tradeLine.requestNo, requestNo)))
    .orderBy(asc(tradeLine.lineNumber));
  return {
    ...found,
    commission: toDecimalText(found.commission),
    lines: lines.map(({ platformNo: _, requestNo: __, ...line }) => ({
      ...line,
      amount: toDecimalText(line.amount),
      income: toDecimalText(line.income),
    })),
  };
}

/** GET projects/:no → {projectNo, platformUserNo, status, amount, pledged, loanAmount, …, holdings: [{…}], sales: [{…}]}. */
export async function projectSheet(bank: Bank, platformNo: string, projectNo: string) {
  const here = and(eq(project.platformNo, platformNo), eq(project.projectNo, projectNo));
  const [found] = await bank.pool.db
    .select()
    .from(project)
    .innerJoin(account, eq(account.id, project.borrowerId))
    .where(here);
  if (!found) throw new BadInput(`no project ${projectNo}`, 404);
  const holdings = await bank.pool.db
    .select({ platformUserNo: account.userNo, amount: holding.amount, repaid: holding.repaid })
    .from(holding)
    .innerJoin(account, eq(account.id, holding.accountId))
    .where(and(eq(holding.platformNo, platformNo), eq(holding.projectNo, projectNo)))
    .orderBy(asc(account.userNo));
  const sales = await bank.pool.db
    .select()
    .from(debentureSale)
    .innerJoin(account, eq(account.id, debentureSale.accountId))
    .where(and(eq(debentureSale.platformNo, platformNo), eq(debentureSale.projectNo, projectNo)))
    .orderBy(asc(debentureSale.createdAt), asc(debentureSale.requestNo));
  const { project: one } = found;
  return {
    ...one,
    platformUserNo: found.account.userNo,
    amount: toDecimalText(one.amount),
    pledged: toDecimalText(one.pledged),
    loanAmount: toDecimalText(one.loanAmount),
    repaidPrincipal: toDecimalText(one.repaidPrincipal),
    repaidInterest: toDecimalText(one.repaidInterest),
    holdings: holdings.map((held) => ({
      ...held,
      amount: toDecimalText(held.amount),
      repaid: toDecimalText(held.repaid),
    })),
    sales: sales.map(({ debenture_sale: sale, account: seller }) => ({
      requestNo: sale.requestNo,
      platformUserNo: seller.userNo,
      share: toDecimalText(sale.share),
      reserved: toDecimalText(sale.reserved),
      confirmed: toDecimalText(sale.confirmed),
      status: sale.status,
    })),
  };
}

/** GET notifies[?requestNo=][&state=][&limit=] → {notifies: [{id, service, requestNo, state, attempts, respData, deliveries: [{…}]}]}. */
export async function notifiesSheet(bank: Bank, platformNo: string, query: Query) {
  const rows = await bank.pool.db
    .select()
    .from(notify)
    .where(
      and(
        eq(notify.platformNo, platformNo),
        query.requestNo ? eq(notify.requestNo, query.requestNo) : undefined,
        query.state ? sql`${notify.state} = ${query.state}` : undefined,
      ),
    )
    .orderBy(desc(notify.createdAt), desc(notify.id))
    .limit(limitOf(query, 1000));
  const deliveries =
    rows.length === 0
      ? []
      : await bank.pool.db
          .select()
          .from(notifyDelivery)
          .where(
            inArray(
              notifyDelivery.notifyId,
              rows.map((row) => row.id),
            ),
          )
          .orderBy(asc(notifyDelivery.at));
  return {
    notifies: rows.map((row) => ({ ...row, deliveries: deliveries.filter((one) => one.notifyId === row.id) })),
  };
}

/** POST notifies/:id/redeliver → {id}: delivers now, whatever its state. */
export async function redeliver(bank: Bank, id: string) {
  if (!isUuid(id)) throw new BadInput('id: a uuid expected');
  const found = await bank.pool.db
    .update(notify)
    .set({ state: 'waiting', nextAttemptAt: realNow() })
    .where(eq(notify.id, id))
    .returning({ id: notify.id });
  if (found.length === 0) throw new BadInput(`no notify ${id}`, 404);
  bank.wake.notifies();
  return { id };
}

/** GET requests[?platformNo=][&requestNo=][&service=][&limit=] → {requests: [{…}]}, newest first, with raw reqData and the answer. */
export async function requestsSheet(bank: Bank, query: Query) {
  await bank.log.flush();
  const rows = await bank.pool.db
    .select()
    .from(requestLog)
    .where(
      and(
        query.platformNo ? eq(requestLog.platformNo, query.platformNo) : undefined,
        query.requestNo ? eq(requestLog.requestNo, query.requestNo) : undefined,
        query.service ? eq(requestLog.service, query.service) : undefined,
      ),
    )
    .orderBy(desc(requestLog.id))
    .limit(limitOf(query, 500));
  return { requests: rows };
}

/** GET checkfiles/:date (yyyy-MM-dd or yyyyMMdd) → the zip, unsigned, as DOWNLOAD_CHECKFILE would answer it. */
export async function checkFileOf(bank: Bank, c: Context, platformNo: string, text: string): Promise<Response> {
  let date: ReturnType<typeof plainDate>;
  try {
    date = /^\d{8}$/.test(text) ? fromWireDate(text) : plainDate(text);
  } catch {
    throw new BadInput('date: yyyy-MM-dd expected');
  }
  const { fileName, stream } = checkFileZip(bank, { platformNo, date }, bank.clock.now());
  return c.body(Readable.toWeb(stream) as ReadableStream, 200, {
    'content-type': 'application/zip',
    'content-disposition': `attachment; filename="${fileName}"`,
  });
}
