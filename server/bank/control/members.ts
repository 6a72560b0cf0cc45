import { sql } from 'drizzle-orm';
import type { UserRole } from '#db/bank/schema/book.ts';
import { transaction } from '#db/transaction.ts';
import { addMonths, businessDateOf } from '#server/primitives/calendar.ts';
import { fen, sum, toDecimalText, ZERO } from '#server/primitives/money.ts';
import type { Bank } from '../bank.ts';
import { CORE_ACCOUNTS } from '../book/chart.ts';
import { chunks, jsonRows } from '../book/rows.ts';
import { saveBook } from '../book/save.ts';
import { lockAccounts, moveMoney } from '../book/working-set.ts';
import { openEAccounts } from '../modes/e-accounts.ts';
import { hashPassword } from '../pages/password.ts';
import { BadInput, type Body, bodyAmount, bodyText, bodyWord } from './input.ts';

const ROLES = [
  'INVESTOR',
  'BORROWERS',
  'GUARANTEECORP',
  'COLLABORATOR',
  'SUPPLIER',
] as const satisfies readonly UserRole[];
const PASSWORD = '123456';

function readMember(body: Body) {
  const authList = typeof body.authList === 'string' ? body.authList.split(',').filter(Boolean) : [];
  const given = (name: string): string | null => (body[name] === undefined ? null : bodyText(body, name));
  return {
    userNo: bodyText(body, 'platformUserNo'),
    role: bodyWord(body, 'userRole', ROLES, 'INVESTOR'),
    realName: given('realName') ?? bodyText(body, 'platformUserNo'),
    idCardNo: given('idCardNo'),
    mobile: given('mobile'),
    bankcardNo: given('bankcardNo'),
    bankcode: given('bankcode'),
    amount: body.amount === undefined ? ZERO : bodyAmount(body, 'amount'),
    authList,
  };
}

/**
 * POST members {platformNo?, members: [{platformUserNo, userRole?, realName?, idCardNo?, mobile?, bankcardNo?,
 * bankcode?, amount?, authList?}]} → {opened, deposited}: thousands of ready customers for load tests, set-based,
 * password 123456. Their money is settled and stands in no check file: it was there before the platform came.
 */
export async function openMembers(bank: Bank, body: Body) {
  const platforms = bank.keys.platforms();
  const platformNo = body.platformNo === undefined ? platforms[0]?.platformNo : bodyText(body, 'platformNo');
  if (!platformNo || !bank.keys.platform(platformNo)) throw new BadInput('platformNo: no such platform', 404);
  if (!Array.isArray(body.members)) throw new BadInput('members: a list expected');
  const passwordHash = await hashPassword(PASSWORD);
  const wanted = (body.members as Body[]).map((one) => ({ ...readMember(one), id: bank.newId() }));
  await bank.dayEnd.operate((at) =>
    transaction(bank.pool, async (tx) => {
      const stamp = { platformNo, requestNo: `OPEN-${bank.newId()}`, occurredAt: at, businessDate: businessDateOf(at) };
      const now = at.toISOString();
      for (const part of chunks(wanted)) {
        const rows = jsonRows(part);
        await tx.execute(sql`
          insert into account (id, platform_no, user_no, kind, role, created_at)
          select id, ${platformNo}, "userNo", 'user', role, ${now}::timestamptz
          from json_to_recordset(${rows}) as m(id uuid, "userNo" text, role text)`);
        await tx.execute(sql`
          insert into member (account_id, platform_no, role, user_type, real_name, id_card_type, id_card_no, mobile,
            bankcard_no, bankcode, audit_status, active_status, access_type, password_hash, created_at)
          select id, ${platformNo}, role, 'PERSONAL', "realName", 'PRC_ID', "idCardNo", mobile, "bankcardNo", bankcode,
            'PASSED', 'ACTIVATED', 'FULL_CHECKED', ${passwordHash}, ${now}::timestamptz
          from json_to_recordset(${rows}) as m(id uuid, role text, "realName" text, "idCardNo" text, mobile text,
            "bankcardNo" text, bankcode text)`);
        await tx.execute(sql`
          insert into authorisation (account_id, kind, valid_until, granted_at)
          select id, kind, ${addMonths(stamp.businessDate, 60)}::date, ${now}::timestamptz
          from json_to_recordset(${rows}) as m(id uuid, "authList" json), json_array_elements_text("authList") as kind`);
      }
      await openEAccounts(
        tx,
        bank.newId,
        platformNo,
        at,
        wanted.map((one) => one.userNo),
      );
      const funded = wanted.filter((one) => one.amount > 0n);
      const set = await lockAccounts(tx, platformNo, [CORE_ACCOUNTS.CUSTODY, ...funded.map((one) => one.userNo)]);
      const source = set.accounts.get(CORE_ACCOUNTS.CUSTODY);
      for (const [lineNumber, one] of funded.entries()) {
        const target = set.accounts.get(one.userNo);
        if (!source || !target) throw new BadInput(`no account ${one.userNo}`);
        const buckets = { sourceBucket: 'available', targetBucket: 'available' } as const;
        moveMoney(set, { source, target, amount: one.amount, ...buckets, bizType: 'OPENING', lineNumber });
      }
      await saveBook(tx, set, bank.newId, stamp);
    }),
  );
  return { opened: wanted.length, deposited: toDecimalText(fen(sum(wanted.map((one) => one.amount)))) };
}
