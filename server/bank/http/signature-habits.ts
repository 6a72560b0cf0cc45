import type { Phrase } from '../pages/language.ts';
import { isWireObject, readWireJson, type WireValue } from './json.ts';

/** What a client may have signed in place of the bytes that it sent. */
export type SignedInstead = { text: string; habit: Phrase };

const say = (zh: string, en: string): Phrase => ({ zh, en });

const ascii = (text: string): string =>
  text.replace(/[^\x20-\x7e]/g, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`);

function sorted(value: WireValue | undefined): WireValue | undefined {
  if (Array.isArray(value)) return value.map((item) => sorted(item) ?? '');
  if (!isWireObject(value)) return value;
  const entries = Object.entries(value).sort(([left], [right]) => (left < right ? -1 : 1));
  return Object.fromEntries(entries.map(([name, item]) => [name, sorted(item)]));
}

/** JSON again from what was parsed, numbers as they were written. */
function parsedNumbers(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    try {
      return readWireJson(text);
    } catch {
      return undefined;
    }
  }
}

function rewritten(reqData: string): SignedInstead[] {
  const value = parsedNumbers(reqData);
  if (value === undefined) return [];
  const compact = JSON.stringify(value);
  const spaced = JSON.stringify(value, null, 1).replace(/\n\s*/g, ' ').replaceAll('[ ', '[').replaceAll(' ]', ']');
  const python = spaced.replaceAll('{ ', '{').replaceAll(' }', '}');
  const byName = JSON.stringify(sorted(value as WireValue));
  const again = say('签名用的是重新序列化的 JSON', 'JSON written anew was signed, not the text that was sent');
  const order = say('签名用的是按键名排序的 JSON', 'JSON with its keys sorted was signed');
  const escaped = say(
    '签名时中文写作 \\uXXXX，发送时不是（或相反）',
    'what was signed had \\uXXXX where the text sent has letters, or the reverse',
  );
  const slashes = say(
    '签名时斜杠写作 \\/，发送时不是（或相反）',
    'what was signed had \\/ where the text sent has /, or the reverse',
  );
  return [
    { text: compact, habit: again },
    { text: python, habit: again },
    { text: JSON.stringify(value, null, 2), habit: again },
    { text: JSON.stringify(value, null, 4), habit: again },
    { text: byName, habit: order },
    ...[compact, python, reqData].map((text) => ({ text: ascii(text), habit: escaped })),
    ...[compact, reqData].map((text) => ({ text: text.replaceAll('/', '\\/'), habit: slashes })),
    { text: reqData.replaceAll('\\/', '/'), habit: slashes },
    { text: ascii(compact).replaceAll('/', '\\/'), habit: slashes },
    { text: compact.replaceAll('"', "'"), habit: say('签名用的是单引号 JSON', 'single-quoted JSON was signed') },
  ];
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return text;
  }
}

/** The likely texts, the most likely first. */
export function likelySigned(reqData: string, fields: Readonly<Record<string, string | null>>): SignedInstead[] {
  const breaks = say(
    '签名与发送的内容差在首尾空白或换行',
    'what was signed differs by blanks or a line break at an end',
  );
  const lines = say(
    '签名与发送的内容差在换行符（CRLF 与 LF）',
    'what was signed differs in its line ends: CRLF and LF',
  );
  const plus = say(
    '表单编码把 “+” 变成了空格：reqData 未做 URL 编码',
    'form encoding turned "+" into blanks: reqData was not percent-encoded',
  );
  const twice = say(
    '签名或发送时多做了一次 URL 编码',
    'percent-encoding was applied once too often, to what was signed or to what was sent',
  );
  const whole = say('签名覆盖了整个表单，而应只覆盖 reqData', 'the whole form was signed; only reqData is');
  const { serviceName, platformNo, keySerial } = fields;
  return [
    { text: reqData.trim(), habit: breaks },
    { text: `${reqData}\n`, habit: breaks },
    { text: `${reqData}\r\n`, habit: breaks },
    { text: reqData.replaceAll('\r\n', '\n'), habit: lines },
    { text: reqData.replaceAll('\n', '\r\n'), habit: lines },
    { text: reqData.replaceAll(' ', '+'), habit: plus },
    { text: encodeURIComponent(reqData.toWellFormed()), habit: twice },
    { text: new URLSearchParams({ v: reqData }).toString().slice(2), habit: twice },
    { text: decoded(reqData), habit: twice },
    ...rewritten(reqData),
    { text: `${serviceName}${platformNo}${reqData}${keySerial}`, habit: whole },
    {
      text: `serviceName=${serviceName}&platformNo=${platformNo}&reqData=${reqData}&keySerial=${keySerial}`,
      habit: whole,
    },
    { text: '', habit: say('签名用的是空内容', 'nothing was signed: an empty text') },
  ].filter(({ text }) => text !== reqData);
}
