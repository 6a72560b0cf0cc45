import { expect, test } from 'vitest';
import { idNumberProblem, isCardNumber, isPhone, isRealName } from '#server/domain/cash/rules.ts';
import { plainDate } from '#server/primitives/calendar.ts';
import { sampleIdentity } from './sample-identity.ts';

test('a made-up person passes every check that a real one has to', () => {
  for (let round = 0; round < 200; round += 1) {
    const { realName, idNumber, phone, cardNumber } = sampleIdentity();
    expect(isRealName(realName)).toBe(true);
    expect(idNumberProblem(idNumber, plainDate('2026-03-31'))).toBeUndefined();
    expect(isPhone(phone)).toBe(true);
    expect(isCardNumber(cardNumber)).toBe(true);
  }
});
