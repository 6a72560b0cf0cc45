import { gatewayUrl, type TestPlatform } from './client.ts';

/** A page of the bank as a browser without JavaScript has it. */
export type Page = { url: string; status: number; html: string };

/** The value of an attribute of the first tag that matches, unescaped as far as the bank escapes. */
const unescaped = (text: string): string =>
  text
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');

/** Names and values of the hidden inputs. */
export const hiddenFields = (html: string): Record<string, string> =>
  Object.fromEntries(
    [...html.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)"/g)].map(([, name = '', value = '']) => [
      name,
      unescaped(value),
    ]),
  );

/** What the page says, without its markup. */
export const wordsOf = (html: string): string =>
  html
    .replace(/<(script|style)[^>]*>[\s\S]*?<\/\1>/g, ' ')
    .replace(/<[^>]+>/g, ' ')
    .replace(/\s+/g, ' ');

async function load(url: string, init: RequestInit = {}): Promise<Page> {
  const response = await fetch(url, { ...init, headers: { accept: 'text/html', 'accept-language': 'zh-CN' } });
  return { url: response.url, status: response.status, html: await response.text() };
}

/** Carries a signed request to the gateway as the customer's browser does, and answers the page it lands on. */
export async function openGateway(
  platform: TestPlatform,
  service: string,
  reqData: Record<string, unknown>,
): Promise<Page> {
  const fields = await platform.fields(service, { redirectUrl: 'http://platform.example/back', ...reqData });
  return load(gatewayUrl(platform.url), { method: 'POST', body: new URLSearchParams(fields) });
}

/** Sends one signed request several times and does not look at the pages: to be pressed by many at once. */
export async function arriveTogether(
  platform: TestPlatform,
  service: string,
  reqData: Record<string, unknown>,
  times: number,
): Promise<Page[]> {
  const fields = await platform.fields(service, { redirectUrl: 'http://platform.example/back', ...reqData });
  const url = gatewayUrl(platform.url);
  const arrive = async (): Promise<Page> => {
    const answer = await fetch(url, { method: 'POST', redirect: 'manual', body: new URLSearchParams(fields) });
    const page = new URL(answer.headers.get('location') ?? '', url).href;
    return { url: page, status: answer.status, html: '<input type="hidden" name="formNumber" value="0">' };
  };
  return Promise.all(Array.from({ length: times }, arrive));
}

export const reload = (page: Page): Promise<Page> => load(page.url);

/** Submits the page's form with its hidden fields, as the button of that action does. */
export const press = (page: Page, values: Record<string, string>, action = 'submit'): Promise<Page> =>
  load(page.url, { method: 'POST', body: new URLSearchParams({ ...hiddenFields(page.html), ...values, action }) });

/** The document that the browser would carry back to the platform. */
export const carriedBack = (page: Page): Record<string, unknown> =>
  JSON.parse(hiddenFields(page.html).respData ?? '{}') as Record<string, unknown>;

export const REGISTRATION = { smsCode: '888888', password: '123456', confirmPassword: '123456', isAgreeReg: 'on' };

/** People who pass every check, by number. */
export const PERSON = {
  realName: '张三',
  idCardNo: '11010519491231002X',
  bankcardNo: '6228480000000000018',
  mobile: '13800138000',
};
