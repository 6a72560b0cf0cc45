import { and, eq, sql } from 'drizzle-orm';
import type { BankTransaction } from '#db/bank/pool.ts';
import type { AccountRole } from '#db/bank/schema/book.ts';
import type { ActiveStatus, AuditStatus } from '#db/bank/schema/members.ts';
import { project } from '#db/bank/schema/projects.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import { fen, type Money, plus, ZERO } from '#server/primitives/money.ts';
import type { Call } from '../http/request.ts';
import { malformed, Refusal, refuse } from '../refusal.ts';
import { FREEZE_TYPES, type FreezeType, STATUS_NEEDED } from '../trade/business.ts';
import { oneOf, optionalAmount, optionalNumber, optionalText, requiredAmount, requiredNumber } from './fields.ts';

/** What a pre-transaction asks for, as read from reqData. */
export type WantedFreeze = {
  requestNo: string;
  userNo: string;
  bizType: FreezeType;
  amount: Money;
  projectNo: string | undefined;
  marketing: Money;
  remark: string | undefined;
};

const PAYERS: Readonly<Record<FreezeType, readonly AccountRole[] | 'any-user'>> = {
  TENDER: ['INVESTOR'],
  REPAYMENT: ['BORROWERS'],
  CREDIT_ASSIGNMENT: ['INVESTOR'],
  COMPENSATORY: ['GUARANTEECORP', 'PLATFORM_COMPENSATORY'],
  COMPENSATORY_REPAYMENT: ['BORROWERS'],
  PRETRANSACTION: 'any-user',
};

/** Reads and checks the fields of a pre-transaction. CREDIT_ASSIGNMENT belongs to debenture sales: 100006 until then. */
export function readWantedFreeze({ request }: Call): WantedFreeze {
  const bizType = oneOf(request, 'bizType', FREEZE_TYPES);
  const wanted = {
    requestNo: requiredNumber(request, 'requestNo'),
    userNo: requiredNumber(request, 'platformUserNo'),
    bizType,
    amount: requiredAmount(request, 'amount'),
    projectNo: optionalNumber(request, 'projectNo'),
    marketing: bizType === 'TENDER' ? (optionalAmount(request, 'preMarketingAmount') ?? ZERO) : ZERO,
    remark: optionalText(request, 'remark', 500),
  };
  if (bizType === 'CREDIT_ASSIGNMENT') throw new Refusal('100006');
  if (bizType !== 'PRETRANSACTION' && !wanted.projectNo) throw malformed('projectNo: missing');
  return wanted;
}

type Payer = {
  id: Uuid;
  kind: string;
  role: AccountRole;
  available: string;
  audit_status: AuditStatus | null;
  active_status: ActiveStatus | null;
  amount_limit: string | null;
  valid_until: string | null;
};

async function lockPayer(tx: BankTransaction, platformNo: string, wanted: WantedFreeze): Promise<Payer | undefined> {
  const [payer] = await tx.execute<Payer>(sql`
    select a.id, a.kind, a.role, a.available, m.audit_status, m.active_status, p.amount_limit, p.valid_until::text
    from account a left join member m on m.account_id = a.id
      left join authorisation p on p.account_id = a.id and p.kind = ${wanted.bizType}
    where a.platform_no = ${platformNo} and a.user_no = ${wanted.userNo} and a.kind <> 'core' for update of a`);
  return payer;
}

function checkPayer(payer: Payer | undefined, _wanted: WantedFreeze): asserts payer is Payer {
  if (!payer) throw new Refusal('100009');
  if (payer.kind === 'user' && (payer.audit_status !== 'PASSED' || payer.active_status !== 'ACTIVATED')) {
    throw new Refusal('100010');
  }
}

function checkRole(payer: Payer, wanted: WantedFreeze): void {
  const payers = PAYERS[wanted.bizType];
  if (payers === 'any-user' ? payer.kind !== 'user' : !payers.includes(payer.role)) throw new Refusal('100011');
}

function checkAuthorisation(payer: Payer, wanted: WantedFreeze, today: string): void {
  if (payer.valid_until === null) throw new Refusal('100011', undefined, `no authorisation for ${wanted.bizType}`);
  if (payer.valid_until < today) throw refuse('授权已过期');
  if (payer.amount_limit !== null && wanted.amount > BigInt(payer.amount_limit)) throw refuse('超过授权金额');
}

function checkProject(
  found: typeof project.$inferSelect | undefined,
  payer: Payer,
  wanted: WantedFreeze,
  asPage: boolean,
): void {
  if (!found) throw refuse('标的不存在');
  const borrowersOwn = wanted.bizType === 'REPAYMENT' || wanted.bizType === 'COMPENSATORY_REPAYMENT';
  if (borrowersOwn && found.borrowerId !== payer.id) throw new Refusal('100011');
  if (STATUS_NEEDED[wanted.bizType]?.includes(found.status) === false) throw new Refusal('100015');
  const room = found.amount - found.loanAmount - found.pledged;
  if (wanted.bizType === 'TENDER' && plus(wanted.amount, wanted.marketing) > room) {
    throw refuse('超过标的可投金额', asPage ? undefined : `room: ${room} fen`);
  }
}

/**
 * Checks a pre-transaction in the order of the wire (users, project, role, status, money) under the locks of project
 * and account. Call claimNumber before it.
 */
export async function checkFreeze(
  tx: BankTransaction,
  call: Call,
  wanted: WantedFreeze,
  needsAuthorisation: boolean,
): Promise<Uuid> {
  const { projectNo } = wanted;
  const found = projectNo
    ? await tx
        .select()
        .from(project)
        .where(and(eq(project.platformNo, call.platformNo), eq(project.projectNo, projectNo)))
        .for('update')
    : [];
  const payer = await lockPayer(tx, call.platformNo, wanted);
  checkPayer(payer, wanted);
  if (projectNo && !found[0]) throw refuse('标的不存在');
  checkRole(payer, wanted);
  if (needsAuthorisation) checkAuthorisation(payer, wanted, call.businessDate);
  if (projectNo) checkProject(found[0], payer, wanted, !needsAuthorisation);
  if (fen(BigInt(payer.available)) < wanted.amount) throw new Refusal('100014');
  return payer.id;
}

/** Freezes: available → frozen, the freeze, its transfer and the project's pledge, in one statement. */
export async function placeFreeze(
  tx: BankTransaction,
  call: Call,
  wanted: WantedFreeze,
  accountId: Uuid,
): Promise<void> {
  const amount = wanted.amount.toString();
  const at = call.at.toISOString();
  const pledge = wanted.bizType === 'TENDER' ? plus(wanted.amount, wanted.marketing).toString() : '0';
  await tx.execute(sql`
    with held as (
      update account set available = available - ${amount}::bigint, frozen = frozen + ${amount}::bigint
      where id = ${accountId}
    ), noted as (
      insert into "freeze" (platform_no, request_no, kind, account_id, biz_type, project_no, amount, marketing, remark,
        created_at, transaction_at)
      values (${call.platformNo}, ${wanted.requestNo}, 'pre-transaction', ${accountId}, ${wanted.bizType},
        ${wanted.projectNo ?? null}, ${amount}::bigint, ${wanted.marketing.toString()}::bigint,
        ${wanted.remark ?? null}, ${at}::timestamptz, ${at}::timestamptz)
    ), pledged as (
      update project set pledged = pledged + ${pledge}::bigint
      where platform_no = ${call.platformNo} and project_no = ${wanted.projectNo ?? null} and ${pledge}::bigint > 0
    )
    insert into transfer (id, platform_no, request_no, line_number, biz_type, source_account_id, source_bucket,
      target_account_id, target_bucket, amount, occurred_at, business_date)
    values (${call.bank.newId()}, ${call.platformNo}, ${wanted.requestNo}, 0, ${`FREEZE_${wanted.bizType}`},
      ${accountId}, 'available', ${accountId}, 'frozen', ${amount}::bigint, ${at}::timestamptz,
      ${call.businessDate}::date)`);
}
