import { cookies, headers } from 'next/headers';
import { getRequestConfig } from 'next-intl/server';
import { BUSINESS_ZONE } from '#server/primitives/calendar.ts';
import { chooseLocale, LOCALE_COOKIE, type Locale } from './locale.ts';

const MESSAGES = {
  'zh-CN': () => import('../messages/zh-CN.json'),
  en: () => import('../messages/en.json'),
} satisfies Record<Locale, unknown>;

/** The language of this request; times are Beijing's, as the bank's and the platform's days are. */
export default getRequestConfig(async () => {
  const locale = chooseLocale((await cookies()).get(LOCALE_COOKIE)?.value, (await headers()).get('accept-language'));
  return { locale, messages: (await MESSAGES[locale]()).default, timeZone: BUSINESS_ZONE };
});
