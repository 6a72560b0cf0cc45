'use client';

import { ArrowRight } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useErrorText } from '#components/errors/error-text.ts';
import { useSignIn } from '#components/session/use-sign-in.ts';
import { homeOf } from '#components/shell/nav.ts';
import { Notice } from '#components/ui/notice.tsx';
import { knownPerson } from './known-person.ts';

export type DemoPersonView = { memberId: string; login: string; displayName: string; roles: readonly string[] };

/** One click signs in as somebody whose story is already under way. */
export function DemoPeople({ people }: { people: readonly DemoPersonView[] }) {
  const t = useTranslations('demo');
  const errorText = useErrorText();
  const { enter, busy, error } = useSignIn();
  return (
    <div className="space-y-3">
      <ul className="grid gap-2 sm:grid-cols-2">
        {people.map((person) => {
          const known = knownPerson(person.login);
          return (
            <li key={person.memberId}>
              <button
                type="button"
                disabled={busy}
                onClick={() => void enter('demo', { memberId: person.memberId }, homeOf(person.roles))}
                className="group flex h-full w-full items-start gap-3 rounded-md border border-line bg-surface p-3 text-start hover:border-accent disabled:opacity-60"
              >
                <span className="min-w-0 grow">
                  <span className="block text-sm font-medium">
                    {known ? t(`people.${known}.name`) : person.displayName}
                  </span>
                  <span className="block text-xs text-soft">{known ? t(`people.${known}.story`) : person.login}</span>
                </span>
                <ArrowRight aria-hidden className="mt-0.5 size-4 shrink-0 text-faint group-hover:text-accent" />
              </button>
            </li>
          );
        })}
      </ul>
      {error ? (
        <Notice kind="risk" live>
          {errorText(error)}
        </Notice>
      ) : null}
    </div>
  );
}
