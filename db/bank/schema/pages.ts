import { integer, pgTable, text } from 'drizzle-orm/pg-core';
import { document, id, instant, word } from '../../columns.ts';

export type PageState = 'open' | 'finished' | 'cancelled';
export type UserDevice = 'PC' | 'MOBILE' | 'WEB';

/** One gateway request while its customer is at the bank's page. Found by the digest of the token in the address. */
export const pageSession = pgTable('page_session', {
  tokenDigest: text().primaryKey(),
  id: id().notNull(),
  platformNo: text().notNull(),
  service: text().notNull(),
  requestNo: text().notNull(),
  reqData: text().notNull(),
  userDevice: word<UserDevice>().notNull(),
  state: word<PageState>().notNull(),
  /** Changes with every submission that is taken, so a form counts once. */
  formNumber: integer().notNull().default(0),
  /** Real clock: ten minutes, or `expired` if that is sooner. */
  expiresAt: instant().notNull(),
  createdAt: instant().notNull(),
  /** The fields of the browser's return, once there is a result. */
  result: document<Readonly<Record<string, string>>>(),
});
