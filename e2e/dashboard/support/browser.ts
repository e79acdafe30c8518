import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome'];

/** A page in a browser of its own, with everything that it complained of. */
export interface OpenPage extends AsyncDisposable {
  readonly page: Page;
  /** Errors of scripts and of the console, breaches of the content security policy, requests to another origin. */
  readonly complaints: readonly string[];
}

/** Opens a page in the Chromium of this machine. */
export async function openPage(url: string, options: BrowserContextOptions = {}): Promise<OpenPage> {
  const browser = await launchBrowser();
  try {
    const context = await browser.newContext({
      viewport: { width: 1280, height: 900 },
      reducedMotion: 'reduce',
      ...options,
    });
    await context.addInitScript({ content: TELL_BREACHES });
    const page = await context.newPage();
    const complaints: string[] = [];
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(message.text());
    });
    const { origin } = new URL(url);
    page.on('request', (request) => {
      const asked = new URL(request.url());
      // A download may be made by the page itself.
      if (asked.origin !== origin && asked.protocol !== 'blob:') complaints.push(`It asked ${asked.origin}.`);
    });
    await page.goto(url);
    return { page, complaints, [Symbol.asyncDispose]: () => browser.close() };
  } catch (error) {
    await browser.close();
    throw error;
  }
}

/** Starts the Chromium of this machine. */
export function launchBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: findChromium(), args: ['--no-sandbox', '--disable-gpu'] });
}

const TELL_BREACHES = `document.addEventListener('securitypolicyviolation', (event) =>
  console.error('Breach of the policy: ' + event.violatedDirective + ' by ' + event.blockedURI));`;

function findChromium(): string {
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    const found = NAMES.map((name) => join(folder, name)).find(isExecutable);
    if (found !== undefined) return found;
  }
  throw new Error('There is no Chromium on this machine. Install the package "chromium" of your system.');
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    // It is not there, or is no program.
    return false;
  }
}
