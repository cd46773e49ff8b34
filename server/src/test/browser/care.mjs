// Nothing typed is lost and nothing happens twice: a reload, a crash, a login that ended, the way back, a second press.
// Arguments: the site's address and the community's id.

import assert from 'node:assert/strict';
import { Site } from './people.mjs';

const [url, community] = process.argv.slice(2);
const site = await Site.open(url);
const ward = await site.somebody();
const needs = `/communities/${community}/needs`;
const kept = who => who.page.evaluate(() => Object.keys(localStorage).filter(name => name.startsWith('yui.draft.')).length);
const field = (who, name) => who.page.locator(`main [name="${name}"]`).first();

// A reload, another tab after a crash: what was typed is there, and can be dropped.
await ward.comesIn('ward@town.example');
await ward.goes(needs);
await ward.types('words', '橋の手すりが折れました');
await ward.page.reload();
assert.equal(await ward.typed('words'), '橋の手すりが折れました');
await ward.says('前に書いたものを戻しました');
await ward.looks();
const other = await ward.context.newPage();
await other.goto(url + needs);
assert.equal(await other.locator('main [name="words"]').inputValue(), '橋の手すりが折れました');
await other.getByRole('button', { name: '前に書いたものを消す' }).click();
assert.equal(await other.locator('main [name="words"]').inputValue(), '');
await other.close();
await ward.page.reload();
assert.equal(await ward.typed('words'), '');

// The login ended meanwhile: the words wait for the same person.
await ward.types('words', '街灯が切れています');
const cookies = await ward.context.cookies();
await ward.context.clearCookies();
await ward.presses('事務局に伝える');
await ward.comesIn('ward@town.example');
await ward.goes(needs);
assert.equal(await ward.typed('words'), '街灯が切れています');
assert.ok(cookies.length > 0);

// Refused, it is the server's page that shows it again; sent, nothing stays.
await ward.types('words', '');
await ward.presses('事務局に伝える');
await ward.types('words', '街灯が切れています');
await ward.presses('事務局に伝える');
await ward.says('街灯が切れています');
assert.equal(await kept(ward), 0);
assert.equal(await ward.typed('words'), '');
// Back to the form that was sent, and pressed again: told once.
await ward.page.goBack();
await ward.page.goBack();

// What somebody else's house is, is never kept.
await ward.goes(needs);
await ward.opens('お宅');
await ward.types('words', 'きのこ');
await ward.types('household.name', '山田');
assert.ok(!(await ward.page.evaluate(() => JSON.stringify(localStorage))).includes('山田'));

// A new task: back from checking it, it is the same draft that is written on.
await ward.goes(`/communities/${community}/tasks/new`);
// One part at a time: on and back, by the browser too, with everything kept.
const turns = words => ward.page.getByRole('button', { name: words, exact: true }).click();
const at = async n => assert.match(await ward.text('.steps'), new RegExp(`${n}/7`));
await at(1);
await turns('次へ');
await at(1);
await ward.types('title', '水路の泥上げ');
await ward.types('description', '泥を上げて運びます');
await turns('次へ');
await at(2);
await ward.page.goBack();
await at(1);
assert.equal(await ward.typed('title'), '水路の泥上げ');
await ward.page.locator('[name="title"]').press('Enter');
await at(2);
await turns('前へ');
await at(1);
await turns('次へ');
const day = new Date((await site.now()).getTime() + 10 * 86_400_000).toISOString().slice(0, 10);
await ward.types('slots.0.date', day);
await ward.types('slots.0.from', '09:00');
await ward.types('slots.0.to', '12:00');
await ward.types('slots.0.capacity', 'abc');
await turns('次へ');
// What is kept by itself is there again after a reload, at the same part: also what was typed last.
await ward.types('place.label', '奥川');
await ward.page.reload();
await at(3);
assert.equal(await ward.typed('place.label'), '奥川');
await ward.page.waitForURL(/unfinished=/);
await ward.page.reload();
await at(3);
assert.equal(await ward.typed('place.label'), '奥川');
for (let n = 4; n <= 7; n++) {
  await turns('次へ');
  await at(n);
  await ward.looks();
}
// What is wrong is told in the order of the form, and leads to its part.
await ward.presses('確かめる');
await at(2);
assert.match(await ward.text('.errors'), /整数|数字/);
await ward.types('slots.0.capacity', '2');
await ward.page.getByRole('button', { name: 'すべての項目を一度に見る' }).click();
await ward.presses('確かめる');
assert.match(ward.address(), /\/check$/);
await ward.says('水路の泥上げ');
await Promise.all([ward.page.waitForURL(/\/edit$/), ward.page.goBack()]);
assert.equal(await ward.typed('title'), '水路の泥上げ');
await ward.types('title', '水路の泥上げと草取り');
await ward.presses('確かめる');
assert.match(ward.address(), /\/check$/);
await ward.says('水路の泥上げと草取り');

// At logout nothing that was typed stays on the device.
await ward.goes(needs);
await ward.types('words', 'だれにも見せない');
assert.equal(await kept(ward), 1);
await ward.presses('ログアウト', 'header');
assert.equal(await kept(ward), 0);

const desk = await site.somebody();
await desk.comesIn('desk@town.example');
// A press that picks a place brings the form back where it was pressed, not at its head.
await desk.goes(`/communities/${community}/work-days`);
await desk.types('_at.place.postal', '969-4406');
await desk.presses('郵便番号でさがす');
await desk.page.waitForFunction(() => {
  const { top } = document.getElementById('at-place').getBoundingClientRect();
  return scrollY > 0 && top > -5 && top < innerHeight / 2;
});

// A voucher: pressed twice, and pressed again after going back, it is one; with another sum it is another.
const vouchers = `/communities/${community}/vouchers`;
await desk.goes(vouchers);
async function writes(amount) {
  await field(desk, 'personId').selectOption({ index: 1 });
  await field(desk, 'fundId').selectOption({ index: 1 });
  await desk.types('amount', amount);
  await desk.types('reason', '昨年の分');
}
const written = () => desk.page.locator('.card .score').count();
await writes('1000');
await Promise.all([
  desk.page.waitForEvent('domcontentloaded'),
  desk.page.getByRole('button', { name: '伝票を出す' }).dblclick(),
]);
await desk.page.waitForLoadState();
await desk.goes(vouchers);
assert.equal(await written(), 1, 'pressed twice');
await desk.goes('/me');
await desk.goes(vouchers);
await writes('2000');
await desk.presses('伝票を出す');
assert.equal(await written(), 2);
await desk.page.goBack();
await desk.page.waitForLoadState();
await writes('2000');
await desk.presses('伝票を出す');
await desk.goes(vouchers);
assert.equal(await written(), 2, 'pressed again after going back');
await desk.page.goBack();
await desk.page.goBack();
await desk.page.waitForLoadState();
await desk.goes(vouchers);
await writes('2500');
await desk.presses('伝票を出す');
await desk.goes(vouchers);
assert.equal(await written(), 3, 'another sum');

await site.close();
