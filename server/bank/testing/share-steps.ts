import fc from 'fast-check';
import type { TestPlatform } from './client.ts';
import { lenderOf, line } from './lender.ts';

/** One thing that a platform asks for, at random; `n` makes its numbers. */
export type Step = { name: string; run: (n: number) => Promise<unknown> };

type Sale = { requestNo: string; platformUserNo: string; projectNo: string; status: string } & Record<
  'share' | 'reserved' | 'confirmed',
  string
>;
type Purchase = { requestNo: string; buyer: string; sale: Sale; cents: bigint };

const toCents = (yuan: string): bigint => BigInt(yuan.replace('.', ''));
export const toYuan = (cents: bigint): string => `${cents / 100n}.${String(cents % 100n).padStart(2, '0')}`;
/** A part of it, at least one fen, and now and then more than all. */
const partOf = (cents: bigint, percent: number): bigint => (cents * BigInt(percent)) / 100n + 1n;
const at = <Item>(items: readonly Item[], which: number): Item | undefined => items[which % Math.max(1, items.length)];

type Places = { investors: readonly string[]; projects: readonly string[] };

/** What a platform may ask for about shares; each picks among what there is just now. */
function shareRequests(platform: () => TestPlatform, projects: readonly string[]) {
  const { call, freeze, sync } = lenderOf(platform);
  const purchases: Purchase[] = [];
  const sheet = (projectNo: string) => platform().control(`projects/${projectNo}`);
  const onSale = async (): Promise<Sale[]> => {
    const sheets = await Promise.all(projects.map(async (projectNo) => ({ projectNo, ...(await sheet(projectNo)) })));
    return sheets.flatMap((one) =>
      (('sales' in one ? one.sales : []) as Sale[]).map((sale) => ({ ...sale, projectNo: one.projectNo })),
    );
  };

  const offer = async (n: number, projectNo: string, which: number, percent: number) => {
    const held = ((await sheet(projectNo)).holdings ?? []) as { platformUserNo: string; amount: string }[];
    const one = at(held, which) ?? { platformUserNo: 'INV-1', amount: '1.00' };
    const saleShare = toYuan(partOf(toCents(one.amount), percent));
    return call('DEBENTURE_SALE', { requestNo: `S-${n}`, platformUserNo: one.platformUserNo, projectNo, saleShare });
  };
  const buy = async (n: number, buyer: string, which: number, percent: number, shareLock: string) => {
    const sale = at(
      (await onSale()).filter((one) => one.status === 'ONSALE'),
      which,
    );
    if (!sale) return;
    const requestNo = `F-${n}`;
    const cents = partOf(toCents(sale.share) - toCents(sale.confirmed), percent);
    const more = { bizType: 'CREDIT_ASSIGNMENT', creditsaleRequestNo: sale.requestNo, share: toYuan(cents), shareLock };
    const { status } = await freeze(requestNo, sale.projectNo, buyer, 0, { ...more, amount: toYuan(cents) });
    if (status === 'SUCCESS') purchases.push({ requestNo, buyer, sale, cents });
  };
  const assign = async (n: number, which: number, percent: number) => {
    const one = at(purchases, which);
    if (!one) return;
    const { sale, buyer, requestNo } = one;
    const amount = toYuan(partOf(one.cents, percent));
    const details = [
      line('CREDIT_ASSIGNMENT', buyer, sale.platformUserNo, 0, { amount, share: amount, freezeRequestNo: requestNo }),
      line('COMMISSION', sale.platformUserNo, 'SYS_GENERATE_004', 0.01),
    ];
    await sync(`T-${n}`, 'CREDIT_ASSIGNMENT', sale.projectNo, details, { saleRequestNo: sale.requestNo });
  };
  const end = async (n: number, which: number) => {
    const sale = at(await onSale(), which);
    return call('CANCEL_DEBENTURE_SALE', { requestNo: `X-${n}`, creditsaleRequestNo: sale?.requestNo ?? 'NONE' });
  };
  const giveUp = async (n: number, which: number, percent: number) => {
    const one = at(purchases, which);
    const wanted = { preTransactionNo: one?.requestNo ?? 'NONE', amount: toYuan(partOf(one?.cents ?? 0n, percent)) };
    return call('CANCEL_PRE_TRANSACTION', { requestNo: `C-${n}`, ...wanted });
  };
  const compensate = async (n: number, projectNo: string, user: string, amount: string) => {
    await freeze(`F-${n}`, projectNo, 'GUA', 0, { bizType: 'COMPENSATORY', amount });
    const details = [line('COMPENSATORY', 'GUA', user, 0, { amount, income: '0.01', freezeRequestNo: `F-${n}` })];
    await sync(`T-${n}`, 'COMPENSATORY', projectNo, details);
  };

  return { offer, buy, assign, end, giveUp, compensate };
}

/** Offers, purchases, general freezes and compensation, beside what a platform does with bids and repayments. */
export function shareSteps(platform: () => TestPlatform, { investors, projects }: Places): fc.Arbitrary<Step> {
  const { call } = lenderOf(platform);
  const { offer, buy, assign, end, giveUp, compensate } = shareRequests(platform, projects);
  const investor = fc.constantFrom(...investors);
  const project = fc.constantFrom(...projects);
  const which = fc.nat(99);
  const percent = fc.oneof(
    { weight: 5, arbitrary: fc.nat(60) },
    { weight: 1, arbitrary: fc.integer({ min: 90, max: 105 }) },
  );
  const yuan = fc.integer({ min: 1, max: 9000 }).map((cents) => toYuan(BigInt(cents)));
  const step = (name: string, run: Step['run']): Step => ({ name, run });
  return fc.oneof(
    fc.tuple(project, which, percent).map(([p, w, c]) => step(`offer ${p} ${c} %`, (n) => offer(n, p, w, c))),
    fc
      .tuple(investor, which, percent, fc.constantFrom('', '', 'UNLOCK'))
      .map(([user, w, c, lock]) => step(`buy ${user} ${c} % ${lock}`, (n) => buy(n, user, w, c, lock))),
    fc.tuple(which, percent).map(([w, c]) => step(`assign ${w} ${c} %`, (n) => assign(n, w, c))),
    fc.tuple(which, percent).map(([w, c]) => step(`give up ${w} ${c} %`, (n) => giveUp(n, w, c))),
    which.map((w) => step(`end a sale ${w}`, (n) => end(n, w))),
    fc
      .tuple(project, investor, yuan)
      .map(([p, user, amount]) => step(`compensate ${user} ${amount}`, (n) => compensate(n, p, user, amount))),
    fc
      .tuple(investor, yuan)
      .map(([platformUserNo, amount]) =>
        step(`hold ${platformUserNo} ${amount}`, (n) =>
          call('FREEZE', { generalFreezeRequestNo: `G-${n}`, platformUserNo, amount }),
        ),
      ),
    fc
      .tuple(investor, yuan)
      .map(([platformUserNo, amount]) =>
        step(`let go ${platformUserNo} ${amount}`, (n) =>
          call('UNFREEZE', { requestNo: `U-${n}`, platformUserNo, amount }),
        ),
      ),
  );
}

/** Shares of a project are the loan, what is paid back stands at its holders, and no sale has promised too much. */
export async function sharesHold(platform: TestPlatform, projectNo: string): Promise<string[]> {
  const sheet = await platform.control(`projects/${projectNo}`);
  const total = (rows: unknown, name: string): bigint =>
    (rows as Record<string, string>[]).reduce((sum, row) => sum + toCents(row[name] ?? '0.00'), 0n);
  const [loan, repaid] = [toCents(String(sheet.loanAmount)), toCents(String(sheet.repaidPrincipal))];
  const oversold = (sheet.sales as Sale[]).filter(
    (sale) => toCents(sale.reserved) + toCents(sale.confirmed) > toCents(sale.share),
  );
  return [
    ...(total(sheet.holdings, 'amount') === loan ? [] : ['shares are not the loan']),
    ...(total(sheet.holdings, 'repaid') === repaid ? [] : ['what was paid back does not stand at the holders']),
    ...oversold.map((sale) => `${sale.requestNo} is oversold`),
  ];
}
