import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createTestDatabase } from '#db/testing/database.ts';
import { type RunningBank, startBank } from '../main.ts';
import { registerTestPlatform, type TestPlatform } from './client.ts';

export type ReceivedNotice = Record<string, string>;

/** A running bank on a database of its own, one registered platform, and what that platform has been told. */
export type TestWorld = {
  bank: RunningBank;
  databaseUrl: string;
  platform: TestPlatform;
  notices: ReceivedNotice[];
  /** What the platform answers a NOTIFY with. */
  answerWith: (answer: string) => void;
  /** Ready members with settled money, set-based. */
  members: (members: Record<string, unknown>[]) => Promise<void>;
  close: () => Promise<void>;
};

async function startListener(): Promise<{
  server: Server;
  url: string;
  notices: ReceivedNotice[];
  answerWith: (answer: string) => void;
}> {
  const notices: ReceivedNotice[] = [];
  let answer = 'SUCCESS';
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => {
      body += chunk;
    });
    request.on('end', () => {
      notices.push(Object.fromEntries(new URLSearchParams(body)));
      response.end(answer);
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return {
    server,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/notify`,
    notices,
    answerWith: (text) => {
      answer = text;
    },
  };
}

export async function openTestWorld(platformNo = '5000001104'): Promise<TestWorld> {
  const database = await createTestDatabase('bank');
  const bank = await startBank({ databaseUrl: database.url, port: 0 });
  const listener = await startListener();
  const platform = await registerTestPlatform(bank.url, platformNo, listener.url);
  return {
    bank,
    databaseUrl: database.url,
    platform,
    notices: listener.notices,
    answerWith: listener.answerWith,
    members: async (members) => {
      const answer = await platform.control('members', { platformNo, members });
      if (answer.httpStatus !== 200) throw new Error(JSON.stringify(answer));
    },
    close: async () => {
      listener.server.closeAllConnections();
      listener.server.close();
      await bank.close();
      await database.drop();
    },
  };
}

/** Polls until the condition gives something. */
export async function eventually<Result>(
  probe: () => Result | undefined | false | Promise<Result | undefined | false>,
  withinMs = 10_000,
): Promise<Result> {
  const deadline = performance.now() + withinMs;
  for (;;) {
    const result = await probe();
    if (result) return result;
    if (performance.now() > deadline) throw new Error(`not within ${withinMs} ms`);
    await new Promise((done) => setTimeout(done, 20));
  }
}

/** The first document that the platform has been told under this number with these fields. */
export const told = (
  world: TestWorld,
  requestNo: string,
  fields: Record<string, unknown> = {},
): Promise<Record<string, unknown>> =>
  eventually(() => {
    const documents = world.notices.map((notice) => JSON.parse(notice.respData ?? '{}') as Record<string, unknown>);
    const wanted = Object.entries({ requestNo, ...fields });
    return documents.find((document) => wanted.every(([name, value]) => document[name] === value));
  });
