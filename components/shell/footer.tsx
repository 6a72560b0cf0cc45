import Link from 'next/link';
import { useTranslations } from 'next-intl';

export function Footer() {
  const t = useTranslations('shell');
  const nav = useTranslations('nav');
  return (
    <footer className="mt-16 border-t border-line pb-24 lg:pb-8">
      <div className="page flex flex-col gap-4 pt-6 text-xs text-faint sm:flex-row sm:items-start sm:justify-between">
        <div className="max-w-xl space-y-1">
          <p className="font-medium text-soft">{t('simulated')}</p>
          <p>{t('legal')}</p>
        </div>
        <ul className="flex gap-5">
          <li>
            <Link href="/loans" className="underline-offset-4 hover:text-ink hover:underline">
              {nav('market')}
            </Link>
          </li>
          <li>
            <Link href="/calculator" className="underline-offset-4 hover:text-ink hover:underline">
              {nav('calculator')}
            </Link>
          </li>
        </ul>
      </div>
    </footer>
  );
}
