import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addDays, addMonths, businessDateOf, toWireDate, toWireTimestamp } from '#server/primitives/calendar.ts';
import { OPERATIONS } from './operations/registry.ts';
import { HABITS } from './testing/habits.ts';
import { type Answer, type Habit, type HostileClient, hostileClient } from './testing/hostile-client.ts';
import { writeLoosely } from './testing/loose-json.ts';
import { SERVICE_ROWS, type ServiceRow, type Times } from './testing/service-rows.ts';
import { openTestWorld, type TestWorld } from './testing/world.ts';

const PLATFORM = 'HOSTILE';
let world: TestWorld;
let client: HostileClient;
let times: Times;
let used = 0;

const control = async (path: string, body: unknown) => {
  const answer = await world.platform.control(`${path}?platformNo=${PLATFORM}`, body);
  if (answer.httpStatus !== 200) throw new Error(JSON.stringify(answer));
};

/** Ready people and a project, and a day that has ended. */
async function furnish(): Promise<void> {
  const members = [
    { platformUserNo: 'INV', realName: '张三', bankcardNo: '6228480000000000018', amount: '5000', authList: 'TENDER' },
    { platformUserNo: 'POOR', bankcardNo: '6228480000000000026', authList: 'TENDER' },
    { platformUserNo: 'BOR', userRole: 'BORROWERS' },
    { platformUserNo: 'FIRM', userRole: 'GUARANTEECORP', userType: 'ORGANIZATION', enterpriseName: '某某担保有限公司' },
    { platformUserNo: 'STOCKED', imported: true },
  ];
  await control('members', { platformNo: PLATFORM, members });
  await control('accounts/SYS_GENERATE_002/deposit', { amount: '1000' });
  await control('clock', { advanceDays: 1 });
  const timestamp = toWireTimestamp(await world.platform.now());
  const plain = { name: 'plain' };
  const project = { ...SERVICE_ROWS.ESTABLISH_PROJECT?.request('P', times), projectName: '一号', timestamp };
  const held = { platformUserNo: 'INV', bizType: 'PRETRANSACTION', amount: '1000', requestNo: 'HELD', timestamp };
  for (const [service, document] of [
    ['ESTABLISH_PROJECT', project],
    ['FREEZE_PRE_TRANSACTION', held],
  ] as const) {
    expect((await client.call('service', service, document, plain)).body.status).toBe('SUCCESS');
  }
}

async function readTimes(): Promise<Times> {
  const now = await world.platform.now();
  const today = businessDateOf(now);
  return {
    soon: toWireTimestamp(new Date(now.getTime() + 600_000)),
    yesterday: toWireDate(addDays(today, -1)),
    tomorrow: toWireDate(addDays(today, 1)),
    nextYear: toWireDate(addMonths(today, 12)),
  };
}

beforeAll(async () => {
  world = await openTestWorld();
  client = await hostileClient(world.bank.url, PLATFORM, 'http://127.0.0.1:1/notify');
  times = await readTimes();
  await furnish();
  times = await readTimes();
});
afterAll(() => world.close());

const wireNow = async (): Promise<string> => toWireTimestamp(await world.platform.now());
const ROWS = Object.entries(SERVICE_ROWS);

async function probe(service: string, row: ServiceRow, habit: Habit, timestamp: string): Promise<Answer> {
  used += 1;
  const request = row.request(`H-${used}`, times);
  return client.call(row.endpoint, service, { ...request, timestamp }, habit);
}

/** What is wrong with the answer, or nothing. */
function judge({ endpoint, expected }: ServiceRow, answer: Answer): string | undefined {
  const { body } = answer;
  const said = `${answer.httpStatus} ${answer.bytes.toString('utf8').slice(0, 300)}`;
  if (answer.httpStatus !== 200 && answer.httpStatus !== 303) return said;
  if ('zip' in expected) return answer.bytes.subarray(0, 2).toString() === 'PK' ? undefined : said;
  if ('page' in expected) return answer.httpStatus === 303 && answer.location ? undefined : said;
  if (!answer.signed) return `${endpoint}: not signed: ${said}`;
  if (!answer.contentType.startsWith('application/json')) return `${answer.contentType}: ${said}`;
  const wanted =
    'taken' in expected
      ? { code: '0', status: 'SUCCESS', ...expected.taken }
      : {
          code: '0',
          status: 'INIT',
          errorCode: expected.refused,
          ...(expected.text && { errorMessage: expected.text }),
        };
  const wrong = Object.entries(wanted).find(([name, value]) => body[name] !== value);
  return wrong && `${wrong[0]} is not ${wrong[1]}: ${said}`;
}

test('every service that the bank offers has a row of its own, and every row a service', () => {
  expect(Object.keys(SERVICE_ROWS).sort()).toEqual(Object.keys(OPERATIONS).sort());
});

describe('clients in the wild are understood by every service', () => {
  test.each(HABITS)('$name', async (habit) => {
    const timestamp = await wireNow();
    const answers = await Promise.all(
      ROWS.map(async ([service, row]) => {
        const wrong = judge(row, await probe(service, row, habit, timestamp));
        return wrong && `${service}: ${wrong}`;
      }),
    );
    expect(answers.filter(Boolean)).toEqual([]);
  });
});

/** The same request with a number that has been used and people whom nobody knows. */
const spent = (document: Record<string, unknown>): Record<string, unknown> =>
  JSON.parse(writeLoosely(document), (name, value) => {
    if (name === 'requestNo') return 'HELD';
    return /platformUserNo$/i.test(name) && !String(value).startsWith('SYS_') ? 'NOBODY' : value;
  });

test('a used number is refused by every service before anybody looks at the people', async () => {
  const numbered = ROWS.filter(([service]) => !/^QUERY_|^DOWNLOAD_/.test(service));
  const timestamp = await wireNow();
  const answers = await Promise.all(
    numbered.map(async ([service, row]) => {
      const document = { ...spent(row.request('HELD', times)), timestamp };
      const { body } = await client.call(row.endpoint, service, document, { name: 'plain' });
      return body.errorCode === '100013' && body.code === '0' ? undefined : `${service}: ${JSON.stringify(body)}`;
    }),
  );
  expect(answers.filter(Boolean)).toEqual([]);
});

test('twenty at once of each direct service that has an effect: one is taken, nineteen are 100013', async () => {
  const effects = ROWS.filter(([, { endpoint, expected }]) => endpoint === 'service' && 'taken' in expected);
  for (const [service, row] of effects.filter(([name]) => !name.startsWith('QUERY_'))) {
    used += 1;
    const timestamp = await wireNow();
    const document = { ...row.request(`H-${used}`, times), timestamp };
    const calls = Array.from({ length: 20 }, () => client.call('service', service, document, { name: 'plain' }));
    const bodies = (await Promise.all(calls)).map(({ body }) => body.errorCode ?? body.status);
    expect(bodies.sort(), service).toEqual([...Array.from({ length: 19 }, () => '100013'), 'SUCCESS']);
  }
});

test('the books are right after all of this', async () => {
  const { checks } = await world.platform.control(`books?platformNo=${PLATFORM}`);
  expect(Object.entries(checks as Record<string, boolean>).filter(([, holds]) => !holds)).toEqual([]);
});
