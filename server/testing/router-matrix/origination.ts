import {
  BORROWERS,
  type Expectation,
  hidden,
  notFound,
  nothing,
  OFFICERS,
  requestId,
  STAFF,
  theirLoan,
} from './expectation.ts';
import type { Somebody } from './people.ts';

const theirDocument = ({ loanId }: Somebody) => ({ documentId: loanId });
const wish = {
  requestId,
  title: 'A bakery',
  purpose: 'Ovens',
  amount: '10000',
  term: 12,
  ratePpm: 95_000,
  region: 'Jiangsu',
  income: '9000',
  declaredDebt: '0',
  collateralKind: 'credit',
};

/** Products, applications and their documents. */
export const ORIGINATION: Readonly<Record<string, Expectation>> = {
  'product.versions': { who: STAFF, input: nothing },
  'product.propose': { who: ['administrator'], input: () => ({ requestId, code: 'new', name: 'New', terms: {} }) },
  'product.decide': {
    who: ['administrator', 'risk-officer'],
    input: ({ loanId }) => ({ productId: loanId, decision: 'publish' }),
  },

  'application.drafts': { who: BORROWERS, input: nothing },
  'application.saveDraft': { who: BORROWERS, input: () => ({ draftId: requestId, fields: {}, step: 0 }) },
  'application.discardDraft': {
    who: BORROWERS,
    input: ({ loanId }) => ({ draftId: loanId }),
    foreign: notFound('borrower'),
  },
  'application.saveChanges': {
    who: BORROWERS,
    input: ({ loanId }) => ({ loanId, fields: {}, step: 0 }),
    foreign: notFound('borrower'),
  },
  'application.mine': { who: BORROWERS, input: theirLoan, foreign: notFound('borrower') },
  'application.handIn': { who: BORROWERS, input: ({ productId }) => ({ ...wish, productId }) },
  'application.handInAgain': {
    who: BORROWERS,
    input: ({ loanId, productId }) => ({ ...wish, loanId, productId }),
    foreign: notFound('borrower'),
  },
  'application.withdraw': { who: BORROWERS, input: theirLoan, foreign: notFound('borrower') },
  'application.decline': { who: BORROWERS, input: theirLoan, foreign: notFound('borrower') },
  'application.documents': { who: BORROWERS, input: theirLoan, foreign: hidden('borrower', []) },
  'application.upload': {
    who: BORROWERS,
    input: ({ loanId }) => ({ documentId: requestId, loanId, kind: 'income', name: 'a.pdf', content: 'JVBERi0xLjc=' }),
    foreign: notFound('borrower'),
  },
  'application.removeDocument': { who: BORROWERS, input: theirDocument, foreign: notFound('borrower') },
  'application.openDocument': { who: BORROWERS, input: theirDocument, foreign: notFound('borrower') },
  'application.review': { who: STAFF, input: theirLoan },
  'application.documentsInReview': { who: STAFF, input: theirLoan },
  'application.openDocumentInReview': { who: OFFICERS, input: theirDocument },
  'application.judgeDocument': {
    who: OFFICERS,
    input: ({ loanId }) => ({ documentId: loanId, judgement: 'accepted' }),
  },
  'application.answerDecision': {
    who: OFFICERS,
    input: ({ loanId }) => ({ loanId, decisionId: loanId, answer: 'confirm' }),
  },
};
