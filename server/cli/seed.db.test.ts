import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { member } from '#db/schema/people.ts';
import { withdrawal } from '#db/schema/withdrawals.ts';
import { verifyPassword } from '#server/auth/password.ts';
import { dayRuns } from '#server/domain/day-end/queries.ts';
import { checkInvariants } from '#server/domain/ledger/invariants.ts';
import { loanPage } from '#server/domain/loan/queries.ts';
import { demoPeople, membersMasked } from '#server/domain/member/queries.ts';
import { platformAccounts } from '#server/domain/platform/queries.ts';
import { addDays, businessDateOf } from '#server/primitives/calendar.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import { type Harness, startHarness } from '#server/testing/harness.ts';
import { realNow } from '../clock.ts';
import { seedWiring } from './seed.ts';
import { DEMO_PASSWORD } from './world/people.ts';

const DAYS = 10;
let world: Harness;

beforeAll(async () => {
  world = await startHarness();
  await seedWiring(world.wiring, { days: DAYS });
}, 120_000);
afterAll(() => world.stop());

test('the world ends today, and every day of it has ended green', async () => {
  const ctx = await world.system();
  const today = businessDateOf(realNow());
  expect(ctx.businessDate).toBe(today);
  const days = await dayRuns(ctx, { from: addDays(today, -DAYS), to: addDays(today, -1) });
  expect(days).toHaveLength(DAYS);
  for (const day of days) expect(day).toMatchObject({ state: 'done', reconciliation: 'green' });
});

test('its books violate nothing', async () => {
  const { checks } = await checkInvariants(world.wiring.pool);
  expect(checks.filter((check) => !check.ok)).toEqual([]);
});

test('loans have come as far as their days allow, and nothing is left hanging', async () => {
  const states = await world.wiring.pool.db.execute<{ state: string; count: number }>(
    sql`select state, count(*)::int as count from loan group by state order by state`,
  );
  expect([...states]).toEqual([{ state: 'repaying', count: 10 }]);
  const live = await world.wiring.pool.db.execute(
    sql`select kind from instruction where state not in ('succeeded', 'failed')`,
  );
  expect([...live]).toEqual([]);
});

test('a withdrawal has been held, let go by its day and paid', async () => {
  const rows = await (await world.system()).db.select().from(withdrawal);
  expect(rows).toMatchObject([{ state: 'succeeded', amount: 200_000n }]);
});

test('eleven demo people share the demo password; the new investor has no account', async () => {
  const people = await demoPeople(await world.system());
  expect(people.map(({ login }) => login)).toHaveLength(11);
  const rows = await world.wiring.pool.db.select().from(member).where(sql`${member.demo}`);
  expect(new Set(rows.map(({ passwordHash }) => passwordHash)).size).toBe(1);
  expect(await verifyPassword(rows[0]?.passwordHash, DEMO_PASSWORD)).toBe(true);
  const newcomer = rows.find(({ login }) => login.startsWith('investor.new'));
  expect(newcomer?.personId).toBeNull();
});

test('one loan is an enterprise’s, and a guarantor that two of the staff have accepted stands for it', async () => {
  const ctx = await world.system();
  const found = await ctx.db.execute<{ id: Uuid; name: string }>(
    sql`select l.id, e.name, l.borrower_kind, g.state, g.proposed_by = g.decided_by as by_one from loan l
      join guarantor g on g.enterprise_id = l.guarantor_id join enterprise e on e.id = l.enterprise_id
      where e.state = 'active'`,
  );
  expect(found).toMatchObject([{ borrower_kind: 'enterprise', state: 'active', by_one: false }]);
  const [one] = found;
  if (!one) return;
  const { borrower } = await loanPage(ctx, one.id);
  expect(borrower).toBe(`${one.name.slice(0, 2)}****${one.name.slice(-2)}`);
  const members = await membersMasked(ctx, { limit: 200, offset: 0 });
  expect(members.flatMap(({ enterprises }) => enterprises).map(({ name }) => name)).toContain(one.name);
});

test('the platform has money of its own where it needs some, and one transfer waits for a second person', async () => {
  const ctx = await world.system();
  const orders = await ctx.db.execute<{ kind: string; state: string }>(
    sql`select kind, state, maker_id = checker_id as by_one from platform_order order by made_at, id`,
  );
  expect(orders.map(({ kind, state }) => `${kind} ${state}`).sort()).toEqual([
    'top-up succeeded',
    'transfer proposed',
    'transfer succeeded',
    'transfer succeeded',
  ]);
  const held = new Map((await platformAccounts(ctx)).map((row) => [row.platformUserNo, row.available]));
  expect([held.get('SYS_GENERATE_002'), held.get('SYS_GENERATE_007')]).toEqual([2_000_000n, 10_000_000n]);
});

test('a world that is there is left alone', async () => {
  expect(await seedWiring(world.wiring)).toBe(false);
});
