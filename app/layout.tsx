import './globals.css';
import type { Metadata, Viewport } from 'next';
import { NextIntlClientProvider } from 'next-intl';
import { getLocale, getTranslations } from 'next-intl/server';
import { ThemeProvider } from 'next-themes';
import { NuqsAdapter } from 'nuqs/adapters/next/app';
import type { ReactNode } from 'react';
import { CustodyModeProvider } from '#components/cash/custody-mode.tsx';
import { DemoBar } from '#components/demo/bar.tsx';
import { Footer } from '#components/shell/footer.tsx';
import { Header } from '#components/shell/header.tsx';
import { BottomTabs } from '#components/shell/nav-links.tsx';
import { DataProvider } from '#components/trpc/provider.tsx';
import { platformStatus, viewer } from '#server/rsc.ts';
import { LOCALE_COOKIE } from '../i18n/locale.ts';

/** Every page knows its reader, so none is made at build time, when there is no database to ask. */
export const dynamic = 'force-dynamic';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('shell');
  return { title: { default: t('title'), template: `%s · ${t('name')}` }, description: t('description') };
}

export const viewport: Viewport = {
  width: 'device-width',
  initialScale: 1,
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: '#faf9f6' },
    { media: '(prefers-color-scheme: dark)', color: '#0f1218' },
  ],
};

export default async function RootLayout({ children }: { children: ReactNode }) {
  const [locale, t, someone, status] = await Promise.all([
    getLocale(),
    getTranslations('shell'),
    viewer(),
    platformStatus(),
  ]);
  const roles = someone?.roles ?? [];
  const shown = someone && { displayName: someone.displayName, login: someone.login, roles };
  return (
    <html lang={locale} suppressHydrationWarning>
      <body>
        <ThemeProvider attribute="data-theme" defaultTheme="system" disableTransitionOnChange>
          <NextIntlClientProvider>
            <NuqsAdapter>
              <DataProvider>
                <CustodyModeProvider mode={status.custodyMode}>
                  <a
                    href="#content"
                    className="sr-only z-50 rounded-md bg-accent px-4 py-2 text-sm text-on-accent focus:not-sr-only focus:fixed focus:top-2 focus:left-2"
                  >
                    {t('skip')}
                  </a>
                  {status.demo ? (
                    <DemoBar
                      people={status.demo.people}
                      nextDueOn={status.demo.nextDueOn}
                      businessDate={status.businessDate}
                    />
                  ) : null}
                  <Header viewer={shown} businessDate={status.businessDate} localeCookie={LOCALE_COOKIE} />
                  <main id="content" className="min-h-[60dvh]">
                    {children}
                  </main>
                  <Footer />
                  <BottomTabs roles={roles} />
                </CustodyModeProvider>
              </DataProvider>
            </NuqsAdapter>
          </NextIntlClientProvider>
        </ThemeProvider>
      </body>
    </html>
  );
}
