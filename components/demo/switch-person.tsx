'use client';

import { ChevronDown, Users } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useSignIn } from '#components/session/use-sign-in.ts';
import { homeOf } from '#components/shell/nav.ts';
import { Menu, MenuItem, MenuLabel } from '#components/ui/menu.tsx';
import { knownPerson } from './known-person.ts';
import type { DemoPersonView } from './people.tsx';

/** The demo's people in a menu: one click and the page is theirs. */
export function SwitchPerson({ people, className }: { people: readonly DemoPersonView[]; className: string }) {
  const t = useTranslations('demo');
  const { enter, busy } = useSignIn();
  const become = (person: DemoPersonView): void => {
    if (!busy) void enter('demo', { memberId: person.memberId }, homeOf(person.roles));
  };
  return (
    <Menu
      label={t('switchPerson')}
      triggerClassName={className}
      trigger={
        <>
          <Users aria-hidden className="size-3.5" />
          <span className="hidden sm:inline">{t('switchPerson')}</span>
          <ChevronDown aria-hidden className="size-3" />
        </>
      }
    >
      {people.map((person) => {
        const known = knownPerson(person.login);
        return (
          <MenuItem key={person.memberId} onClick={() => become(person)}>
            {known ? t(`people.${known}.name`) : person.displayName}
          </MenuItem>
        );
      })}
      <MenuLabel className="max-w-56 border-t border-line pt-2 whitespace-normal">{t('reset')}</MenuLabel>
    </Menu>
  );
}
