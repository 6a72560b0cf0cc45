import { useTranslations } from 'next-intl';
import { cn } from '#components/ui/cn.ts';
import { STEPS, type Step } from './answers.ts';

/** Where one is: the topics in order, the ones behind as ways back. */
export function WizardProgress({ step, goTo }: { step: number; goTo: (step: Step) => void }) {
  const t = useTranslations('apply');
  return (
    <nav aria-label={t('progress')} className="mb-5">
      <p className="mb-2 text-xs text-faint">{t('stepOf', { step: String(step + 1), steps: String(STEPS.length) })}</p>
      <ol className="flex gap-1.5">
        {STEPS.map((name, index) => (
          <li key={name} className="min-w-0 grow">
            <button
              type="button"
              disabled={index >= step}
              aria-current={index === step ? 'step' : undefined}
              onClick={() => goTo(name)}
              className="block min-h-8 w-full text-start"
            >
              <span
                aria-hidden
                className={cn('block h-1 rounded-full', index <= step ? 'bg-accent' : 'bg-line-strong')}
              />
              <span
                className={cn(
                  'sr-only text-2xs sm:not-sr-only sm:mt-1 sm:block',
                  index === step ? 'font-medium' : 'text-faint',
                )}
              >
                {t(`steps.${name}`)}
              </span>
            </button>
          </li>
        ))}
      </ol>
    </nav>
  );
}
