import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { AlertBell } from '#components/alert/bell.tsx';
import { knownPerson } from '#components/demo/known-person.ts';
import { Day } from '#components/time/day.tsx';
import { buttonStyle } from '#components/ui/button.tsx';
import type { PlainDate } from '#server/primitives/calendar.ts';
import { AccountMenu } from './account-menu.tsx';
import { LanguageSwitch } from './language-switch.tsx';
import { LogoMark } from './logo.tsx';
import { seesAlerts } from './nav.ts';
import { HeaderNav } from './nav-links.tsx';
import { ThemeSwitch } from './theme-switch.tsx';

export type ShellViewer = { displayName: string; login: string; roles: readonly string[] } | null;

type HeaderProps = { viewer: ShellViewer; businessDate: PlainDate; localeCookie: string };

export function Header({ viewer, businessDate, localeCookie }: HeaderProps) {
  const t = useTranslations('shell');
  const people = useTranslations('demo.people');
  const known = viewer ? knownPerson(viewer.login) : undefined;
  return (
    <header className="sticky top-0 z-30 border-b border-line bg-canvas/95 backdrop-blur">
      <div className="page flex h-14 items-center gap-4 lg:gap-8">
        <Link href="/" className="flex items-center gap-2.5">
          <LogoMark className="size-8" />
          <span className="flex items-baseline gap-1.5 max-sm:sr-only">
            <span className="font-display text-xl font-semibold">{t('name')}</span>
            <span className="text-sm text-faint">{t('otherName')}</span>
          </span>
          <span className="sr-only">{t('home')}</span>
        </Link>
        <HeaderNav roles={viewer?.roles ?? []} />
        <div className="ms-auto flex items-center gap-0.5 sm:gap-1">
          <p className="me-1 flex flex-col text-end leading-tight sm:me-2" data-testid="business-date">
            <span className="text-2xs text-faint">{t('businessDate')}</span>
            <span className="text-xs font-medium">
              <Day value={businessDate} />
            </span>
          </p>
          <LanguageSwitch cookie={localeCookie} />
          <ThemeSwitch />
          {viewer && seesAlerts(viewer.roles) ? <AlertBell /> : null}
          {viewer ? (
            <AccountMenu displayName={known ? people(`${known}.name`) : viewer.displayName} roles={viewer.roles} />
          ) : (
            <Link href="/sign-in" className={buttonStyle({ size: 'sm', className: 'ms-1' })}>
              {t('signIn')}
            </Link>
          )}
        </div>
      </div>
    </header>
  );
}
