import { defineConfig } from 'drizzle-kit';

/** The portal's schema; the bank's has its own file, since the two databases never meet. */
export default defineConfig({
  dialect: 'postgresql',
  schema: './db/schema/all.ts',
  out: './db/migrations',
  casing: 'snake_case',
});
