import { and, eq, sql } from 'drizzle-orm';
import type { BankTransaction } from '#db/bank/pool.ts';
import { project } from '#db/bank/schema/projects.ts';
import type { PlainDate } from '#server/primitives/calendar.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import { fen } from '#server/primitives/money.ts';
import { jsonRows } from '../book/rows.ts';
import type { FreezeGround, FreezeRequest, Offer, Payer } from './decide-freezes.ts';

type PayerRow = Pick<Payer, 'id' | 'kind' | 'role' | 'usable' | 'linked'> & {
  user_no: string;
  available: string;
  grants: Record<string, { amount: string | null; until: PlainDate }> | null;
};

async function lockPayers(
  tx: BankTransaction,
  platformNo: string,
  requests: readonly FreezeRequest[],
): Promise<Map<string, Payer>> {
  const wanted = jsonRows(requests.map(({ wanted: { userNo } }) => ({ userNo })));
  const rows = await tx.execute<PayerRow>(sql`
    select a.id, a.user_no, a.kind, a.role, a.available,
      coalesce(m.active_status = 'ACTIVATED' and m.audit_status = 'PASSED', true) as usable,
      (select json_object_agg(kind, json_build_object('amount', amount_limit::text, 'until', valid_until))
        from authorisation where account_id = a.id) as grants,
      (select custody_mode = 'linked' from platform where platform_no = ${platformNo}) as linked
    from account a left join member m on m.account_id = a.id
    where a.platform_no = ${platformNo} and a.kind <> 'core'
      and a.user_no in (select "userNo" from json_to_recordset(${wanted}) as w("userNo" text))
    order by array_position(array['user', 'platform'], a.kind), a.id for update of a`);
  return new Map(
    rows.map((row) => [
      row.user_no,
      {
        ...row,
        available: fen(BigInt(row.available)),
        grants: new Map(
          Object.entries(row.grants ?? {}).map(([kind, { amount, until }]) => [
            kind,
            { amountLimit: amount === null ? null : fen(BigInt(amount)), validUntil: until },
          ]),
        ),
      },
    ]),
  );
}

type OfferRow = { request_no: string; account_id: Uuid; status: Offer['status'] } & Record<
  'unconfirmed' | 'reserved' | 'outstanding',
  string
>;

/** The sales that are to be bought from. They change only under their project's lock. */
async function readOffers(
  tx: BankTransaction,
  platformNo: string,
  projectNo: string | null,
  requests: readonly FreezeRequest[],
): Promise<Map<string, Offer>> {
  const wanted = requests.flatMap(({ wanted: { saleNo } }) => (saleNo === null ? [] : [{ no: saleNo }]));
  if (wanted.length === 0 || projectNo === null) return new Map();
  const rows = await tx.execute<OfferRow>(sql`
    select s.request_no, s.account_id, s.status, s.share - s.confirmed as unconfirmed, s.reserved,
      coalesce(h.amount - h.repaid, 0) as outstanding
    from debenture_sale s left join holding h on h.platform_no = s.platform_no and h.project_no = s.project_no
      and h.account_id = s.account_id
    where s.platform_no = ${platformNo} and s.project_no = ${projectNo}
      and s.request_no in (select no from json_to_recordset(${jsonRows(wanted)}) as w(no text))`);
  return new Map(
    rows.map((row) => [
      row.request_no,
      {
        sellerId: row.account_id,
        status: row.status,
        unconfirmed: fen(BigInt(row.unconfirmed)),
        reserved: fen(BigInt(row.reserved)),
        outstanding: fen(BigInt(row.outstanding)),
      },
    ]),
  );
}

/** Locks project, then payers, and looks which of the numbers are taken. All requests are of one project. */
export async function readFreezeGround(
  tx: BankTransaction,
  platformNo: string,
  requests: readonly FreezeRequest[],
): Promise<FreezeGround> {
  const projectNo = requests[0]?.wanted.projectNo ?? null;
  const found =
    projectNo === null
      ? []
      : await tx
          .select()
          .from(project)
          .where(and(eq(project.platformNo, platformNo), eq(project.projectNo, projectNo)))
          .for('update');
  const payers = await lockPayers(tx, platformNo, requests);
  const numbers = jsonRows(requests.map(({ wanted: { requestNo } }) => ({ requestNo })));
  const taken = await tx.execute<{ request_no: string }>(sql`
    select request_no from request_number where platform_no = ${platformNo}
      and request_no in (select "requestNo" from json_to_recordset(${numbers}) as w("requestNo" text))`);
  const offers = await readOffers(tx, platformNo, projectNo, requests);
  return { payers, project: found[0], offers, taken: new Set(taken.map((row) => row.request_no)) };
}
