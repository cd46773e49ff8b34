// A month of free half-days: by finger, mouse, keyboard and buttons; kept over a reload, taken back, saved.
// Argument: the site's address.

import assert from 'node:assert/strict';
import { Site } from './people.mjs';

const [url] = process.argv.slice(2);
const site = await Site.open(url);
const me = await site.somebody();
const { page } = me;
await page.addInitScript(() => {
  globalThis.shifted = 0;
  new PerformanceObserver(list => { for (const shift of list.getEntries()) if (!shift.hadRecentInput) globalThis.shifted += shift.value; })
    .observe({ type: 'layout-shift', buffered: true });
});
await me.comesIn('r1@town.example');

const today = await site.now();
const first = new Date(Date.UTC(today.getUTCFullYear(), today.getUTCMonth() + 1, 1));
const month = first.toISOString().slice(0, 7);
const there = `/me/availability?from=${month}-01`;
const day = n => `${month}-${String(n).padStart(2, '0')}`;
const weekday = n => new Date(`${day(n)}T00:00:00Z`).getUTCDay();
const monday = [8, 9, 10, 11, 12, 13, 14].find(n => weekday(n) === 1);
const cell = value => page.locator(`input[value="${value}"]`);
const painted = () => page.locator('#painting input:checked').evaluateAll(boxes => boxes.map(box => box.value));
const state = () => me.text('[data-state]');
async function stroke(from, to) {
  await page.locator('#painting caption').evaluate(caption => caption.scrollIntoView());
  const [a, b] = [await cell(from).boundingBox(), await cell(to).boundingBox()];
  await page.mouse.move(a.x + a.width / 2, a.y + a.height / 2);
  await page.mouse.down();
  await page.mouse.move(b.x + b.width / 2, b.y + b.height / 2, { steps: 12 });
  await page.mouse.up();
}

// All of next month within ten seconds: emptied, weekends, three mornings in a stroke, saved.
await me.goes(there);
await me.looks();
const began = Date.now();
await page.getByRole('button', { name: 'この月を消す' }).click();
await page.getByRole('button', { name: '土日すべて' }).click();
const weekends = (await painted()).length;
assert.ok(weekends >= 16, `${weekends} half-days of weekends`);
await stroke(`${day(monday)}.AM`, `${day(monday + 2)}.AM`);
assert.equal((await painted()).length, weekends + 3);
await me.presses('保存', '.save-bar');
const took = Date.now() - began;
assert.ok(took < 10_000, `painted in ${took} ms`);
assert.equal((await painted()).length, weekends + 3);
assert.match(await state(), /保存してあります/);

// A slip is taken back; a stroke that unpaints, too.
await stroke(`${day(monday)}.AM`, `${day(monday + 2)}.AM`);
assert.equal((await painted()).length, weekends);
assert.match(await state(), /まだ保存していません/);
await page.getByRole('button', { name: 'ひとつ戻す' }).click();
assert.equal((await painted()).length, weekends + 3);
assert.match(await state(), /保存してあります/);
await cell(`${day(monday)}.PM`).click();
await page.keyboard.press('Control+z');
assert.equal((await painted()).length, weekends + 3);

// The keyboard alone: the space bar paints, arrows go, Shift goes on painting.
await cell(`${day(monday)}.PM`).focus();
await page.keyboard.press('Space');
await page.keyboard.press('Shift+ArrowRight');
await page.keyboard.press('ArrowDown');
assert.equal(await page.evaluate(() => document.activeElement.value), `${day(monday + 8)}.AM`);
await page.keyboard.press('ArrowUp');
await page.keyboard.press('ArrowLeft');
assert.equal(await page.evaluate(() => document.activeElement.value), `${day(monday)}.PM`);
assert.equal((await painted()).length, weekends + 5);

// Not saved, and the page goes: what was painted is there again, until it is dropped.
await page.reload();
assert.match(await state(), /戻しました/);
assert.equal((await painted()).length, weekends + 5);
assert.equal(await page.locator('.months [data-unsaved]').count(), 1);
await me.looks();
await page.getByRole('button', { name: '保存していない分をやめる' }).click();
assert.equal((await painted()).length, weekends + 3);
await page.reload();
assert.match(await state(), /保存してあります/);

// Saved and gone on to the month after, which becomes like this one.
await cell(`${day(monday)}.PM`).click();
await me.presses('保存して', '.save-bar');
assert.equal(await page.locator('.months [data-unsaved]').count(), 0);
await page.getByRole('button', { name: '先月と同じ' }).click();
assert.ok((await painted()).length >= weekends - 2);
assert.equal(await page.evaluate(() => globalThis.shifted), 0, 'nothing moves while the page comes');

// A finger paints and does not scroll.
const phone = await site.browser.newContext({ viewport: { width: 390, height: 844 }, hasTouch: true, storageState: await me.context.storageState() });
const finger = await phone.newPage();
await finger.goto(url + there);
const touch = await phone.newCDPSession(finger);
const at = async value => {
  const box = await finger.locator(`input[value="${value}"]`).boundingBox();
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
};
await finger.locator(`input[value="${day(monday + 1)}.PM"]`).scrollIntoViewIfNeeded();
const before = await finger.locator('#painting input:checked').count();
const [from, to] = [await at(`${day(monday + 1)}.PM`), await at(`${day(monday + 3)}.PM`)];
await touch.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: [from] });
for (let step = 1; step <= 10; step++) {
  await touch.send('Input.dispatchTouchEvent', { type: 'touchMove', touchPoints: [{ x: from.x + ((to.x - from.x) * step) / 10, y: from.y }] });
}
await touch.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
assert.equal(await finger.locator('#painting input:checked').count(), before + 3);

// Without script: a button fills the page, a press on a cell is a tick, and it is saved.
const plain = await site.browser.newContext({ javaScriptEnabled: false, storageState: await me.context.storageState() });
const bare = await plain.newPage();
await bare.goto(url + there);
await bare.getByRole('button', { name: 'この月を消す' }).click();
await bare.getByRole('button', { name: '平日すべて' }).click();
await bare.locator(`input[value="${day(monday)}.AM"]`).uncheck({ force: true });
await bare.locator('.save-bar').getByRole('button', { name: '保存する', exact: true }).click();
const kept = await bare.locator('#painting input:checked').count();
assert.ok(kept >= 39 && kept <= 45, `${kept} half-days of weekdays`);
assert.equal(await bare.locator(`input[value="${day(monday)}.AM"]`).isChecked(), false);

console.log(`a month painted in ${took} ms, by a script`);
await site.close();
