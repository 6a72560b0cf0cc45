import { once } from 'node:events';
import { pino } from 'pino';
import { DomainError } from '#server/primitives/errors.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import { mintAdmin, mintBorrower, mintInvestor, mintSystem } from '../../domain/actors.ts';
import { cancelBid } from '../../domain/bidding/cancel-bid.ts';
import { failLoan } from '../../domain/bidding/fail-loan.ts';
import { placeBid } from '../../domain/bidding/place-bid.ts';
import { placeBidByPassword } from '../../domain/bidding/place-bid-by-password.ts';
import { cancelWithdrawal } from '../../domain/cash/cancel-withdrawal.ts';
import { interceptWithdrawal } from '../../domain/cash/intercept-withdrawal.ts';
import { travelTo } from '../../domain/day-end/travel.ts';
import { acceptOffer } from '../../domain/loan/accept-offer.ts';
import { approveOrder } from '../../domain/platform/approve-order.ts';
import { compensateLoan } from '../../domain/repayment/compensate-late.ts';
import { payInstalment } from '../../domain/repayment/pay-instalment.ts';
import { payOff } from '../../domain/repayment/pay-off.ts';
import { prepay } from '../../domain/repayment/prepay.ts';
import { settleLoan } from '../../domain/settlement/settle-loan.ts';
import { startWorker, type Worker } from '../../jobs/main.ts';
import { openWiring } from '../../wiring.ts';
import { type NotifyReceiver, startNotifyReceiver } from '../notify-receiver.ts';
import type { Answer, Order } from './orders.ts';

/**
 * One process of the platform, which a test starts, asks by messages, and kills: a portal without its pages, or a
 * worker, through the same wiring and verbs. Its first message is what it opens.
 */
const PACE = { idleMs: 80, afterErrorMs: 100 };

const [opening] = (await once(process, 'message')) as [Parameters<typeof openWiring>];
let wiring = await openWiring(...opening);
let worker: Worker | undefined;
let notifies: NotifyReceiver | undefined;

const officer = () => wiring.contextFor(mintAdmin({ memberId: crypto.randomUUID() as never, roles: ['loan-officer'] }));

const administrator = (memberId: Uuid) => wiring.contextFor(mintAdmin({ memberId, roles: ['administrator'] }));

async function rest(): Promise<void> {
  await worker?.stop();
  await notifies?.close();
  worker = undefined;
  notifies = undefined;
}

/** The wiring reads FAILPOINT when it is opened. */
async function arm(failpoint: string): Promise<void> {
  await wiring.close();
  process.env.FAILPOINT = failpoint;
  wiring = await openWiring(...opening);
}

async function carryOut(order: Order): Promise<object | undefined> {
  switch (order.do) {
    case 'accept-offer':
      return acceptOffer(await wiring.contextFor(mintBorrower(order.who)), order);
    case 'place-bid':
      return placeBid(await wiring.contextFor(mintInvestor(order.who)), order);
    case 'cancel-bid':
      return cancelBid(await wiring.contextFor(mintInvestor(order.who)), order);
    case 'fail-loan':
      return void (await failLoan(await officer(), { loanId: order.loanId, reason: 'the borrower has asked for it' }));
    case 'settle-loan':
      return void (await settleLoan(await officer(), { loanId: order.loanId }));
    case 'bid-by-password':
      return placeBidByPassword(await wiring.contextFor(mintInvestor(order.who)), order);
    case 'pay-instalment':
      return payInstalment(await wiring.contextFor(mintBorrower(order.who)), order);
    case 'pay-off':
      return payOff(await wiring.contextFor(mintBorrower(order.who)), order);
    case 'prepay':
      return prepay(await wiring.contextFor(mintBorrower(order.who)), order);
    case 'compensate':
      return compensateLoan(await wiring.contextFor(mintSystem()), order.loanId);
    case 'approve-order':
      return void (await approveOrder(await administrator(order.memberId), order));
    case 'cancel-withdrawal':
      return cancelWithdrawal(await wiring.contextFor(mintInvestor(order.who)), order);
    case 'intercept-withdrawal':
      return interceptWithdrawal(
        await wiring.contextFor(mintAdmin({ memberId: order.memberId, roles: ['finance'] })),
        order,
      );
    case 'travel':
      return travelTo(await wiring.contextFor(mintSystem()), { to: order.to }, { patienceMs: 2_000 });
    case 'take-notifies':
      notifies ??= await startNotifyReceiver(() => wiring);
      return { url: notifies.url };
    case 'work':
      worker ??= startWorker(wiring, pino({ level: 'error' }, pino.destination({ dest: 2, sync: true })), PACE);
      return undefined;
    case 'rest':
      return void (await rest());
    case 'arm':
      return void (await arm(order.failpoint));
    case 'leave':
      await rest();
      return void (await wiring.close());
  }
}

async function answer(order: Order): Promise<Answer> {
  try {
    return { kind: 'done', result: { ...(await carryOut(order)) } };
  } catch (error) {
    if (error instanceof DomainError) return { kind: 'refused', code: error.code, message: error.message };
    return { kind: 'refused', code: 'UNEXPECTED', message: error instanceof Error ? `${error.stack}` : String(error) };
  }
}

process.on('message', async (order: Order) => {
  const said = await answer(order);
  process.send?.(said, undefined, undefined, () => {
    if (order.do === 'leave') process.exit(0);
  });
});
process.once('disconnect', () => process.exit(1));
process.send?.('ready');
