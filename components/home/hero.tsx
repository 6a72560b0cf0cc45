import { useTranslations } from 'next-intl';
import { ButtonLink } from '#components/ui/button.tsx';

const STEPS = ['bid', 'freeze', 'full', 'settle', 'repay'] as const;

/** What this is, in a sentence, and the way money takes. */
export function Hero() {
  const t = useTranslations('home');
  return (
    <section className="border-b border-line bg-surface">
      <div className="page grid gap-10 py-10 lg:grid-cols-[1.15fr_1fr] lg:items-center lg:py-16">
        <div>
          <h1 className="text-3xl leading-tight sm:text-4xl">{t('headline')}</h1>
          <p className="mt-4 max-w-xl text-lg text-soft">{t('lead')}</p>
          <div className="mt-7 flex flex-wrap gap-3">
            <ButtonLink href="/loans" size="lg">
              {t('toMarket')}
            </ButtonLink>
            <ButtonLink href="/register" size="lg" look="outline">
              {t('register')}
            </ButtonLink>
          </div>
        </div>
        <ol className="relative grid gap-0 rounded-lg border border-line bg-canvas p-5">
          {STEPS.map((step, index) => (
            <li key={step} className="flex gap-4 pb-4 last:pb-0">
              <span
                aria-hidden
                className="relative mt-0.5 h-9 w-7 shrink-0 overflow-hidden rounded-sm rounded-t-none border border-line-strong border-t-0 bg-surface"
              >
                <span
                  className={
                    index === STEPS.length - 1
                      ? 'absolute inset-x-0 bottom-0 bg-good'
                      : 'absolute inset-x-0 bottom-0 border-t-2 border-warm bg-accent'
                  }
                  style={{ height: `${(index + 1) * 20}%` }}
                />
              </span>
              <div>
                <p className="text-sm font-medium">{t(`steps.${step}.title`)}</p>
                <p className="text-xs text-soft">{t(`steps.${step}.text`)}</p>
              </div>
            </li>
          ))}
        </ol>
      </div>
    </section>
  );
}
