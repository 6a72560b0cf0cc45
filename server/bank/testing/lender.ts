import { expect } from 'vitest';
import type { TestPlatform } from './client.ts';

export type Line = Record<string, unknown>;
export type Answer = Record<string, unknown>;

/** A line of a trade as clients send it: `share` and `income` stand where they mean nothing too. */
export const line = (bizType: string, from: string, to: string, amount: number, more: Line = {}): Line => ({
  bizType,
  sourcePlatformUserNo: from,
  targetPlatformUserNo: to,
  amount,
  income: bizType.includes('REPAYMENT') || bizType === 'COMPENSATORY' ? undefined : '1',
  share: bizType === 'CREDIT_ASSIGNMENT' ? undefined : '1',
  ...more,
});

/** What a lending platform says to the bank, in short. */
export function lenderOf(platform: () => TestPlatform) {
  const call = async (service: string, reqData: Record<string, unknown>): Promise<Answer> =>
    (await platform().call(service, reqData)).body;
  const user = (platformUserNo: string) => call('QUERY_USER_INFORMATION', { platformUserNo });
  return {
    call,
    user,
    establish: (projectNo: string, projectAmount: number, more: Record<string, unknown> = {}) =>
      call('ESTABLISH_PROJECT', {
        requestNo: `E-${projectNo}`,
        platformUserNo: 'BOR',
        projectNo,
        projectAmount,
        projectName: '标的',
        projectType: 'STANDARDPOWDER',
        projectPeriod: 30,
        annnualInterestRate: 8,
        repaymentWay: 'ONE_TIME_SERVICING',
        ...more,
      }),
    /** USER_AUTO_PRE_TRANSACTION. */
    freeze: (requestNo: string, projectNo: string, platformUserNo: string, amount: number, more: Line = {}) =>
      call('USER_AUTO_PRE_TRANSACTION', { requestNo, platformUserNo, bizType: 'TENDER', amount, projectNo, ...more }),
    sync: (requestNo: string, tradeType: string, projectNo: string | null, details: Line[], more: Line = {}) =>
      call('SYNC_TRANSACTION', { requestNo, tradeType, projectNo, details, ...more }),
    project: (projectNo: string) => call('QUERY_PROJECT_INFORMATION', { projectNo }),
    record: async (transactionType: string, requestNo: string): Promise<Answer | undefined> =>
      ((await call('QUERY_TRANSACTION', { requestNo, transactionType })).records as Answer[] | undefined)?.[0],
    modify: (projectNo: string, status: string) =>
      call('MODIFY_PROJECT', { requestNo: `M-${projectNo}-${status}`, projectNo, status }),
    /** What work does to balances, user by user, in yuan. */
    changes: async (users: readonly string[], work: () => Promise<unknown>): Promise<number[]> => {
      const read = () => Promise.all(users.map(async (no) => (await user(no)).balance as number));
      const before = await read();
      await work();
      const after = await read();
      return after.map((balance, index) => Math.round((balance - (before[index] ?? 0)) * 100) / 100);
    },
    /** Twenty at once: exactly one is taken, the rest has its number taken before. */
    onlyOneOf: async (work: () => Promise<Answer>): Promise<void> => {
      const answers = await Promise.all(Array.from({ length: 20 }, work));
      expect(answers.filter((answer) => answer.status === 'SUCCESS')).toHaveLength(1);
      expect(answers.filter((answer) => answer.errorCode === '100013')).toHaveLength(19);
    },
    booksAreLevel: async (): Promise<void> => {
      const { checks } = await platform().control('books');
      expect(Object.entries(checks as object).filter(([, holds]) => holds !== true)).toEqual([]);
    },
  };
}
