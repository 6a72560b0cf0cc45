import { getTranslations } from 'next-intl/server';
import { DemoPeople } from '#components/demo/people.tsx';
import { Hero } from '#components/home/hero.tsx';
import { NewestLoans } from '#components/home/newest-loans.tsx';
import { RoleCards } from '#components/home/role-cards.tsx';
import { Totals } from '#components/home/totals.tsx';
import { Hydrate } from '#components/trpc/hydrate.tsx';
import { ButtonLink } from '#components/ui/button.tsx';
import { platformStatus, prefetched, trpc } from '#server/rsc.ts';

export default async function HomePage() {
  const [t, status, state] = await Promise.all([
    getTranslations('home'),
    platformStatus(),
    prefetched(
      trpc.platform.totals.queryOptions(),
      trpc.loan.market.queryOptions({ states: ['open', 'scheduled', 'full', 'repaying'], limit: 6 }),
    ),
  ]);
  return (
    <Hydrate state={state}>
      <Hero />
      <section aria-label={t('totals.label')} className="border-b border-line">
        <div className="page py-7">
          <Totals />
        </div>
      </section>
      <div className="page space-y-14 pt-10">
        <section aria-labelledby="newest">
          <div className="mb-5 flex items-end justify-between gap-4">
            <h2 id="newest" className="text-2xl">
              {t('newest')}
            </h2>
            <ButtonLink href="/loans" look="quiet" size="sm">
              {t('allLoans')}
            </ButtonLink>
          </div>
          <NewestLoans />
        </section>
        <section aria-label={t('roles.label')}>
          <RoleCards />
        </section>
        {status.demo && status.demo.people.length > 0 ? (
          <section aria-labelledby="demo-people">
            <h2 id="demo-people" className="text-2xl">
              {t('demoTitle')}
            </h2>
            <p className="mb-5 text-sm text-soft">{t('demoNote')}</p>
            <DemoPeople people={status.demo.people} />
          </section>
        ) : null}
      </div>
    </Hydrate>
  );
}
