import type { PlainDate } from '#server/primitives/calendar.ts';
import { chanceFrom } from '../../cli/world/chance.ts';
import type { BreakView } from '../../domain/reconciliation/queries.ts';
import type { Corrected } from './correct.ts';
import { type Expected, Ground, type Planted, type Planting, type Site } from './planting.ts';
import type { PlantingWorld } from './world.ts';

/** A planting that took place, and what came of it. */
export type Grown = Readonly<{
  planting: Planting;
  planted: Planted;
  /** Expected and not found. */
  missed: readonly Expected[];
  /** Breaks that were found for it, its consequences among them, and those of them with a wrong cause. */
  found: readonly BreakView[];
  misexplained: readonly BreakView[];
}>;
export type Trial = Readonly<{
  seed: number;
  day: PlainDate;
  grown: readonly Grown[];
  /** Found without anything having been planted there. */
  falselyFound: readonly BreakView[];
}>;

const isOf = (expected: Expected, found: BreakView): boolean =>
  expected.check === found.check && expected.object === found.object && expected.kinds.includes(found.kind);

const expectedOf = ({ finds, follows = [] }: Planted): readonly Expected[] => [...finds, ...follows];
const isExplained = (expected: readonly Expected[], found: BreakView): boolean =>
  expected.some((each) => isOf(each, found) && (each.causes as readonly string[]).includes(found.cause));

/** @param others what the other plantings of the trial lead to: a break that they explain rightly is theirs */
function judge(planting: Planting, planted: Planted, breaks: readonly BreakView[], others: readonly Expected[]): Grown {
  const expected = expectedOf(planted);
  const found = breaks.filter(
    (one) => expected.some((each) => isOf(each, one)) && (isExplained(expected, one) || !isExplained(others, one)),
  );
  return {
    planting,
    planted,
    found,
    missed: planted.finds.filter((each) => !breaks.some((one) => isOf(each, one))),
    misexplained: found.filter((one) => !isExplained(expected, one)),
  };
}

type Reconcile = (day: PlainDate) => Promise<readonly BreakView[]>;

/** Plants on a day what is wanted, at places that the seed says, and looks for it. The world stays as it then is. */
export async function play(
  { harness, owner }: PlantingWorld,
  { seed, day, wanted }: Readonly<{ seed: number; day: PlainDate; wanted: readonly Planting[] }>,
  reconcile: Reconcile,
): Promise<Trial> {
  const site: Site = { harness, owner, day, chance: chanceFrom(seed), ground: new Ground() };
  const planted: [Planting, Planted][] = [];
  for (const planting of wanted) {
    const done = await planting.plant(site);
    if (done && done.finds.length > 0) planted.push([planting, done]);
  }
  const breaks = await reconcile(day);
  const grown = planted.map(([planting, done]) => {
    const others = planted.filter(([other]) => other !== planting).flatMap(([, each]) => expectedOf(each));
    return judge(planting, done, breaks, others);
  });
  const known = new Set(grown.flatMap(({ found }) => found.map(({ id }) => id)));
  return { seed, day, grown, falselyFound: breaks.filter(({ id }) => !known.has(id)) };
}

/** Puts the world back to where it was, with every fault of the bank switched off. */
export async function takeBack({ harness, portal, bank }: PlantingWorld): Promise<void> {
  await harness.control('DELETE', 'faults');
  await portal.restore();
  await bank.restore();
}

const breakText = ({ check, kind, object, cause, ours, theirs }: BreakView): string =>
  `${check} ${kind} ${object}: ${cause} (${ours} / ${theirs})`;

/** What went wrong in a trial, for whoever has to mend it; undefined when nothing did. */
export function complaint({ seed, day, grown, falselyFound }: Trial, end?: Corrected): string | undefined {
  const mayBeSigned = grown.some(({ planted }) => planted.signed);
  const fine = !end || end.state === 'green' || (mayBeSigned && end.state === 'signed');
  const lines = [
    ...(fine
      ? []
      : [`after corrections the day is ${end?.state}`, ...(end?.left ?? []).map((text) => `left: ${text}`)]),
    ...falselyFound.map((found) => `false: ${breakText(found)}`),
    ...grown.flatMap(({ planting, planted, missed, misexplained }) => [
      ...missed.map(
        ({ check, kinds, object }) => `missed: ${check} ${kinds} ${object} of ${planting.name} (${planted.what})`,
      ),
      ...misexplained.map((found) => `misexplained: ${breakText(found)} of ${planting.name} (${planted.what})`),
    ]),
  ];
  if (lines.length === 0) return undefined;
  const all = grown.map(({ planting, planted }) => `  ${planting.layer} ${planting.name}: ${planted.what}`);
  return [`seed ${seed}, ${day}, planted:`, ...all, ...lines.map((text) => `  ${text}`)].join('\n');
}
