import { type Line, line } from './lender.ts';

/** A trade: its type, its lines, and by how many fen it changes whose balance. */
type Deal = [tradeType: string, details: Line[], users: string[], cents: number[]];

const own = (freezeRequestNo: string, more: Line = {}): Line => ({
  freezeRequestNo,
  customDefine: '20161021',
  ...more,
});

/** A loan of five fen as a client in use plays it: numbers of others on fees, discounts, penalties, a reinvestment. */
export const LIFE_OF_A_LOAN: Readonly<Record<string, Deal>> = {
  'V-TENDER': [
    'TENDER',
    [
      line('TENDER', 'A', 'BOR', 0.03, own('V-1')),
      line('MARKETING', 'SYS_GENERATE_002', 'BOR', 0.01, own('V-1')),
      line('COMMISSION', 'A', 'SYS_GENERATE_004', 0.01, own('V-1')),
      line('COMMISSION', 'BOR', 'SYS_GENERATE_004', 0.01, own('V-1')),
      line('PROFIT', 'BOR', 'B', 0.01, own('V-1')),
    ],
    ['A', 'BOR', 'B', 'SYS_GENERATE_002', 'SYS_GENERATE_004'],
    [-4, 2, 1, -1, 2],
  ],
  'V-REST': ['TENDER', [line('TENDER', 'A', 'BOR', 0.01, own('V-1'))], ['A', 'BOR'], [-1, 1]],
  'V-ASSIGN': [
    'CREDIT_ASSIGNMENT',
    [
      line('CREDIT_ASSIGNMENT', 'B', 'A', 0.03, own('V-3', { share: 0.05 })),
      line('MARKETING', 'SYS_GENERATE_002', 'A', 0.01, own('V-3')),
      line('COMMISSION', 'A', 'SYS_GENERATE_004', 0.01, own('V-3')),
      line('COMMISSION', 'B', 'SYS_GENERATE_004', 0.01, own('V-3')),
      line('PROFIT', 'A', 'GUA', 0.01),
    ],
    ['A', 'B', 'GUA', 'SYS_GENERATE_002', 'SYS_GENERATE_004'],
    [2, -4, 1, -1, 2],
  ],
  'V-COMPENSATE': [
    'COMPENSATORY',
    [
      line('COMPENSATORY', 'GUA', 'B', 0.02, own('V-4', { income: 0.01 })),
      line('INTEREST_REPAYMENT', 'GUA', 'SYS_GENERATE_002', 0.01, own('V-4')),
      line('PROFIT', 'GUA', 'A', 0.01, own('V-4')),
      line('COMMISSION', 'GUA', 'SYS_GENERATE_004', 0.01, own('V-4')),
      line('COMMISSION', 'B', 'SYS_GENERATE_004', 0.01, own('V-4')),
    ],
    ['GUA', 'A', 'B', 'SYS_GENERATE_002', 'SYS_GENERATE_004'],
    [-5, 1, 1, 1, 2],
  ],
  'V-INDIRECT': [
    'INDIRECT_COMPENSATORY',
    [line('COMPENSATORY', 'GUA', 'BOR', 0.01, own('V-4')), line('COMPENSATORY', 'BOR', 'B', 0.01, own('V-4'))],
    ['GUA', 'BOR', 'B'],
    [-1, 0, 1],
  ],
  'V-RECOURSE': [
    'REPAYMENT',
    [
      line('COMPENSATORY_REPAYMENT', 'BOR', 'GUA', 0.01, own('V-5', { income: 0.01 })),
      line('COMMISSION', 'BOR', 'SYS_GENERATE_004', 0.01, own('V-5')),
    ],
    ['BOR', 'GUA', 'SYS_GENERATE_004'],
    [-2, 1, 1],
  ],
  'V-REPAY': [
    'REPAYMENT',
    [
      line('REPAYMENT', 'BOR', 'B', 0.04, own('V-6', { income: 0.01 })),
      line('INTEREST_REPAYMENT', 'BOR', 'SYS_GENERATE_005', 0.01, own('V-6')),
      line('PROFIT', 'BOR', 'A', 0.01, own('V-6')),
      line('PROFIT', 'B', 'A', 0.01, own('V-6')),
      line('COMMISSION', 'BOR', 'SYS_GENERATE_004', 0.01, own('V-6')),
      line('COMMISSION', 'B', 'SYS_GENERATE_004', 0.01),
      { bizType: 'APPEND_FREEZE', freezeRequestNo: 'V-3', sourcePlatformUserNo: 'B', amount: 0.02, share: '1' },
    ],
    ['BOR', 'A', 'B', 'SYS_GENERATE_004', 'SYS_GENERATE_005'],
    [-7, 2, 2, 2, 1],
  ],
};
