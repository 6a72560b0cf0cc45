import { Readable } from 'node:stream';
import type { Bank } from '../bank.ts';
import { refusalEnvelope } from './envelope.ts';
import { authenticate, callAt } from './request.ts';
import { answerJson, type Exchange, logExchange, strikeRefusal, strikeUnsigned, type WireContext } from './serve.ts';
import { operationOn, reportUnexpected } from './serve-direct.ts';
import { writeJson } from './write-json.ts';

/** Serves a file: the zip's bytes, unsigned; a refusal is signed JSON. */
export async function serveDownload(bank: Bank, c: WireContext, exchange: Exchange): Promise<Response> {
  try {
    const checked = authenticate(bank, exchange);
    const operation = operationOn(checked.service, 'download');
    strikeRefusal(bank, exchange);
    const { fileName, stream } = await bank.dayEnd.operate((at) => operation.run(callAt(checked, at)));
    const broken = strikeUnsigned(bank, c, exchange);
    if (broken) {
      stream.destroy();
      return broken;
    }
    logExchange(bank, exchange, 200, null);
    return c.body(Readable.toWeb(stream) as ReadableStream, 200, {
      'content-type': 'application/zip',
      'content-disposition': `attachment; filename="${fileName}"`,
    });
  } catch (error) {
    reportUnexpected(exchange.fields.serviceName, error);
    return answerJson(bank, c, exchange, writeJson(refusalEnvelope(exchange.requestNo, error)));
  }
}
