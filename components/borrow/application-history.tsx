import { useTranslations } from 'next-intl';
import { Documents } from '#components/apply/documents.tsx';
import { StateBadge } from '#components/states/state-badge.tsx';
import { Moment } from '#components/time/day.tsx';
import type { OwnApplication } from '#components/trpc/outputs.ts';
import { Panel, PanelBody, PanelHead } from '#components/ui/panel.tsx';

/** While an officer still looks at files. */
const OPEN_TO_DOCUMENTS = ['submitted', 'reviewing', 'returned'];
type State = OwnApplication['state'];

/** Where the application has been and when, and the files that belong to it. */
export function ApplicationHistory({ application }: { application: OwnApplication }) {
  const t = useTranslations('borrowed');
  const { loanId, state, history } = application;
  return (
    <div className="grid items-start gap-6 lg:grid-cols-2">
      <Panel>
        <PanelHead title={t('history')} />
        <PanelBody>
          <ol className="space-y-3">
            {history.flatMap(({ at, toState, reason }) =>
              toState === null ? (
                []
              ) : (
                <li key={`${at.getTime()}-${toState}`} className="flex flex-wrap items-baseline gap-x-3 text-sm">
                  <StateBadge kind="loan" state={toState as State} />
                  <span className="text-xs text-faint">
                    <Moment value={at} />
                  </span>
                  {reason ? <span className="w-full text-xs text-soft">{reason}</span> : null}
                </li>
              ),
            )}
          </ol>
        </PanelBody>
      </Panel>
      <Panel>
        <PanelHead title={t('documents')} />
        <PanelBody>
          <Documents place={{ loanId }} mayAdd={OPEN_TO_DOCUMENTS.includes(state)} />
        </PanelBody>
      </Panel>
    </div>
  );
}
