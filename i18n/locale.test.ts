import { expect, test } from 'vitest';
import { chooseLocale } from './locale.ts';

test('every kind of Chinese gets Chinese, everybody else English', () => {
  expect(chooseLocale(undefined, 'zh-TW,zh;q=0.9')).toBe('zh-CN');
  expect(chooseLocale(undefined, 'zh')).toBe('zh-CN');
  expect(chooseLocale(undefined, 'de-DE,de;q=0.9')).toBe('en');
  expect(chooseLocale(undefined, null)).toBe('en');
});

test('the order of wishes is their quality, not their place', () => {
  expect(chooseLocale(undefined, 'en;q=0.5, zh-CN;q=0.8')).toBe('zh-CN');
  expect(chooseLocale(undefined, 'fr, zh;q=0.4, en;q=0.7')).toBe('en');
  expect(chooseLocale(undefined, 'zh;q=0, en')).toBe('en');
});

test('the switch is remembered over the browser, and nonsense in its cookie is not', () => {
  expect(chooseLocale('en', 'zh-CN')).toBe('en');
  expect(chooseLocale('zh-CN', 'en-GB')).toBe('zh-CN');
  expect(chooseLocale('xx', 'zh-CN')).toBe('zh-CN');
});
