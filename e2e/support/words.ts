import { createTranslator } from 'next-intl';
import en from '../../messages/en.json' with { type: 'json' };
import zh from '../../messages/zh-CN.json' with { type: 'json' };

export type Language = 'zh-CN' | 'en';

/** The language that the portal answers a browser of this locale in. */
export const languageOf = (locale: string | undefined): Language => (locale?.startsWith('zh') ? 'zh-CN' : 'en');

/** The sentences of the pages in one language, by their keys: no test writes one down. */
export const wordsIn = (language: Language) =>
  createTranslator({ locale: language, messages: language === 'en' ? en : (zh as typeof en) });

export type Words = ReturnType<typeof wordsIn>;
