import type { LucideIcon } from 'lucide-react';
import {
  Banknote,
  BanknoteArrowDown,
  Bell,
  Calculator,
  CalendarCheck,
  CalendarClock,
  CalendarDays,
  ClipboardList,
  FilePlus,
  Gauge,
  Grid3x3,
  Home,
  Hourglass,
  Landmark,
  LayoutDashboard,
  ListChecks,
  Package,
  Scale,
  Send,
  ShieldCheck,
  Store,
  Undo2,
  Unplug,
  Users,
  Wallet,
} from 'lucide-react';

export type PortalName = 'invest' | 'borrow' | 'guarantee' | 'admin';
export type NavKey =
  | 'home'
  | 'market'
  | 'calculator'
  | 'overview'
  | 'recharge'
  | 'withdraw'
  | 'payouts'
  | 'account'
  | 'apply'
  | 'reviews'
  | 'products'
  | 'loans'
  | 'bank'
  | 'overdue'
  | 'recourse'
  | 'calendar'
  | 'dayEnd'
  | 'breaks'
  | 'suspense'
  | 'reconciliation'
  | 'scores'
  | 'receivables'
  | 'platformAccounts'
  | 'alerts'
  | 'members'
  | 'guarantors';
export type NavItem = {
  href: string;
  key: NavKey;
  Icon: LucideIcon;
  /** Shown to these staff alone; the procedures decide. */
  staff?: readonly string[];
};

const DESK = ['finance', 'administrator', 'auditor'];

export const PUBLIC_NAV: readonly NavItem[] = [
  { href: '/', key: 'home', Icon: Home },
  { href: '/loans', key: 'market', Icon: Store },
  { href: '/calculator', key: 'calculator', Icon: Calculator },
];

export const PORTAL_NAV: Readonly<Record<PortalName, readonly NavItem[]>> = {
  invest: [
    { href: '/invest', key: 'overview', Icon: LayoutDashboard },
    { href: '/loans', key: 'market', Icon: Store },
    { href: '/invest/recharge', key: 'recharge', Icon: Banknote },
    { href: '/invest/withdraw', key: 'withdraw', Icon: BanknoteArrowDown },
    { href: '/invest/account', key: 'account', Icon: Landmark },
  ],
  borrow: [
    { href: '/borrow', key: 'overview', Icon: LayoutDashboard },
    { href: '/borrow/apply', key: 'apply', Icon: FilePlus },
    { href: '/borrow/recharge', key: 'recharge', Icon: Banknote },
    { href: '/borrow/withdraw', key: 'withdraw', Icon: BanknoteArrowDown },
    { href: '/borrow/account', key: 'account', Icon: Landmark },
  ],
  guarantee: [
    { href: '/guarantee', key: 'overview', Icon: LayoutDashboard },
    { href: '/guarantee/recharge', key: 'recharge', Icon: Banknote },
    { href: '/guarantee/withdraw', key: 'withdraw', Icon: BanknoteArrowDown },
    { href: '/guarantee/account', key: 'account', Icon: Landmark },
  ],
  admin: [
    { href: '/admin', key: 'reviews', Icon: ClipboardList },
    { href: '/admin/loans', key: 'loans', Icon: ListChecks },
    { href: '/admin/products', key: 'products', Icon: Package },
    { href: '/admin/scores', key: 'scores', Icon: Gauge, staff: ['risk-officer', 'administrator', 'auditor'] },
    { href: '/admin/overdue', key: 'overdue', Icon: CalendarClock },
    { href: '/admin/recourse', key: 'recourse', Icon: Scale },
    { href: '/admin/bank', key: 'bank', Icon: Send, staff: DESK },
    { href: '/admin/platform-accounts', key: 'platformAccounts', Icon: Wallet, staff: DESK },
    { href: '/admin/payouts', key: 'payouts', Icon: BanknoteArrowDown, staff: DESK },
    { href: '/admin/receivables', key: 'receivables', Icon: Undo2, staff: DESK },
    { href: '/admin/alerts', key: 'alerts', Icon: Bell, staff: DESK },
    { href: '/admin/day-end', key: 'dayEnd', Icon: CalendarCheck, staff: DESK },
    { href: '/admin/breaks', key: 'breaks', Icon: Unplug, staff: DESK },
    { href: '/admin/suspense', key: 'suspense', Icon: Hourglass, staff: DESK },
    { href: '/admin/reconciliation', key: 'reconciliation', Icon: Grid3x3, staff: DESK },
    {
      href: '/admin/guarantors',
      key: 'guarantors',
      Icon: ShieldCheck,
      staff: ['loan-officer', 'risk-officer', 'administrator', 'auditor'],
    },
    { href: '/admin/calendar', key: 'calendar', Icon: CalendarDays },
    { href: '/admin/members', key: 'members', Icon: Users, staff: [...DESK, 'risk-officer'] },
  ],
};

/** The pages of a portal that somebody with these roles can use; `cashHere` is whether money is paid in and out over us. */
export const portalNavOf = (portal: PortalName, roles: readonly string[], cashHere: boolean): NavItem[] =>
  PORTAL_NAV[portal].filter(
    ({ key, staff }) =>
      (cashHere || (key !== 'recharge' && key !== 'withdraw')) &&
      (!staff || staff.some((role) => roles.includes(role))),
  );

/** Whether what goes wrong with the day end is told to somebody with these roles. */
export const seesAlerts = (roles: readonly string[]): boolean => DESK.some((role) => roles.includes(role));

/** The portals that somebody with these roles may enter. */
export function portalsOf(roles: readonly string[]): PortalName[] {
  const portals: PortalName[] = [];
  if (roles.includes('investor')) portals.push('invest');
  if (roles.includes('borrower')) portals.push('borrow');
  if (roles.includes('guarantor')) portals.push('guarantee');
  if (roles.some((role) => !['investor', 'borrower', 'guarantor'].includes(role))) portals.push('admin');
  return portals;
}

/** Whether the item is where the reader is: a portal's first page only exactly, any other with what is below it. */
export function isHere(href: string, pathname: string): boolean {
  const exact = ['/', '/invest', '/borrow', '/guarantee', '/admin'].includes(href);
  return pathname === href || (!exact && pathname.startsWith(`${href}/`));
}

/** Where somebody's day begins. */
export const homeOf = (roles: readonly string[]): string => `/${portalsOf(roles)[0] ?? ''}`;
