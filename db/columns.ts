import { bigint, customType, integer, jsonb, text, timestamp, uuid } from 'drizzle-orm/pg-core';
import type { PlainDate } from '#server/primitives/calendar.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import { fen, type Money } from '#server/primitives/money.ts';
import type { RatePpm } from '#server/primitives/rate.ts';

/** One definition per kind of column; tables use these and nothing of drizzle's own. */

const fenColumn = customType<{ data: Money; driverData: string | bigint }>({
  dataType: () => 'bigint',
  fromDriver: (value) => fen(BigInt(value)),
  toDriver: (value) => value.toString(),
});

const dateColumn = customType<{ data: PlainDate; driverData: string }>({ dataType: () => 'date' });

/** A foreign or primary id. */
export const id = () => uuid().$type<Uuid>();
/** An amount in fen. */
export const amount = () => fenColumn();
/** A rate in parts per million. */
export const ratePpm = () => integer().$type<RatePpm>();
/** A day of business, "2026-03-31". */
export const businessDay = () => dateColumn();
/** A moment. */
export const instant = () => timestamp({ withTimezone: true, precision: 3, mode: 'date' });
/** A whole number beyond 2³¹ that is not money: fencing numbers, fraction numerators. */
export const wholeNumber = () => bigint({ mode: 'bigint' });
/** A compact JWE: personal data and request bodies, sealed under the data key. */
export const sealed = () => text();
/** One of a fixed set of words. */
export const word = <Word extends string>() => text().$type<Word>();
/** A JSON document of a known shape; never personal data. */
export const document = <Shape>() => jsonb().$type<Shape>();
