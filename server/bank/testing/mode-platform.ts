import { buffer } from 'node:stream/consumers';
import { expect } from 'vitest';
import yauzl from 'yauzl';
import type { CustodyMode } from '#db/bank/schema/platforms.ts';
import { openGateway } from './browser.ts';
import { registerTestPlatform, soon, type TestPlatform, testKeys } from './client.ts';
import type { TestWorld } from './world.ts';

/** A platform that nobody listens for. */
export const DEAD_END = 'http://127.0.0.1:9/notify';

/** One platform in its mode of custody, as its client and its operator see it. */
export type ModePlatform = Readonly<{
  platform: TestPlatform;
  call: (service: string, reqData: Record<string, unknown>) => Promise<Record<string, unknown>>;
  control: (path: string, body?: unknown) => Promise<Record<string, unknown>>;
  user: (platformUserNo: string) => Promise<Record<string, unknown>>;
  gateway: (service: string, reqData: Record<string, unknown>) => ReturnType<typeof openGateway>;
  /** That every equation of the book holds just now; with e-accounts, that the mirrors do. */
  level: () => Promise<void>;
  /** The lines of the check files of a date by type, without their headings. */
  files: (fileDate: string) => Promise<Map<string, string[]>>;
}>;

async function filesOf(platform: TestPlatform, fileDate: string): Promise<Map<string, string[]>> {
  const zip = Buffer.from(await (await platform.download({ fileDate })).arrayBuffer());
  const archive = await yauzl.fromBufferPromise(zip);
  const found = new Map<string, string[]>();
  for await (const entry of archive.eachEntry()) {
    const text = (await buffer(await archive.openReadStreamPromise(entry))).toString('utf8');
    const type = entry.fileName.slice(`${fileDate}_${platform.platformNo}_`.length, -'.txt'.length);
    found.set(type, text.split('\n').slice(1, -1));
  }
  return found;
}

/** Registers one more platform at the world's bank, in this mode. */
export async function openModePlatform(world: TestWorld, mode: CustodyMode, platformNo: string): Promise<ModePlatform> {
  const platform = await registerTestPlatform(world.bank.url, platformNo, DEAD_END);
  const told = { platformNo, publicKeyPem: testKeys().publicKeyPem, notifyUrl: DEAD_END, custodyMode: mode };
  expect(await platform.control('platforms', told)).toMatchObject({ custodyMode: mode });
  const control: ModePlatform['control'] = (path, body) =>
    platform.control(`${path}${path.includes('?') ? '&' : '?'}platformNo=${platformNo}`, body);
  const call: ModePlatform['call'] = async (service, reqData) => (await platform.call(service, reqData)).body;
  return {
    platform,
    call,
    control,
    user: (platformUserNo) => call('QUERY_USER_INFORMATION', { platformUserNo }),
    gateway: async (service, reqData) =>
      openGateway(platform, service, { expired: soon(await platform.now()), ...reqData }),
    level: async () => {
      const { checks } = await control('books');
      expect(Object.entries(checks as object).filter(([, holds]) => holds !== true)).toEqual([]);
      expect(Object.keys(checks as object)).toHaveLength(mode === 'linked' ? 7 : 5);
    },
    files: (fileDate) => filesOf(platform, fileDate),
  };
}
