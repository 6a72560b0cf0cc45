import { eq } from 'drizzle-orm';
import { type GradeSteps, ruleSet, scoreRule } from '#db/schema/scores.ts';
import type { Transaction } from '#db/transaction.ts';
import { uuid } from '#server/primitives/ids.ts';
import type { DomainContext } from '../context.ts';
import type { Rule } from './decide-score.ts';

/** Who wrote the rules that the platform begins with: no member. */
const NOBODY = uuid('ffffffff-ffff-7fff-bfff-fffffffffff0');

const knockOut = (name: string, expression: string, reason: string): Rule => ({
  name,
  expression,
  reason,
  points: 0,
  knockOut: true,
});
const worth = (points: number, name: string, expression: string, reason: string): Rule => ({
  name,
  expression,
  points,
  reason,
  knockOut: false,
});

/** The rules that the platform begins with. Whoever could not be asked costs points and never helps. */
export const FIRST_RULES: readonly Rule[] = [
  knockOut('黑名单', 'blacklist_answered && blacklisted', '列入失信名单'),
  knockOut('平台严重逾期', 'days_late > 90', '在本平台曾逾期超过 90 天'),
  knockOut(
    '负担过重',
    'income_known && instalment_to_income_ppm > 700000 && !guaranteed',
    '每期还款超过收入的七成且无担保',
  ),
  worth(200, '基础分', 'true', '每位借款人的起点'),
  worth(180, '征信优秀', 'bureau_answered && bureau_score >= 720', '征信评分不低于 720'),
  worth(100, '征信良好', 'bureau_answered && bureau_score >= 640 && bureau_score < 720', '征信评分 640 至 719'),
  worth(-80, '征信偏低', 'bureau_answered && bureau_score < 560', '征信评分低于 560'),
  worth(-60, '征信逾期', 'bureau_answered && bureau_overdue', '征信报告有逾期记录'),
  worth(-30, '近期查询多', 'bureau_answered && bureau_enquiries > 6', '近期征信查询超过 6 次'),
  worth(-40, '征信未知', '!bureau_answered', '未能取得征信报告'),
  worth(-40, '黑名单未知', '!blacklist_answered', '未能查询失信名单'),
  worth(80, '负担较轻', 'income_known && instalment_to_income_ppm <= 300000', '每期还款不超过收入的三成'),
  worth(-60, '负担较重', 'income_known && instalment_to_income_ppm > 500000', '每期还款超过收入的一半'),
  worth(
    40,
    '收入已核实',
    'payroll_answered && income_known && payroll_income * 10 >= income * 8',
    '核实收入不低于申报的八成',
  ),
  worth(60, '历史还清', 'loans_repaid > 0 && days_late == 0', '曾在本平台还清借款且从未逾期'),
  worth(-50, '历史逾期', 'days_late > 0 && days_late <= 90', '在本平台曾有逾期'),
  worth(60, '有抵押', 'collateral == "house" || collateral == "car"', '房产或车辆抵押'),
  worth(60, '有担保', 'guaranteed', '由担保机构担保'),
  worth(-40, '负债偏高', 'income_known && declared_debt + open_debt > income * 24', '负债超过两年收入'),
];

/** Price and limit by grade. */
export const FIRST_STEPS: GradeSteps = [
  { grade: 'A', fromPoints: 480, ratePpm: 70_000, limitFen: '100000000' },
  { grade: 'B', fromPoints: 400, ratePpm: 85_000, limitFen: '80000000' },
  { grade: 'C', fromPoints: 320, ratePpm: 100_000, limitFen: '50000000' },
  { grade: 'D', fromPoints: 240, ratePpm: 120_000, limitFen: '20000000' },
  { grade: 'E', fromPoints: 160, ratePpm: 145_000, limitFen: '10000000' },
  { grade: 'F', fromPoints: 100, ratePpm: 170_000, limitFen: '5000000' },
];

/** Makes the first version of the scoring rules, active, where there is none. Harmless when repeated. */
export async function ensureScoreRules(tx: Transaction, ctx: Pick<DomainContext, 'newId' | 'now'>): Promise<void> {
  const [known] = await tx.select({ id: ruleSet.id }).from(ruleSet).where(eq(ruleSet.version, 1));
  if (known) return;
  const id = ctx.newId();
  const made = await tx
    .insert(ruleSet)
    .values({
      id,
      version: 1,
      name: '首版评分规则',
      state: 'active',
      steps: FIRST_STEPS,
      createdBy: NOBODY,
      createdAt: ctx.now(),
      activatedAt: ctx.now(),
    })
    .onConflictDoNothing()
    .returning({ id: ruleSet.id });
  if (made.length === 0) return;
  await tx.insert(scoreRule).values(FIRST_RULES.map((rule, position) => ({ ruleSetId: id, position, ...rule })));
}
