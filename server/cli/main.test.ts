import { expect, test } from 'vitest';
import { run } from './main.ts';

type Ended = { code: number; out: string; err: string };

async function cli(argv: string[], input: unknown): Promise<Ended> {
  const ended: Ended = { code: -1, out: '', err: '' };
  const text = typeof input === 'string' ? input : JSON.stringify(input);
  async function* stdin(): AsyncGenerator<Uint8Array> {
    yield new TextEncoder().encode(text);
  }
  const sink = (name: 'out' | 'err') => ({
    write: (part: string) => {
      ended[name] += part;
    },
  });
  ended.code = await run(argv, stdin(), sink('out'), sink('err'), {});
  return ended;
}

const terms = { amount: '10000.00', annualRatePct: '12', kind: 'equal-instalment', months: 12, start: '2026-01-31' };

test('a schedule comes out as text with two decimals, closing at nothing', async () => {
  const { code, out, err } = await cli(['schedule', '--stdin'], [terms]);
  expect([code, err]).toEqual([0, '']);
  const [result] = JSON.parse(out);
  expect(result.rows).toHaveLength(12);
  expect(result.rows[0]).toEqual({
    period: 1,
    dueOn: '2026-02-28',
    instalment: '888.49',
    principal: '788.49',
    interest: '100.00',
    balance: '9211.51',
  });
  expect(result.rows[11].balance).toBe('0.00');
  expect(Object.keys(result)).toEqual(['rows', 'totalInterest']);
});

test('a loan of days is one row', async () => {
  const bullet = { amount: '5000', annualRatePct: '8.5', kind: 'bullet', days: 90, start: '2026-01-01' };
  const { out } = await cli(['schedule', '--stdin', '--json'], [bullet]);
  expect(out).toBe(
    '[{"rows":[{"period":1,"dueOn":"2026-04-01","instalment":"5106.25","principal":"5000.00","interest":"106.25","balance":"0.00"}],"totalInterest":"106.25"}]\n',
  );
});

test('without rounding and day count they are half-even and 30/360; there are always as many rows as months', async () => {
  const tiny = { ...terms, amount: '0.05' };
  const said = { ...tiny, rounding: 'half-even', dayCount: '30/360', annualRatePct: '12.0000000' };
  const { out } = await cli(['schedule', '--stdin'], [tiny, said, { ...tiny, rounding: 'up' }]);
  const [silent, told, up] = JSON.parse(out);
  expect(silent).toEqual(told);
  expect([silent.rows.length, up.rows.length]).toEqual([12, 12]);
  expect(up.rows[11]).toMatchObject({ period: 12, instalment: '0.00', balance: '0.00' });
});

test('apr and xirr answer element by element', async () => {
  const payments = Array.from({ length: 24 }, (_, index) => ({
    on: `${1978 + Math.floor((index + 1) / 12)}-${(((index + 1) % 12) + 1).toString().padStart(2, '0')}-10`,
    amount: '230',
  }));
  const credit = { advances: [{ on: '1978-01-10', amount: '5000' }], payments };
  expect(await cli(['apr', '--stdin', '--json'], [credit, credit])).toEqual({
    code: 0,
    out: '[{"aprPct":"9.69"},{"aprPct":"9.69"}]\n',
    err: '',
  });
  const flows = [
    { on: '2008-01-01', amount: '-100' },
    { on: '2008-12-31', amount: '110' },
  ];
  expect((await cli(['xirr', '--stdin', '--json'], [{ flows }, { flows: [] }])).out).toBe(
    '[{"xirrPct":"10.000"},{"xirrPct":null}]\n',
  );
});

test('no elements, no answers', async () => {
  expect(await cli(['apr', '--stdin', '--json'], [])).toEqual({ code: 0, out: '[]\n', err: '' });
});

const REFUSED: [string, string[], unknown][] = [
  ['an unknown key', ['schedule', '--stdin'], [terms, { ...terms, currency: 'CNY' }]],
  ['months and days at once', ['schedule', '--stdin'], [{ ...terms, days: 30 }]],
  ['neither months nor days', ['schedule', '--stdin'], [{ ...terms, months: undefined }]],
  ['days of a loan with instalments', ['schedule', '--stdin'], [{ ...terms, months: undefined, days: 30 }]],
  ['a term out of bounds', ['schedule', '--stdin'], [{ ...terms, months: 61 }]],
  ['half a month', ['schedule', '--stdin'], [{ ...terms, months: 1.5 }]],
  ['an amount as a number', ['schedule', '--stdin'], [{ ...terms, amount: 10_000 }]],
  ['an amount of nothing', ['schedule', '--stdin'], [{ ...terms, amount: '0.00' }]],
  ['three decimals', ['schedule', '--stdin'], [{ ...terms, amount: '1.005' }]],
  ['a rate finer than a part per million', ['schedule', '--stdin'], [{ ...terms, annualRatePct: '9.48221' }]],
  ['a day that does not exist', ['schedule', '--stdin'], [{ ...terms, start: '2026-02-30' }]],
  ['a sign before the rate', ['schedule', '--stdin'], [{ ...terms, annualRatePct: '-12' }]],
  ['nothing for the rounding', ['schedule', '--stdin'], [{ ...terms, rounding: null }]],
  ['a due date beyond the year 9999', ['schedule', '--stdin'], [{ ...terms, start: '9999-12-31' }]],
  ['an unknown kind', ['schedule', '--stdin'], [{ ...terms, kind: 'balloon' }]],
  ['an unknown day count', ['schedule', '--stdin'], [{ ...terms, dayCount: '30/365' }]],
  ['an unknown key inside', ['xirr', '--stdin'], [{ flows: [{ on: '2026-01-01', amount: '1', note: 'x' }] }]],
  ['no payments', ['apr', '--stdin'], [{ advances: [{ on: '2026-01-01', amount: '1' }], payments: [] }]],
  ['an object', ['apr', '--stdin'], {}],
  ['no JSON', ['apr', '--stdin'], 'advances: none\nat all'],
  ['nothing', ['xirr', '--stdin'], ''],
  ['no --stdin', ['xirr'], []],
  ['no such command', ['schedules', '--stdin'], []],
  ['no command', [], []],
];

test.each(REFUSED)('%s: nothing on stdout, one line on stderr, exit 1', async (_, argv, input) => {
  const { code, out, err } = await cli(argv, input);
  expect([code, out]).toEqual([1, '']);
  expect(err).toMatch(/^[^\n]+\n$/);
});
