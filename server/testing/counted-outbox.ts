import { eq, inArray } from 'drizzle-orm';
import { instruction } from '#db/schema/custody.ts';
import { transaction } from '#db/transaction.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import { mintSystem, type SystemActor } from '../domain/actors.ts';
import type { DomainContext } from '../domain/context.ts';
import type { Conclude, Instruction, Outcome } from '../domain/custody/conclude.ts';
import { dispatch } from '../domain/custody/dispatch.ts';
import { enqueue, type NewInstruction } from '../domain/custody/enqueue.ts';
import { newRequestNo } from '../domain/custody/request-no.ts';
import type { Wiring } from '../wiring.ts';
import { openBorrower, openInvestor, yuan } from './customers.ts';
import { type Harness, startHarness } from './harness.ts';

type Order = Omit<NewInstruction, 'requestNo' | 'channel'> & Partial<NewInstruction>;

/**
 * An outbox against the running bank whose conclusions only count: what an instruction is for does not matter here,
 * only how often the bank's word was applied. An investor, a borrower and a collecting project stand at the bank.
 */
export type CountedOutbox = Readonly<{
  harness: Harness;
  system: DomainContext<SystemActor>;
  investorNo: string;
  borrowerNo: string;
  projectNo: string;
  /** A system context of another process, which counts too. */
  contextOf: (wiring: Wiring) => Promise<DomainContext<SystemActor>>;
  put: (order: Order) => Promise<Uuid>;
  freezeOrder: (amount?: string, more?: Partial<NewInstruction>) => Order;
  /** Puts a freeze of the investor's money for the project: it succeeds at the bank. */
  freeze: (amount?: string, more?: Partial<NewInstruction>) => Promise<Uuid>;
  projectOrder: (projectNo: string, amount?: string) => Order;
  rowOf: (id: Uuid) => Promise<Instruction>;
  /** What was concluded for an instruction, in order: one word, if all is well. */
  outcomesOf: (id: Uuid) => Outcome['kind'][];
  count: Conclude;
  /** How many freezes the bank has of these instructions. */
  freezesAtBank: (ids: readonly Uuid[]) => Promise<number>;
}>;

function ordersOf(numbers: {
  investorNo: string;
  borrowerNo: string;
  projectNo: string;
}): Pick<CountedOutbox, 'freezeOrder' | 'projectOrder'> {
  const { investorNo, borrowerNo, projectNo } = numbers;
  return {
    freezeOrder: (amount = '100.00', more = {}) => ({
      kind: 'freeze-bid',
      service: 'USER_AUTO_PRE_TRANSACTION',
      reqData: { platformUserNo: investorNo, bizType: 'TENDER', amount, projectNo },
      ...more,
    }),
    projectOrder: (no, projectAmount = '100000.00') => ({
      kind: 'register-project',
      service: 'ESTABLISH_PROJECT',
      reqData: {
        platformUserNo: borrowerNo,
        projectNo: no,
        projectAmount,
        projectName: 'test',
        projectType: 'STANDARDPOWDER',
        projectPeriod: '365',
        annnualInterestRate: '0.085',
        repaymentWay: 'FIXED_PAYMENT_MORTGAGE',
      },
    }),
  };
}

export async function startCountedOutbox(): Promise<CountedOutbox> {
  const outcomes: { id: Uuid; kind: Outcome['kind'] }[] = [];
  const count: Conclude = async (_tx, _ctx, { id }, { kind }) => void outcomes.push({ id, kind });
  const conclude = { 'freeze-bid': count, 'release-bid': count, 'register-project': count, distribute: count };
  const harness = await startHarness({ conclude });
  const system = await harness.system();
  const { db } = harness.wiring.pool;
  const [investor, borrower] = [await openInvestor(harness, { funds: yuan(100_000) }), await openBorrower(harness)];
  const userNoOf = async ({ accountId }: { accountId: Uuid }) =>
    String(
      (await harness.wiring.pool.sql`select platform_user_no from account where id = ${accountId}`)[0]
        ?.platform_user_no,
    );
  const [investorNo, borrowerNo] = [await userNoOf(investor), await userNoOf(borrower)];
  const projectNo = newRequestNo(system).slice(-12);

  const put: CountedOutbox['put'] = (order) =>
    transaction(system, (tx) => enqueue(tx, system, { channel: 'direct', requestNo: newRequestNo(system), ...order }));
  const { freezeOrder, projectOrder } = ordersOf({ investorNo, borrowerNo, projectNo });
  await dispatch(system, await put(projectOrder(projectNo)));
  return {
    harness,
    system,
    investorNo,
    borrowerNo,
    projectNo,
    put,
    freezeOrder,
    projectOrder,
    count,
    freeze: (amount, more) => put(freezeOrder(amount, more)),
    contextOf: async (wiring) => {
      const ctx = await wiring.contextFor(mintSystem());
      return { ...ctx, conclude: { ...ctx.conclude, ...conclude } };
    },
    rowOf: async (id) => {
      const [row] = await db.select().from(instruction).where(eq(instruction.id, id));
      if (!row) throw new Error('no such instruction');
      return row;
    },
    outcomesOf: (id) => outcomes.filter((outcome) => outcome.id === id).map(({ kind }) => kind),
    freezesAtBank: async (ids) => {
      const rows = await db
        .select()
        .from(instruction)
        .where(inArray(instruction.id, [...ids]));
      const listed = JSON.stringify(await harness.control('GET', `freezes?projectNo=${projectNo}&limit=1000`));
      return rows.filter(({ requestNo }) => listed.includes(requestNo)).length;
    },
  };
}
