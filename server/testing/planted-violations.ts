import { type Uuid, uuid } from '#server/primitives/ids.ts';

export const id = (last: number): Uuid => uuid(`01950000-0000-7000-8000-${last.toString().padStart(12, '0')}`);
export const [INVESTOR, BORROWER, LOAN, BID, CLAIM, COLLECTION] = [1, 2, 3, 4, 5, 6].map(id) as [
  Uuid,
  Uuid,
  Uuid,
  Uuid,
  Uuid,
  Uuid,
];

/** Each: the check, what the owner of the database does, how it is undone. */
export const PLANTED: [string, string, string][] = [
  ['entries-sum-to-zero', 'update journal set amount = amount + 1', 'update journal set amount = amount - 1'],
  [
    'entries-sum-to-zero',
    `update entry set journal_id = '${id(77)}' where amount = 150000`,
    `update entry set journal_id = (select id from journal where kind = 'RECHARGE') where amount = 150000`,
  ],
  [
    'balances-are-their-entries',
    `update account set available = available + 1 where id = '${INVESTOR}'`,
    `update account set available = available - 1 where id = '${INVESTOR}'`,
  ],
  [
    'running-balances',
    `update entry set balance_after = balance_after + 5 where account_id = '${BORROWER}'`,
    `update entry set balance_after = balance_after - 5 where account_id = '${BORROWER}'`,
  ],
  [
    'no-account-below-zero',
    `alter table account drop constraint account_reserved_within_available;
     update account set available = -1 where id = '${INVESTOR}'`,
    `update account set available = 50000 where id = '${INVESTOR}'`,
  ],
  [
    'one-effect-per-instruction',
    `update instruction set state = 'failed' where request_no = 'R2'`,
    `update instruction set state = 'succeeded' where request_no = 'R2'`,
  ],
  [
    'one-effect-per-instruction',
    `update request_number set instruction_id = '${id(78)}' where request_no = 'R1'`,
    `update request_number set instruction_id = '${id(101)}' where request_no = 'R1'`,
  ],
  ['bids-within-loan', `update bid set state = 'released'`, `update bid set state = 'settled'`],
  ['frozen-money-has-a-purpose', `update bid set state = 'frozen'`, `update bid set state = 'settled'`],
  [
    'reservations-are-bids',
    `update account set reserved = 5 where id = '${INVESTOR}'`,
    `update account set reserved = 0 where id = '${INVESTOR}'`,
  ],
  [
    'debts-are-receivables',
    `update account set owed = 5 where id = '${INVESTOR}'`,
    `update account set owed = 0 where id = '${INVESTOR}'`,
  ],
  [
    'receivables-are-what-was-deducted',
    `insert into receivable (account_id, id, instruction_id, amount, collected, state, created_at)
     values ('${INVESTOR}', '${id(79)}', '${id(101)}', 5, 5, 'collected', now())`,
    'delete from receivable',
  ],
  [
    'platform-orders-are-posted',
    `insert into platform_order (id, kind, target_account_id, amount, reason, state, maker_id, made_at, checker_id, business_date)
     values ('${id(80)}', 'top-up', '${INVESTOR}', 5, 'none', 'succeeded', '${id(81)}', now(), '${id(82)}', '2026-03-31')`,
    'delete from platform_order',
  ],
  ['settled-bids-are-claims', 'update bid set amount = amount - 1', 'update bid set amount = amount + 1'],
  ['settled-bids-are-claims', 'update claim set stake = stake + 1', 'update claim set stake = stake - 1'],
  [
    'schedules-repay-the-loan',
    'update instalment set principal = principal + 1',
    'update instalment set principal = principal - 1',
  ],
  ['claims-are-outstanding-principal', 'update claim set outstanding = 1', 'update claim set outstanding = 60000'],
  [
    'receipts-are-the-items',
    'update receipt set interest = interest - 1',
    'update receipt set interest = interest + 1',
  ],
  [
    'instalments-are-what-was-paid',
    'update instalment set interest_paid = interest_paid - 1 where number = 1',
    'update instalment set interest_paid = interest_paid + 1 where number = 1',
  ],
  [
    'penalties-are-their-days',
    'update instalment set penalty_fen_days = penalty_fen_days + 1 where number = 1',
    'update instalment set penalty_fen_days = penalty_fen_days - 1 where number = 1',
  ],
  [
    'paid-instalments-owe-nothing',
    'update instalment set interest = interest + 1 where number = 1',
    'update instalment set interest = interest - 1 where number = 1',
  ],
  [
    'withdrawing-money-is-withdrawals',
    `insert into withdrawal (account_id, id, instruction_id, request_no, arrival, amount, fee, state, created_at)
     values ('${INVESTOR}', '${id(88)}', '${id(88)}', 'W1', 'next-day', 100, 1, 'held', now())`,
    `delete from withdrawal where id = '${id(88)}'`,
  ],
  [
    'withdrawals-are-what-was-posted',
    `insert into withdrawal (account_id, id, instruction_id, request_no, arrival, amount, fee, state, created_at)
     values ('${INVESTOR}', '${id(88)}', '${id(88)}', 'W1', 'next-day', 100, 1, 'succeeded', now())`,
    `delete from withdrawal where id = '${id(88)}'`,
  ],
  [
    'ends-are-audited',
    `update audit set to_state = 'sent' where object_id = '${id(102)}'`,
    `update audit set to_state = 'succeeded' where object_id = '${id(102)}'`,
  ],
  ['loans-are-audited', `update loan set state = 'written-off'`, `update loan set state = 'repaying'`],
];
