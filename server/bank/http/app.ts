import type { HttpBindings } from '@hono/node-server';
import { sql } from 'drizzle-orm';
import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import type { Bank } from '../bank.ts';
import { realNow } from '../clock.ts';
import { controlApi } from '../control/routes.ts';
import { operatorsDesk } from '../desk/routes.ts';
import { servePage } from '../pages/serve-page.ts';
import { malformed } from '../refusal.ts';
import { report } from '../report.ts';
import { refusalEnvelope } from './envelope.ts';
import { LARGEST_BODY, readWireFields } from './read-fields.ts';
import { answerJson, type Endpoint, type Exchange, strikeBefore, type WireContext } from './serve.ts';
import { serveDirect } from './serve-direct.ts';
import { serveDownload } from './serve-download.ts';
import { serveGateway } from './serve-gateway.ts';
import { writeJson } from './write-json.ts';

const SERVERS = { service: serveDirect, gateway: serveGateway, download: serveDownload } as const;

const newExchange = (endpoint: Endpoint): Exchange => ({
  endpoint,
  startedAt: realNow(),
  fields: {},
  signature: { valid: null, note: null },
  fault: undefined,
  clockOffMs: 0,
});

async function serveWire(bank: Bank, c: WireContext, endpoint: Endpoint): Promise<Response> {
  const exchange = newExchange(endpoint);
  try {
    exchange.fields = await readWireFields(c.req.raw);
  } catch {
    return answerJson(bank, c, exchange, writeJson(refusalEnvelope(undefined, malformed('the body is unreadable'))));
  }
  return (await strikeBefore(bank, c, exchange)) ?? SERVERS[endpoint](bank, c, exchange);
}

/**
 * The bank's HTTP: the wire under any base path (a double slash is as good as one), the customers' pages beside it,
 * the control API under /simulator and /health.
 */
export function makeApp(bank: Bank): Hono<{ Bindings: HttpBindings }> {
  const app = new Hono<{ Bindings: HttpBindings }>({
    getPath: (request) => new URL(request.url).pathname.replace(/\/{2,}/g, '/'),
  });
  const limit = bodyLimit({
    maxSize: LARGEST_BODY,
    onError: (c) =>
      answerJson(
        bank,
        c as unknown as WireContext,
        newExchange('service'),
        writeJson(refusalEnvelope(undefined, malformed('the body is larger than 16 MiB'))),
      ),
  });
  app.get('/health', async (c) => {
    try {
      await bank.pool.db.execute(sql`select 1`);
      return c.json({ ok: true, now: bank.clock.now().toISOString(), businessDate: bank.clock.businessDate() });
    } catch (error) {
      return c.json(
        { ok: false, reason: error instanceof Error ? error.message : 'the database does not answer' },
        503,
      );
    }
  });
  app.route('/simulator', controlApi(bank));
  app.route('/desk', operatorsDesk(bank));
  app.get('/', (c) => c.redirect('/desk'));
  for (const endpoint of ['service', 'gateway', 'download'] as const) {
    app.all(`/:base{.+}/${endpoint}`, limit, (c) => serveWire(bank, c, endpoint));
    app.all(`/${endpoint}`, limit, (c) => serveWire(bank, c, endpoint));
  }
  app.on(['GET', 'POST'], ['/page/:token', '/:base{.+}/page/:token'], limit, (c) => servePage(bank, c));
  app.onError((error, c) => {
    report('request', error);
    return c.text('系统错误', 500);
  });
  return app;
}
