import { expect } from 'vitest';
import { arriveTogether, carriedBack, openGateway, press, wordsOf } from './browser.ts';
import type { TestPlatform } from './client.ts';

/**
 * The very same gateway request twenty times at once, each page submitted: one has its effect, nineteen are told that
 * the number is used, and so is whoever comes later.
 */
export async function expectOneOfTwenty(
  platform: TestPlatform,
  service: string,
  reqData: Record<string, unknown>,
  form: Record<string, string>,
): Promise<void> {
  const opened = await arriveTogether(platform, service, reqData, 20);
  const ends = await Promise.all(opened.map((page) => press(page, form)));
  expect(
    ends.map(carriedBack).filter((end) => end.status === 'SUCCESS'),
    service,
  ).toHaveLength(1);
  expect(
    ends.filter((end) => wordsOf(end.html).includes('请求流水号重复')),
    service,
  ).toHaveLength(19);
  expect(carriedBack(await openGateway(platform, service, reqData)), service).toMatchObject({ errorCode: '100013' });
}
