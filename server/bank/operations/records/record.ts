import type { BankExecutor } from '#db/bank/pool.ts';
import { toWireTimestamp } from '#server/primitives/calendar.ts';
import type { AnswerFields } from '../../http/write-json.ts';

/** Which record QUERY_TRANSACTION asks for; `userNo` when it must belong to that user. */
export type Asked = { platformNo: string; requestNo: string; userNo: string | undefined };

/** Finds the record of one transactionType; undefined when the number has had no such effect. */
export type FindRecord = (db: BankExecutor, asked: Asked) => Promise<AnswerFields | undefined>;

export const moment = (at: Date | null): string | undefined => (at ? toWireTimestamp(at) : undefined);

export const belongs = (asked: Asked, userNo: string): boolean => asked.userNo === undefined || asked.userNo === userNo;
