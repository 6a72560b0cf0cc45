import { suspenseItem } from '#db/schema/reconciliation.ts';
import type { Transaction } from '#db/transaction.ts';
import { instantAt } from '#server/primitives/calendar.ts';
import { DomainError } from '#server/primitives/errors.ts';
import { minus, sum, toDecimalText, ZERO } from '#server/primitives/money.ts';
import { recordAudit } from '../audit.ts';
import type { DomainContext } from '../context.ts';
import { CHART } from '../ledger/chart.ts';
import { type CorrectingLeg, type CorrectingPosting, postCorrection } from '../ledger/post-correction.ts';
import type { Evidence } from './evidence.ts';
import { BUCKETS, figuresOf } from './figures.ts';
import { adjustmentOf, legsOfLine, repostOf, residuals } from './line-postings.ts';
import type { Applying, FoundBreak, Remedy } from './remedy.ts';
import { type Altered, alteredIn, unbalancedOf } from './unbalanced.ts';

/** What goes to suspense, and what takes the place of the altered rows, which stay. */
type Plan = Readonly<{ altered: readonly Altered[]; excess: readonly CorrectingLeg[] }>;

async function alteredAbout(tx: Transaction, { journal, account }: Evidence): Promise<Altered[]> {
  const journals = journal ? [journal] : account ? await unbalancedOf(tx, account.id) : [];
  const found: Altered[] = [];
  for (const one of journals) {
    const altered = await alteredIn(tx, one);
    if (altered) found.push(altered);
  }
  return found;
}

/** Entries that have vanished without a trace: what the account lacks by them, where the bank bears its balance out. */
async function vanished(tx: Transaction, found: FoundBreak, { account }: Evidence): Promise<CorrectingLeg[]> {
  const figures = account && (await figuresOf(tx, account.id, found.businessDate));
  if (!account || !figures || figures.storedIsBanks !== true || figures.entriesAreBanks !== false) return [];
  const occurredAt = instantAt(found.businessDate, '23:59');
  const { stored, entries } = figures;
  return BUCKETS.map((bucket) => ({
    accountId: account.id,
    bucket,
    amount: minus(entries[bucket], stored[bucket]),
    occurredAt,
  })).filter(({ amount }) => amount !== ZERO);
}

async function planOf(tx: Transaction, found: FoundBreak, evidence: Evidence): Promise<Plan | undefined> {
  const altered = await alteredAbout(tx, evidence);
  const excess =
    altered.length > 0
      ? altered.flatMap(({ legs, line }) => residuals(legs, line))
      : await vanished(tx, found, evidence);
  return altered.length === 0 && excess.length === 0 ? undefined : { altered, excess };
}

/** Where an account's own buckets make up for each other, nothing of it is anybody else's. */
function adjustments(
  correctionId: Applying['correction']['id'],
  excess: readonly CorrectingLeg[],
): CorrectingPosting[] {
  const [first, second] = excess;
  const within = first && second && excess.length === 2 && first.accountId === second.accountId;
  if (!within || sum([first.amount, second.amount]) !== ZERO)
    return excess.map((leg, index) => adjustmentOf(correctionId, index + 1, leg));
  const legs = excess.map((leg) => ({ ...leg, amount: minus(ZERO, leg.amount) }));
  return [{ ...adjustmentOf(correctionId, 1, first), legs }];
}

function replacements(correctionId: Applying['correction']['id'], { journal, line }: Altered): CorrectingPosting[] {
  const repost = repostOf(correctionId, journal, line);
  const undone = legsOfLine(line).map((leg) => ({ ...leg, amount: minus(ZERO, leg.amount) }));
  return [{ ...repost, kind: 'REVERSAL', replacesId: journal.id, legs: undone }, repost];
}

async function openItems(
  tx: Transaction,
  ctx: DomainContext,
  { correction, found }: Applying,
  postings: readonly (CorrectingPosting & { id: Applying['correction']['id'] })[],
): Promise<void> {
  for (const posting of postings) {
    const held = posting.legs.find(({ accountId }) => accountId === CHART.suspense.id);
    if (!held) continue;
    const id = ctx.newId();
    const amountFen: bigint = held.amount;
    await tx.insert(suspenseItem).values({
      id,
      correctionId: correction.id,
      breakId: found.id,
      journalId: posting.id,
      amountFen,
      businessDate: found.businessDate,
      reason: correction.reason ?? '',
      openedAt: ctx.now(),
      state: 'open',
    });
    const details = { amount: toDecimalText(held.amount), breakId: found.id };
    await recordAudit(tx, ctx, {
      verb: 'open-suspense',
      objectType: 'suspense',
      objectId: id,
      toState: 'open',
      details,
    });
  }
}

/**
 * Entries that were altered in place, or have vanished: what the account holds wrongly by them goes to suspense, until
 * two people have cleared it. The altered rows stay as they are, and another posting takes their place.
 */
export const adjustToSuspense: Remedy = {
  prepare: async (tx, found, evidence) => {
    const plan = await planOf(tx, found, evidence);
    if (!plan) return undefined;
    const [first] = plan.altered;
    const toSuspense = adjustments(found.id, plan.excess).flatMap(({ legs }) =>
      legs.filter(({ accountId }) => accountId === CHART.suspense.id).map(({ amount }) => amount),
    );
    return {
      journalId: first?.journal.id ?? null,
      accountId: plan.excess[0]?.accountId ?? evidence.account?.id ?? null,
      alteredRows: plan.altered.length,
      rightAmount: first ? toDecimalText(first.line.amount) : null,
      toSuspense: toDecimalText(sum(toSuspense)),
    };
  },
  act: async (tx, ctx, applying) => {
    const { correction, found, evidence } = applying;
    const plan = await planOf(tx, found, evidence);
    if (!plan) throw new DomainError('CONFLICT', 'the entries are no longer what they were');
    const postings = [
      ...plan.altered.flatMap((altered) => replacements(correction.id, altered)),
      ...adjustments(correction.id, plan.excess),
    ];
    const ids = await postCorrection(tx, ctx, postings);
    const written = postings.flatMap((posting, index) => {
      const id = ids[index];
      return id ? [{ ...posting, id }] : [];
    });
    await openItems(tx, ctx, applying, written);
    return undefined;
  },
};
