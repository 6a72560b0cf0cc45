import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { DayExceptions } from '#components/admin/day-exceptions.tsx';
import { SetDayForm } from '#components/admin/set-day-form.tsx';
import { PageHead } from '#components/shell/portal-frame.tsx';
import { Hydrate } from '#components/trpc/hydrate.tsx';
import { Panel, PanelBody, PanelHead } from '#components/ui/panel.tsx';
import { addDays } from '#server/primitives/calendar.ts';
import { admit, platformStatus, prefetched, trpc } from '#server/rsc.ts';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('days'))('title') };
}

export default async function CalendarPage() {
  const { roles } = await admit('admin', '/admin/calendar');
  const [t, { businessDate }, state] = await Promise.all([
    getTranslations('days'),
    platformStatus(),
    prefetched(trpc.calendar.exceptions.queryOptions()),
  ]);
  return (
    <>
      <PageHead title={t('title')} note={t('note')} />
      <div className="space-y-6">
        {roles.includes('administrator') ? (
          <Panel>
            <PanelHead title={t('form')} />
            <PanelBody>
              <SetDayForm tomorrow={addDays(businessDate, 1)} />
            </PanelBody>
          </Panel>
        ) : null}
        <Hydrate state={state}>
          <DayExceptions />
        </Hydrate>
      </div>
    </>
  );
}
