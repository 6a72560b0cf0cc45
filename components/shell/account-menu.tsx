'use client';

import { ChevronDown, LogOut, UserRound } from 'lucide-react';
import { signOut } from 'next-auth/react';
import { useTranslations } from 'next-intl';
import { Menu, MenuItem, MenuLabel, MenuLink } from '#components/ui/menu.tsx';
import { portalsOf } from './nav.ts';

/** Who is signed in, their portals, their sessions, and the way out. */
export function AccountMenu({ displayName, roles }: { displayName: string; roles: readonly string[] }) {
  const t = useTranslations();
  return (
    <Menu
      label={t('shell.accountMenu', { name: displayName })}
      triggerClassName="flex min-h-9 items-center gap-1.5 rounded-md px-2 text-sm text-ink hover:bg-sunk"
      trigger={
        <>
          <UserRound aria-hidden className="size-4.5" />
          <span className="hidden max-w-40 truncate sm:inline">{displayName}</span>
          <ChevronDown aria-hidden className="hidden size-3.5 text-faint sm:block" />
        </>
      }
    >
      <MenuLabel className="sm:hidden">{displayName}</MenuLabel>
      {portalsOf(roles).map((portal) => (
        <MenuLink key={portal} href={`/${portal}`}>
          {t(`nav.${portal}`)}
        </MenuLink>
      ))}
      <MenuLink href="/settings">{t('nav.settings')}</MenuLink>
      <MenuItem onClick={() => void signOut({ callbackUrl: '/' })}>
        <LogOut aria-hidden className="size-4" />
        {t('shell.signOut')}
      </MenuItem>
    </Menu>
  );
}
