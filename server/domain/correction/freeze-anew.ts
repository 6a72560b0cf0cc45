import { DomainError } from '#server/primitives/errors.ts';
import { toDecimalText } from '#server/primitives/money.ts';
import { enqueue } from '../custody/enqueue.ts';
import { newRequestNo } from '../custody/request-no.ts';
import { bidOf } from './freeze-facts.ts';
import type { Remedy } from './remedy.ts';

/** A bid that the bank holds no money for: frozen anew by the bidder's standing authorisation, under a new number. */
export const freezeAnew: Remedy = {
  prepare: async (tx, found) => {
    const about = await bidOf(tx, found);
    if (about?.bid.state !== 'frozen') return undefined;
    return { bidId: about.bid.id, amount: toDecimalText(about.bid.amount), userNo: about.account.platformUserNo };
  },
  act: async (tx, ctx, { correction, found }) => {
    const about = await bidOf(tx, found);
    if (about?.bid.state !== 'frozen') throw new DomainError('CONFLICT', 'the bid is no longer frozen');
    const amount = toDecimalText(about.bid.amount);
    const instructionId = await enqueue(tx, ctx, {
      kind: 'freeze-anew',
      service: 'USER_AUTO_PRE_TRANSACTION',
      channel: 'direct',
      requestNo: newRequestNo(ctx),
      accountId: about.account.id,
      loanId: about.loan.id,
      bidId: about.bid.id,
      subject: { correctionId: correction.id, amount },
      reqData: {
        platformUserNo: about.account.platformUserNo,
        bizType: 'TENDER',
        amount,
        projectNo: about.loan.projectNo,
      },
    });
    return { instructionId };
  },
};
