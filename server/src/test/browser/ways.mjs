// Ways of use: by the keys alone, in colours that the system chooses, without script.
// Arguments: the site's address, the community's id, a task that residents may apply to, and when it is on.

import assert from 'node:assert/strict';
import { Site } from './people.mjs';

const [url, community, task, on] = process.argv.slice(2);
const WARD = 'ward@town.example', R1 = 'r1@town.example', R2 = 'r2@town.example', DESK = 'desk@town.example';
const site = await Site.open(url);
const day = then => new Date(then.getTime() + 9 * 3600_000).toISOString().slice(0, 10);
const MOST = 400;
let stops = 0;

/** Goes through a page by Tab from its beginning to its end; each stop must be seen, and nothing may hold the focus. */
async function walk(who, path) {
  const { page } = who;
  await who.goes(path);
  const wanted = await page.evaluate(() => {
    globalThis.stops = [];
    addEventListener('focusin', event => {
      const element = event.target;
      globalThis.stops.push(element);
      requestAnimationFrame(() => {
        const wrong = [];
        // A box that is drawn by its neighbour shows the focus there; a card shows that of its link.
        const drawn = element.matches('.paint input, .answers input') ? element.nextElementSibling
          : element.closest('.card.go') && element.matches(':is(h2, h3) a') ? element.closest('.card.go') : element;
        const style = getComputedStyle(drawn);
        if (style.outlineStyle === 'none' || parseFloat(style.outlineWidth) < 2) wrong.push('shows no focus');
        const box = drawn.getBoundingClientRect();
        if (box.bottom <= 0 || box.top >= innerHeight) wrong.push('is out of sight');
        const x = Math.min(Math.max(box.left + box.width / 2, 1), innerWidth - 1);
        const seen = [box.top + 2, box.top + box.height / 2, box.bottom - 2].filter(y => y > 0 && y < innerHeight)
          .some(y => { const top = document.elementFromPoint(x, y); return !top || top === element || drawn.contains(top) || top.contains(drawn); });
        if (!seen) wrong.push('is covered');
        for (const fault of wrong) (globalThis.unseen ??= []).push(`${fault}: ${element.outerHTML.slice(0, 90)}`);
      });
    });
    return [...document.querySelectorAll('a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex="0"]')]
      .filter(one => one.checkVisibility({ visibilityProperty: true }) && !one.disabled && one.tabIndex >= 0).length;
  });
  // A day has parts of its own to stop at; whoever is held longer than that is trapped.
  let last = -1;
  for (let tabs = 0, held = 0; tabs < MOST && held < 6; tabs++) {
    await page.keyboard.press('Tab');
    const now = await page.evaluate(() => new Promise(resolve => requestAnimationFrame(() =>
      resolve(document.activeElement === document.body ? -1 : globalThis.stops.length))));
    if (now === -1) break;
    held = now === last ? held + 1 : 0;
    last = now;
  }
  const { seen, unseen } = await page.evaluate(() => ({ seen: new Set(globalThis.stops).size, unseen: globalThis.unseen ?? [] }));
  for (const fault of new Set(unseen)) site.wrong.push(`${path} by the keys ${fault}`);
  // Of a group of radio buttons the keys stop at one.
  const radios = await page.evaluate(() => [...document.querySelectorAll('input[type=radio]')].length);
  if (seen < wanted - radios) site.wrong.push(`${path} has ${wanted} things to stop at, the keys come to ${seen}`);
  stops += seen;
}

const ward = await (await site.somebody()).comesIn(WARD);
const r1 = await (await site.somebody()).comesIn(R1);
const desk = await (await site.somebody()).comesIn(DESK);
for (const path of ['/me', `/communities/${community}/tasks/new`, `/tasks/${task}/again`, `/tasks/${task}/applications`, `/tasks/${task}/hand-over`]) await walk(ward, path);
for (const path of ['/me', '/tasks?q=%E8%8D%89', `/tasks/${task}`, `/tasks/${task}/apply`, '/me/availability', '/me/check-in', '/me/applications']) await walk(r1, path);
for (const path of ['/me', `/communities/${community}/desk`, `/communities/${community}/settlements`, `/communities/${community}/figures`]) await walk(desk, path);
console.log(`○ ${stops} stops by Tab, each seen`);

// A resident applies by the keys alone: what a key reaches, a key does.
await r1.goes(`/tasks/${task}/apply`);
await r1.page.locator('[name="sheetRead"]').focus();
await r1.page.keyboard.press('Space');
assert.ok(await r1.page.locator('[name="sheetRead"]').isChecked(), 'a box is ticked by the space bar');
await r1.page.locator('main button.wash').focus();
await Promise.all([r1.page.waitForEvent('load'), r1.page.keyboard.press('Enter')]);
await r1.says('応募しました');
await r1.goes('/me/availability');
const first = r1.page.locator('.paint input').first();
const before = await first.isChecked();
await first.focus();
await r1.page.keyboard.press('Space');
assert.equal(await first.isChecked(), !before, 'a half-day is painted by the space bar');
console.log('○ applied and painted by the keys alone');

// Colours that the system chooses: what is on must still be told from what is off.
await r1.page.emulateMedia({ forcedColors: 'active', reducedMotion: 'reduce' });
await r1.goes('/me/availability');
const shown = async box => box.evaluate(one => { const { backgroundColor, color } = getComputedStyle(one.nextElementSibling); return `${backgroundColor} ${color}`; });
const other = r1.page.locator('.paint input').nth(2);
await first.setChecked(true, { force: true });
await other.setChecked(false, { force: true });
assert.notEqual(await shown(first), await shown(other), 'a painted half-day looks painted');
for (const path of ['/me', `/tasks/${task}`, '/me/applications']) {
  await r1.goes(path);
  const flat = await r1.page.evaluate(() => [...document.querySelectorAll('main :is(button, .button, .card, .notice)')]
    .filter(one => one.checkVisibility() && getComputedStyle(one).borderTopStyle === 'none').map(one => one.outerHTML.slice(0, 80)));
  for (const one of flat) site.wrong.push(`${path} in forced colours has no edge: ${one}`);
  const moving = await r1.page.evaluate(() => document.getAnimations().length);
  assert.equal(moving, 0, 'nothing moves for those who want no motion');
}
console.log('○ seen in forced colours, without motion');

// Without script: the ward head posts, a resident applies, checks in, and another withdraws.
const plainWard = await (await site.somebody({ script: false })).comesIn(WARD);
await plainWard.goes(`/tasks/${task}/again`);
await plainWard.types('day', day(new Date(new Date(on).getTime() + 7 * 86_400_000)));
await plainWard.presses('確かめる');
await plainWard.presses('公開して募集する');
await plainWard.says('公開しました');
// Refused, and come back to from elsewhere: as it was typed, and not sent again.
await plainWard.goes(`/communities/${community}/needs`);
await plainWard.types('place', '橋のたもと');
await plainWard.presses('事務局に伝える');
await plainWard.says('入力を確認してください');
await plainWard.follows('地域');
await plainWard.page.goBack();
assert.equal(await plainWard.typed('place'), '橋のたもと', 'what was typed is lost by going back');
const plain = await (await site.somebody({ script: false })).comesIn(R2);
await plain.goes('/tasks');
await plain.types('q', '草刈り');
await plain.presses('さがす');
await plain.says('草刈り');
await plain.goes(`/tasks/${task}/apply`);
await plain.takes('sheetRead', 'yes');
await plain.presses('応募する');
await plain.says('応募しました');
await plain.goes('/me/availability');
await plain.presses('土日すべて');
await plain.presses('保存する');
await plainWard.goes(`/tasks/${task}/applications`);
await plainWard.presses('来てもらう', '.card:has-text("住民2")');
await plain.goes('/me/applications');
await plain.presses('行きます');
await plain.says('参加が決まりました');
await r1.page.close();
const r1plain = await (await site.somebody({ script: false })).comesIn(R1);
await r1plain.goes('/me/applications');
await r1plain.opens('行けなくなった');
await r1plain.presses('行けないと伝える');
await r1plain.says('知らせてくださって、ありがとうございます');
await plainWard.goes(`/tasks/${task}/poster`);
const code = (await plainWard.text('.check-in')).trim();
await site.reach(new Date(on));
await plain.goes(`/c/${encodeURIComponent(code)}`);
await plain.presses('着きました');
await plain.says('チェックインしました');
await plainWard.goes(`/tasks/${task}/day`);
await plainWard.presses('来た', '.card:has-text("住民2")');
await plainWard.says('記録ずみ：来た');
console.log('○ posted, searched, applied, painted, checked in, marked and withdrawn without script');

await site.close();
