import { Check } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { AccountView, CustodyMode } from '#components/trpc/outputs.ts';
import { ButtonLink } from '#components/ui/button.tsx';
import { cn } from '#components/ui/cn.ts';
import { Panel, PanelBody, PanelHead } from '#components/ui/panel.tsx';
import { ZERO } from '#server/primitives/money.ts';

export type Holder = 'investor' | 'borrower' | 'guarantor';
const PORTALS = { investor: 'invest', borrower: 'borrow', guarantor: 'guarantee' } as const;
export const portalOf = (as: Holder): 'invest' | 'borrow' | 'guarantee' => PORTALS[as];
/** The standing authorisation that each lives by. */
export const NEEDED = { investor: 'TENDER', borrower: 'REPAYMENT', guarantor: 'COMPENSATORY' } as const;

/** Without `href` it is for others to do: the bank, or the platform's staff. */
type Step = { key: 'open' | 'authorise' | 'recharge' | 'fill' | 'apply' | 'accept'; done: boolean; href?: string };

type Props = { as: Holder; account: AccountView | null; begun: boolean; mode: CustodyMode };

/** What still has to happen before the first bid or the first application, from the account as it stands. */
export function onboardingSteps({ as, account, begun, mode }: Props): Step[] {
  const portal = portalOf(as);
  const open = account?.state === 'active';
  const paidIn = account !== null && account.available + account.frozen + account.withdrawing > ZERO;
  const done = paidIn || (begun && as !== 'guarantor');
  const steps: Step[] = [
    { key: 'open', done: open, href: `/${portal}/account` },
    {
      key: 'authorise',
      done: account?.authorisations.some(({ kind }) => kind === NEEDED[as]) ?? false,
      href: `/${portal}/account`,
    },
  ];
  const payIn: Step =
    mode === 'linked' ? { key: 'fill', done } : { key: 'recharge', done, href: `/${portal}/recharge` };
  if (as === 'investor') return [...steps, payIn];
  if (as === 'guarantor') return [...steps, payIn, { key: 'accept', done: begun }];
  return [...steps, { key: 'apply', done: begun, href: '/borrow/apply' }];
}

/** The way in, resumed wherever it was left; gone when all is done. */
export function Onboarding(props: Props) {
  const { as } = props;
  const t = useTranslations('onboarding');
  const steps = onboardingSteps(props);
  const next = steps.find((step) => !step.done);
  if (!next) return null;
  return (
    <Panel aria-labelledby="onboarding" className="border-warm/60">
      <PanelHead
        id="onboarding"
        title={t('title')}
        note={t('done', { done: steps.filter((step) => step.done).length, all: steps.length })}
      />
      <PanelBody>
        <ol className="space-y-3">
          {steps.map((step, index) => (
            <li key={step.key} className="flex items-start gap-3">
              <span
                aria-hidden
                className={cn(
                  'num grid size-7 shrink-0 place-items-center rounded-full border border-line-strong text-xs text-soft',
                  step.done && 'border-good bg-good text-surface',
                )}
              >
                {step.done ? <Check className="size-4" /> : index + 1}
              </span>
              <div className="min-w-0 grow pt-0.5">
                <p className={cn('text-sm font-medium', step.done && 'text-soft')}>
                  {t(`${as}.${step.key}.title` as 'investor.open.title')}
                  {step.done ? <span className="sr-only"> — {t('isDone')}</span> : null}
                </p>
                {step === next ? (
                  <>
                    <p className="text-sm text-soft">{t(`${as}.${step.key}.text` as 'investor.open.text')}</p>
                    {step.href ? (
                      <ButtonLink href={step.href} size="sm" className="mt-2">
                        {t(`${as}.${step.key}.action` as 'investor.open.action')}
                      </ButtonLink>
                    ) : null}
                  </>
                ) : null}
              </div>
            </li>
          ))}
        </ol>
      </PanelBody>
    </Panel>
  );
}
