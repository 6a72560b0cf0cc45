import { sql } from 'drizzle-orm';
import { collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import { refusedNotice } from '#db/schema/custody.ts';
import { mintSystem } from './domain/actors.ts';
import { instructionCounts } from './domain/custody/queries.ts';
import type { Portal } from './portal.ts';

const KEY = Symbol.for('manbiao.metrics');
type Holder = { [KEY]?: Registry };

/** One registry for the process, its own figures and node's; those of the database are read when somebody asks. */
function registryOf(running: Portal): Registry {
  const holder = globalThis as Holder;
  if (holder[KEY]) return holder[KEY];
  const registry = new Registry();
  collectDefaultMetrics({ register: registry, prefix: 'manbiao_portal_' });
  new Gauge({
    name: 'manbiao_instructions',
    help: 'Instructions to the bank by state',
    labelNames: ['state'],
    registers: [registry],
    async collect() {
      this.reset();
      for (const { state, count } of await instructionCounts(running.wiring.pool.db)) this.set({ state }, count);
    },
  });
  new Gauge({
    name: 'manbiao_refused_notices',
    help: 'Notifies that were not taken: forged, altered or unreadable',
    registers: [registry],
    async collect() {
      const [row] = await running.wiring.pool.db.select({ count: sql<number>`count(*)::integer` }).from(refusedNotice);
      this.set(row?.count ?? 0);
    },
  });
  new Gauge({
    name: 'manbiao_business_clock_seconds',
    help: 'The business clock, in seconds since 1970',
    registers: [registry],
    async collect() {
      const ctx = await running.wiring.contextFor(mintSystem());
      this.set(Math.floor(ctx.now().getTime() / 1000));
    },
  });
  holder[KEY] = registry;
  return registry;
}

/** The portal's figures in Prometheus' text format. */
export async function metricsText(running: Portal): Promise<{ text: string; contentType: string }> {
  const registry = registryOf(running);
  return { text: await registry.metrics(), contentType: registry.contentType };
}
