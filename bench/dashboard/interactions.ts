import type { Browser, BrowserContext, Page } from 'playwright-core';
import { type Figure, toSample } from '../figure.ts';
import type { StandIn } from './stand-in.ts';

const ROUNDS = 5;
const EVENTS_PER_S = 500;
const TICK_MS = 50;
const MAX_MS = 100;

/** One thing that somebody does, until what it leads to is on the screen. */
interface Interaction {
  readonly name: string;
  /** Where it begins. */
  readonly path: string;
  readonly act: (page: Page) => Promise<unknown>;
  /** What is so when it is done, as the browser sees it. */
  readonly isDone: string;
}

const heading = (name: string): string => `document.querySelector('h1')?.textContent === '${name}'`;
const rows = (condition: string): string => `document.querySelector('main table')?.tBodies[0].rows.length ${condition}`;
/** More rows than the window is high. */
const aScreenful = rows('>= 24');

const INTERACTIONS: readonly Interaction[] = [
  {
    name: 'typing into the filter of 200 servers',
    path: 'servers?text=server-19',
    act: async (page) => {
      await page.getByRole('searchbox').first().focus();
      await page.keyboard.press('9');
    },
    isDone: rows('< 12'),
  },
  {
    name: 'taking the filter of 200 servers back',
    path: 'servers?text=server-19',
    act: async (page) => {
      await page.getByRole('searchbox').first().focus();
      await page.keyboard.press('Backspace');
    },
    isDone: aScreenful,
  },
  {
    name: 'opening a call beside its list',
    path: 'calls',
    act: (page) => page.locator('main tbody tr a').nth(3).click(),
    isDone: `/Attempt 1/.test(document.querySelector('[role="dialog"]')?.textContent ?? '')`,
  },
  {
    name: 'from the servers to the error log',
    path: 'servers',
    act: (page) => page.getByRole('link', { name: 'All of them' }).click(),
    isDone: `${heading('Error log')} && ${aScreenful}`,
  },
  {
    name: 'from the calls to 200 servers',
    path: 'calls',
    act: (page) =>
      page
        .getByRole('navigation')
        .getByRole('link', { name: /^Servers/ })
        .click(),
    isDone: `${heading('MCP Server Monitoring')} && ${aScreenful}`,
  },
  {
    name: 'from the servers to the causes',
    path: 'servers',
    act: (page) =>
      page
        .getByRole('navigation')
        .getByRole('link', { name: /^Errors/ })
        .click(),
    isDone: `${heading('Errors')} && ${aScreenful}`,
  },
];

/** How long it takes from a key or a click to the picture of what it does, while the gateway is busy. */
export async function measureInteractions(browser: Browser, standIn: StandIn): Promise<Figure[]> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, reducedMotion: 'reduce' });
  const figures: Figure[] = [];
  for (const interaction of INTERACTIONS) {
    const times: number[] = [];
    // What is compiled once counts for nobody.
    await once(context, standIn, interaction);
    for (let round = 0; round < ROUNDS; round += 1) times.push(await once(context, standIn, interaction));
    figures.push({
      name: `${interaction.name}, ${EVENTS_PER_S} events/s`,
      unit: 'ms',
      ours: toSample(times),
      // Other work on the machine only ever adds.
      limit: { kind: 'best', most: MAX_MS },
    });
  }
  await context.close();
  return figures;
}

async function once(context: BrowserContext, standIn: StandIn, { path, act, isDone }: Interaction): Promise<number> {
  const page = await context.newPage();
  await page.goto(`${standIn.url}${path}`);
  await page.locator('main tbody tr').first().waitFor();
  await page.getByRole('button', { name: 'Live', exact: true }).waitFor();
  const busy = setInterval(() => void standIn.tell((EVENTS_PER_S * TICK_MS) / 1000), TICK_MS);
  try {
    // Events are on their way before anything is done.
    await page.waitForTimeout(WARM_UP_MS);
    await page.evaluate(noteWhen(isDone));
    await act(page);
    return Number(await page.evaluate('window.done'));
  } finally {
    clearInterval(busy);
    await page.close();
  }
}

/** Whoever looks at a screen before doing something gives it as long, and its scripts come meanwhile. */
const WARM_UP_MS = 3000;

/** From the moment at which the browser had the key or the click, to the frame after the one that shows it. */
function noteWhen(isDone: string): string {
  return `window.done = new Promise((resolve) => {
    let begun;
    for (const kind of ['keydown', 'pointerdown'])
      addEventListener(kind, (event) => { begun ??= event.timeStamp; }, { capture: true, once: true });
    const look = () => {
      if (begun !== undefined && (${isDone})) requestAnimationFrame(() => resolve(performance.now() - begun));
      else requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  });
  undefined`;
}
