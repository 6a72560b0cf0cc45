import type { Uuid } from '#server/primitives/ids.ts';
import { placeBidByPassword } from '../../domain/bidding/place-bid-by-password.ts';
import { openPage } from '../../domain/custody/open-page.ts';
import { walkBankPages } from '../bank-pages.ts';
import { AMOUNT, openLoan, placed } from './bidding.ts';
import { type Prepare, type Scene, WORK } from './scene.ts';
import { saidOf } from './soundness.ts';
import { idsOf, type World } from './world.ts';

const returnUrl = 'http://127.0.0.1:9/return';

/** The investor goes through the bank's page of his bid. */
async function typePassword(world: World, loanId: Uuid): Promise<void> {
  const [page] = await saidOf(world, loanId, 'freeze-bid');
  if (!page) throw new Error('there is no page');
  await walkBankPages(await openPage(await world.anna.context(), page.id, 'PC'));
}

async function wishByPassword(world: World) {
  const loanId = await openLoan(world);
  return { requestId: (await world.anna.context()).newId(), loanId, amount: AMOUNT, returnUrl };
}

/** A bid by password that its investor is about to place; he goes to the bank's page when it is there. */
export const wishedByPassword: Prepare = async (world) => {
  const wish = await wishByPassword(world);
  const scene = placed(world, wish.loanId, { do: 'bid-by-password', who: idsOf(world.anna), ...wish });
  return { ...scene, followUp: () => typePassword(world, wish.loanId) };
};

async function atPage(world: World): Promise<Uuid> {
  const wish = await wishByPassword(world);
  await placeBidByPassword(await world.anna.context(), wish);
  return wish.loanId;
}

/** A bid by password whose page is open: this process will hear of its end. */
export const passwordHeardOf: Prepare = async (world) => {
  const loanId = await atPage(world);
  const scene: Scene = placed(world, loanId, { do: 'take-notifies' });
  return { ...scene, trigger: () => typePassword(world, loanId) };
};

/** A bid by password that the bank has frozen, but its notify does not come. */
export const passwordUnheard: Prepare = async (world) => {
  const loanId = await atPage(world);
  await typePassword(world, loanId);
  return placed(world, loanId, WORK);
};
