'use client';

import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useCashHere } from '#components/cash/custody-mode.tsx';
import { cn } from '#components/ui/cn.ts';
import { isHere, PORTAL_NAV, type PortalName, PUBLIC_NAV, portalNavOf, portalsOf } from './nav.ts';

/** The links of the header: what everybody may see, then one's own portals. */
export function HeaderNav({ roles }: { roles: readonly string[] }) {
  const t = useTranslations('nav');
  const pathname = usePathname();
  const items = [
    ...PUBLIC_NAV.slice(1).map(({ href, key }) => ({ href, text: t(key) })),
    ...portalsOf(roles).map((portal) => ({ href: `/${portal}`, text: t(portal) })),
  ];
  return (
    <nav aria-label={t('main')} className="hidden items-stretch gap-6 self-stretch md:flex">
      {items.map(({ href, text }) => {
        const here = pathname === href || pathname.startsWith(`${href}/`);
        return (
          <Link
            key={href}
            href={href}
            aria-current={here ? 'page' : undefined}
            className={cn(
              'flex items-center border-b-2 border-transparent pt-0.5 text-sm text-soft hover:text-ink',
              here && 'border-accent font-medium text-ink',
            )}
          >
            {text}
          </Link>
        );
      })}
    </nav>
  );
}

/** A portal's own pages, at the left of them on a wide screen. */
export function PortalNav({ portal, roles }: { portal: PortalName; roles: readonly string[] }) {
  const cashHere = useCashHere();
  const t = useTranslations('nav');
  const pathname = usePathname();
  return (
    <nav aria-label={t(portal)} className="sticky top-20 hidden w-48 shrink-0 self-start lg:block">
      <ul className="space-y-0.5">
        {portalNavOf(portal, roles, cashHere).map(({ href, key, Icon }) => {
          const here = isHere(href, pathname);
          return (
            <li key={href}>
              <Link
                href={href}
                aria-current={here ? 'page' : undefined}
                className={cn(
                  'flex items-center gap-3 rounded-md px-3 py-2 text-sm text-soft hover:bg-sunk hover:text-ink',
                  here && 'bg-accent-wash font-medium text-accent hover:bg-accent-wash hover:text-accent',
                )}
              >
                <Icon aria-hidden className="size-4" />
                {t(key)}
              </Link>
            </li>
          );
        })}
      </ul>
    </nav>
  );
}

/** A portal may have more pages than a phone is wide: the one that is read is brought into sight. */
const showInTabs = (link: HTMLAnchorElement | null): void =>
  link?.scrollIntoView({ inline: 'center', block: 'nearest' });

/** The same under the thumb on a phone: the portal's pages inside a portal, else the public ones and one's portal. */
export function BottomTabs({ roles }: { roles: readonly string[] }) {
  const cashHere = useCashHere();
  const t = useTranslations('nav');
  const pathname = usePathname();
  const portal = portalsOf(roles).find((name) => pathname === `/${name}` || pathname.startsWith(`/${name}/`));
  const own = portalsOf(roles)[0];
  const items = portal
    ? portalNavOf(portal, roles, cashHere).map((item) => ({ ...item, text: t(item.key) }))
    : [
        ...PUBLIC_NAV.map((item) => ({ ...item, text: t(item.key) })),
        ...(own ? PORTAL_NAV[own].slice(0, 1).map((item) => ({ ...item, text: t(own) })) : []),
      ];
  return (
    <nav
      aria-label={t('tabs')}
      className="fixed inset-x-0 bottom-0 z-30 border-t border-line bg-surface pb-[env(safe-area-inset-bottom)] lg:hidden"
    >
      <ul className="flex overflow-x-auto">
        {items.map(({ href, text, Icon }) => {
          const here = isHere(href, pathname);
          return (
            <li key={href} className="min-w-16 flex-1">
              <Link
                href={href}
                ref={here ? showInTabs : undefined}
                aria-current={here ? 'page' : undefined}
                className={cn(
                  'flex min-h-14 flex-col items-center justify-center gap-0.5 border-t-2 border-transparent px-1 text-center text-2xs text-soft',
                  here && 'border-accent font-medium text-accent',
                )}
              >
                <Icon aria-hidden className="size-5" />
                <span className="max-w-full truncate">{text}</span>
              </Link>
            </li>
          );
        })}
      </ul>
    </nav>
  );
}
