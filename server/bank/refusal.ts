/** The bank's error codes with their own texts; 100008 is the generic one, whose message says why. */
export const REFUSAL_TEXTS = {
  '100001': '系统错误',
  '100002': 'json参数格式错误',
  '100003': '签名验证失败',
  '100004': '平台编号不存在',
  '100005': '平台状态异常',
  '100006': '业务未开通',
  '100007': '查询对象不存在',
  '100008': '业务受理失败',
  '100009': '用户不存在',
  '100010': '用户账户不可用',
  '100011': '该用户无此操作权限',
  '100012': '非常抱歉，暂不支持此银行',
  '100013': '请求流水号重复',
  '100014': '余额不足',
  '100015': '标的状态与业务不匹配',
  '100016': '平台垫资账户可用余额不足',
  '100017': '平台未启用垫资账户',
  '100018': '提现申请方式不在受理时间范围内',
  '100019': '标的类型与业务不匹配',
  '100020': '交易处理中，请勿重试',
  '100021': '节假日单笔提现额度超限',
  '100022': 'D0提现不支持提现拦截操作',
} as const;

export type RefusalCode = keyof typeof REFUSAL_TEXTS;

/** Faults of the protocol answer code "1"; refusals of the business answer code "0" with status INIT. */
const PROTOCOL_FAULTS: ReadonlySet<RefusalCode> = new Set(['100001', '100002', '100003', '100004', '100005']);

/** What the bank refuses, with the wire's code and text. `detail` is for people: our extension field errorDetail. */
export class Refusal extends Error {
  readonly errorCode: RefusalCode;
  readonly detail: string | undefined;

  constructor(errorCode: RefusalCode, message?: string, detail?: string) {
    super(message ?? REFUSAL_TEXTS[errorCode]);
    this.name = 'Refusal';
    this.errorCode = errorCode;
    this.detail = detail;
  }

  get layer(): 'protocol' | 'business' {
    return PROTOCOL_FAULTS.has(this.errorCode) ? 'protocol' : 'business';
  }
}

/** A missing or malformed field: 100002, with the field's name for whoever looks for the mistake. */
export const malformed = (detail: string): Refusal => new Refusal('100002', undefined, detail);
/** 100008 with its own sentence. */
export const refuse = (message: string, detail?: string): Refusal => new Refusal('100008', message, detail);
