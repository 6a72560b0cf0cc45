import { yuan } from './loose-json.ts';

/** What a service answers to its row's request, in whatever habit it is written. */
export type Expected =
  | { taken: Record<string, unknown> }
  | { refused: string; text?: string }
  | { page: true }
  | { zip: true };

export type ServiceRow = {
  endpoint: 'service' | 'gateway' | 'download';
  /** `no` is a number that nobody has used. */
  request: (no: string, times: Times) => Record<string, unknown>;
  expected: Expected;
};

/** Moments of the bank's clock as the wire writes them: in ten minutes; yesterday, tomorrow and next year as dates. */
export type Times = { soon: string; yesterday: string; tomorrow: string; nextYear: string };

const BACK = 'http://platform.example/回来?a=1&b=2';
const page = (request: (no: string, times: Times) => Record<string, unknown>): ServiceRow => ({
  endpoint: 'gateway',
  request: (no, times) => ({ requestNo: no, redirectUrl: BACK, ...request(no, times) }),
  expected: { page: true },
});
const direct = (expected: Expected, request: ServiceRow['request']): ServiceRow => ({
  endpoint: 'service',
  request: (no, times) => ({ requestNo: no, ...request(no, times) }),
  expected,
});

const CARD = { bankcardNo: '6228480000000000018', mobile: '13800138000' };
const OTHER_CARD = { bankcardNo: '6212261000000007228', mobile: '13800138003' };
const line = (amount: string) => ({
  bizType: 'FUNDS_TRANSFER',
  sourcePlatformUserNo: 'SYS_GENERATE_002',
  targetPlatformUserNo: 'SYS_GENERATE_003',
  amount: yuan(amount),
  income: '1',
  share: '1',
  customDefine: '红包',
});

const USERS: Readonly<Record<string, ServiceRow>> = {
  PERSONAL_REGISTER_EXPAND: page((no) => ({
    ...CARD,
    platformUserNo: no,
    userRole: 'INVESTOR',
    checkType: 'LIMIT',
    realName: '张三',
    idCardNo: '11010519491231002X',
    authList: 'TENDER,REPAYMENT',
    amount: yuan('5000.0'),
  })),
  ENTERPRISE_REGISTER: page((no) => ({
    platformUserNo: no,
    enterpriseName: '北京某某贸易有限公司',
    bankLicense: 'J1000000000001',
    unifiedCode: '91110000600037341L',
    legal: '李四',
    idCardType: 'PRC_ID',
    legalIdCardNo: '11010519491231002X',
    contact: '王五',
    contactPhone: '13800138001',
    userRole: 'BORROWERS',
    bankcardNo: '62284800000000000',
    bankcode: 'ABOC',
  })),
  ENTERPRISE_INFORMATION_UPDATE: page(() => ({ platformUserNo: 'FIRM' })),
  PERSONAL_BIND_BANKCARD_EXPAND: page(() => ({
    ...OTHER_CARD,
    platformUserNo: 'INV',
    checkType: 'LIMIT',
    bindType: 'UPDATE_BANKCARD',
  })),
  PERSONAL_BIND_BANKCARD: page(() => ({
    ...OTHER_CARD,
    platformUserNo: 'INV',
    checkType: 'LIMIT',
    bindType: 'UPDATE_BANKCARD',
  })),
  ENTERPRISE_BIND_BANKCARD: page(() => ({
    platformUserNo: 'FIRM',
    checkType: 'LIMIT',
    bindType: 'UPDATE_BANKCARD',
    bankcode: 'ABOC',
  })),
  ENTERPRISE_BIND_BANKCARD_EXPAND: page(() => ({
    platformUserNo: 'FIRM',
    checkType: 'LIMIT',
    bindType: 'UPDATE_BANKCARD',
    bankcode: 'ABOC',
  })),
  AUDIT_BIND_CARD: direct({ refused: '100007', text: '用户换卡审核记录不存在!' }, () => ({
    originalRequestNo: 'NONE',
    auditType: 'PASSED',
  })),
  UNBIND_BANKCARD: page(() => ({ platformUserNo: 'POOR' })),
  RESET_PASSWORD: page(() => ({ platformUserNo: 'INV', isSkip: 'N' })),
  CHECK_PASSWORD: page(() => ({ platformUserNo: 'INV', bizTypeDescription: '验密' })),
  MODIFY_MOBILE_EXPAND: page(() => ({ platformUserNo: 'INV', checkType: 'LIMIT', mobile: '13800138002' })),
  ACTIVATE_STOCKED_USER: page(() => ({ platformUserNo: 'STOCKED', checkType: 'LIMIT', userRole: 'INVESTOR' })),
  UNFREEZE_TRADE_PASSWORD: direct({ refused: '100008', text: '该用户密码未被冻结' }, () => ({ platformUserNo: 'INV' })),
  USER_AUTHORIZATION: page((_, { nextYear }) => ({
    platformUserNo: 'INV',
    authList: 'TENDER,REPAYMENT',
    failTime: nextYear,
    amount: yuan('500.0'),
  })),
  CANCEL_USER_AUTHORIZATION: direct({ taken: {} }, () => ({ platformUserNo: 'POOR', authList: 'TENDER' })),
  QUERY_USER_INFORMATION: direct({ taken: { platformUserNo: 'INV', name: '张三' } }, () => ({ platformUserNo: 'INV' })),
};

const CASH: Readonly<Record<string, ServiceRow>> = {
  RECHARGE: page((_, { soon }) => ({
    platformUserNo: 'INV',
    amount: yuan('0.1'),
    expectPayCompany: 'YEEPAY',
    rechargeWay: 'SWIFT',
    bankcode: 'ABOC',
    expired: soon,
    commission: yuan('0.01'),
    callbackMode: 'DIRECT_CALLBACK',
  })),
  WITHDRAW: page((_, { soon }) => ({
    platformUserNo: 'INV',
    amount: yuan('0.1'),
    expired: soon,
    withdrawType: 'NORMAL',
    withdrawForm: 'IMMEDIATE',
  })),
  CONFIRM_WITHDRAW: direct({ refused: '100007' }, () => ({ preTransactionNo: 'NONE' })),
  CANCEL_WITHDRAW: direct({ refused: '100007' }, () => ({ preTransactionNo: 'NONE' })),
  INTERCEPT_WITHDRAW: direct({ refused: '100007' }, () => ({ withdrawRequestNo: 'NONE' })),
  FREEZE: direct({ taken: {} }, () => ({ platformUserNo: 'INV', amount: yuan('0.1') })),
  UNFREEZE: direct({ refused: '100008', text: '冻结金额不足' }, () => ({
    platformUserNo: 'POOR',
    amount: yuan('0.1'),
  })),
  VERIFY_DEDUCT: page((_, { soon }) => ({
    platformUserNo: 'INV',
    amount: yuan('0.1'),
    targetPlatformUserNo: 'SYS_GENERATE_004',
    expired: soon,
    customDefine: '手续费/年费',
  })),
  DOWNLOAD_CHECKFILE: {
    endpoint: 'download',
    request: (_, { yesterday }) => ({ fileDate: yesterday }),
    expected: { zip: true },
  },
  CONFIRM_CHECKFILE: direct({ refused: '100008', text: '对账文件未生成' }, (_, { tomorrow }) => ({
    fileDate: tomorrow,
    detail: ['RECHARGE', 'WITHDRAW', 'TRANSACTION', 'COMMISSION', 'BACKROLL_RECHARGE'].map((fileType) => ({
      fileType,
    })),
  })),
};

const LENDING: Readonly<Record<string, ServiceRow>> = {
  ESTABLISH_PROJECT: direct({ taken: {} }, (no) => ({
    platformUserNo: 'BOR',
    projectNo: no,
    projectAmount: yuan('5000'),
    projectName: '标的/一号',
    projectType: 'STANDARDPOWDER',
    projectPeriod: '30',
    annnualInterestRate: '0.1',
    repaymentWay: 'ONE_TIME_SERVICING',
  })),
  MODIFY_PROJECT: direct({ refused: '100008' }, () => ({ projectNo: 'P', status: 'COLLECTING' })),
  USER_PRE_TRANSACTION: page((_, { soon }) => ({
    platformUserNo: 'INV',
    bizType: 'TENDER',
    amount: yuan('0.1'),
    preMarketingAmount: yuan('0.05'),
    projectNo: 'P',
    expired: soon,
    remark: '投标',
  })),
  USER_AUTO_PRE_TRANSACTION: direct({ taken: { bizType: 'TENDER' } }, () => ({
    platformUserNo: 'INV',
    bizType: 'TENDER',
    amount: yuan('0.1'),
    projectNo: 'P',
  })),
  FREEZE_PRE_TRANSACTION: direct({ taken: { bizType: 'PRETRANSACTION' } }, () => ({
    platformUserNo: 'INV',
    bizType: 'PRETRANSACTION',
    amount: yuan('0.1'),
  })),
  CANCEL_PRE_TRANSACTION: direct({ taken: {} }, () => ({ preTransactionNo: 'HELD', amount: yuan('0.1') })),
  SYNC_TRANSACTION: direct({ taken: { transactionStatus: 'SUCCESS' } }, () => ({
    tradeType: 'FUNDS_TRANSFER',
    details: [line('0.1'), line('1')],
  })),
  ASYNC_TRANSACTION: direct({ taken: {} }, (no) => ({
    requestNo: undefined,
    batchNo: `B-${no}`,
    bizDetails: [{ requestNo: no, tradeType: 'FUNDS_TRANSFER', details: [line('0.1')] }],
  })),
  DEBENTURE_SALE: direct({ refused: '100008', text: '标的不存在' }, () => ({
    platformUserNo: 'INV',
    projectNo: 'NONE',
    saleShare: yuan('0.1'),
  })),
  CANCEL_DEBENTURE_SALE: direct({ refused: '100008', text: '债权出让订单不存在' }, () => ({
    creditsaleRequestNo: 'NONE',
  })),
  AUTHORIZATION_ENTRUST_PAY: direct({ refused: '100008', text: '标的不存在' }, () => ({
    borrowPlatformUserNo: 'BOR',
    projectNo: 'NONE',
    checkType: 'LIMIT',
    entrustedType: 'PERSONAL',
    entrustedPlatformUserNo: 'INV',
  })),
  QUERY_AUTHORIZATION_ENTRUST_PAY_RECORD: direct({ refused: '100007' }, () => ({})),
  QUERY_PROJECT_INFORMATION: direct({ taken: { projectNo: 'P', projectName: '一号' } }, () => ({ projectNo: 'P' })),
  QUERY_TRANSACTION: direct({ taken: { requestNo: 'HELD' } }, () => ({
    requestNo: 'HELD',
    transactionType: 'PRETRANSACTION',
  })),
};

/** One row a service: a request that can be sent again and again, and what is answered to it. */
export const SERVICE_ROWS: Readonly<Record<string, ServiceRow>> = { ...USERS, ...CASH, ...LENDING };
