/** An amount that each client writes its own way: as a number, as text, with as many zeros as it likes. */
export class Yuan {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

export const yuan = (text: string): Yuan => new Yuan(text);

export type HabitStyle = {
  quote: '"' | "'";
  /** "\uXXXX" for what is not ASCII, as PHP and Python write it. */
  asciiOnly: boolean;
  /** "\/" for "/", as PHP writes it. */
  escapedSlash: boolean;
  /** Line breaks and blanks between the values. */
  spread: boolean;
  amounts: 'number' | 'text' | 'long' | 'float';
  order: 'given' | 'reversed' | 'sorted';
  /** What an SDK sends for every field it knows and was not given. */
  absent: 'missing' | 'null' | 'empty' | 'unknown';
};

const PLAIN: HabitStyle = {
  quote: '"',
  asciiOnly: false,
  escapedSlash: false,
  spread: false,
  amounts: 'text',
  order: 'given',
  absent: 'missing',
};

/** The fields that one SDK's request class has, for every service alike. */
const SDK_FIELDS = [
  'platformUserNo requestNo realName idCardNo bankcardNo mobile idCardType userLimitType authList failTime amount',
  'enterpriseName bankLicense legal legalIdCardNo contact contactPhone bankcode orgNo businessLicense taxNo',
  'unifiedCode creditCode bindType auditType originalRequestNo isSkip bizTypeDescription expectPayCompany rechargeWay',
  'commission payType callbackMode withdrawType withdrawForm preTransactionNo withdrawRequestNo projectNo',
  'projectAmount projectName projectType projectPeriod annnualInterestRate repaymentWay projectDescription extend',
  'bizType preMarketingAmount remark share creditsaleRequestNo shareLock profitDetails saleRequestNo customDefine',
  'borrowPlatformUserNo entrustedType entrustedPlatformUserNo targetPlatformUserNo generalFreezeRequestNo',
  'originalFreezeRequestNo fileDate transactionType cardChange',
].flatMap((line) => line.split(' '));

const FILLERS: Readonly<Record<HabitStyle['absent'], unknown>> = {
  missing: undefined,
  null: null,
  empty: '',
  unknown: { deep: [{ er: null }], list: [] },
};

function writeText(text: string, style: HabitStyle): string {
  const escaped = text
    .replace(/[\\\n]/g, (letter) => (letter === '\n' ? '\\n' : '\\\\'))
    .replaceAll(style.quote, `\\${style.quote}`)
    .replaceAll('/', style.escapedSlash ? '\\/' : '/');
  const written = style.asciiOnly
    ? [...escaped].map((letter) => (letter > '~' ? `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}` : letter))
    : [escaped];
  return `${style.quote}${written.join('')}${style.quote}`;
}

function writeAmount({ text }: Yuan, style: HabitStyle): string {
  if (style.amounts === 'number') return text.includes('.') ? text.replace(/\.?0+$/, '') : text;
  if (style.amounts === 'float') return text.includes('.') ? text : `${text}.0`;
  return writeText(
    style.amounts === 'long' ? `${text.includes('.') ? text.padEnd(text.indexOf('.') + 3, '0') : `${text}.0`}` : text,
    style,
  );
}

function entriesOf(object: Record<string, unknown>, style: HabitStyle): [string, unknown][] {
  const entries = Object.entries(object);
  if (style.order === 'reversed') return entries.reverse();
  return style.order === 'sorted' ? entries.sort(([left], [right]) => (left < right ? -1 : 1)) : entries;
}

function write(value: unknown, style: HabitStyle): string {
  const gap = style.spread ? '\r\n\t ' : '';
  if (value === null || value === undefined) return 'null';
  if (value instanceof Yuan) return writeAmount(value, style);
  if (typeof value === 'string') return writeText(value, style);
  if (Array.isArray(value)) return `[${gap}${value.map((item) => write(item, style)).join(`,${gap}`)}${gap}]`;
  if (typeof value !== 'object') return String(value);
  const members = entriesOf(value as Record<string, unknown>, style).map(
    ([name, item]) => `${writeText(name, style)}${gap}:${gap}${write(item, style)}`,
  );
  return `{${gap}${members.join(`${gap},${gap}`)}${gap}}`;
}

/** A document as clients in the wild write it. */
export function writeLoosely(document: Record<string, unknown>, wanted: Partial<HabitStyle> = {}): string {
  const style = { ...PLAIN, ...wanted };
  const named = style.absent === 'unknown' ? ['sdkVersion', 'extra'] : SDK_FIELDS;
  const filler = FILLERS[style.absent];
  const fillers =
    filler === undefined
      ? {}
      : Object.fromEntries(named.filter((name) => !(name in document)).map((name) => [name, filler]));
  return write({ ...fillers, ...document }, style);
}
