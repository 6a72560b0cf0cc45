import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { StateBadge } from '#components/states/state-badge.tsx';
import { Day, Moment } from '#components/time/day.tsx';
import type { CertificateLinkView, CertificateView } from '#components/trpc/outputs.ts';
import { ButtonLink } from '#components/ui/button.tsx';
import { Fact, Facts } from '#components/ui/figure.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { Panel, PanelBody, PanelHead } from '#components/ui/panel.tsx';
import { CertifiedChecks, CertifiedInputs, usePartName } from './certificate-parts.tsx';
import { CertifiedBreaks, CertifiedReleases } from './certified-breaks.tsx';
import { certificatePath, downloadPath } from './paths.ts';
import { VerifyNow } from './verify-now.tsx';

const HASH = 'font-mono text-2xs break-all select-all';

function Neighbour({ link, none }: { link: CertificateLinkView | null; none: string }) {
  if (!link) return <span className="text-faint">{none}</span>;
  return (
    <Link href={certificatePath(link.date, link.version)} className="text-accent underline-offset-4 hover:underline">
      <Day value={link.date} /> v{link.version} · <code className="font-mono text-2xs">{link.hash.slice(0, 12)}</code>
    </Link>
  );
}

function Downloads({ certificate: { date, version } }: { certificate: CertificateView }) {
  const t = useTranslations('certificate');
  const files = [
    { file: 'certificate.zh.pdf', label: t('pdfZh') },
    { file: 'certificate.en.pdf', label: t('pdfEn') },
    { file: 'certificate.json', label: t('json') },
    { file: 'certificate.json.sha256', label: t('sum') },
  ];
  return (
    <div className="flex flex-wrap gap-2">
      {files.map(({ file, label }) => (
        <ButtonLink
          key={file}
          look="outline"
          size="sm"
          href={downloadPath(date, version, file)}
          prefetch={false}
          download
        >
          {label}
        </ButtonLink>
      ))}
    </div>
  );
}

function Chain({ certificate }: { certificate: CertificateView }) {
  const t = useTranslations('certificate');
  const { hash, previous, next, versions, version, issuedAt } = certificate;
  const others = versions.filter((one) => one.version !== version);
  return (
    <Panel>
      <PanelHead title={t('chain')} note={t('chainNote')} />
      <PanelBody>
        <Facts>
          <Fact label={t('hash')}>
            <code className={HASH}>{hash}</code>
          </Fact>
          <Fact label={t('issuedAt')}>
            <Moment value={issuedAt} seconds />
          </Fact>
          <Fact label={t('previous')}>
            <Neighbour link={previous} none={t('first')} />
          </Fact>
          <Fact label={t('next')}>
            <Neighbour link={next} none={t('last')} />
          </Fact>
          {others.map((other) => (
            <Fact key={other.version} label={t('otherVersion')}>
              <Neighbour link={other} none="" />
            </Fact>
          ))}
        </Facts>
        <div className="mt-4 space-y-4">
          <VerifyNow date={certificate.date} />
          <Downloads certificate={certificate} />
        </div>
      </PanelBody>
    </Panel>
  );
}

/** The certificate of a day as people read it. */
export function CertificateSheet({ certificate }: { certificate: CertificateView }) {
  const t = useTranslations('certificate');
  const partName = usePartName();
  const { body } = certificate;
  return (
    <div className="space-y-6">
      <Chain certificate={certificate} />
      {body ? (
        <>
          {body.supersedes ? (
            <Notice kind="info" title={t('supersedes', { version: body.supersedes.version })}>
              {body.supersedes.changed.map(partName).join(' · ')}
            </Notice>
          ) : null}
          <CertifiedReleases releases={body.releases} people={body.people} />
          <CertifiedChecks checks={body.checks} />
          <CertifiedBreaks breaks={body.breaks} people={body.people} />
          <CertifiedInputs inputs={body.inputs} />
        </>
      ) : (
        <Notice kind="risk">{t('unreadable')}</Notice>
      )}
    </div>
  );
}

export const CertificateState = ({ body }: Pick<CertificateView, 'body'>) =>
  body ? <StateBadge kind="reconciliation" state={body.state} /> : null;
