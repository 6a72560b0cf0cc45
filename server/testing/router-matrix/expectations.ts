import {
  asInvestor,
  BORROWERS,
  DESK,
  type Expectation,
  GUARANTORS,
  hidden,
  INVESTORS,
  notFound,
  nothing,
  OFFICERS,
  RISK,
  requestId,
  STAFF,
  theirLoan,
} from './expectation.ts';
import { ORIGINATION } from './origination.ts';
import { PLATFORM } from './platform.ts';
import { WITHDRAWALS } from './withdrawals.ts';

/** The table that a new procedure must be entered in. */
export const PROCEDURES: Readonly<Record<string, Expectation>> = {
  'platform.status': { who: 'anybody', input: nothing },
  'platform.totals': { who: 'anybody', input: nothing },

  'session.register': {
    who: 'anybody',
    input: () => ({ login: 'somebody.new', password: 'long enough', role: 'investor' }),
  },
  'session.mine': { who: 'members', input: nothing },
  'session.revoke': {
    who: 'members',
    input: ({ sessionId }) => ({ sessionId }),
    foreign: hidden('investor', false),
  },

  'quote.schedule': {
    who: 'anybody',
    input: () => ({
      amount: '10000',
      ratePpm: 95_000,
      feePpm: 15_000,
      kind: 'equal-instalment',
      term: 12,
      termUnit: 'month',
    }),
  },
  'quote.share': {
    who: 'anybody',
    input: ({ loanId }) => ({ loanId, stake: '100' }),
    foreign: notFound('investor'),
  },

  ...ORIGINATION,
  ...WITHDRAWALS,

  'loan.market': { who: 'anybody', input: () => ({}), foreign: hidden('investor', []) },
  'loan.page': { who: 'anybody', input: theirLoan, foreign: notFound('investor') },
  'loan.products': { who: 'anybody', input: nothing },
  'loan.mine': { who: BORROWERS, input: nothing, foreign: hidden('borrower', []) },
  'loan.acceptOffer': { who: BORROWERS, input: theirLoan, foreign: notFound('borrower') },
  'loan.reviewQueue': { who: STAFF, input: nothing },
  'loan.all': { who: STAFF, input: () => ({}) },
  'loan.startReview': { who: OFFICERS, input: theirLoan },
  'loan.decide': {
    who: OFFICERS,
    input: ({ loanId }) => ({ loanId, decision: 'reject', reason: 'too large' }),
  },

  'cash.receivables': { who: DESK, input: nothing },
  'score.summary': { who: 'anybody', input: theirLoan, foreign: hidden('investor', null) },
  'score.ofLoan': { who: STAFF, input: theirLoan },
  'score.again': { who: OFFICERS, input: theirLoan },
  'score.ruleSets': { who: ['risk-officer', 'administrator', 'auditor'], input: nothing },
  'score.compare': {
    who: ['risk-officer', 'administrator', 'auditor'],
    input: ({ loanId }) => ({ ruleSetId: loanId }),
  },
  'score.check': {
    who: ['risk-officer', 'administrator', 'auditor'],
    input: () => ({ expression: 'amount > 5' }),
  },
  'score.save': { who: ['risk-officer'], input: () => ({ name: 'x', steps: [], rules: [] }) },
  'score.move': {
    who: ['risk-officer', 'administrator'],
    input: ({ loanId }) => ({ ruleSetId: loanId, event: 'shadow' }),
  },
  'score.setFault': { who: ['risk-officer', 'administrator'], input: () => ({ source: 'income', fault: null }) },

  'listing.schedule': { who: OFFICERS, input: ({ loanId }) => ({ loanId, opensAt: new Date(0) }) },
  'listing.extend': {
    who: OFFICERS,
    input: ({ loanId }) => ({ loanId, seenDeadlineAt: new Date(0), reason: 'slow', days: 1 }),
  },
  'listing.close': { who: OFFICERS, input: ({ loanId }) => ({ loanId, seenDeadlineAt: new Date(0), reason: 'slow' }) },
  'listing.cancel': { who: OFFICERS, input: ({ loanId }) => ({ loanId, reason: '' }) },

  'guarantor.mine': { who: GUARANTORS, input: nothing, foreign: hidden('guarantor', null) },
  'guarantor.loans': { who: GUARANTORS, input: nothing, foreign: hidden('guarantor', []) },
  'guarantor.onOffer': { who: BORROWERS, input: nothing },
  'guarantor.all': { who: ['loan-officer', 'risk-officer', 'administrator', 'auditor'], input: nothing },
  'guarantor.propose': { who: RISK, input: ({ loanId }) => ({ enterpriseId: loanId, exposureLimit: '100' }) },
  'guarantor.decide': { who: RISK, input: ({ loanId }) => ({ enterpriseId: loanId, accept: true }) },
  'guarantor.suspend': { who: RISK, input: ({ loanId }) => ({ enterpriseId: loanId }) },

  'bidding.ofLoan': { who: 'anybody', input: theirLoan },
  'bidding.mine': { who: INVESTORS, input: theirLoan, foreign: hidden('investor', []) },
  'bidding.place': {
    who: INVESTORS,
    input: ({ loanId }) => ({ requestId, loanId, amount: '100' }),
  },
  'bidding.placeByPassword': {
    who: INVESTORS,
    input: ({ loanId }) => ({ requestId, loanId, amount: '100' }),
  },
  'bidding.cancel': {
    who: INVESTORS,
    input: ({ loanId, bidId }) => ({ requestId, loanId, bidId }),
    foreign: notFound('investor'),
  },

  'settlement.underWay': { who: STAFF, input: nothing },
  'settlement.trades': { who: STAFF, input: theirLoan },
  'settlement.settle': { who: OFFICERS, input: theirLoan },

  'proof.ofLoan': { who: 'anybody', input: theirLoan, foreign: notFound('investor') },
  'proof.shares': { who: 'anybody', input: theirLoan, foreign: notFound('investor') },

  'repayment.instalments': { who: 'anybody', input: theirLoan },
  'repayment.claims': { who: INVESTORS, input: nothing, foreign: hidden('investor', []) },
  'repayment.receipts': { who: INVESTORS, input: () => ({}), foreign: hidden('investor', []) },
  'repayment.upcoming': {
    who: INVESTORS,
    input: () => ({ until: '2099-12-31' }),
    foreign: hidden('investor', []),
  },
  'repayment.owed': { who: BORROWERS, input: theirLoan, foreign: notFound('borrower') },
  'repayment.payments': { who: BORROWERS, input: theirLoan, foreign: hidden('borrower', []) },
  'repayment.overdue': { who: STAFF, input: nothing },
  'repayment.collectNow': {
    who: ['finance', 'risk-officer'],
    input: ({ loanId }) => ({ requestId, loanId }),
  },
  'repayment.pay': {
    who: BORROWERS,
    input: ({ loanId }) => ({ requestId, loanId }),
    foreign: notFound('borrower'),
  },

  'recourse.coverage': { who: 'anybody', input: ({ loanId }) => ({ loanIds: [loanId] }) },
  'recourse.all': { who: STAFF, input: nothing },
  'recourse.failed': { who: STAFF, input: nothing },
  'recourse.writeOffs': { who: STAFF, input: nothing },
  'recourse.mine': { who: GUARANTORS, input: nothing, foreign: hidden('guarantor', []) },
  'recourse.proposeWriteOff': {
    who: ['risk-officer', 'finance'],
    input: ({ loanId }) => ({ loanId, reason: 'gone away' }),
  },
  'recourse.decideWriteOff': { who: ['risk-officer', 'finance'], input: ({ loanId }) => ({ loanId, confirm: false }) },

  'prepayment.choices': { who: BORROWERS, input: theirLoan, foreign: notFound('borrower') },
  'prepayment.quotePayoff': {
    who: BORROWERS,
    input: ({ loanId }) => ({ loanId, on: '2026-01-01' }),
    foreign: notFound('borrower'),
  },
  'prepayment.quotePart': {
    who: BORROWERS,
    input: ({ loanId }) => ({ loanId, on: '2026-01-01', part: '100' }),
    foreign: notFound('borrower'),
  },
  'prepayment.outcome': {
    who: BORROWERS,
    input: ({ loanId }) => ({ loanId, collectionId: requestId }),
    foreign: notFound('borrower'),
  },
  'prepayment.payOff': {
    who: BORROWERS,
    input: ({ loanId }) => ({ requestId, loanId, on: '2026-01-01', total: '100' }),
    foreign: notFound('borrower'),
  },
  'prepayment.prepay': {
    who: BORROWERS,
    input: ({ loanId }) => ({ requestId, loanId, on: '2026-01-01', total: '100', part: '100', keep: 'term' }),
    foreign: notFound('borrower'),
  },
  'prepayment.received': { who: INVESTORS, input: () => ({}), foreign: hidden('investor', []) },

  'cash.overview': { who: INVESTORS, input: asInvestor, foreign: hidden('investor', null) },
  'cash.statement': { who: INVESTORS, input: asInvestor, foreign: hidden('investor', []) },
  'cash.recharges': { who: INVESTORS, input: asInvestor, foreign: hidden('investor', []) },
  'cash.openAccount': {
    who: INVESTORS,
    input: () => ({ as: 'investor', requestId, realName: '', idNumber: '', phone: '', cardNumber: '' }),
  },
  'cash.openEnterpriseAccount': {
    who: GUARANTORS,
    input: () => ({
      as: 'guarantor',
      requestId,
      name: '',
      unifiedCode: '',
      bankLicense: '',
      legalName: '',
      legalIdNumber: '',
      legalPhone: '',
      contactName: '',
      contactPhone: '',
      accountNumber: '',
      bankCode: '',
    }),
  },
  'cash.authorise': { who: INVESTORS, input: () => ({ as: 'investor', requestId }) },
  'cash.recharge': { who: INVESTORS, input: () => ({ as: 'investor', requestId, amount: '100' }) },

  'custody.openPage': {
    who: [...INVESTORS, ...BORROWERS, ...GUARANTORS],
    input: ({ instructionId }) => ({ instructionId }),
    foreign: notFound('investor'),
  },
  'custody.progress': {
    who: [...INVESTORS, ...BORROWERS, ...GUARANTORS],
    input: ({ requestNo }) => ({ requestNo }),
    foreign: notFound('investor'),
  },
  'custody.instructions': { who: DESK, input: () => ({}) },
  'custody.counts': { who: DESK, input: nothing },
  'custody.refusedNotices': { who: DESK, input: nothing },

  'dayEnd.runs': { who: DESK, input: () => ({}) },
  'dayEnd.reconciliation': { who: DESK, input: () => ({ date: '2026-01-15' }) },
  'dayEnd.ownFiles': { who: DESK, input: () => ({ date: '2026-01-15' }) },
  'dayEnd.dryRun': { who: DESK, input: () => ({}) },
  'dayEnd.retry': { who: ['finance', 'administrator'], input: () => ({ date: '2026-01-15', step: 'result' }) },

  'drill.month': { who: DESK, input: () => ({ day: '2026-01-15' }) },
  'drill.into': { who: DESK, input: () => ({ date: '2026-01-15', check: 'in-and-out', differing: false }) },
  'drill.line': { who: DESK, input: ({ loanId }) => ({ date: '2026-01-15', journalId: loanId }) },
  'certificate.ofDay': { who: DESK, input: () => ({ date: '2026-01-15' }) },
  'certificate.verify': { who: DESK, input: () => ({}) },

  ...PLATFORM,

  'calendar.exceptions': { who: STAFF, input: nothing },
  'calendar.setDay': { who: ['administrator'], input: () => ({ day: '2099-12-30', kind: 'off', name: 'A feast' }) },

  'member.masked': { who: [...DESK, 'risk-officer'], input: () => ({}) },

  'demo.mails': { who: 'anybody', input: nothing },
  // Without a simulator time does not travel; what it says there is its own and the same for everybody.
  'demo.travel': { who: 'anybody', input: () => ({ advanceDays: 0 }) },

  'reconciliation.breaks': { who: DESK, input: () => ({}) },
  'reconciliation.counts': { who: DESK, input: nothing },
  'reconciliation.break': { who: DESK, input: ({ memberId }) => ({ breakId: memberId }) },
  'reconciliation.askBank': { who: DESK, input: ({ memberId }) => ({ breakId: memberId }) },
  'reconciliation.make': {
    who: ['finance'],
    input: ({ memberId }) => ({ requestId, breakId: memberId, kind: 'sign-off', reason: '核对属实' }),
  },
  'reconciliation.decide': {
    who: ['finance', 'administrator'],
    input: ({ memberId }) => ({ requestId, correctionId: memberId, approve: true }),
  },
  'reconciliation.runAgain': { who: ['finance', 'administrator'], input: () => ({ date: '2026-01-01' }) },
  'reconciliation.suspense': { who: DESK, input: nothing },
  'reconciliation.askClearing': {
    who: ['finance'],
    input: ({ memberId }) => ({ requestId, itemId: memberId, platformUserNo: 'SYS_GENERATE_004', reason: '核对属实' }),
  },
  'reconciliation.decideClearing': {
    who: ['finance', 'administrator'],
    input: ({ memberId }) => ({ requestId, itemId: memberId, approve: true }),
  },
};
