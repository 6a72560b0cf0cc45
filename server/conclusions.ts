import type { InstructionKind } from '#db/schema/custody.ts';
import { concludeFreeze } from './domain/bidding/conclude-freeze.ts';
import { concludeMiscarriage } from './domain/bidding/conclude-miscarriage.ts';
import { concludeFoundRelease, concludeRelease } from './domain/bidding/conclude-release.ts';
import { concludeAuthorise } from './domain/cash/conclude-authorise.ts';
import { concludeOpenAccount } from './domain/cash/conclude-open-account.ts';
import {
  concludeMakeGood,
  concludeReceivableDeduction,
  concludeReceivableFreeze,
  concludeReturnToReserve,
} from './domain/cash/conclude-receivable.ts';
import { concludeRecharge } from './domain/cash/conclude-recharge.ts';
import { concludeIntercept, concludeReleaseOrCancel, concludeWithdraw } from './domain/cash/conclude-withdrawal.ts';
import { concludeFreezeAnew, concludeStrayFreeze } from './domain/correction/conclude-freeze-correction.ts';
import type { Conclude } from './domain/custody/conclude.ts';
import { concludeProject } from './domain/loan/conclude-project.ts';
import { concludeRegistration } from './domain/loan/conclude-registration.ts';
import { concludeTopUp } from './domain/platform/conclude-top-up.ts';
import { concludePlatformTransfer } from './domain/platform/conclude-transfer.ts';
import { concludeConfirmation } from './domain/reconciliation/conclude-confirmation.ts';
import { concludeCollectionFreeze } from './domain/repayment/conclude-collection-freeze.ts';
import { concludeCollectionRelease } from './domain/repayment/conclude-collection-release.ts';
import { concludeDistribution } from './domain/repayment/conclude-distribution.ts';
import { concludeReserve } from './domain/settlement/conclude-reserve.ts';
import { concludeSettlement } from './domain/settlement/conclude-settlement.ts';

/** Which verb's twin applies the bank's last word, by what the instruction was for. */
export const CONCLUSIONS: Readonly<Record<InstructionKind, Conclude>> = {
  'open-account': concludeOpenAccount,
  authorise: concludeAuthorise,
  recharge: concludeRecharge,
  'make-good': concludeMakeGood,
  'freeze-receivable': concludeReceivableFreeze,
  'deduct-receivable': concludeReceivableDeduction,
  'return-to-reserve': concludeReturnToReserve,
  withdraw: concludeWithdraw,
  'release-payout': concludeReleaseOrCancel,
  'cancel-payout': concludeReleaseOrCancel,
  'intercept-payout': concludeIntercept,
  'confirm-files': concludeConfirmation,
  'register-project': concludeRegistration,
  'freeze-bid': concludeFreeze,
  'release-bid': concludeRelease,
  'find-release': concludeFoundRelease,
  'bank-miscarriage': concludeMiscarriage,
  'settle-chunk': concludeSettlement,
  'fund-reserve': concludeReserve,
  'advance-project': concludeProject,
  'freeze-collection': concludeCollectionFreeze,
  'release-collection': concludeCollectionRelease,
  distribute: concludeDistribution,
  'cancel-stray-freeze': concludeStrayFreeze,
  'freeze-anew': concludeFreezeAnew,
  'transfer-platform': concludePlatformTransfer,
  'top-up': concludeTopUp,
};
