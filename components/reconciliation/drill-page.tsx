import { useTranslations } from 'next-intl';
import type { DrillView } from '#components/trpc/outputs.ts';
import { ButtonLink } from '#components/ui/button.tsx';
import { Empty } from '#components/ui/empty.tsx';
import { Panel, PanelBody, PanelHead } from '#components/ui/panel.tsx';
import { AccountGroups, AccountLines } from './account-groups.tsx';
import { LineGroups, LinePairs } from './line-groups.tsx';
import { type DrillPlace, drillPath } from './paths.ts';
import { Trail } from './trail.tsx';

function Below({ place, below }: { place: DrillPlace; below: DrillView['below'] }) {
  switch (below.kind) {
    case 'line-pairs':
      return <LinePairs place={place} rows={below.rows} />;
    case 'entries':
      return <AccountLines place={place} rows={below.rows} />;
    case 'account-classes':
    case 'accounts':
      return <AccountGroups place={place} rows={below.rows} />;
    default:
      return <LineGroups place={place} rows={below.rows} />;
  }
}

/** All of what lies here, or only what is not alike on both sides. */
function Choice({ place }: { place: DrillPlace }) {
  const t = useTranslations('drill');
  return (
    <div className="flex gap-1">
      {[false, true].map((differing) => {
        const here = Boolean(place.differing) === differing;
        return (
          <ButtonLink
            key={String(differing)}
            look={here ? 'outline' : 'quiet'}
            size="sm"
            aria-current={here ? 'true' : undefined}
            href={drillPath({ ...place, differing, after: undefined })}
          >
            {differing ? t('onlyDiffering') : t('everything')}
          </ButtonLink>
        );
      })}
    </div>
  );
}

const HEADINGS = {
  'line-classes': 'byKind',
  'line-accounts': 'byAccount',
  'account-classes': 'byAccountKind',
  accounts: 'byAccount',
  'line-pairs': 'byLine',
  entries: 'byLine',
} as const;

/** One step of the way from a check's total to a line. */
export function DrillPage({ place, drill }: { place: DrillPlace; drill: DrillView }) {
  const t = useTranslations('drill');
  const { below, next, steps } = drill;
  return (
    <>
      <Trail place={place} steps={steps} />
      <Panel>
        <PanelHead
          title={t(HEADINGS[below.kind])}
          note={t('compared', { count: drill.compared })}
          actions={below.kind === 'entries' ? undefined : <Choice place={place} />}
        />
        {below.rows.length === 0 ? (
          <Empty title={place.differing ? t('noneDiffers') : t('none')}>
            {place.differing ? t('noneDiffersNote') : t('noneNote')}
          </Empty>
        ) : (
          <Below place={place} below={below} />
        )}
        {next || place.after ? (
          <PanelBody className="flex gap-2 pt-4">
            {place.after ? (
              <ButtonLink look="quiet" size="sm" href={drillPath({ ...place, after: undefined })}>
                {t('fromStart')}
              </ButtonLink>
            ) : null}
            {next ? (
              <ButtonLink look="outline" size="sm" href={drillPath({ ...place, after: next })}>
                {t('nextPage')}
              </ButtonLink>
            ) : null}
          </PanelBody>
        ) : null}
      </Panel>
    </>
  );
}
