/** The looks that pictures are taken in: what a visitor's browser says of itself decides language and theme. */
export type Look = {
  name: string;
  locale: 'zh-CN' | 'en-GB';
  colorScheme: 'light' | 'dark';
  viewport: { width: number; height: number };
};

const PHONE = { width: 390, height: 844 };
const DESKTOP = { width: 1280, height: 800 };

export const LOOKS: readonly Look[] = [
  { name: 'en-light-desktop', locale: 'en-GB', colorScheme: 'light', viewport: DESKTOP },
  { name: 'en-dark-desktop', locale: 'en-GB', colorScheme: 'dark', viewport: DESKTOP },
  { name: 'zh-light-desktop', locale: 'zh-CN', colorScheme: 'light', viewport: DESKTOP },
  { name: 'zh-light-phone', locale: 'zh-CN', colorScheme: 'light', viewport: PHONE },
  { name: 'zh-dark-phone', locale: 'zh-CN', colorScheme: 'dark', viewport: PHONE },
];

/**
 * A page to take a picture of, and who looks at it. `follow` is a link on it that is opened instead: the first, or the
 * one that `nth` counts from 0; `beneath` is added to where it leads.
 */
export type Scene = { name: string; path: string; person?: string; follow?: string; nth?: number; beneath?: string };

const OWN_LOAN = { path: '/borrow', person: 'borrower.repaying', follow: 'a[href^="/borrow/loans/"]' };

export const SCENES: readonly Scene[] = [
  { name: 'home', path: '/' },
  { name: 'market', path: '/loans' },
  { name: 'loan', path: '/loans', follow: 'a[href^="/loans/"]' },
  { name: 'proof', path: '/loans?state=repaying', follow: 'a[href^="/loans/"]', beneath: '/proof' },
  { name: 'calculator', path: '/calculator' },
  { name: 'sign-in', path: '/sign-in' },
  { name: 'register', path: '/register' },
  { name: 'investor', path: '/invest', person: 'investor.active' },
  { name: 'investor-bids-on', path: '/loans', person: 'investor.active', follow: 'a[href^="/loans/"]' },
  { name: 'investor-account', path: '/invest/account', person: 'investor.active' },
  { name: 'investor-new', path: '/invest', person: 'investor.new' },
  { name: 'borrower', path: '/borrow', person: 'borrower.repaying' },
  { name: 'borrower-loan', ...OWN_LOAN },
  { name: 'borrower-payoff', ...OWN_LOAN, beneath: '/payoff' },
  { name: 'borrower-prepays', ...OWN_LOAN, beneath: '/prepay' },
  { name: 'borrower-late', path: '/borrow', person: 'borrower.late' },
  { name: 'borrower-applies', path: '/borrow/apply', person: 'borrower.applying' },
  { name: 'officer', path: '/admin', person: 'officer' },
  { name: 'officer-loans', path: '/admin/loans', person: 'officer' },
  { name: 'officer-review', path: '/admin', person: 'officer', follow: 'a[href^="/admin/loans/"]' },
  { name: 'products', path: '/admin/products', person: 'administrator' },
  { name: 'scores', path: '/admin/scores', person: 'administrator' },
  { name: 'overdue', path: '/admin/overdue', person: 'finance' },
  { name: 'recourse', path: '/admin/recourse', person: 'finance' },
  { name: 'receivables', path: '/admin/receivables', person: 'finance' },
  { name: 'guarantors', path: '/admin/guarantors', person: 'administrator' },
  { name: 'calendar', path: '/admin/calendar', person: 'administrator' },
  { name: 'finance-days', path: '/admin/day-end', person: 'finance' },
  // Today's comes first and has not been compared yet.
  { name: 'finance-day', path: '/admin/day-end', person: 'finance', follow: 'a[href^="/admin/day-end/"]', nth: 1 },
  { name: 'finance-bank', path: '/admin/bank', person: 'finance' },
  { name: 'members', path: '/admin/members', person: 'administrator' },
  { name: 'settings', path: '/settings', person: 'investor.active' },
];
