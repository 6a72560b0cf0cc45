import type { Grade } from '#db/schema/products.ts';

/** The day of the short world on which somebody does something; day 45 is the day it ends on. */
export const WORLD_DAYS = 45;

export type BorrowerName = 'repaying' | 'late' | 'applying' | 'enterprise' | `b${1 | 2 | 3 | 4 | 5 | 6}`;
export type InvestorName = 'active' | `i${1 | 2 | 3 | 4 | 5 | 6}`;
export type ProductCode =
  | 'monthly-instalment'
  | 'monthly-principal'
  | 'interest-first'
  | 'short-bullet'
  | 'enterprise-guaranteed';

/** How far a loan comes in the world: `funded` percent of it is bid for, the other fates end before the listing. */
export type Fate = { funded: number } | 'submitted' | 'reviewing' | 'offered' | 'rejected' | 'returned';

export type PlannedLoan = Readonly<{
  day: number;
  borrower: BorrowerName;
  product: ProductCode;
  /** Whole yuan. */
  amount: number;
  /** Months, or days for short-bullet. */
  term: number;
  ratePpm: number;
  grade: Grade;
  title: string;
  purpose: string;
  fate: Fate;
  /** What secures it, where the guarantor stands for it too. */
  guaranteed?: string;
}>;

/** Money that an investor takes out: left to the day end, or given up at once. */
export type PlannedWithdrawal = Readonly<{
  /** One of the days on which a loan is planned. */
  day: number;
  investor: InvestorName;
  /** Whole yuan. */
  amount: number;
  fate: 'paid' | 'cancelled';
}>;

const loan = (
  day: number,
  borrower: BorrowerName,
  [product, amount, term, ratePpm]: [ProductCode, number, number, number],
  [grade, title, purpose]: [Grade, string, string],
  fate: Fate,
): PlannedLoan => ({ day, borrower, product, amount, term, ratePpm, grade, title, purpose, fate });

const FULL: Fate = { funded: 100 };

/** About twenty loans in every state that a platform of six weeks has. */
export const LOANS: readonly PlannedLoan[] = [
  loan(
    1,
    'repaying',
    ['monthly-instalment', 60_000, 12, 96_000],
    ['A', '社区面馆装修', '更换厨房设备与门面装修'],
    FULL,
  ),
  loan(2, 'b1', ['monthly-principal', 48_000, 6, 102_000], ['B', '花店备货', '节前进货与冷柜租金'], FULL),
  loan(2, 'late', ['short-bullet', 30_000, 30, 120_000], ['D', '货车维修周转', '等待货款期间的维修费用'], FULL),
  loan(3, 'b2', ['interest-first', 80_000, 6, 90_000], ['B', '茶园春茶收购', '春茶季向农户收购鲜叶'], FULL),
  loan(3, 'b3', ['short-bullet', 20_000, 14, 72_000], ['A', '展会押金周转', '行业展会的押金与布展'], FULL),
  loan(5, 'b4', ['monthly-instalment', 36_000, 24, 115_000], ['C', '职业培训学费', '数控机床操作培训'], FULL),
  loan(6, 'b5', ['short-bullet', 15_000, 10, 68_000], ['A', '工资周转', '回款到账前的员工工资'], FULL),
  loan(8, 'b1', ['interest-first', 50_000, 3, 88_000], ['B', '婚庆公司购置器材', '灯光与音响设备'], FULL),
  loan(9, 'b6', ['monthly-instalment', 100_000, 36, 126_000], ['C', '民宿二期改造', '新增四间客房与消防改造'], FULL),
  loan(14, 'b6', ['short-bullet', 18_000, 30, 80_000], ['B', '民宿布草采购', '旺季前更换布草'], FULL),
  loan(18, 'b3', ['short-bullet', 25_000, 20, 75_000], ['A', '样品打样费用', '新品打样与寄送'], FULL),
  loan(20, 'b2', ['short-bullet', 12_000, 7, 65_000], ['A', '包装盒尾款', '茶叶礼盒尾款'], FULL),
  loan(22, 'b5', ['monthly-principal', 30_000, 12, 99_000], ['B', '配送电动车', '新增六辆配送电动车'], FULL),
  loan(26, 'b4', ['monthly-instalment', 24_000, 6, 108_000], ['C', '二手设备尾款', '设备尾款与运输'], { funded: 55 }),
  loan(30, 'repaying', ['interest-first', 40_000, 12, 94_000], ['A', '面馆第二家店押金', '店面押金与首季租金'], FULL),
  loan(35, 'b3', ['monthly-instalment', 150_000, 36, 150_000], ['E', '加盟费用', '餐饮品牌加盟'], 'rejected'),
  loan(40, 'b6', ['monthly-principal', 70_000, 18, 110_000], ['C', '果蔬冷库', '小型冷库建设'], 'returned'),
  loan(41, 'b4', ['monthly-instalment', 88_000, 18, 105_000], ['B', '牙科诊所设备', '口腔扫描仪与牙椅'], {
    funded: 35,
  }),
  loan(42, 'b5', ['interest-first', 60_000, 9, 92_000], ['B', '冷链车首付', '两辆冷链车的首付款'], { funded: 62 }),
  loan(43, 'b2', ['monthly-principal', 36_000, 12, 97_000], ['A', '秋茶收购定金', '向合作社支付定金'], { funded: 15 }),
  loan(44, 'b3', ['short-bullet', 20_000, 60, 78_000], ['A', '海外仓备货', '旺季前海外仓备货'], { funded: 90 }),
  loan(44, 'b5', ['monthly-instalment', 50_000, 12, 104_000], ['B', '果园灌溉改造', '滴灌系统与水泵'], 'offered'),
  loan(45, 'b1', ['monthly-instalment', 26_000, 12, 98_000], ['B', '花店二店开业', '开业备货与招牌'], 'reviewing'),
  loan(
    45,
    'applying',
    ['monthly-instalment', 45_000, 12, 100_000],
    ['B', '烘焙工作室', '烤箱、和面机与装修'],
    'submitted',
  ),
  {
    ...loan(
      6,
      'enterprise',
      ['enterprise-guaranteed', 90_000, 12, 84_000],
      ['B', '冷库扩建', '新增两间速冻库与配套电力'],
      FULL,
    ),
    guaranteed: '厂区办公楼一处，建筑面积 320 平方米',
  },
];

export const INVESTORS: readonly InvestorName[] = ['active', 'i1', 'i2', 'i3', 'i4', 'i5', 'i6'];
export const BORROWERS: readonly BorrowerName[] = [
  ...(['repaying', 'late', 'applying', 'b1', 'b2', 'b3', 'b4', 'b5', 'b6'] as const),
];

/** What each pays in on the first day, in whole yuan. */
export const FUNDS = {
  active: 180_000,
  investor: 160_000,
  borrower: 4_000,
  enterprise: 20_000,
  guarantor: 200_000,
} as const;

/** Withdrawals in every state that six weeks leave: paid, cancelled, let go this morning, and held today. */
export const WITHDRAWALS: readonly PlannedWithdrawal[] = [
  { day: 6, investor: 'active', amount: 2_000, fate: 'paid' },
  { day: 35, investor: 'active', amount: 600, fate: 'cancelled' },
  { day: 44, investor: 'active', amount: 1_500, fate: 'paid' },
  { day: 45, investor: 'active', amount: 800, fate: 'paid' },
];
