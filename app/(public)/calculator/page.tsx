import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import type { SearchParams } from 'nuqs/server';
import { CalculatorForm } from '#components/calculator/calculator-form.tsx';
import { Plan } from '#components/calculator/plan.tsx';
import { loadCalculatorTerms } from '#components/calculator/terms.ts';
import { PageHead } from '#components/shell/portal-frame.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { parsePercent } from '#server/primitives/parse-rate.ts';
import { api } from '#server/rsc.ts';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('calculator'))('title') };
}

type Terms = Awaited<ReturnType<typeof loadCalculatorTerms>>;

/** The plan, or null where the address asks for something that no plan can be made of. */
async function planFor(terms: Terms) {
  const ratePpm = parsePercent(terms.rate);
  const feePpm = parsePercent(terms.fee);
  if (ratePpm === undefined || feePpm === undefined) return null;
  const { amount, kind, term, unit: termUnit, days: dayCount, rounding } = terms;
  try {
    return await api.quote.schedule({ amount, ratePpm, feePpm, kind, term, termUnit, dayCount, rounding });
  } catch {
    return null;
  }
}

export default async function CalculatorPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const t = await getTranslations('calculator');
  const terms = await loadCalculatorTerms(searchParams);
  const plan = await planFor(terms);
  return (
    <div className="page py-6 sm:py-10">
      <PageHead title={t('title')} note={t('note')} />
      <div className="grid gap-6 lg:grid-cols-[21rem_1fr]">
        <Panel className="self-start p-4 sm:p-5 lg:sticky lg:top-20">
          <CalculatorForm />
        </Panel>
        <div className="min-w-0">
          {plan ? (
            <Plan plan={plan} kind={terms.kind} />
          ) : (
            <Notice kind="risk" title={t('noPlan')}>
              {t('noPlanNote')}
            </Notice>
          )}
        </div>
      </div>
    </div>
  );
}
