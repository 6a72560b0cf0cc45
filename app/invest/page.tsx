import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { Balances } from '#components/cash/balances.tsx';
import { OverviewFrame } from '#components/cash/overview-frame.tsx';
import { Bids } from '#components/invest/bids.tsx';
import { Holdings } from '#components/invest/holdings.tsx';
import { Receipts } from '#components/invest/receipts.tsx';
import { Upcoming } from '#components/invest/upcoming.tsx';
import { Amount } from '#components/money/amount.tsx';
import { EarlyReceipts } from '#components/payoff/early-receipts.tsx';
import { Hydrate } from '#components/trpc/hydrate.tsx';
import { ButtonLink } from '#components/ui/button.tsx';
import { Figure } from '#components/ui/figure.tsx';
import { addDays, businessDateOf, type PlainDate } from '#server/primitives/calendar.ts';
import { fromDecimalText, sum } from '#server/primitives/money.ts';
import { admit, api, platformStatus, prefetched, trpc } from '#server/rsc.ts';

const AHEAD_DAYS = 30;
/** Receipts shown. */
const LATEST = 20;

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('invest'))('title') };
}

/** What was paid in on this business date: usable at once, withdrawable when its channel has settled. */
async function rechargedOn(day: PlainDate) {
  const recharges = await api.cash.recharges({ as: 'investor' });
  const ofToday = recharges.filter(
    ({ state, transactionAt }) => state === 'succeeded' && transactionAt && businessDateOf(transactionAt) === day,
  );
  return sum(ofToday.map(({ subject }) => fromDecimalText(String(subject.amount))));
}

export default async function InvestPage() {
  const someone = await admit('investor', '/invest');
  const { businessDate, custodyMode } = await platformStatus();
  const [t, account, today, claims, upcoming, receipts, early, state] = await Promise.all([
    getTranslations('invest'),
    api.cash.overview({ as: 'investor' }),
    rechargedOn(businessDate),
    api.repayment.claims(),
    api.repayment.upcoming({ until: addDays(businessDate, AHEAD_DAYS) }),
    api.repayment.receipts({ limit: LATEST }),
    api.prepayment.received({ limit: 20 }),
    prefetched(trpc.bidding.mine.queryOptions({ limit: 20 }), trpc.repayment.claims.queryOptions()),
  ]);
  return (
    <Hydrate state={state}>
      <OverviewFrame
        as="investor"
        account={account}
        mode={custodyMode}
        begun={claims.length > 0}
        title={t('hello', { name: account?.maskedName ?? someone.displayName })}
        recharge={t('recharge')}
        main={<ButtonLink href="/loans">{t('bid')}</ButtonLink>}
      >
        <Balances account={account} rechargedToday={today} mode={custodyMode}>
          <Figure label={t('invested')} size="lg" note={t('claims', { count: claims.length })}>
            <Amount value={sum(claims.map((claim) => claim.outstanding))} symbol />
          </Figure>
        </Balances>
        <Bids />
        <Holdings />
        <Upcoming receipts={upcoming} />
        <Receipts receipts={receipts} />
        <EarlyReceipts receipts={early} />
      </OverviewFrame>
    </Hydrate>
  );
}
