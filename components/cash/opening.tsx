'use client';

import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Panel } from '#components/ui/panel.tsx';
import { Tabs } from '#components/ui/tabs.tsx';
import type { Holder } from './onboarding.tsx';
import { OpenAccountForm } from './open-account-form.tsx';
import { OpenEnterpriseForm } from './open-enterprise-form.tsx';

type Kind = 'person' | 'enterprise';

/** Who opens the account: a person or a company. A guarantor is a company always. */
export function Opening({ as, demo, before }: { as: Holder; demo: boolean; before: Kind }) {
  const t = useTranslations('account');
  const [chosen, setChosen] = useState<Kind>(before);
  const kind: Kind = as === 'guarantor' ? 'enterprise' : chosen;
  const tabs = (['person', 'enterprise'] as const).map((key) => ({ key, label: t(`as.${key}`) }));
  return (
    <Panel className="max-w-lg space-y-4 p-4 sm:p-5">
      {as === 'guarantor' ? null : <Tabs label={t('asWhom')} tabs={tabs} value={kind} onChange={setChosen} />}
      {kind === 'person' ? <OpenAccountForm as={as} demo={demo} /> : <OpenEnterpriseForm as={as} demo={demo} />}
    </Panel>
  );
}
