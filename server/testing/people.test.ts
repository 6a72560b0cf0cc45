import { expect, test } from 'vitest';
import { idNumberProblem, isCardNumber, isPhone, isRealName } from '#server/domain/cash/rules.ts';
import { plainDate } from '#server/primitives/calendar.ts';
import { madeUpPerson } from './people.ts';

test('made-up people are well-formed and all different', () => {
  const people = Array.from({ length: 5_000 }, (_, n) => madeUpPerson(n));
  for (const { realName, idNumber, phone, cardNumber } of people) {
    expect(idNumberProblem(idNumber, plainDate('2026-03-31'))).toBeUndefined();
    expect([realName, phone, cardNumber, isRealName(realName), isPhone(phone), isCardNumber(cardNumber)]).toEqual([
      ...[realName, phone, cardNumber, true, true, true],
    ]);
  }
  for (const field of ['idNumber', 'phone', 'cardNumber'] as const) {
    expect(new Set(people.map((person) => person[field])).size).toBe(people.length);
  }
});
