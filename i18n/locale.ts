export const LOCALES = ['zh-CN', 'en'] as const;
export type Locale = (typeof LOCALES)[number];

/** Where the visible switch remembers its choice. */
export const LOCALE_COOKIE = 'locale';

export const isLocale = (text: string | undefined): text is Locale => LOCALES.some((locale) => locale === text);

/** Language tags of an Accept-Language header (RFC 9110, 12.5.4), the most wanted first. */
function wanted(acceptLanguage: string): string[] {
  return acceptLanguage
    .split(',')
    .map((part, position) => {
      const [tag = '', ...parameters] = part.trim().split(';');
      const quality = parameters.map((parameter) => /^\s*q=([\d.]+)\s*$/.exec(parameter)?.[1]).find(Boolean);
      return { tag: tag.toLowerCase(), quality: quality === undefined ? 1 : +quality, position };
    })
    .filter(({ tag, quality }) => tag !== '' && quality > 0)
    .sort((left, right) => right.quality - left.quality || left.position - right.position)
    .map(({ tag }) => tag);
}

/** The switch's choice if there is one, else the browser's first language that we speak, else English. */
export function chooseLocale(remembered: string | undefined, acceptLanguage: string | null): Locale {
  if (isLocale(remembered)) return remembered;
  for (const tag of wanted(acceptLanguage ?? '')) {
    if (/^zh\b/.test(tag)) return 'zh-CN';
    if (/^en\b/.test(tag)) return 'en';
  }
  return 'en';
}
