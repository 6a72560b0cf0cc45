import type { CorrectionKind, ReconciliationState } from '#db/schema/reconciliation.ts';
import type { PlainDate } from '#server/primitives/calendar.ts';
import { DomainError } from '#server/primitives/errors.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import type { AdminActor } from '../../domain/actors.ts';
import type { DomainContext } from '../../domain/context.ts';
import { applyCorrection } from '../../domain/correction/apply-correction.ts';
import { decideCorrection } from '../../domain/correction/decide-correction.ts';
import { makeCorrection } from '../../domain/correction/make-correction.ts';
import { proposeCorrections } from '../../domain/correction/propose-corrections.ts';
import { reconciliationStates } from '../../domain/reconciliation/queries.ts';
import type { PlantingWorld } from './world.ts';

/** Corrections open the way for others: what follows from a break is only looked at when that is gone. */
const ROUNDS = 4;
/** What finance tries, in its order, about a break for which the program proposes nothing more. */
const BY_HAND: readonly CorrectionKind[] = ['conclude', 'reverse', 'suspense', 'rebuild', 'cancel-freeze', 'sign-off'];

/** What a day is after its corrections; the breaks that are open, or that two people had to answer for. */
export type Corrected = Readonly<{ state: ReconciliationState | undefined; left: readonly string[] }>;

type Proposal = { breakId: Uuid; kind: CorrectionKind };

type Desk = Readonly<{ world: PlantingWorld; maker: DomainContext<AdminActor>; checker: DomainContext<AdminActor> }>;

/** One makes the correction, another approves it, and it is applied. */
async function carryOut({ world, maker, checker }: Desk, { breakId, kind }: Proposal): Promise<void> {
  const wish = { requestId: maker.newId(), breakId, kind, reason: '核对属实' };
  const { correctionId } = await makeCorrection(maker, wish);
  await decideCorrection(checker, { requestId: checker.newId(), correctionId, approve: true });
  await applyCorrection(await world.harness.system(), correctionId);
}

/** Accepts what the program proposes, until it proposes nothing more. */
async function acceptProposals(desk: Desk, day: PlainDate): Promise<void> {
  const { harness, owner } = desk.world;
  for (let round = 0; round < ROUNDS; round += 1) {
    await proposeCorrections(await harness.system(), day);
    const proposals = await owner<Proposal[]>`
      select break_id as "breakId", kind from correction where business_date = ${day} and state = 'proposed'
      order by proposed_at, id`;
    if (proposals.length === 0) return;
    for (const proposal of proposals) {
      const [open] = await owner`
        select 1 from correction where break_id = ${proposal.breakId} and state = 'proposed'`;
      if (open) await carryOut(desk, proposal);
    }
  }
}

/** Tries by hand, one after the other, what fits a break that is still open. @returns how many were */
async function tryByHand(desk: Desk, day: PlainDate): Promise<number> {
  const { owner } = desk.world;
  const open = await owner<{ breakId: Uuid }[]>`
    select id as "breakId" from reconciliation_break where business_date = ${day} and state = 'explained'
    order by found_at, id`;
  for (const { breakId } of open) {
    for (const kind of BY_HAND) {
      const [still] = await owner`select 1 from reconciliation_break where id = ${breakId} and state = 'explained'
        and not exists (select 1 from correction c where c.break_id = ${breakId} and c.kind = ${kind})`;
      if (still) await carryOut(desk, { breakId, kind }).catch(unlessItDoesNotFit);
    }
  }
  return open.length;
}

function unlessItDoesNotFit(error: unknown): void {
  if (!(error instanceof DomainError) || error.code !== 'CORRECTION_DOES_NOT_FIT') throw error;
}

/**
 * Does with a day what finance would: one accepts whatever the program proposes, another approves it, and the checks
 * run again; what is left then is tried by hand, and at last answered for. The bank answers and its files are right by
 * then. @returns what the day has become, and what it is not green for
 */
export async function correct(world: PlantingWorld, day: PlainDate): Promise<Corrected> {
  const { harness, owner } = world;
  await harness.control('DELETE', 'faults');
  const desk = { world, maker: await harness.staff(['finance']), checker: await harness.staff(['administrator']) };
  for (let round = 0; round < ROUNDS; round += 1) {
    await acceptProposals(desk, day);
    if ((await tryByHand(desk, day)) === 0) break;
  }
  const left = await owner<{ text: string }[]>`
    select concat_ws(' ', b.check, b.kind, b.object, b.cause, b.state, c.kind, c.state, c.result) as text
    from reconciliation_break b left join correction c on c.break_id = b.id
    where b.business_date = ${day} and (b.state <> 'resolved' or c.kind = 'sign-off') order by 1`;
  const state = (await reconciliationStates(await harness.system(), [day])).get(day);
  return { state, left: left.map(({ text }) => text) };
}
