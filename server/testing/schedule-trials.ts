import { type Chance, chanceFrom } from '../cli/world/chance.ts';
import { buildSchedule, type ScheduleTerms } from '../domain/loan/schedule.ts';
import { addDays, plainDate } from '../primitives/calendar.ts';
import { fen } from '../primitives/money.ts';
import { ratePpm } from '../primitives/rate.ts';
import { type OracleTerms, oracleSchedule } from './schedule-oracle.ts';

const KINDS = ['equal-instalment', 'equal-principal', 'interest-first', 'bullet'] as const;
const DAY_COUNTS = ['30/360', 'ACT/365', 'ACT/360'] as const;
const FIRST_START = plainDate('1999-12-29');

/** Amounts of every size: a few fen, a few yuan, up to ten million yuan. */
function anyAmount(chance: Chance): bigint {
  const digits = 1 + chance.below(10);
  return (
    1n + ((BigInt(chance.below(2 ** 32)) * 4_294_967_296n + BigInt(chance.below(2 ** 32))) % 10n ** BigInt(digits))
  );
}

function anyTerms(chance: Chance): OracleTerms {
  const kind = KINDS[chance.below(4)] ?? 'bullet';
  const unit = kind === 'bullet' && chance.below(2) === 0 ? 'days' : 'months';
  return {
    amount: anyAmount(chance),
    // Mostly rates of the market, sometimes absurd ones, sometimes none.
    ratePpm: BigInt(chance.below(chance.below(10) === 0 ? 10_000_001 : 360_001)) * (chance.below(50) === 0 ? 0n : 1n),
    kind,
    unit,
    length: 1 + chance.below(unit === 'days' ? 365 : 60),
    start: addDays(FIRST_START, chance.below(36_600)),
    rounding: chance.below(2) === 0 ? 'up' : 'half-even',
    dayCount: DAY_COUNTS[chance.below(3)] ?? '30/360',
  };
}

const asProduct = ({ amount, ratePpm: rate, unit, length, start, kind, rounding, dayCount }: OracleTerms) =>
  ({
    amount: fen(amount),
    ratePpm: ratePpm(Number.parseInt(rate.toString(), 10)),
    kind,
    rounding,
    dayCount,
    start: plainDate(start),
    [unit]: length,
  }) as unknown as ScheduleTerms;

const told = (terms: OracleTerms): string =>
  JSON.stringify(terms, (_, value) => (typeof value === 'bigint' ? value.toString() : value));

/**
 * Compares `count` random schedules of a seed with the oracle, row by row.
 * @throws Error naming the terms of the first schedule that differs
 */
export function tryOracle(seed: number, count: number): void {
  const chance = chanceFrom(seed);
  for (let trial = 0; trial < count; trial += 1) {
    const terms = anyTerms(chance);
    const rows = buildSchedule(asProduct(terms));
    const expected = oracleSchedule(terms);
    const same =
      rows.length === expected.length &&
      expected.every((right, index) => {
        const row = rows[index];
        return (
          row !== undefined &&
          row.period === index + 1 &&
          row.dueOn === right.dueOn &&
          row.principal === right.principal &&
          row.interest === right.interest &&
          row.instalment === right.principal + right.interest &&
          row.balance === right.balance
        );
      });
    if (!same) throw new Error(`schedule ${trial} of seed ${seed} differs: ${told(terms)}`);
  }
}
