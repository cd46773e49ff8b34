// People with a browser: they come in by the code from their mailbox, and on every page they stop at,
// the page is held to what all pages promise.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { chromium } from 'playwright-core';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
const PHONE = { width: 390, height: 844 };
const NARROW = { width: 320, height: 640 };

export const wide = { width: 1200, height: 900 };

/** The site under test and what was wrong on its pages. */
export class Site {
  constructor(url, browser) {
    this.url = url;
    this.browser = browser;
    this.wrong = [];
    this.looked = 0;
  }

  static async open(url) {
    const browser = await chromium.launch({ executablePath: process.env.CHROMIUM, args: ['--no-sandbox'] });
    return new Site(url, browser);
  }

  /** Somebody with a window of their own. */
  async somebody({ viewport = PHONE, script = true, locale = 'ja-JP' } = {}) {
    const context = await this.browser.newContext({
      viewport, locale, javaScriptEnabled: script, timezoneId: 'Asia/Tokyo', acceptDownloads: true });
    context.setDefaultTimeout(15_000);
    await context.addInitScript(() => addEventListener('securitypolicyviolation', event =>
      console.error(`the page's own safety forbids ${event.violatedDirective} ${event.blockedURI} ${event.sample}`)));
    return new Somebody(this, context, await context.newPage(), viewport, script);
  }

  async letters(to) {
    const answer = await fetch(`${this.url}/dev/mailbox?to=${to}`, { headers: { accept: 'application/json' } });
    return (await answer.json()).items;
  }

  /** The newest letter to somebody that says it, waited for. */
  async letter(to, pattern, known = '') {
    for (let tries = 0; tries < 100; tries++) {
      for (const letter of await this.letters(to)) {
        const found = pattern.exec(`${letter.subject}\n${letter.text}`);
        if (found && found[0] !== known) return found[0];
        if (found) break;
      }
      await new Promise(resolve => setTimeout(resolve, 100));
    }
    throw new Error(`no letter to ${to} says ${pattern}`);
  }

  async now() {
    return new Date((await (await fetch(`${this.url}/dev/clock`)).json()).now);
  }

  async reach(then) {
    const answer = await fetch(`${this.url}/dev/clock`, {
      method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ now: then.toISOString() }) });
    assert.equal(answer.status, 200, await answer.text());
  }

  async close() {
    await this.browser.close();
    assert.deepEqual(this.wrong, [], 'something was wrong on pages');
  }
}

/** One person and their page. */
export class Somebody {
  constructor(site, context, page, viewport, script) {
    this.site = site;
    this.context = context;
    this.page = page;
    this.viewport = viewport;
    this.script = script;
    page.on('pageerror', error => site.wrong.push(`${page.url()}: ${error}`));
    page.on('console', message => {
      // A form that is refused answers 4xx, and browsers note that.
      if (message.type() !== 'error' || /status of 4\d\d/.test(message.text())) return;
      site.wrong.push(`${page.url()}: ${message.text()}`);
    });
    page.on('response', response => {
      if (response.status() >= 500) site.wrong.push(`${response.url()} answered ${response.status()}`);
    });
  }

  /** Comes in by typing the code that the mailbox got. */
  async comesIn(email) {
    await this.goes('/login');
    const known = /(?<![\w-])\d{4}-\d{4}(?![\w-])/;
    const old = (await this.site.letters(email)).map(l => known.exec(l.text)?.[0]).find(Boolean) ?? '';
    await this.types('email', email);
    await this.presses('番号をメールで受け取る');
    await this.says(email);
    await this.types('code', await this.site.letter(email, known, old));
    await this.presses('ログインする');
    await this.says('こんにちは');
    return this;
  }

  async goes(path) {
    const answer = await this.page.goto(this.site.url + path);
    assert.equal(answer.status(), 200, `${path} answered ${answer.status()}`);
    return this;
  }

  /** Follows the first link with these words. */
  async follows(words) {
    await this.page.getByRole('link', { name: words }).first().click();
    await this.page.waitForLoadState();
  }

  /** Presses the button with these words, within a part of the page where there are several. */
  async presses(words, within = 'main') {
    await Promise.all([
      this.page.waitForEvent('domcontentloaded'),
      this.page.locator(within).getByRole('button', { name: words }).first().click(),
    ]);
    await this.page.waitForLoadState();
  }

  async types(name, text) {
    await this.page.locator(`main [name="${name}"]`).first().fill(String(text));
  }

  async takes(name, value) {
    const field = this.page.locator(`select[name="${name}"]`);
    if (await field.count()) await field.selectOption(value);
    else await this.page.locator(`[name="${name}"][value="${value}"]`).check();
  }

  async opens(words, within = 'main') {
    const details = this.page.locator(within).locator('summary', { hasText: words }).first();
    await details.click();
  }

  async typed(name) {
    return this.page.locator(`main [name="${name}"]`).first().inputValue();
  }

  async text(within = 'body') {
    return (await this.page.locator(within).first().innerText()).replace(/\s+/g, ' ');
  }

  /** The page, or a part of it, says all of this. */
  async says(...words) {
    const text = await this.text();
    for (const word of words) {
      assert.ok(text.includes(word), `${this.page.url()} does not say “${word}”:\n${text.slice(0, 1500)}`);
    }
  }

  async card(words) {
    const card = this.page.locator('.card', { hasText: words }).first();
    assert.ok(await card.count(), `no card says ${words}`);
    return card;
  }

  address() {
    return new URL(this.page.url()).pathname;
  }

  /** Stops and looks: nothing sticks out at any width, and axe finds nothing. */
  async looks() {
    const { page, site } = this;
    site.looked++;
    for (const size of [NARROW, PHONE, this.viewport]) {
      await page.setViewportSize(size);
      const out = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      if (out > 0) site.wrong.push(`${page.url()} is ${out} px too wide at ${size.width}`);
    }
    if (!this.script) return;
    await page.evaluate(AXE);
    const found = await page.evaluate(rules => globalThis.axe.run({ runOnly: rules, resultTypes: ['violations'] }), RULES);
    for (const violation of found.violations) {
      site.wrong.push(`${page.url()}: ${violation.id}: ${violation.nodes.map(n => n.target.join(' ')).slice(0, 3)}`);
    }
  }
}
