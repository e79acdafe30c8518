import { setTimeout as sleep } from 'node:timers/promises';
import type { Browser, Page } from 'playwright-core';
import { launchBrowser } from '../e2e/dashboard/support/browser.ts';
import { measureInteractions } from './dashboard/interactions.ts';
import { type StandIn, startStandIn } from './dashboard/stand-in.ts';
import { type Figure, toSample } from './figure.ts';

const ROUNDS = 5;
const SCALE = { servers: 200, errors: 10_000 };
const MAX_INITIAL_BYTES = 230_000;
const MAX_CHARTS_BYTES = 115_000;
const MAX_FIRST_PAINT_MS = 1000;
/** What an hour brings at forty events a second: ten things of which each changes as often as is told. */
const HOUR_EVENTS = 144_000;
const BURST = 1000;
const MAX_HEAP_GROWTH_MB = 8;

/** What the page costs a browser: bytes, time to the first look, time of an interaction, memory. */
export async function measureDashboard(): Promise<Figure[]> {
  await using standIn = await startStandIn(SCALE);
  const browser = await launchBrowser();
  try {
    const loads = [];
    for (let round = 0; round < ROUNDS; round += 1) loads.push(await load(browser, standIn.url));
    const interactions = await measureInteractions(browser, standIn);
    const heap = await measureHeap(browser, standIn);
    return [
      {
        name: 'loaded before the first screen shows something, gzip',
        unit: 'B',
        ours: toSample(loads.map(({ initialBytes }) => initialBytes)),
        limit: { kind: 'median', most: MAX_INITIAL_BYTES },
      },
      {
        name: 'loaded for the charts, gzip',
        unit: 'B',
        ours: toSample(loads.map(({ laterBytes }) => laterBytes)),
        limit: { kind: 'median', most: MAX_CHARTS_BYTES },
      },
      {
        name: 'how it stands is painted, nothing cached',
        unit: 'ms',
        ours: toSample(loads.map(({ paintMs }) => paintMs)),
        limit: { kind: 'best', most: MAX_FIRST_PAINT_MS },
      },
      ...interactions,
      {
        name: `heap after an hour of updates (${HOUR_EVENTS} events), beside a tenth of it`,
        unit: 'MB',
        ours: toSample([heap.afterMb]),
        bare: toSample([heap.beforeMb]),
        limit: { kind: 'over bare', most: MAX_HEAP_GROWTH_MB },
      },
    ];
  } finally {
    await browser.close();
  }
}

interface Load {
  readonly initialBytes: number;
  readonly laterBytes: number;
  readonly paintMs: number;
}

/** Loads the page in a browser that has nothing of it yet. */
async function load(browser: Browser, url: string): Promise<Load> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  try {
    await context.addInitScript({ content: NOTE_HEADLINE });
    const page = await context.newPage();
    await page.goto(url);
    // The charts come last; what comes after them is of screens that nobody has opened yet.
    await page.getByRole('heading', { level: 2, name: 'Latency' }).waitFor();
    const chartsMs = Number(await page.evaluate('performance.now()'));
    await page.locator('main svg path').last().waitFor({ state: 'attached' });
    const html = await (await fetch(url)).text();
    const all: readonly Resource[] = await page.evaluate(RESOURCES);
    const resources = all.filter(({ startMs }) => startMs < chartsMs);
    const isInitial = ({ name }: Resource): boolean => html.includes(new URL(name).pathname.slice(1));
    const bytesOf = (list: readonly Resource[]): number => list.reduce((sum, { bytes }) => sum + bytes, 0);
    return {
      initialBytes: bytesOf(resources.filter(isInitial)) + (await documentBytes(page)),
      laterBytes: bytesOf(resources.filter((resource) => !isInitial(resource))),
      paintMs: Number(await page.evaluate('window.headlineMs')),
    };
  } finally {
    await context.close();
  }
}

interface Resource {
  readonly name: string;
  readonly bytes: number;
  readonly startMs: number;
}

/** Scripts and styles; fonts hold nothing up, and what the API answers is not the page. */
const RESOURCES = `performance.getEntriesByType('resource')
  .filter(({ name }) => /\\.(js|css)$/.test(name))
  .map(({ name, encodedBodySize, startTime }) => ({ name, bytes: encodedBodySize, startMs: startTime }))`;

async function documentBytes(page: Page): Promise<number> {
  return Number(await page.evaluate(`performance.getEntriesByType('navigation')[0].encodedBodySize`));
}

/** Notes when the sentence that says how it stands was painted. */
const NOTE_HEADLINE = `const look = () => {
  if (/not well/.test(document.querySelector('h1')?.textContent ?? '')) requestAnimationFrame(() => { window.headlineMs = performance.now(); });
  else requestAnimationFrame(look);
};
requestAnimationFrame(look);`;

/** The heap after a tenth of the events and after all of them, with everything collected that can be. */
async function measureHeap(
  browser: Browser,
  { url, tell }: StandIn,
): Promise<{ readonly beforeMb: number; readonly afterMb: number }> {
  const page = await browser.newPage();
  await page.goto(url);
  await page.getByRole('button', { name: 'Live', exact: true }).waitFor();
  const devtools = await page.context().newCDPSession(page);
  const heapMb = async (): Promise<number> => {
    // What was told last is shown first.
    await sleep(SETTLE_MS);
    await devtools.send('HeapProfiler.collectGarbage');
    await devtools.send('HeapProfiler.collectGarbage');
    const { usedSize } = await devtools.send('Runtime.getHeapUsage');
    return usedSize / 2 ** 20;
  };
  const send = async (count: number): Promise<void> => {
    for (let sent = 0; sent < count; sent += BURST) await tell(BURST);
  };
  await send(HOUR_EVENTS / 10);
  const beforeMb = await heapMb();
  await send((HOUR_EVENTS * 9) / 10);
  const afterMb = await heapMb();
  await page.close();
  return { beforeMb, afterMb };
}

const SETTLE_MS = 3000;
