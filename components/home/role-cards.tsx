import { ArrowRight, HandCoins, PiggyBank } from 'lucide-react';
import Link from 'next/link';
import { useTranslations } from 'next-intl';

const CARDS = [
  { role: 'lend', href: '/register?role=investor', Icon: PiggyBank },
  { role: 'borrow', href: '/register?role=borrower', Icon: HandCoins },
] as const;

/** The two things people come for. */
export function RoleCards() {
  const t = useTranslations('home.roles');
  return (
    <ul className="grid gap-4 sm:grid-cols-2">
      {CARDS.map(({ role, href, Icon }) => (
        <li key={role}>
          <Link
            href={href}
            className="group flex h-full gap-4 rounded-lg border border-line bg-surface p-5 hover:border-accent"
          >
            <Icon aria-hidden strokeWidth={1.5} className="size-8 shrink-0 text-accent" />
            <span className="min-w-0">
              <span className="flex items-center gap-2 font-display text-lg font-semibold">
                {t(`${role}.title`)}
                <ArrowRight aria-hidden className="size-4 text-faint group-hover:text-accent" />
              </span>
              <span className="mt-1 block text-sm text-soft">{t(`${role}.text`)}</span>
            </span>
          </Link>
        </li>
      ))}
    </ul>
  );
}
