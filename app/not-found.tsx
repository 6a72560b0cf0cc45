import { getTranslations } from 'next-intl/server';
import { ButtonLink } from '#components/ui/button.tsx';

export default async function NotFound() {
  const t = await getTranslations('problem');
  return (
    <div className="page flex max-w-lg flex-col items-start gap-4 py-20">
      <p className="num text-sm text-faint">404</p>
      <h1 className="text-3xl">{t('notFound')}</h1>
      <p className="text-soft">{t('notFoundNote')}</p>
      <div className="flex gap-2">
        <ButtonLink href="/loans">{t('toMarket')}</ButtonLink>
        <ButtonLink href="/" look="outline">
          {t('toHome')}
        </ButtonLink>
      </div>
    </div>
  );
}
