import { type SQL, sql } from 'drizzle-orm';

/** For queries over many instalments, what the domain reckons of one; `i` is the alias of the instalment. */

/** The penalty that has run up: fen-days × the product's daily rate, half-even once on the total. */
export const penaltySql = (i: SQL, ppmPerDay: SQL): SQL => {
  const exact = sql`(${i}.penalty_fen_days::numeric * ${ppmPerDay} * 0.000001)`;
  const rest = sql`(${exact} - floor(${exact}))`;
  const up = sql`(${rest} > 0.5 or ${rest} = 0.5 and mod(floor(${exact}), 2) = 1)`;
  return sql`(floor(${exact}) + case when ${up} then 1 else 0 end)::bigint`;
};

/** What its borrower still owes of an instalment, to the investors and to whoever has paid in his place. */
export const owedSql = {
  principal: (i: SQL): SQL => sql`(${i}.principal - ${i}.principal_paid - ${i}.principal_recovered)`,
  interest: (i: SQL): SQL => sql`(${i}.interest - ${i}.interest_paid - ${i}.interest_recovered)`,
  fee: (i: SQL): SQL => sql`(${i}.fee - ${i}.fee_paid)`,
  penalty: (i: SQL, ppmPerDay: SQL): SQL =>
    sql`(${penaltySql(i, ppmPerDay)} - ${i}.penalty_paid - ${i}.penalty_recovered)`,
  all: (i: SQL, ppmPerDay: SQL): SQL =>
    sql`(${owedSql.principal(i)} + ${owedSql.interest(i)} + ${owedSql.fee(i)} + ${owedSql.penalty(i, ppmPerDay)})`,
};
