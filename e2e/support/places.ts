/** Where the world under test is; `scripts/test-world.ts` prints both. */
export const PORTAL_URL = process.env.PORTAL_URL ?? 'http://127.0.0.1:3000';
export const BANK_URL = process.env.BANK_URL ?? 'http://127.0.0.1:3100';
/** How the bank of that world keeps members' money. */
export const CUSTODY_MODE = process.env.CUSTODY_MODE || 'direct';
