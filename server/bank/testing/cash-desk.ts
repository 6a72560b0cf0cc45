import { buffer } from 'node:stream/consumers';
import { expect } from 'vitest';
import yauzl from 'yauzl';
import { carriedBack, openGateway, type Page, press } from './browser.ts';
import { soon } from './client.ts';
import { eventually, type TestWorld } from './world.ts';

export const CARD = '6228480000000000018';
/** A Monday, ten o'clock in Beijing. */
export const MONDAY = '2026-03-30T02:00:00.000Z';

type Document = Record<string, unknown>;

/** What tests of money in and out ask of a platform's bank. */
export function questions(world: () => TestWorld) {
  const platform = () => world().platform;
  const call = async (service: string, reqData: Document) => (await platform().call(service, reqData)).body;
  const clock = (now: string) => platform().control('clock', { now });
  const user = (platformUserNo: string) => call('QUERY_USER_INFORMATION', { platformUserNo });
  const record = async (requestNo: string, transactionType = 'WITHDRAW') =>
    ((await call('QUERY_TRANSACTION', { requestNo, transactionType })).records as Document[])?.[0];
  const status = async (requestNo: string) => (await record(requestNo))?.status;
  const ended = (requestNo: string, wanted: string) => eventually(async () => (await status(requestNo)) === wanted);
  const books = async () => {
    const sheet = await platform().control(`books?platformNo=${platform().platformNo}`);
    expect(Object.values(sheet.checks as object)).toEqual([true, true, true, true, true]);
    return sheet;
  };
  /** What the platform has been told of a number, by notify. */
  const told = (service: string, match: Document) =>
    world()
      .notices.filter((notice) => notice.serviceName === service)
      .map((notice) => JSON.parse(notice.respData ?? '{}') as Document)
      .filter((document) => Object.entries(match).every(([name, value]) => document[name] === value));
  return { call, clock, user, record, status, ended, books, told };
}

/** Money in and out by the bank's pages, and the rows of a day's check file, header first. */
export function cashPages(world: () => TestWorld) {
  const platform = () => world().platform;
  const ask = async (requestNo: string, wanted: Document): Promise<Page> =>
    openGateway(platform(), 'WITHDRAW', {
      requestNo,
      platformUserNo: 'INV',
      expired: soon(await platform().now()),
      ...wanted,
    });
  const withdraw = async (requestNo: string, wanted: Document) =>
    carriedBack(await press(await ask(requestNo, wanted), { password: '123456' }));
  const recharge = async (requestNo: string, platformUserNo: string, amount: number) => {
    const expired = soon(await platform().now());
    const wanted = { requestNo, platformUserNo, amount, expired, expectPayCompany: 'FUIOU', rechargeWay: 'WEB' };
    await press(await openGateway(platform(), 'RECHARGE', wanted), { password: '123456' });
  };
  const rowsOf = async (fileDate: string, type: string): Promise<string[][]> => {
    const response = await platform().download({ fileDate });
    const archive = await yauzl.fromBufferPromise(Buffer.from(await response.arrayBuffer()));
    const name = `${fileDate}_${platform().platformNo}_${type}.txt`;
    for await (const entry of archive.eachEntry()) {
      if (entry.fileName !== name) continue;
      const text = (await buffer(await archive.openReadStreamPromise(entry))).toString('utf8');
      return text
        .split('\n')
        .slice(0, -1)
        .map((line) => line.split(','));
    }
    return [];
  };
  return { ask, withdraw, recharge, rowsOf };
}
