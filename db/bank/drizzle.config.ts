import { defineConfig } from 'drizzle-kit';

export default defineConfig({
  dialect: 'postgresql',
  schema: './db/bank/schema/all.ts',
  out: './db/bank/migrations',
  casing: 'snake_case',
});
