import { useTranslations } from 'next-intl';
import { Moment } from '#components/time/day.tsx';
import type { CertificateBodyView } from '#components/trpc/outputs.ts';
import { Fact, Facts } from '#components/ui/figure.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { Panel, PanelBody, PanelHead } from '#components/ui/panel.tsx';

type Certified = CertificateBodyView['breaks'][number];
type Signed = Certified['corrections'][number];

function Signature({ who, at }: { who: string | null; at: string | null }) {
  if (!who || !at) return '—';
  return (
    <>
      {who} · <Moment value={new Date(at)} />
    </>
  );
}

function Correction({ made, people }: { made: Signed; people: CertificateBodyView['people'] }) {
  const t = useTranslations('certificate');
  const kind = useTranslations('breaks.correction');
  const nameOf = (id: string | null): string | null => id && (people[id] ?? id);
  return (
    <Facts className="border-t border-line">
      <Fact label={t('correction')}>{kind(made.kind)}</Fact>
      <Fact label={t('maker')}>
        <Signature who={nameOf(made.maker)} at={made.madeAt} />
      </Fact>
      <Fact label={t('checker')}>
        <Signature who={nameOf(made.checker)} at={made.checkedAt} />
      </Fact>
      {made.reason ? <Fact label={t('reason')}>{made.reason}</Fact> : null}
      {made.result ? <Fact label={t('outcome')}>{made.result}</Fact> : null}
    </Facts>
  );
}

/** The breaks that somebody signed for, each with its values, its evidence and the hands it went through. */
export function CertifiedBreaks({ breaks, people }: Pick<CertificateBodyView, 'breaks' | 'people'>) {
  const t = useTranslations('certificate');
  const words = useTranslations('reconciliation');
  if (breaks.length === 0) return <Notice kind="good">{t('noBreaks')}</Notice>;
  return (
    <Panel>
      <PanelHead title={t('breaks', { count: breaks.length })} />
      {breaks.map((found) => (
        <PanelBody key={found.id} className="border-t border-line pt-4">
          <h3 className="text-sm font-semibold">
            {words(`name.${found.check}`)} · {words(`kind.${found.kind}`)}
          </h3>
          <p className="font-mono text-2xs break-all text-faint">{found.object}</p>
          <Facts>
            <Fact label={words('ours')}>{found.ours ?? '—'}</Fact>
            <Fact label={words('theirs')}>{found.theirs ?? '—'}</Fact>
            {found.altered ? (
              <Fact label={t('altered')}>
                <code className="font-mono text-2xs break-all">
                  {found.evidence.journalId ?? found.evidence.accountId ?? found.object}
                </code>
              </Fact>
            ) : null}
          </Facts>
          {found.corrections.map((made) => (
            <Correction key={made.id} made={made} people={people} />
          ))}
        </PanelBody>
      ))}
    </Panel>
  );
}

/** Who let the payouts of a red day go, and why. */
export function CertifiedReleases({ releases, people }: Pick<CertificateBodyView, 'releases' | 'people'>) {
  const t = useTranslations('certificate');
  return releases.map((release) => (
    <Notice key={release.madeAt} kind="wait" title={t('released')}>
      <p>{release.reason}</p>
      <p className="text-xs">
        <Signature who={people[release.maker] ?? release.maker} at={release.madeAt} /> ·{' '}
        <Signature who={release.checker && (people[release.checker] ?? release.checker)} at={release.checkedAt} />
      </p>
    </Notice>
  ));
}
