import { asc, eq, inArray, or, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import type { Executor } from '#db/pool.ts';
import { account, journal } from '#db/schema/accounts.ts';
import { loan } from '#db/schema/loans.ts';
import { audit } from '#db/schema/operations.ts';
import { member } from '#db/schema/people.ts';
import { type CorrectionKind, correction, reconciliationBreak } from '#db/schema/reconciliation.ts';
import { transaction } from '#db/transaction.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import type { DomainContext } from '../context.ts';
import { stakeOf } from './break-list.ts';
import { entriesOf } from './entries.ts';
import { type Evidence, evidenceOf } from './evidence.ts';
import { choicesFor } from './remedies.ts';
import type { Details, FoundBreak } from './remedy.ts';

const maker = alias(member, 'maker');
const checker = alias(member, 'checker');

const correctionsOf = (db: Executor, breakId: Uuid) =>
  db
    .select({ correction, makerName: maker.displayName, checkerName: checker.displayName })
    .from(correction)
    .leftJoin(maker, eq(maker.id, correction.makerId))
    .leftJoin(checker, eq(checker.id, correction.checkerId))
    .where(eq(correction.breakId, breakId))
    .orderBy(asc(correction.proposedAt), asc(correction.id));

/** Every posting of the line, as it was found and as corrections have written it. */
async function postingsOf(db: Executor, { journal: line }: Evidence) {
  if (!line) return [];
  const rows = await db
    .select()
    .from(journal)
    .where(
      or(
        eq(journal.id, line.id),
        sql`${journal.instructionId} = ${line.instructionId}
      and ${journal.lineNumber} = ${line.lineNumber}`,
      ),
    )
    .orderBy(asc(journal.revision));
  const legs = await entriesOf(
    db,
    rows.map(({ id }) => id),
  );
  const named = await db
    .select({ id: account.id, userNo: account.platformUserNo })
    .from(account)
    .where(inArray(account.id, [...new Set(legs.map(({ accountId }) => accountId))]));
  const userNo = (id: Uuid): string => named.find((one) => one.id === id)?.userNo ?? '';
  return rows.map((row) => ({
    ...row,
    legs: legs
      .filter(({ journalId }) => journalId === row.id)
      .map((leg) => ({ ...leg, userNo: userNo(leg.accountId) })),
  }));
}

const historyOf = (db: Executor, found: FoundBreak, corrections: readonly Uuid[]) =>
  db
    .select({
      id: audit.id,
      at: audit.at,
      verb: audit.verb,
      fromState: audit.fromState,
      toState: audit.toState,
      reason: audit.reason,
      byName: member.displayName,
    })
    .from(audit)
    .leftJoin(member, eq(member.id, audit.actorId))
    .where(inArray(audit.objectId, [found.id, ...corrections]))
    .orderBy(asc(audit.at), asc(audit.id));

async function evidenceView(db: Executor, found: FoundBreak, evidence: Evidence) {
  const { instruction: of, fileRow, account: held } = evidence;
  const [on] = found.loanId ? await db.select().from(loan).where(eq(loan.id, found.loanId)) : [];
  return {
    instruction: of && {
      id: of.id,
      requestNo: of.requestNo,
      service: of.service,
      kind: of.kind,
      state: of.state,
      errorCode: of.errorCode,
      sentAt: of.sentAt,
      transactionAt: of.transactionAt,
      concludedAt: of.concludedAt,
    },
    postings: await postingsOf(db, evidence),
    fileRow: fileRow && { file: fileRow.file, rowNumber: fileRow.rowNumber, raw: fileRow.raw },
    account: held && {
      id: held.id,
      userNo: held.platformUserNo,
      role: held.role,
      available: held.available,
      frozen: held.frozen,
      withdrawing: held.withdrawing,
    },
    loan: on && { id: on.id, number: on.number },
  };
}

export type BreakChoice = Readonly<{ kind: CorrectionKind; details: Details }>;

/** One break with its evidence, the corrections that fit it, those made of it, and its history; undefined for none. */
export async function breakPage(ctx: DomainContext, breakId: Uuid) {
  return transaction(ctx, async (tx) => {
    const [found] = await tx.select().from(reconciliationBreak).where(eq(reconciliationBreak.id, breakId));
    if (!found) return undefined;
    const evidence = await evidenceOf(tx, found);
    const corrections = await correctionsOf(tx, breakId);
    const open = found.state === 'explained' || found.state === 'proposed';
    const choices: readonly BreakChoice[] = open ? await choicesFor(tx, found) : [];
    const ids = corrections.map((row) => row.correction.id);
    return {
      found: { ...found, amount: stakeOf(found) },
      evidence: await evidenceView(tx, found, evidence),
      choices,
      corrections: corrections.map(({ correction: row, ...names }) => ({ ...row, ...names })),
      history: await historyOf(tx, found, ids),
    };
  });
}
