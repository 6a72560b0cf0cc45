import { sql } from 'drizzle-orm';
import type { BankTransaction } from '#db/bank/pool.ts';
import type { EnterpriseFields } from '#db/bank/schema/members.ts';
import { transaction } from '#db/transaction.ts';
import { addMonths, businessDateOf } from '#server/primitives/calendar.ts';
import { fen, sum, toDecimalText, ZERO } from '#server/primitives/money.ts';
import type { Bank } from '../bank.ts';
import { CORE_ACCOUNTS } from '../book/chart.ts';
import { chunks, jsonRows } from '../book/rows.ts';
import { saveBook } from '../book/save.ts';
import { lockAccounts, moveMoney } from '../book/working-set.ts';
import { openEAccounts } from '../modes/e-accounts.ts';
import { judgeCard } from '../pages/cards.ts';
import { COMPANY_FIELDS } from '../pages/enterprise-fields.ts';
import { hashPassword } from '../pages/password.ts';
import { ROLES } from '../pages/roles.ts';
import { BadInput, type Body, bodyAmount, bodyText, bodyWord } from './input.ts';

const PASSWORD = '123456';

const USER_TYPES = ['PERSONAL', 'ORGANIZATION'] as const;
const READY = { auditStatus: 'PASSED', activeStatus: 'ACTIVATED' };
const STOCKED = { auditStatus: 'PASSED', activeStatus: 'DEACTIVATED', accessType: 'NOT_AUTH' };

/** A company's fields by the wire's names. */
function companyOf(body: Body): EnterpriseFields {
  const names = COMPANY_FIELDS.map(({ name }) => name).filter((name) => body[name] !== undefined);
  const given = [...names, ...(body.legalIdCardNo === undefined ? [] : ['idCardType'])];
  return Object.fromEntries(given.map((name) => [name, name === 'idCardType' ? 'PRC_ID' : bodyText(body, name)]));
}

function readMember(body: Body, imported: boolean) {
  const authList = typeof body.authList === 'string' ? body.authList.split(',').filter(Boolean) : [];
  const given = (name: string): string | null => (body[name] === undefined ? null : bodyText(body, name));
  const userType = bodyWord(body, 'userType', USER_TYPES, 'PERSONAL');
  const isCompany = userType === 'ORGANIZATION';
  const bankcardNo = given('bankcardNo');
  const card = bankcardNo === null || isCompany ? undefined : judgeCard(bankcardNo);
  const stocked = body.imported === undefined ? imported : body.imported === true;
  return {
    userNo: bodyText(body, 'platformUserNo'),
    role: bodyWord(body, 'userRole', ROLES, 'INVESTOR'),
    userType,
    realName: given(isCompany ? 'enterpriseName' : 'realName') ?? bodyText(body, 'platformUserNo'),
    idCardNo: given('idCardNo'),
    mobile: given(isCompany ? 'contactPhone' : 'mobile'),
    bankcardNo,
    bankcode: given('bankcode') ?? (card?.ok ? card.bankcode : null),
    enterprise: isCompany ? companyOf(body) : null,
    imported: stocked,
    ...(stocked ? STOCKED : { ...READY, accessType: isCompany ? 'PART_CHECKED' : 'FULL_CHECKED' }),
    amount: body.amount === undefined ? ZERO : bodyAmount(body, 'amount'),
    authList,
  };
}

async function refuseTaken(
  tx: BankTransaction,
  platformNo: string,
  wanted: readonly { userNo: string }[],
): Promise<void> {
  const [taken] = await tx.execute<{ user_no: string }>(sql`
    select user_no from account where platform_no = ${platformNo}
      and user_no in (select "userNo" from json_to_recordset(${jsonRows(wanted)}) as w("userNo" text)) limit 1`);
  if (taken) throw new BadInput(`platformUserNo: ${taken.user_no} is there already`);
}

/**
 * POST members {platformNo?, imported?, members: [{platformUserNo, userRole?, userType?, realName?, idCardNo?, mobile?,
 * bankcardNo?, bankcode?, amount?, authList?, imported?, and a company's fields}]} → {opened, deposited}: thousands of
 * ready customers for load tests, set-based, password 123456. With `imported` they come from another bank, without a
 * password, and are DEACTIVATED until their owner has been at the page of ACTIVATE_STOCKED_USER. Their money is
 * settled and stands in no check file: it was there before the platform came.
 */
export async function openMembers(bank: Bank, body: Body) {
  const platforms = bank.keys.platforms();
  const platformNo = body.platformNo === undefined ? platforms[0]?.platformNo : bodyText(body, 'platformNo');
  if (!platformNo || !bank.keys.platform(platformNo)) throw new BadInput('platformNo: no such platform', 404);
  if (!Array.isArray(body.members)) throw new BadInput('members: a list expected');
  const passwordHash = await hashPassword(PASSWORD);
  const imported = body.imported === true;
  const wanted = (body.members as Body[]).map((one) => ({ ...readMember(one, imported), id: bank.newId() }));
  await bank.dayEnd.operate((at) =>
    transaction(bank.pool, async (tx) => {
      const stamp = { platformNo, requestNo: `OPEN-${bank.newId()}`, occurredAt: at, businessDate: businessDateOf(at) };
      const now = at.toISOString();
      for (const part of chunks(wanted)) {
        const rows = jsonRows(part);
        await refuseTaken(tx, platformNo, part);
        await tx.execute(sql`
          insert into account (id, platform_no, user_no, kind, role, created_at)
          select id, ${platformNo}, "userNo", 'user', role, ${now}::timestamptz
          from json_to_recordset(${rows}) as m(id uuid, "userNo" text, role text)`);
        await tx.execute(sql`
          insert into member (account_id, platform_no, role, user_type, real_name, id_card_type, id_card_no, mobile,
            bankcard_no, bankcode, enterprise, imported, audit_status, active_status, access_type, password_hash,
            created_at)
          select id, ${platformNo}, role, "userType", "realName", 'PRC_ID', "idCardNo", mobile, "bankcardNo", bankcode,
            enterprise, imported, "auditStatus", "activeStatus", "accessType",
            case when imported then null else ${passwordHash} end, ${now}::timestamptz
          from json_to_recordset(${rows}) as m(id uuid, role text, "userType" text, "realName" text, "idCardNo" text,
            mobile text, "bankcardNo" text, bankcode text, enterprise jsonb, imported boolean, "auditStatus" text,
            "activeStatus" text, "accessType" text)`);
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
