import { activationPage } from '../pages/activate.ts';
import { authorisationPage } from '../pages/authorise.ts';
import { enterpriseCardPage, personalCardPage } from '../pages/bind-card.ts';
import { enterpriseRegistrationPage } from '../pages/enterprise-register.ts';
import { enterpriseUpdatePage } from '../pages/enterprise-update.ts';
import { modifyMobilePage } from '../pages/modify-mobile.ts';
import { checkPasswordPage, resetPasswordPage } from '../pages/password-pages.ts';
import { preTransactionPage } from '../pages/pre-transaction.ts';
import { rechargePage } from '../pages/recharge.ts';
import { registrationPage } from '../pages/register.ts';
import { unbindCardPage } from '../pages/unbind-card.ts';
import { verifyDeductPage } from '../pages/verify-deduct.ts';
import { withdrawPage } from '../pages/withdraw.ts';
import { asyncTransaction } from './async-transaction.ts';
import { auditBindCard } from './audit-bind-card.ts';
import { autoPreTransaction, freezePreTransaction } from './auto-pre-transaction.ts';
import { cancelAuthorisation } from './cancel-authorisation.ts';
import { cancelDebentureSale } from './cancel-debenture-sale.ts';
import { cancelPreTransaction } from './cancel-pre-transaction.ts';
import { cancelWithdraw } from './cancel-withdraw.ts';
import { confirmCheckFile, downloadCheckFile } from './check-files.ts';
import { confirmWithdraw } from './confirm-withdraw.ts';
import { offerShares } from './debenture-sale.ts';
import { entrustPayment } from './entrust-payment.ts';
import { establishProject } from './establish-project.ts';
import { freezeMoney } from './freeze.ts';
import { interceptWithdraw } from './intercept-withdraw.ts';
import { modifyProject } from './modify-project.ts';
import type { Operation } from './operation.ts';
import { queryEntrustment } from './query-entrustment.ts';
import { queryProject } from './query-project.ts';
import { queryTransaction } from './query-transaction.ts';
import { queryUser } from './query-user.ts';
import { syncTransaction } from './sync-transaction.ts';
import { unfreezeMoney } from './unfreeze.ts';
import { unfreezeTradePassword } from './unfreeze-trade-password.ts';

/** Every service this bank offers; what is not here answers 100006. */
export const OPERATIONS: Readonly<Record<string, Operation>> = {
  PERSONAL_REGISTER_EXPAND: registrationPage,
  ENTERPRISE_REGISTER: enterpriseRegistrationPage,
  ENTERPRISE_INFORMATION_UPDATE: enterpriseUpdatePage,
  ACTIVATE_STOCKED_USER: activationPage,
  PERSONAL_BIND_BANKCARD: personalCardPage,
  PERSONAL_BIND_BANKCARD_EXPAND: personalCardPage,
  ENTERPRISE_BIND_BANKCARD: enterpriseCardPage,
  ENTERPRISE_BIND_BANKCARD_EXPAND: enterpriseCardPage,
  AUDIT_BIND_CARD: auditBindCard,
  UNBIND_BANKCARD: unbindCardPage,
  MODIFY_MOBILE_EXPAND: modifyMobilePage,
  RECHARGE: rechargePage,
  WITHDRAW: withdrawPage,
  CONFIRM_WITHDRAW: confirmWithdraw,
  CANCEL_WITHDRAW: cancelWithdraw,
  INTERCEPT_WITHDRAW: interceptWithdraw,
  USER_AUTHORIZATION: authorisationPage,
  CANCEL_USER_AUTHORIZATION: cancelAuthorisation,
  CHECK_PASSWORD: checkPasswordPage,
  RESET_PASSWORD: resetPasswordPage,
  UNFREEZE_TRADE_PASSWORD: unfreezeTradePassword,
  ESTABLISH_PROJECT: establishProject,
  MODIFY_PROJECT: modifyProject,
  USER_PRE_TRANSACTION: preTransactionPage,
  USER_AUTO_PRE_TRANSACTION: autoPreTransaction,
  FREEZE_PRE_TRANSACTION: freezePreTransaction,
  CANCEL_PRE_TRANSACTION: cancelPreTransaction,
  FREEZE: freezeMoney,
  UNFREEZE: unfreezeMoney,
  DEBENTURE_SALE: offerShares,
  CANCEL_DEBENTURE_SALE: cancelDebentureSale,
  AUTHORIZATION_ENTRUST_PAY: entrustPayment,
  VERIFY_DEDUCT: verifyDeductPage,
  SYNC_TRANSACTION: syncTransaction,
  ASYNC_TRANSACTION: asyncTransaction,
  QUERY_USER_INFORMATION: queryUser,
  QUERY_PROJECT_INFORMATION: queryProject,
  QUERY_AUTHORIZATION_ENTRUST_PAY_RECORD: queryEntrustment,
  QUERY_TRANSACTION: queryTransaction,
  DOWNLOAD_CHECKFILE: downloadCheckFile,
  CONFIRM_CHECKFILE: confirmCheckFile,
};
