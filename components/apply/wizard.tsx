'use client';

import { useTranslations } from 'next-intl';
import { Refused } from '#components/errors/refused.tsx';
import { Button } from '#components/ui/button.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { readNumbers, STEPS } from './answers.ts';
import { Documents } from './documents.tsx';
import { LiveQuote } from './live-quote.tsx';
import { SavedNote } from './saved-note.tsx';
import type { StepProps } from './step.ts';
import { StepCheck } from './step-check.tsx';
import { StepMeans } from './step-means.tsx';
import { StepPurpose } from './step-purpose.tsx';
import { StepSecurity } from './step-security.tsx';
import { StepTerms } from './step-terms.tsx';
import { useWizard, type WizardStart } from './use-wizard.ts';
import { WizardProgress } from './wizard-progress.tsx';

type Wizard = ReturnType<typeof useWizard>;

const PAGES = { terms: StepTerms, purpose: StepPurpose, means: StepMeans, security: StepSecurity } as const;

function Buttons({ at, step, handIn, goTo }: Wizard) {
  const t = useTranslations('apply');
  const handingIn = handIn.busy ? t('handingIn') : t('handIn');
  return (
    <div className="flex flex-row-reverse flex-wrap items-center justify-between gap-3 border-t border-line pt-4">
      <Button type="submit" size="lg" disabled={handIn.busy}>
        {step === 'check' ? handingIn : t('next')}
      </Button>
      {at > 0 ? (
        <Button look="outline" disabled={handIn.busy} onClick={() => goTo(STEPS[at - 1] ?? 'terms')}>
          {t('back')}
        </Button>
      ) : null}
    </div>
  );
}

/** One topic a page, kept as it is typed, with the loan's cost beside it; all answers once more at the end. */
export function ApplyWizard({ kind, ...given }: WizardStart & { kind: StepProps['kind'] }) {
  const t = useTranslations('apply');
  const wizard = useWizard(given);
  const { step, product, fields, problems, set, draftId, saved, goTo } = wizard;
  const { amount, term, ratePpm } = readNumbers(fields);
  const props: StepProps = { products: given.products, product, fields, kind, problems, set };
  const place = given.loanId ? { loanId: given.loanId } : { draftId: draftId ?? '' };
  const Page = step === 'documents' || step === 'check' ? undefined : PAGES[step];
  return (
    <div className="grid items-start gap-6 lg:grid-cols-[1fr_19rem]">
      <Panel className="p-4 sm:p-5">
        <WizardProgress step={wizard.at} goTo={goTo} />
        <form
          noValidate
          className="space-y-4"
          onSubmit={(event) => {
            event.preventDefault();
            wizard.goOn();
          }}
        >
          <h2 ref={wizard.heading} tabIndex={-1} className="text-lg font-semibold outline-none">
            {t(`steps.${step}`)}
          </h2>
          <p className="text-sm text-soft">{t(`stepNote.${step}`)}</p>
          {Page ? <Page {...props} /> : null}
          {step === 'documents' ? <Documents place={place} mayAdd before={saved.saveNow} /> : null}
          {step === 'check' ? <StepCheck {...props} goTo={goTo} /> : null}
          <Refused error={wizard.handIn.error} />
          <Buttons {...wizard} />
          <SavedNote saving={saved.saving} failed={saved.failed} savedAt={saved.savedAt} />
        </form>
      </Panel>
      <div className="lg:sticky lg:top-20">
        <LiveQuote product={product} amount={amount} term={term} ratePpm={ratePpm} />
      </div>
    </div>
  );
}
