import type { Context } from 'hono';

export type Language = 'zh' | 'en';
/** A text of the bank's pages in both languages. */
export type Phrase = Readonly<Record<Language, string>>;

/** Chinese for browsers that ask for it first, English for the rest; `?lang=` overrides. */
export function pageLanguage(c: Pick<Context, 'req'>): Language {
  const asked = c.req.query('lang') ?? c.req.header('accept-language') ?? '';
  return /^\s*zh/i.test(asked) ? 'zh' : 'en';
}
