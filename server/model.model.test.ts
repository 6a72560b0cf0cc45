import { afterAll, beforeAll, expect, test } from 'vitest';
import { addDays, type PlainDate } from '#server/primitives/calendar.ts';
import { chanceFrom } from './cli/world/chance.ts';
import { drain } from './domain/day-end/drain.ts';
import { dayRuns } from './domain/day-end/queries.ts';
import { workByRule } from './domain/day-end/rules-of-work.ts';
import { travelTo } from './domain/day-end/travel.ts';
import { COMMANDS, type CommandName, DECK } from './testing/model-commands.ts';
import { compare, type Game, one, startGame, today } from './testing/model-world.ts';

/** MODEL_SEED plays one game again, MODEL_SECONDS plays it longer, as the long run does. */
const SEED = Number.parseInt(process.env.MODEL_SEED ?? '20260331', 10);
const SECONDS = Number.parseInt(process.env.MODEL_SECONDS ?? (process.env.LONG === '1' ? '600' : '100'), 10);

let game: Game;
let start: PlainDate;

beforeAll(async () => {
  game = await startGame();
  start = await today(game);
}, 120_000);
afterAll(() => game?.world.stop());

const counted = (played: readonly CommandName[]): string =>
  Object.keys(COMMANDS)
    .map((name) => `${played.filter((one) => one === name).length} ${name}`)
    .join(', ');

/** What has become of the loans. */
function ended({ books: { loans } }: Game): string {
  const count = (is: (loan: (typeof loans)[number]) => boolean): number => loans.filter(is).length;
  return [
    `${loans.length} loans`,
    `${count(({ state }) => state === 'repaid')} repaid`,
    `${count(({ lateFenDays }) => lateFenDays > 0n)} charged for being late`,
    `${count(({ compensated }) => compensated !== undefined)} paid by the guarantor`,
    `${count(({ prepaid }) => prepaid > 0n)} paid early`,
  ].join(', ');
}

test(
  `a game of ${SECONDS} s from seed ${SEED} agrees with the model after every command`,
  async () => {
    const chance = chanceFrom(SEED);
    const played: CommandName[] = [];
    const until = performance.now() + SECONDS * 1_000;
    try {
      while (performance.now() < until) {
        const name = one(chance, DECK) ?? 'advance';
        played.push(name);
        await COMMANDS[name](game, chance);
        const ctx = await game.world.system();
        expect(await drain(ctx, () => workByRule(ctx), 10_000), 'the bank has answered everything').toBe(true);
        await compare(game);
      }
    } catch (error) {
      console.error(`MODEL_SEED=${SEED}, command ${played.length}: ${played.join(' ')}`);
      throw error;
    }
    console.info(`seed ${SEED}: ${played.length} commands (${counted(played)}); ${ended(game)}`);
  },
  SECONDS * 1_000 + 300_000,
);

test('every day of the game ended green', async () => {
  const { world } = game;
  await travelTo(await world.system(), { advanceDays: 1 });
  const until = addDays(await today(game), -1);
  const days = await dayRuns(await world.system(), { from: start, to: until, limit: 10_000 });
  for (const day of days) expect(day).toMatchObject({ state: 'done', reconciliation: 'green' });
});
