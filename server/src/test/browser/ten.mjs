// Ten things a newcomer does, each within a budget of steps: a tap, a selection and a field typed into is a step each, a
// scan is told apart. Arguments: the site's address, the community's id, a task that residents applied to, and when it is on.

import assert from 'node:assert/strict';
import { Site, wide } from './people.mjs';

const [url, community, task, on] = process.argv.slice(2);
const WARD = 'ward@town.example', R1 = 'r1@town.example', R3 = 'r3@town.example', TREASURER = 'treasurer@town.example';
// What a person needs to look and move before a step, for whom ten seconds are counted.
const A_LOOK = 1_000;
const site = await Site.open(url);
const day = then => new Date(then.getTime() + 9 * 3600_000).toISOString().slice(0, 10);
const DAY = 86_400_000;

/** Counts what a person does on their page. */
class Steps {
  constructor(who) {
    this.who = who;
    this.page = who.page;
    this.taken = [];
  }

  async step(words, deed) {
    this.taken.push(words);
    await deed();
  }

  /** Taps a link or a button; a page may come. */
  tap(words, within = 'main') {
    return this.step(`tap ${words}`, async () => {
      const target = this.page.locator(within).locator('a, button').filter({ hasText: words }).filter({ visible: true }).first();
      await target.click();
      await this.page.waitForLoadState();
    });
  }

  taps(words, within = 'main') {
    return this.step(`tap ${words}`, () => Promise.all([
      this.page.waitForEvent('load'),
      this.page.locator(within).locator('a, button').filter({ hasText: words }).filter({ visible: true }).first().click()]));
  }

  type(name, text) {
    return this.step(`type ${name}`, () => this.page.locator(`main [name="${name}"]`).filter({ visible: true }).first().fill(text));
  }

  tick(name, value) {
    return this.step(`tick ${name}`, () => this.page.locator(`main [name="${name}"]${value ? `[value="${value}"]` : ''}`).filter({ visible: true }).first().check());
  }
}

const wrong = [];
async function doing(what, most, who, play) {
  const steps = new Steps(who);
  const began = Date.now();
  await play(steps);
  const seconds = ((Date.now() - began) / 1000).toFixed(1);
  const over = steps.taken.length > most;
  if (over) wrong.push(`${what} took ${steps.taken.length} steps where ${most} are the most`);
  console.log(`${over ? '×' : '○'} ${what}: ${steps.taken.length} of ${most} steps, ${seconds} s – ${steps.taken.join(' · ')}`);
}

// 1. Taps alone are counted: the address and the code are typed by the telephone itself.
const ward = await site.somebody();
await ward.goes('/login');
await doing('a host signs in', 2, ward, async steps => {
  const code = /(?<![\w-])\d{4}-\d{4}(?![\w-])/;
  const old = (await site.letters(WARD)).map(letter => code.exec(letter.text)?.[0]).find(Boolean);
  await ward.types('email', WARD);
  await steps.taps('番号をメールで受け取る');
  await ward.types('code', await site.letter(WARD, code, old));
  await steps.taps('ログインする');
  await ward.says('こんにちは');
});

await doing('a host accepts one applicant with the suggested reply', 3, ward, async steps => {
  await steps.taps('応募を見る');
  await steps.taps('来てもらう', '.card:has-text("住民1")');
  await ward.says('本人の返事を待ちます');
});

const r1 = await (await site.somebody()).comesIn(R1);
await doing('a resident says that they come', 2, r1, async steps => {
  await steps.taps('行きます');
  await r1.says('参加が決まりました');
});
await ward.goes(`/tasks/${task}/applications`);
await ward.presses('来てもらう', '.card:has-text("住民2")');
const r2 = await (await site.somebody()).comesIn('r2@town.example');
await r2.presses('行きます');

// Saturday has come.
await site.reach(new Date(on));
await ward.goes(`/tasks/${task}/poster`);
const code = (await ward.text('.check-in')).trim();
await doing('a resident checks in by the code on the wall (a scan before)', 1, r1, async steps => {
  await r1.goes(`/c/${encodeURIComponent(code)}`);
  await steps.taps('着きました');
  await r1.says('チェックインしました');
});

await site.reach(new Date(new Date(on).getTime() + 4 * 3600_000));
const expected = 2;
await ward.goes('/me');
await doing('a host marks who came and what was handed over, two people', 3 + expected, ward, async steps => {
  await steps.taps('きょうの人');
  await steps.tap('来た', '.card:has-text("住民1")');
  await ward.page.locator('.card:has-text("住民1") .saved', { hasText: '記録ずみ' }).waitFor();
  await steps.tap('来た', '.card:has-text("住民2")');
  await ward.page.locator('.card:has-text("住民2") .saved', { hasText: '記録ずみ' }).waitFor();
  await steps.taps('お礼を渡す');
  await steps.taps('全員に、残りをすべて渡した');
  await ward.says('渡したことを記録しました');
  assert.equal(await ward.page.locator('main').getByText('本人の確認待ち').count(), 4, 'a meal and rice for each of two');
  assert.equal(await ward.page.getByRole('button', { name: '渡した' }).count(), 0, 'nothing is left to hand over');
});

await ward.goes('/me');
const then = new Date(on);
const again = new Date(then.getTime() + 14 * DAY);
await doing('a host posts the same as last time with a new date', 5, ward, async steps => {
  await steps.taps('お願いを出す');
  await steps.taps('草刈り');
  await steps.type('day', day(again));
  await steps.taps('確かめる');
  await steps.taps('公開して募集する');
  await ward.says('公開しました');
});

// Two more tasks of the kind: next weekend near the base, and far away from it.
const next = new Date(then.getTime() + 7 * DAY);
await ward.goes(`/tasks/${task}/again`);
await ward.types('day', day(next));
await ward.presses('確かめる');
await ward.presses('公開して募集する');

await doing('a resident finds a half-day task near the second base next weekend', 3, r1, async steps => {
  await r1.goes('/me');
  // The index follows a moment later.
  for (let tries = 0; tries < 40 && !(await r1.text()).includes('草刈り'); tries++) await r1.goes('/me');
  await steps.taps('お手伝いをさがす', 'header');
  await steps.type('q', '奥川 来週末');
  await steps.taps('さがす');
  const card = await r1.card('草刈り');
  const words = await card.innerText();
  assert.match(words, new RegExp(`${Number(day(next).slice(5, 7))}月${Number(day(next).slice(8))}日`), 'it is next weekend');
  assert.match(words, /9:00.12:00/, `it is half a day: ${words}`);
  assert.equal(await r1.page.locator('.cards .card').count(), 1, 'and no other comes with it');
});

await doing('a resident applies the second time', 3, r1, async steps => {
  await r1.goes('/me');
  await steps.taps('応募する', '.card:has-text("草刈り")');
  await steps.tick('sheetRead', 'yes');
  await steps.taps('応募する');
  await r1.says('応募しました');
});

await doing('a resident paints next month’s free half-days', 5, r1, async steps => {
  await r1.goes('/me');
  const began = Date.now();
  const looked = async deed => { await r1.page.waitForTimeout(A_LOOK); await deed(); };
  await looked(() => steps.taps('空き時間'));
  const now = await site.now();
  const month = (new Date(now.getTime() + 9 * 3600_000).getUTCMonth() + 1) % 12 + 1;
  await looked(() => steps.taps(`${month}月`, 'nav.months'));
  await looked(() => steps.tap('この月を消す', '.quick'));
  await looked(() => steps.tap('土日すべて', '.quick'));
  await looked(() => steps.taps('保存', '.save-bar'));
  const seconds = (Date.now() - began) / 1000;
  console.log(`  painted and saved in ${seconds.toFixed(1)} s, a second before each step for looking`);
  assert.ok(seconds <= 10, `it took ${seconds} s`);
  await r1.says('保存');
});

const treasurer = await (await site.somebody({ viewport: wide })).comesIn(TREASURER);
await doing('a coordinator settles last week in one batch and prints receipts', 8, treasurer, async steps => {
  await steps.taps('精算');
  await steps.taps('まとめる');
  await treasurer.says('住民1', '住民2', '3,000円');
  await steps.taps('内容を点検する');
  await steps.tick('confirm', 'true');
  await steps.taps('確定する');
  await steps.taps('受領書を画面で見る');
  await treasurer.says('受領書', '3,000');
  await treasurer.page.evaluate(() => { globalThis.print = () => { globalThis.printed = true; }; });
  await steps.tap('印刷');
  assert.ok(await treasurer.page.evaluate(() => globalThis.printed), 'the sheet goes to the printer');
});

await doing('a coordinator downloads this fiscal year’s figures', 3, treasurer, async steps => {
  await treasurer.goes('/me');
  await steps.taps('受信箱を開く');
  await steps.taps('実績');
  const download = treasurer.page.waitForEvent('download');
  await steps.tap('CSV');
  assert.match((await download).suggestedFilename(), /csv$/);
});

assert.deepEqual(wrong, []);
await site.close();
