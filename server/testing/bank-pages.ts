import type { GatewayForm } from '../domain/custody/gateway.ts';
import { type Control, controlById, formsOf, type HtmlForm, readableText, submission } from './html-forms.ts';

/** What the customer types, by the ids that the bank's pages have had for years. */
const TYPED = { smsCode: '888888', password: '123456', confirmPassword: '123456', isAgreeReg: 'on' };
const LONGEST_WALK = 8;

/** A page of the bank: where it came from and what it says. */
type Page = { url: string; html: string };

async function fetchPage(url: string, body?: URLSearchParams): Promise<Page> {
  const answer = await fetch(url, {
    method: body ? 'POST' : 'GET',
    body,
    headers: { accept: 'text/html' },
    signal: AbortSignal.timeout(15_000),
  });
  return { url: answer.url, html: await answer.text() };
}

/** The form by which the bank sends the browser back to the platform. */
const returnForm = (page: Page): HtmlForm | undefined =>
  formsOf(page.html).find((form) => form.controls.some(({ attributes }) => attributes.get('name') === 'respData'));

function press(page: Page, form: HtmlForm, button: Control, typed: Readonly<Record<string, string>>): Promise<Page> {
  const action = button.attributes.get('formaction') ?? form.action;
  return fetchPage(new URL(action || page.url, page.url).href, submission(form, typed, button));
}

/**
 * Walks a gateway request as the customer's browser does, without a browser: opens the bank's page, asks for the SMS
 * code where there is one, types code and password, goes on until the bank sends back.
 * @param typed other values by the ids of the fields, such as a wrong password
 * @returns the form that the browser would carry back to the platform (`responseType=CALLBACK`)
 * @throws Error with the page's own words when the bank does not let the customer through
 */
export async function walkBankPages(
  request: GatewayForm,
  typed: Readonly<Record<string, string>> = {},
): Promise<GatewayForm> {
  const values = { ...TYPED, ...typed };
  let page = await fetchPage(request.action, new URLSearchParams(request.fields));
  let codeAsked = false;
  for (let step = 0; step < LONGEST_WALK; step += 1) {
    const back = returnForm(page);
    if (back) return { action: back.action, fields: Object.fromEntries(submission(back, {})) };
    const form = formsOf(page.html).find((candidate) => controlById(candidate, 'nextButton'));
    const next = form && controlById(form, 'nextButton');
    if (!form || !next) break;
    const sendCode = codeAsked ? undefined : controlById(form, 'sendSmsVerify');
    codeAsked = true;
    page = await press(page, form, sendCode ?? next, values);
  }
  throw new Error(`the bank's page goes no further: ${readableText(page.html).slice(0, 400)}`);
}
