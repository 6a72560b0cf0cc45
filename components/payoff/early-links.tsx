import { useTranslations } from 'next-intl';
import { ButtonLink } from '#components/ui/button.tsx';
import { Panel, PanelBody, PanelHead } from '#components/ui/panel.tsx';
import type { EarlyChoices } from './views.ts';

/** The ways to pay this loan ahead of its schedule, as its product has it. */
export function EarlyLinks({ loanId, choices }: { loanId: string; choices: EarlyChoices }) {
  const t = useTranslations('payoff');
  if (!choices.payoff) return null;
  return (
    <Panel>
      <PanelHead title={t('early')} note={t('earlyNote')} />
      <PanelBody className="flex flex-wrap gap-2">
        <ButtonLink look="outline" href={`/borrow/loans/${loanId}/payoff`}>
          {t('title')}
        </ButtonLink>
        {choices.part ? (
          <ButtonLink look="outline" href={`/borrow/loans/${loanId}/prepay`}>
            {t('partTitle')}
          </ButtonLink>
        ) : null}
      </PanelBody>
    </Panel>
  );
}
