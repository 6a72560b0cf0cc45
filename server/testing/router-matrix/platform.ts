import { DESK, type Expectation, hidden, notFound, nothing, requestId } from './expectation.ts';

/** The platform's own money, and what staff is told of. */
export const PLATFORM: Readonly<Record<string, Expectation>> = {
  'platformAccount.all': { who: DESK, input: nothing },
  'platformAccount.movements': { who: DESK, input: () => ({ platformUserNo: 'SYS_GENERATE_004' }) },
  'platformAccount.orders': { who: DESK, input: nothing },
  'platformAccount.orderOfPage': {
    who: DESK,
    input: ({ requestNo }) => ({ requestNo }),
    foreign: hidden('finance', null),
  },
  'platformAccount.askBank': { who: DESK, input: nothing },
  'platformAccount.propose': {
    who: ['finance'],
    input: () => ({
      requestId,
      kind: 'transfer',
      source: 'SYS_GENERATE_004',
      target: 'SYS_GENERATE_004',
      amount: '1',
      reason: 'none',
    }),
  },
  'platformAccount.approve': {
    who: ['finance', 'administrator'],
    input: ({ loanId }) => ({ requestId, orderId: loanId }),
    foreign: notFound('finance'),
  },
  'platformAccount.end': {
    who: ['finance', 'administrator'],
    input: ({ loanId }) => ({ orderId: loanId, how: 'refuse' }),
    foreign: notFound('finance'),
  },
  'platformAccount.begin': {
    who: ['finance'],
    input: ({ loanId }) => ({ requestId, orderId: loanId }),
    foreign: notFound('finance'),
  },
  'platformAccount.openPage': {
    who: ['finance'],
    input: ({ instructionId }) => ({ instructionId }),
    foreign: notFound('finance'),
  },

  'alert.count': { who: DESK, input: nothing },
  'alert.all': { who: DESK, input: nothing },
  'alert.acknowledge': {
    who: ['finance', 'administrator'],
    input: ({ loanId }) => ({ alertId: loanId, note: 'seen' }),
    foreign: notFound('finance'),
  },
};
