import { setTimeout as delay } from 'node:timers/promises';
import { and, eq, inArray } from 'drizzle-orm';
import { instruction } from '#db/schema/custody.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import { fen } from '#server/primitives/money.ts';
import { mintAdmin, mintBorrower, mintInvestor, mintSystem } from '../domain/actors.ts';
import { placeBid } from '../domain/bidding/place-bid.ts';
import { dispatch } from '../domain/custody/dispatch.ts';
import { LIVE_STATES } from '../domain/custody/states.ts';
import { collectInstalment } from '../domain/repayment/collect-instalment.ts';
import { payInstalment } from '../domain/repayment/pay-instalment.ts';
import { settleLoan } from '../domain/settlement/settle-loan.ts';
import { readEnvironment } from '../environment.ts';
import { loadSecrets } from '../secrets.ts';
import { openWiring, type Wiring } from '../wiring.ts';

/**
 * A process that is to be killed at a failpoint: it opens the wiring as portal and worker do, carries out one order
 * by the verbs they call, and then works on the loan's instructions as the worker does, until there are none. Run as
 * `node doomed.ts ORDER` with FAILPOINT set; it ends with 0 only when it never came to the failpoint.
 */
type Ids = Readonly<{ memberId: Uuid; personId: Uuid; accountId: Uuid }>;
export type Order = Readonly<{ loanId: Uuid }> &
  (
    | Readonly<{ kind: 'bid'; by: Ids; requestId: Uuid; amountFen: string }>
    | Readonly<{ kind: 'settle'; by: 'officer' | 'system' }>
    | Readonly<{ kind: 'collect' }>
    | Readonly<{ kind: 'pay'; by: Ids; requestId: Uuid }>
    | Readonly<{ kind: 'send' }>
  );

async function carryOut(wiring: Wiring, order: Order): Promise<unknown> {
  const { loanId } = order;
  const system = await wiring.contextFor(mintSystem());
  switch (order.kind) {
    case 'bid': {
      const ctx = await wiring.contextFor(mintInvestor(order.by));
      return placeBid(ctx, { requestId: order.requestId, loanId, amount: fen(BigInt(order.amountFen)) });
    }
    case 'settle': {
      const officer = mintAdmin({ memberId: system.newId(), roles: ['loan-officer'] });
      return settleLoan(order.by === 'system' ? system : await wiring.contextFor(officer), { loanId });
    }
    case 'collect':
      return collectInstalment(system, loanId);
    case 'pay':
      return payInstalment(await wiring.contextFor(mintBorrower(order.by)), { requestId: order.requestId, loanId });
    case 'send':
      return undefined;
  }
}

/** What the worker does about one loan's instructions, round and round. */
async function workOn(wiring: Wiring, loanId: Uuid): Promise<void> {
  for (;;) {
    const ctx = await wiring.contextFor(mintSystem());
    const live = await ctx.db
      .select({ id: instruction.id })
      .from(instruction)
      .where(and(eq(instruction.loanId, loanId), inArray(instruction.state, [...LIVE_STATES])));
    if (live.length === 0) return;
    for (const { id } of live) await dispatch(ctx, id);
    await delay(50);
  }
}

const environment = readEnvironment(process.env);
const wiring = await openWiring(environment, await loadSecrets(environment), { poolSize: 3 });
const order = JSON.parse(process.argv[2] ?? '') as Order;
await carryOut(wiring, order);
await workOn(wiring, order.loanId);
process.exit(0);
