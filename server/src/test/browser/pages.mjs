// Every page, as everybody who may see it, in every state that the town has: as it comes, empty, refused.
// Arguments: the site's address, and what is wanted: all, short (a state of each page, by five people, in one language)
// or control (the same few with faults of our own).

import { spawn } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { faults, shape } from './crawl.mjs';
import { accused, budget, cost, cramped, large, largeLetters, settled, watch, widths } from './look.mjs';
import { end, figure, promise, say } from './told.mjs';
import { PEOPLE, Walk } from './walk.mjs';

const [url, wanted] = process.argv.slice(2);
const all = wanted === 'all';
const control = wanted === 'control';
const files = 'html';
const FEW = control ? ['stranger'] : ['stranger', 'resident', 'host', 'coordinator', 'administrator'];
// What only somebody comes to who has just done something or holds what was given to them alone, and what the demo has
// nothing of: the browser's other tests and those of the rooms come there.
const GIVEN = new Set([
  '/answers/*', '/c/*', '/h', '/h/*', '/calendar/*', '/searches/*', '/instead/*', '/letters/*/*', '/login/code', '/pick-ups',
  '/me/errands/*', '/me/errands/*/file', '/me/errands/*/state',
  '/communities/*/proposal/sent', '/me/applications/*/done', '/tasks/*/check', '/tasks/*/done']);
const NONE_OF_IT = new Set([
  '/applications/*/travel-purchases', '/communities/*/incidents/*', '/communities/*/years/*/lists/*', '/me/data/copies/*', '/me/substitutions/*',
  '/photos/*/*']);

const wrong = { text: [], axe: [], weight: [], shift: [], room: [], forms: [], heard: [] };
const accuse = (kind, who, path, found) => { for (const fault of found) wrong[kind].push(`${who} ${path}: ${fault}`); };

// The control's: read twice, too wide, too heavy, without words, pushing the rest away, leading nowhere.
const noise = Array.from({ length: 6000 }, () => Math.random().toString(36).slice(2, 9)).join(' ');
const spoilt = html => (control ? html.replace(/<main id="main">/, `$&<img src="/static/icons/sprite.svg"><p id="main"><a href="/dead/end">→</a></p><canvas width="900" height="9"></canvas><!-- ${noise} -->`) : html);

// ---- Everybody walks everywhere, reading ------------------------------------------------------------------------
const known = (await (await fetch(`${url}/dev/pages`)).json()).filter(one => one.startsWith('GET ')).map(one => one.slice(4));
let written = 0;
rmSync(files, { recursive: true, force: true });
mkdirSync(files);
const kept = html => writeFileSync(`${files}/${String(++written).padStart(4, '0')}.html`, html);
const walk = new Walk(url, known, { ofAKind: all ? 12 : 2, languages: all ? ['en', 'ja-x-easy'] : [], kept, spoilt });
const readers = new Map();
for (const [who, email] of Object.entries(PEOPLE)) {
  if (!all && !FEW.includes(who)) continue;
  readers.set(who, await walk.as(who, email));
  say(`${who} has read; ${walk.read} pages so far, ${walk.states.size} states`);
}
const kinds = new Set([...walk.states.values()].map(one => one.kind));
figure('pagesKnown', known.length);
figure('pagesRead', walk.read);
figure('states', walk.states.size);
wrong.text.push(...walk.wrong);
for (const [title, of] of walk.titles) if (of.size > 1) wrong.text.push(`all ${[...of][0]}: the title “${title}” is that of ${[...of].join(', ')}`);

/** What the checker of HTML finds in what was read; it has a processor of its own for that. */
function checked() {
  const jar = join(createRequire(import.meta.url).resolve('vnu-jar/package.json'), '../build/dist/vnu.jar');
  const java = spawn(process.env.JAVA, ['-Xss2m', '-jar', jar, '--errors-only', '--stdout', '--exit-zero-always', '--format', 'text', files]);
  let found = '';
  java.stdout.on('data', part => { found += part; });
  java.stderr.on('data', part => { found += part; });
  return new Promise(resolve => java.on('close', () => resolve(found.split('\n').filter(line => line.trim() && !line.startsWith('Document checking completed.')))));
}
const checking = checked();

// ---- Each state is drawn ----------------------------------------------------------------------------------------
const launched = (...args) => chromium.launch({ executablePath: process.env.CHROMIUM, args: ['--no-sandbox', ...args] });
const browser = await launched();
const magnified = all ? await launched(largeLetters) : null;
const worst = { bytes: [0], requests: [0], shift: [0] };
let drawn = 0;

/** A window for each of two who look at once; contexts are kept by person. */
function looker(browser) {
  const contexts = new Map();
  return async who => {
    if (!contexts.has(who)) {
      const context = await browser.newContext({
        viewport: widths[0], locale: 'ja-JP', timezoneId: 'Asia/Tokyo', serviceWorkers: 'block', reducedMotion: 'reduce' });
      context.setDefaultTimeout(20_000);
      await watch(context);
      await context.addCookies(readers.get(who).cookies());
      if (control) {
        await context.route(address => !address.pathname.startsWith('/static/'), async route => {
          const answer = await route.fetch();
          await route.fulfill({ response: answer, body: spoilt(await answer.text()) });
        });
      }
      const page = await context.newPage();
      page.on('dialog', dialog => dialog.accept());
      page.on('pageerror', error => wrong.heard.push(`${who} ${page.url()}: ${error}`));
      page.on('console', message => {
        if (message.type() === 'error' && !/status of 4\d\d/.test(message.text())) wrong.heard.push(`${who} ${page.url()}: ${message.text()}`);
      });
      contexts.set(who, page);
    }
    return contexts.get(who);
  };
}

const drawnKinds = new Set();
async function draw(page, magnifier, { who, path, kind, foreign, weight }) {
  await page.setViewportSize(widths[0]);
  await page.goto(url + path);
  await settled(page);
  const spent = await cost(page);
  for (const of of Object.keys(worst)) {
    if (spent[of] > worst[of][0]) worst[of] = [spent[of], path];
    if (spent[of] > budget[of]) wrong[of === 'shift' ? 'shift' : 'weight'].push(`${who} ${path}: ${of} ${spent[of]} where ${budget[of]} is the most: ${spent.what}`);
  }
  if (++drawn % 50 === 0) say(`${drawn} of ${total} states drawn`);
  if (weight) return;
  if (foreign) {
    accuse('room', who, path, await cramped(page, widths[1]));
    return;
  }
  accuse('axe', who, path, await accused(page));
  const first = !drawnKinds.has(kind);
  drawnKinds.add(kind);
  if (!all) {
    accuse('room', who, path, await cramped(page, widths[1]));
    return;
  }
  for (const width of first ? widths : widths.slice(0, 2)) accuse('room', who, path, await cramped(page, width));
  if (!first) return;
  await page.emulateMedia({ colorScheme: 'dark' });
  accuse('axe', who, `${path} in the dark`, await accused(page, ['color-contrast']));
  await page.emulateMedia({ colorScheme: 'light' });
  // From a wide window on, what moves is seen by many.
  await page.setViewportSize(widths[3]);
  await page.goto(url + path);
  await settled(page);
  const wide = await cost(page);
  if (wide.shift > worst.shift[0]) worst.shift = [wide.shift, path];
  if (wide.shift > budget.shift) wrong.shift.push(`${who} ${path} at ${widths[3].name}: shift ${wide.shift}: ${wide.what}`);
  const larger = await magnifier(who);
  await larger.goto(url + path);
  accuse('room', who, path, await cramped(larger, large));
}

// ---- Each form is sent with what nobody can take ------------------------------------------------------------------
const tried = new Set();
let refused = 0;
const taken = [];

/** Fills every field of the page's nth form beyond its bounds and sends it; what was typed is answered. */
const spoil = (page, nth) => page.evaluate(n => {
  const form = document.querySelectorAll('main form[method="post"]')[n];
  form.noValidate = true;
  for (let box = form; box; box = box.parentElement) if (box.tagName === 'DETAILS') box.open = true;
  const typed = {};
  for (const field of form.querySelectorAll('input, textarea')) {
    if (/^(hidden|checkbox|radio|file|submit)$/.test(field.type)) continue;
    field.removeAttribute('maxlength');
    const number = /numeric|decimal/.test(field.inputMode);
    const day = /^(date|time|month)$/.test(field.type);
    if (day) field.type = 'text';
    field.value = number ? 'みんな' : day ? '2026-13-45' : field.type === 'email' ? 'みんな' : '長い'.repeat(field.tagName === 'TEXTAREA' ? 6000 : 1200);
    typed[field.name] = field.value;
  }
  const before = [...form.elements].find(one => one.type === 'submit' && !one.name);
  setTimeout(() => form.requestSubmit(before), 0);
  return typed;
}, nth);

async function refuse(page, { who, path }) {
  const forms = await page.evaluate(() => [...document.querySelectorAll('main form[method="post"]')].map(form => ({
    action: form.getAttribute('action') ?? '', names: [...form.elements]
      .filter(field => /^(text|search|tel|email|date|time|month|number|textarea|password)$/.test(field.type)).map(field => field.name) })));
  for (const [nth, { action, names }] of forms.entries()) {
    const key = `${shape(action)} ${[...new Set(names.map(name => name.replace(/\d+/g, 'n')))]}`;
    if (!names.length || tried.has(key)) continue;
    tried.add(key);
    const back = page.waitForEvent('response', answer => answer.request().isNavigationRequest() && answer.request().method() === 'POST', { timeout: 8_000 });
    const there = page.waitForEvent('load', { timeout: 8_000 });
    const typed = await spoil(page, nth);
    const status = await Promise.all([back, there]).then(([answer]) => answer.status(), () => 0);
    if (!status) {
      wrong.forms.push(`${who} ${path}: its form ${shape(action)} is not sent`);
      await page.goto(url + path);
      continue;
    }
    const at = `${path}, its form ${shape(action)} spoilt`;
    if (status < 400) {
      taken.push(shape(action));
    } else {
      refused++;
      accuse('text', who, at, faults(await page.content(), { lang: 'ja', status }));
      accuse('axe', who, at, await accused(page));
      accuse('room', who, at, await cramped(page, widths[1]));
      if (status === 422) accuse('forms', who, at, await page.evaluate(told => {
        const wrong = [];
        const box = document.querySelector('.errors');
        if (!box) return ['does not say what is wrong'];
        if (document.activeElement !== box) wrong.push('does not lead to what is wrong');
        for (const link of box.querySelectorAll('a[href^="#"]')) {
          if (!document.getElementById(decodeURIComponent(link.getAttribute('href').slice(1)))) wrong.push(`leads nowhere: ${link.getAttribute('href')}`);
        }
        for (const [name, value] of Object.entries(told)) {
          const still = [...document.getElementsByName(name)].some(field => field.value === value);
          if (!still && !/date|time|day|from|to|until|month|on$/i.test(name)) wrong.push(`lost what was typed as ${name}`);
        }
        return wrong;
      }, typed));
    }
    await page.setViewportSize(widths[0]);
    await page.goto(url + path);
  }
}

let waiting = [...walk.states.values()].filter(one => !one.path.startsWith('/dev/'));
// Each page once, and each way to be refused.
const once = one => (one.status === 200 ? one.kind : one.status);
if (!all) waiting = waiting.filter((one, at) => waiting.findIndex(other => once(other) === once(one)) === at);
if (control) waiting = waiting.slice(0, 5);
// What somebody gets heavier than whoever saw it first is weighed, too.
const drawnAt = new Set(waiting.map(one => `${one.who} ${one.path}`));
if (all) waiting.push(...[...walk.heaviest.values()].filter(one => one.weight > budget.bytes / 3 && !drawnAt.has(`${one.who} ${one.path}`)));
const total = waiting.length;
async function work() {
  const look = looker(browser);
  const magnifier = magnified && looker(magnified);
  for (let one = waiting.shift(); one; one = waiting.shift()) {
    const page = await look(one.who);
    await draw(page, magnifier, one);
    if (all && !one.foreign && !one.weight && one.status === 200) await refuse(page, one);
  }
}
await Promise.all(Array.from({ length: availableParallelism() > 1 ? 2 : 1 }, work));
const html = (await checking).map(line => `all ${line.replace(/^.*html":/, '')}`);
await browser.close();
await magnified?.close();

figure('statesDrawn', drawn);
figure('pagesCheckedAsHtml', written);
figure('heaviestBytes', worst.bytes.join(' '));
figure('mostRequests', worst.requests.join(' '));
figure('mostMoved', worst.shift.join(' '));
figure('spoiltFormsRefused', refused);
if (taken.length) figure('spoiltFormsTaken', [...new Set(taken)].join(' '));
const missed = walk.missed(new Set([...GIVEN, ...NONE_OF_IT]));
if (all) promise('every page is come to by somebody', missed.map(path => `nobody ${path}: is never seen`));
else figure('pagesNotSeen', missed.join(' ') || 'none');
promise('no link leads nowhere', walk.dead);
promise('a page has its language, one heading, a title of its own and each id once', wrong.text);
promise('axe finds nothing', wrong.axe);
promise('the HTML checker finds nothing', html);
promise(`a page weighs at most ${budget.bytes} bytes in ${budget.requests} requests`, wrong.weight);
promise('nothing moves while a page comes', wrong.shift);
promise('everything fits at 320 and 390 px and twice as large, and can be pressed', wrong.room);
if (all) promise('a spoilt form is refused, says why and keeps what was typed', wrong.forms);
promise('no page hurts its own safety or fails in its script', wrong.heard);
end();
