import { addDays } from '#server/primitives/calendar.ts';
import { accountName, type BookLine, both, instructionName, lineName, linesOf, onLine } from './book-lines.ts';
import { balanceBreak, followsOf, lineBreak, storedBreak, unbalancedBreak } from './consequences.ts';
import type { Expected, Planted, Planting, Site } from './planting.ts';
import { unwind, wind } from './unwind.ts';

const always = (): boolean => true;
const describe = ({ kind, key, source, target, amount }: BookLine): string =>
  `${kind} ${key}, ${amount} fen ${source}>${target}`;

const posting = (
  name: string,
  plant: (site: Site, found: BookLine) => Promise<Planted>,
  more: { fits?: (line: BookLine) => boolean; touches?: 'alters' | 'sees' } = {},
): Planting => ({
  name,
  layer: 'books',
  plant: (site) =>
    onLine(site, more.fits ?? always, { [more.touches ?? 'alters']: both }, (found) => plant(site, found)),
});

const raised = posting('posting raised', async ({ owner, chance }, found) => {
  const by = 1 + chance.below(10_000);
  await owner`update journal set amount = amount + ${by} where id = ${found.journalId}`;
  return {
    what: `${describe(found)} raised by ${by}`,
    finds: [lineBreak(found.key, ['amount'], ['row-changed-here'])],
    follows: followsOf(found),
  };
});

const moved = posting('posting moved to another day', async ({ owner, chance, day }, found) => {
  const to = addDays(day, 1 + chance.below(4));
  await owner`update journal set business_date = ${to} where id = ${found.journalId}`;
  return {
    what: `${describe(found)} moved to ${to}`,
    finds: [lineBreak(found.key, ['wrong-day'], ['row-changed-here'])],
    follows: followsOf(found),
  };
});

const removed = posting('posting removed', async ({ owner }, found) => {
  await owner`delete from entry where journal_id = ${found.journalId}`;
  await owner`delete from journal where id = ${found.journalId}`;
  return {
    what: `${describe(found)} removed`,
    finds: [
      lineBreak(found.key, ['missing-here'], ['posting-missing']),
      storedBreak(found.source, ['entry-removed']),
      storedBreak(found.target, ['entry-removed']),
    ],
    follows: followsOf(found),
  };
});

const halved = posting('one leg removed', async ({ owner, chance }, found) => {
  const side = chance.below(2) === 0 ? 'source' : 'target';
  const accountId = side === 'source' ? found.sourceId : found.targetId;
  await owner`delete from entry where journal_id = ${found.journalId} and account_id = ${accountId}`;
  const outside = found[side] === 'CHANNELS';
  return {
    what: `${describe(found)}: its ${side} removed`,
    finds: [
      ...(outside ? [] : [lineBreak(found.key, ['user'], ['row-changed-here'])]),
      storedBreak(found[side], ['entry-removed']),
      unbalancedBreak(found.journalId),
    ],
    // The bank keeps no account of the channels that could say so.
    ...(outside && { signed: true }),
    follows: followsOf(found),
  };
});

const doubled = posting(
  'posted twice',
  async ({ owner, harness, chance }, found) => {
    const journalId = (await harness.system()).newId();
    // The database lets no line be posted twice as the same: it is another line, or a revision that nobody made.
    const anew = chance.below(2) === 0;
    await owner`insert into journal (id, kind, instruction_id, line_number, revision, loan_id, bid_id, amount,
        occurred_at, business_date, posted_at)
      select ${journalId}, kind, instruction_id, line_number + ${anew ? 100 : 0}, revision + ${anew ? 0 : 1}, loan_id, bid_id, amount, occurred_at,
        business_date, posted_at from journal where id = ${found.journalId}`;
    await wind(owner, journalId, found.journalId);
    return {
      what: `${describe(found)} posted twice`,
      finds: [lineBreak(found.key, ['duplicate'], ['posted-twice'])],
      follows: followsOf(found),
    };
  },
  { fits: ({ kind }) => kind === 'RECHARGE' },
);

const swapped: Planting = {
  name: 'another member in an entry',
  layer: 'books',
  plant: async (site) => {
    const { owner, day, ground } = site;
    const others = (await linesOf(owner, day)).map(({ target, targetId }) => ({ userNo: target, id: targetId }));
    return onLine(
      site,
      ({ kind }) => kind !== 'COMMISSION',
      { alters: both },
      async (found) => {
        const side = site.chance.below(2) === 0 && found.kind !== 'RECHARGE' ? 'source' : 'target';
        const accountId = side === 'source' ? found.sourceId : found.targetId;
        const other = others.find(({ id, userNo }) => id !== accountId && ground.isFree([accountName(userNo)]));
        if (!other) return { what: 'nothing', finds: [] };
        ground.take([accountName(other.userNo)]);
        await owner`update entry set account_id = ${other.id},
          sequence = (select entry_count + 1 from account where id = ${other.id})
        where journal_id = ${found.journalId} and account_id = ${accountId}`;
        return {
          what: `${describe(found)}: ${other.userNo} as ${side}`,
          // What was taken for the other's stays in his chain: two people answer for both balances.
          signed: true,
          finds: [
            lineBreak(found.key, ['user'], ['row-changed-here']),
            storedBreak(found[side], ['entry-removed']),
            storedBreak(other.userNo, ['entry-added']),
          ],
          follows: [...followsOf(found), balanceBreak(other.userNo, ['follows-from-entries', 'follows-from-lines'])],
        };
      },
    );
  },
};

const stateChanged: Planting = {
  name: 'state of an instruction changed',
  layer: 'books',
  plant: async (site) => {
    const all = await linesOf(site.owner, site.day);
    const ownOf = (requestNo: string) => all.filter((each) => each.requestNo === requestNo);
    return onLine(
      site,
      () => true,
      {
        alters: ({ requestNo }) => [instructionName(requestNo), ...ownOf(requestNo).map(lineName)],
        sees: both,
      },
      async (found) => {
        await site.owner`update instruction set state = 'failed' where id = ${found.instructionId}`;
        return {
          what: `${instructionName(found.requestNo)} failed, by hand`,
          finds: ownOf(found.requestNo).map(({ key }) => lineBreak(key, ['status'], ['row-changed-here'])),
        };
      },
    );
  },
};

/** What a recharge brought is still there, so that it can be as if it had never come. */
const untouched = async (site: Site): Promise<Set<string>> => {
  const rows = await site.owner<{ id: string }[]>`
    select j.id from journal j join entry e on e.journal_id = j.id and e.amount > 0 join account a on a.id = e.account_id
    where j.kind = 'RECHARGE' and j.business_date = ${site.day} and a.role in ('INVESTOR', 'BORROWERS') and a.available - a.reserved >= j.amount`;
  return new Set(rows.map(({ id }) => id));
};

function neverConcluded(
  name: string,
  layer: Planting['layer'],
  act: (site: Site, found: BookLine) => Promise<Expected>,
): Planting {
  return {
    name,
    layer,
    plant: async (site) => {
      const there = await untouched(site);
      return onLine(
        site,
        ({ journalId }) => there.has(journalId),
        { alters: ({ target }) => [accountName(target)], sees: ({ source }) => [accountName(source)] },
        async (found) => {
          await unwind(site.owner, found.journalId);
          return {
            what: `${describe(found)}: ${name}`,
            finds: [await act(site, found)],
            follows: followsOf(found),
          };
        },
      );
    },
  };
}

const concludedAsFailed = neverConcluded('concluded as failed', 'books', async ({ owner }, found) => {
  await owner`update instruction set state = 'failed', error_code = '100001' where id = ${found.instructionId}`;
  return lineBreak(found.key, ['status'], ['concluded-as-failed']);
});

const answerLost = neverConcluded('answer lost after effect', 'bank', async ({ owner, harness }, found) => {
  await owner`update instruction set state = 'unknown', concluded_at = null, transaction_at = null,
      next_attempt_at = now() + interval '1 day' where id = ${found.instructionId}`;
  const fault = { service: 'QUERY_TRANSACTION', fault: 'http-500', next: 50, requestNo: found.requestNo };
  await harness.control('POST', 'faults', fault);
  return lineBreak(found.key, ['status'], ['answer-lost']);
});

const byHand = posting(
  'posted by hand',
  async ({ owner, harness }, found) => {
    const { newId } = await harness.system();
    const [journalId, nobody] = [newId(), newId()];
    await owner`insert into journal (id, kind, instruction_id, line_number, amount, occurred_at, business_date, posted_at)
      select ${journalId}, kind, ${nobody}, 1, amount, occurred_at, business_date, posted_at
      from journal where id = ${found.journalId}`;
    await wind(owner, journalId, found.journalId);
    return {
      what: `${describe(found)} posted by hand again`,
      finds: [lineBreak(journalId, ['missing-there'], ['posted-without-effect'])],
      follows: followsOf(found),
    };
  },
  { fits: ({ kind }) => kind === 'RECHARGE' },
);

export const LINE_PLANTINGS: readonly Planting[] = [
  raised,
  moved,
  removed,
  halved,
  doubled,
  swapped,
  stateChanged,
  concludedAsFailed,
  answerLost,
  byHand,
];
