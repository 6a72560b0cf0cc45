import { useTranslations } from 'next-intl';
import { Notice } from '#components/ui/notice.tsx';

/** Where money comes from when the bank is linked: the member's own e-account, filled without the platform. */
export function LinkedNotice() {
  const t = useTranslations('linked');
  return <Notice title={t('title')}>{t('text')}</Notice>;
}
