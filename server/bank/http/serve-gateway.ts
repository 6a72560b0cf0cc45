import type { Bank } from '../bank.ts';
import { pageLanguage } from '../pages/language.ts';
import { openPage } from '../pages/open-page.ts';
import { refusalPage } from '../pages/refusal-page.ts';
import { refusalEnvelope } from './envelope.ts';
import { authenticate, type Call, callAt, wireNow } from './request.ts';
import { answerJson, type Exchange, logExchange, strikeRefusal, strikeUnsigned, type WireContext } from './serve.ts';
import { operationOn, reportUnexpected } from './serve-direct.ts';
import { writeJson } from './write-json.ts';

const wantsPage = (c: WireContext): boolean => /text\/html/.test(c.req.header('accept') ?? '');

/** Opens a page session for a gateway request and sends the browser there; a refusal is a page with a way back. */
export async function serveGateway(bank: Bank, c: WireContext, exchange: Exchange): Promise<Response> {
  let call: Call | undefined;
  try {
    const checked = authenticate(bank, exchange);
    call = callAt(checked, wireNow(bank, exchange));
    const operation = operationOn(checked.service, 'page');
    strikeRefusal(bank, exchange);
    const token = await openPage(bank, call, operation, exchange.fields, c.req.header('user-agent') ?? '');
    const broken = strikeUnsigned(bank, c, exchange);
    if (broken) return broken;
    logExchange(bank, exchange, 303, null);
    return c.redirect(`page/${token}`, 303);
  } catch (error) {
    reportUnexpected(exchange.fields.serviceName, error);
    const answer = writeJson(refusalEnvelope(exchange.requestNo, error));
    if (!wantsPage(c)) return answerJson(bank, c, exchange, answer);
    logExchange(bank, exchange, 200, answer);
    return refusalPage(bank, c, pageLanguage(c), { call, userDevice: exchange.fields.userDevice, answer, error });
  }
}
