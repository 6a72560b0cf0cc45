import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, type BrowserContext, chromium, type Page } from '@playwright/test';
import { DEMO_PASSWORD } from '#server/cli/world/people.ts';
import { BootError } from '#server/environment.ts';
import { LOOKS, type Look, SCENES, type Scene } from './screens/looks.ts';
import { type RunningTestWorld, startTestWorld } from './suites/test-world-process.ts';
import { BROWSER_FLAGS, ensureBrowser } from './world/browser.ts';
import { orExplain } from './world/process.ts';
import { progressOn } from './world/progress.ts';

const FOLDER = join(import.meta.dirname, '../docs/screens');
async function signIn(context: BrowserContext, portalUrl: string, person: string): Promise<void> {
  const { csrfToken } = (await (await context.request.get(`${portalUrl}/api/auth/csrf`)).json()) as {
    csrfToken: string;
  };
  const form = { csrfToken, login: `${person}@demo.manbiao.example`, password: DEMO_PASSWORD, json: 'true' };
  const answer = await context.request.post(`${portalUrl}/api/auth/callback/credentials`, { form });
  if (!answer.ok()) throw new BootError(`${person} cannot sign in (${answer.status()}).`, []);
}

/** Until the page has been drawn and has asked all its questions; one that goes on asking is taken as it is. */
async function open(page: Page, url: string): Promise<void> {
  await page.goto(url);
  await page.waitForLoadState('networkidle', { timeout: 3_000 }).catch(() => {});
}

async function take(browser: Browser, portalUrl: string, look: Look, scene: Scene): Promise<void> {
  const { locale, colorScheme, viewport } = look;
  const context = await browser.newContext({ locale, colorScheme, viewport, timezoneId: 'Asia/Shanghai' });
  try {
    if (scene.person) await signIn(context, portalUrl, scene.person);
    const page = await context.newPage();
    await open(page, portalUrl + scene.path);
    if (scene.follow) {
      const link = page.locator(scene.follow).nth(scene.nth ?? 0);
      const followed = (await link.getAttribute('href', { timeout: 5_000 })) ?? '';
      await open(page, new URL(followed + (scene.beneath ?? ''), portalUrl).href);
    }
    const path = join(FOLDER, `${scene.name}.${look.name}.png`);
    // A phone shows what fits: its bar at the bottom belongs there and not in the middle of a long page.
    await page.screenshot({ path, fullPage: look.viewport.width > 600, animations: 'disabled' });
  } finally {
    await context.close();
  }
}

/** `npm run screens`: a picture of every page in every look, or of the pages and looks named, into docs/screens. */
orExplain(async () => {
  const words = process.argv.slice(2);
  const chosen = <Item extends { name: string }>(items: readonly Item[]): readonly Item[] => {
    const named = items.filter(({ name }) => words.includes(name));
    return named.length > 0 ? named : items;
  };
  mkdirSync(FOLDER, { recursive: true });
  const progress = progressOn(process.stdout);
  const executablePath = await ensureBrowser(progress.say);
  const world: RunningTestWorld = await startTestWorld();
  const browser = await chromium.launch({ executablePath, args: BROWSER_FLAGS });
  let failed = 0;
  try {
    for (const look of chosen(LOOKS))
      await progress.step(look.name, async (detail) => {
        for (const scene of chosen(SCENES)) {
          detail(scene.name);
          await take(browser, world.portalUrl, look, scene).catch((error: Error) => {
            failed += 1;
            progress.say(`! ${scene.name} in ${look.name}: ${error.message.split('\n')[0]}`);
          });
        }
      });
  } finally {
    await browser.close();
    await world.stop();
  }
  process.exit(failed > 0 ? 1 : 0);
});
