import { expect, test } from 'vitest';
import { readEnterprise } from '#server/domain/cash/enterprise-facts.ts';
import { plainDate } from '#server/primitives/calendar.ts';
import { sampleEnterprise } from './sample-enterprise.ts';

test('a company that is made up for the demo passes every check', () => {
  for (let tries = 0; tries < 50; tries += 1) {
    const sample = sampleEnterprise();
    expect(readEnterprise({ businessDate: plainDate('2026-03-31') }, sample)).toEqual(sample);
  }
});
