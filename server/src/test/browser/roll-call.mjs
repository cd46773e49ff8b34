// The roll call in a valley without a network: pressed, kept over a reload, sent once, and forgotten at logout.
// Arguments: the site's address, and the task's id.

import assert from 'node:assert/strict';
import { Site } from './people.mjs';

const [url, task] = process.argv.slice(2);
const day = `/tasks/${task}/day`;
const site = await Site.open(url);
const ward = await site.somebody();
const desk = await site.somebody();

/** Presses an answer on somebody's card; no page is loaded for it. */
const presses = (who, name, words) => who.page.locator('.card', { hasText: name }).getByRole('button', { name: words }).first().click();
const saved = (who, name) => who.page.locator('.card', { hasText: name }).locator('.saved');
async function until(what, check) {
  for (let tries = 0; tries < 150; tries++) {
    if (await check()) return;
    await new Promise(resolve => setTimeout(resolve, 100));
  }
  throw new Error(`waited in vain for ${what}`);
}
const ready = who => until('the service worker', () => who.page.evaluate(() => navigator.serviceWorker.controller !== null));
const waiting = who => who.page.evaluate(() => JSON.parse(localStorage.getItem('yui.marks') ?? '[]').length);

await ward.comesIn('ward@town.example');
await ready(ward);
await ward.goes(day);
await ward.says('住民1', '住民2', '住民3');
await ward.looks();

await ward.context.setOffline(true);
await presses(ward, '住民1', '来た');
await presses(ward, '住民2', '来ない');
assert.match(await saved(ward, '住民1').innerText(), /この電話に控えました/);
assert.equal(await waiting(ward), 2);
await ward.page.reload();
await ward.says('住民1', 'まだ送っていない記録：2件');
assert.match(await saved(ward, '住民1').innerText(), /来た/);
await ward.looks();
// Pressed by mistake and taken back, still without a network.
await presses(ward, '住民3', '来た');
await presses(ward, '住民3', '取り消す');

await ward.context.setOffline(false);
await ward.page.evaluate(() => dispatchEvent(new Event('online')));
await until('the queue to be empty', async () => (await waiting(ward)) === 0);
await until('the record', async () => /記録ずみ：来た/.test(await saved(ward, '住民1').innerText()));
assert.match(await saved(ward, '住民2').innerText(), /記録ずみ：来ない（連絡あり）/);
await ward.looks();

// The desk's telephone saw the list before; the ward head changes a record meanwhile.
await desk.comesIn('desk@town.example');
await ready(desk);
await desk.goes(day);
await desk.context.setOffline(true);
await presses(desk, '住民3', '来ない');
await presses(ward, '住民3', '来た');
await until('the ward head’s word', async () => /記録ずみ：来た/.test(await saved(ward, '住民3').innerText()));
await desk.context.setOffline(false);
await desk.page.evaluate(() => dispatchEvent(new Event('online')));
await until('the conflict to be told', async () => /上書きはしていません/.test(await desk.text('#roll-news')));
assert.match(await saved(desk, '住民3').innerText(), /記録ずみ：来た/);
await desk.looks();
await desk.page.getByRole('button', { name: 'いまの記録のままにする' }).click();
await until('the news to be empty', async () => (await desk.text('#roll-news')) === '');

// At logout nothing of the list stays on the telephone.
assert.ok(await ward.page.evaluate(async () => (await (await caches.open('yui-own')).keys()).length > 0));
await ward.presses('ログアウト', 'header');
await until('the lists to be gone', () => ward.page.evaluate(async () => !(await caches.has('yui-own')) && localStorage.getItem('yui.marks') === null));
await ward.context.setOffline(true);
await ward.page.goto(url + day);
await ward.says('いま、つながっていません');
assert.ok(!(await ward.text()).includes('住民1'));

// Browsers note what could not be had while there was no network.
site.wrong = site.wrong.filter(words => !words.includes('net::ERR_'));
await site.close();
