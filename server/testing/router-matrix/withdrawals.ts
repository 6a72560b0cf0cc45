import { asInvestor, DESK, type Expectation, hidden, INVESTORS, notFound, nothing, requestId } from './expectation.ts';

const reason = 'the card was reported lost';

/** Withdrawals, and the desk that lets them go. */
export const WITHDRAWALS: Readonly<Record<string, Expectation>> = {
  'withdrawal.possible': { who: INVESTORS, input: asInvestor },
  'withdrawal.mine': { who: INVESTORS, input: asInvestor, foreign: hidden('investor', []) },
  'withdrawal.ask': {
    who: INVESTORS,
    input: () => ({ as: 'investor', requestId, amount: '100', arrival: 'next-day', fee: 100n }),
  },
  'withdrawal.cancel': {
    who: INVESTORS,
    input: ({ loanId }) => ({ as: 'investor', requestId, withdrawalId: loanId }),
    foreign: notFound('investor'),
  },
  'withdrawal.queue': { who: DESK, input: nothing },
  'withdrawal.intercept': { who: ['finance'], input: ({ loanId }) => ({ requestId, withdrawalId: loanId, reason }) },
  'withdrawal.askRelease': { who: ['finance'], input: () => ({ requestId, date: '2026-01-15', reason }) },
  'withdrawal.decideRelease': {
    who: ['finance', 'administrator'],
    input: ({ loanId }) => ({ releaseId: loanId, accept: true }),
  },
};
