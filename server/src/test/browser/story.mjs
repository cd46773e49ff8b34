// The story Yui exists for, in a browser: a ward head asks for hands, residents come, everybody is thanked.
// Arguments: the site's address, and the community's id.

import assert from 'node:assert/strict';
import { Site, wide } from './people.mjs';

const [url, community] = process.argv.slice(2);
const WARD = 'ward@town.example', R1 = 'r1@town.example', R2 = 'r2@town.example', R3 = 'r3@town.example';
const DESK = 'desk@town.example', TREASURER = 'treasurer@town.example';

const site = await Site.open(url);
const started = Date.now();
async function scene(name, play) {
  const began = Date.now();
  try {
    await play();
  } catch (error) {
    console.log(`× ${name}`);
    throw error;
  }
  console.log(`○ ${name} (${((Date.now() - began) / 1000).toFixed(1)} s)`);
}

/** Saturday of the coming week, at least two days away, by the town's own clock. */
async function saturday(hour, minute = 0) {
  const tokyo = new Date((await site.now()).getTime() + 9 * 3600_000);
  const ahead = ((6 - tokyo.getUTCDay() + 7) % 7) || 7;
  const days = ahead < 2 ? ahead + 7 : ahead;
  return new Date(Date.UTC(tokyo.getUTCFullYear(), tokyo.getUTCMonth(), tokyo.getUTCDate() + days, hour - 9, minute));
}

const morning = await saturday(9);
const day = new Date(morning.getTime() + 9 * 3600_000).toISOString().slice(0, 10);
const ward = await site.somebody();
const r1 = await site.somebody();
const r2 = await site.somebody();
const r3 = await site.somebody({ script: false });
const desk = await site.somebody({ viewport: wide });
const treasurer = await site.somebody({ viewport: wide });
let task = '';

await scene('a stranger looks around, in Japanese and in English', async () => {
  const stranger = await site.somebody();
  await stranger.goes('/');
  await stranger.says('二つの土地で、');
  await stranger.looks();
  await stranger.follows('English');
  assert.equal(stranger.address(), '/en');
  assert.equal(await stranger.page.locator('html').getAttribute('lang'), 'en');
  await stranger.looks();
  await stranger.goes('/en/tasks');
  await stranger.follows('日本語');
  assert.equal(stranger.address(), '/tasks');
  for (const path of ['/tasks', '/communities', `/communities/${community}`, '/login', '/api/docs']) {
    await stranger.goes(path);
    await stranger.looks();
  }
  await stranger.context.close();
});

await scene('the ward head signs in and posts', async () => {
  await ward.comesIn(WARD);
  await ward.looks();
  await ward.follows('お願いを出す');
  await ward.looks();
  await ward.page.getByRole('button', { name: 'すべての項目を一度に見る' }).click();
  await ward.looks();

  // Refused, everything typed is still there, and each error is told at its field.
  await ward.types('title', '草刈り');
  await ward.types('description', '農道の草を刈ります。');
  await ward.types('slots.0.date', day);
  await ward.types('slots.0.from', '12:00');
  await ward.types('slots.0.to', '09:00');
  await ward.types('slots.0.capacity', '0');
  await ward.types('cash.amountYen', '-3000');
  await ward.presses('確かめる');
  await ward.says('入力を確認してください');
  assert.equal(await ward.typed('title'), '草刈り');
  assert.equal(await ward.typed('slots.0.to'), '09:00');
  assert.equal(await ward.typed('cash.amountYen'), '-3000');
  assert.ok((await ward.page.locator('.field.bad').count()) >= 3, 'each bad field is marked');
  await ward.looks();

  await ward.types('slots.0.from', '09:00');
  await ward.types('slots.0.to', '12:00');
  await ward.types('slots.0.capacity', '3');
  await ward.takes('kind', 'WORK');
  await ward.types('place.label', '奥川');
  await ward.types('place.meetingPoint', '公民館の前');
  await ward.types('_at.place.postal', '〒969-4406');
  await ward.presses('郵便番号でさがす');
  assert.equal(await ward.typed('place.label'), '奥川', 'what was typed stays');
  assert.equal(await ward.typed('place.lat'), '37.58700', 'the postal code is of this town');
  const before = await ward.typed('_at.place.view');
  await Promise.all([
    ward.page.waitForEvent('domcontentloaded'),
    ward.page.locator('.pick input').click({ position: { x: 150, y: 90 } }),
  ]);
  await ward.page.waitForLoadState();
  assert.notEqual(await ward.typed('_at.place.view'), before, 'a press comes nearer');
  await ward.looks();
  await ward.opens('緯度・経度で入れる');
  await ward.types('place.lat', '37.66');
  await ward.types('place.lon', '139.63');
  await ward.types('cash.amountYen', '3000');
  await ward.types('meal.count', '1');
  await ward.takes('produce.item', 'RICE');
  await ward.types('produce.quantity', '2000');
  await ward.takes('produce.unit', 'g');
  await ward.takes('travel.policy', 'ACTUAL');
  await ward.types('travel.capYen', '5000');
  await ward.takes('hardParts', 'SLOPE');
  await ward.types('hardPartsNote', '坂が急です');
  await ward.presses('できることを足す');
  await ward.takes('requiredSkills.0.code', 'mowing');
  await ward.takes('requiredSkills.0.level', '2');
  await ward.types('insurance', 'ボランティア活動保険');
  await ward.types('onCall.name', '区長');
  await ward.types('onCall.phone', '090-0000-0001');
  await ward.types('onCall.backup.name', '副区長');
  await ward.types('onCall.backup.phone', '090-0000-0009');
  await ward.presses('確かめる');
  await ward.says('この内容で出しますか', '草刈り', '3,000円', '1食', '米 2000g', '5,000円');
  await ward.looks();
  task = ward.address().split('/')[2];
  await ward.presses('公開して募集する');
  await ward.says('公開しました');
  await ward.looks();
});

await scene('resident 1 finds it at home, and the ward head finds resident 1', async () => {
  await r1.comesIn(R1);
  for (let tries = 0; !(await r1.text()).includes('草刈り') && tries < 20; tries++) await r1.goes('/me');
  const card = await (await r1.card('草刈り')).innerText();
  assert.match(card, /あなたとの合い具合 (とても合う|よく合う|少し合う)/);
  assert.match(card, /拠点や滞在先から/);
  await r1.looks();
  await ward.goes(`/tasks/${task}/candidates`);
  const candidate = await (await ward.card('住民1')).innerText();
  assert.equal(/(とても|よく|少し)合う/.exec(candidate)[0], /(とても|よく|少し)合う/.exec(card)[0], 'both see the same fit');
  assert.match(candidate, /草刈り/);
  await ward.looks();
});

await scene('resident 3 searches, applies and withdraws without script', async () => {
  await r3.comesIn(R3);
  await r3.goes('/tasks');
  await r3.types('q', '草刈り');
  await r3.presses('さがす');
  await r3.follows('草刈り');
  await r3.looks();
  await r3.follows('応募する');
  await r3.presses('応募する');
  await r3.says('入力を確認してください');
  await r3.looks();
  await r3.takes('sheetRead', 'yes');
  await r3.presses('応募する');
  await r3.says('応募しました');
  await r3.goes('/me/applications');
  await r3.opens('行けなくなった');
  await r3.presses('行けないと伝える');
  await r3.says('知らせてくださって、ありがとうございます');
  await r3.looks();
});

await scene('resident 1 applies with a companion, the others alone', async () => {
  await r1.goes('/me');
  await r1.follows('草刈り');
  await r1.says('坂が急です', '3,000円', '1食', '米 2000g', '5,000円まで実費');
  await r1.looks();
  await r1.follows('応募する');
  await r1.opens('いっしょに来る人がいる');
  await r1.types('companions.0.name', '山田 花子');
  await r1.types('companions.0.age', '34');
  await r1.takes('sheetRead', 'yes');
  await r1.looks();
  await r1.presses('応募する');
  await r1.says('応募しました', '2人');
  await r1.looks();
  await r2.comesIn(R2);
  for (const resident of [r2, r3]) {
    await resident.goes(`/tasks/${task}/apply`);
    await resident.takes('sheetRead', 'yes');
    await resident.presses('応募する');
    await resident.says('応募しました');
  }
});

await scene('the ward head chooses the party and one more; there is no place for the next', async () => {
  await ward.goes(`/tasks/${task}/applications`);
  await ward.says('住民1', '2人', '山田 花子', '住民2', '住民3');
  await ward.looks();
  await ward.presses('来てもらう', '.card:has-text("住民1")');
  await ward.says('本人の返事を待ちます');
  await ward.presses('来てもらう', '.card:has-text("住民2")');
  await ward.presses('来てもらう', '.card:has-text("住民3")');
  await ward.says('この日程はもう定員に達しました');
  await ward.looks();
  await ward.goes(`/tasks/${task}/applications`);
  await ward.opens('今回は見送る', '.card:has-text("住民3")');
  await ward.presses('このことばで見送る', '.card:has-text("住民3")');
  await ward.says('今回は見送りました');
});

await scene('letters arrive, the chosen say they come', async () => {
  await site.letter(WARD, /住民1/);
  // Held for ten minutes, so that a slip can be put right.
  await site.reach(new Date((await site.now()).getTime() + 11 * 60_000));
  await site.letter(R3, /またの機会に/);
  await site.letter(R1, /草刈り/);
  for (const resident of [r1, r2]) {
    await resident.goes('/me/applications');
    await resident.says('来てほしいと返事がありました');
    await resident.looks();
    await resident.presses('行きます');
    await resident.says('参加が決まりました');
  }
  await r1.goes('/dev/mailbox?to=' + R1);
  await r1.says('草刈り');
});

await scene('Saturday: check-in by the code, the list, the preview, saved', async () => {
  await ward.goes(`/tasks/${task}/day`);
  await ward.says('出欠は、始まる1時間前から');
  await site.reach(new Date(morning.getTime() - 10 * 60_000));
  await ward.goes(`/tasks/${task}/poster`);
  const code = (await ward.text('.check-in')).trim();
  await r1.goes('/me');
  await r1.looks();
  await r1.goes('/me/check-in');
  await r1.types('code', 'XXXX-XX');
  await r1.presses('着きました');
  assert.equal(await r1.typed('code'), 'XXXX-XX');
  await r1.looks();
  await r1.types('code', code);
  await r1.presses('着きました');
  await r1.says('チェックインしました');
  await r1.looks();

  await site.reach(new Date(morning.getTime() + 4 * 3600_000));
  await ward.goes(`/tasks/${task}/day`);
  await ward.says('にチェックイン');
  await ward.looks();
  await ward.opens('人数・お礼・メモを直す', '.card:has-text("住民2")');
  await ward.page.locator('.card:has-text("住民2") input[value=ABSENT_TOLD]').check();
  await ward.opens('人数・お礼・メモを直す', '.card:has-text("住民1")');
  await ward.page.locator('.card:has-text("住民1") input[value=ATTENDED]').check();
  const present = await ward.page.locator('.card:has-text("住民1") input[name$=".present"]').getAttribute('name');
  await ward.types(present, 'みんな');
  await ward.presses('何が記録されるか見る');
  await ward.says('数字だけで入れてください');
  assert.equal(await ward.typed(present), 'みんな');
  await ward.looks();
  await ward.types(present, '2');
  await ward.presses('何が記録されるか見る');
  await ward.says('この内容で記録します', '6,000円', '2食', '4kg');
  await ward.looks();
  await r1.goes('/me/ledger');
  await r1.says('0円');
  await ward.presses('保存する');
  await ward.says('出欠を記録しました');
});

await scene('resident 1 is owed the thanks of two', async () => {
  await r1.goes('/me/ledger');
  const owed = async unit => (await r1.page.locator('table').first().locator('tr', { hasText: unit }).innerText()).replace(/\s+/g, ' ');
  assert.match(await owed('現金'), /6,000円/);
  assert.match(await owed('食事'), /2食/);
  assert.match(await owed('米'), /4kg/);
  await r1.looks();
});

await scene('meals and rice change hands and are acknowledged', async () => {
  await ward.goes(`/tasks/${task}/hand-over`);
  await ward.looks();
  for (let open = await ward.page.locator('main form.in-line').count(); open > 0; open--) await ward.presses('渡した', 'form.in-line');
  await ward.says('本人の確認待ち');
  await r1.goes('/me/ledger');
  await r1.says('受け取りの確認');
  await r1.looks();
  for (let open = await r1.page.getByRole('button', { name: '受け取った' }).count(); open > 0; open--) await r1.presses('受け取った');
  await r1.says('受け取りを記録しました');
  await ward.goes(`/tasks/${task}/hand-over`);
  await ward.says('本人も確認ずみ');
});

await scene('the journey is claimed and approved', async () => {
  await r1.goes('/me/ledger');
  await r1.follows('交通費');
  await r1.says('草刈り', '10,000円まで');
  await r1.presses('内容を確かめる');
  await r1.says('入力を確認してください');
  await r1.looks();
  await r1.types('amountYen', '7600');
  await r1.types('receipts', '新幹線 東京〜郡山 7,600円');
  await r1.page.locator('input[name="receipt"]').setInputFiles(
    { name: 'receipt.png', mimeType: 'image/png', buffer: await r1.page.screenshot() });
  await r1.presses('内容を確かめる');
  await r1.says('まだ送られていません', '7,600円');
  assert.equal(await r1.page.locator('figure.receipt img').count(), 1, 'the receipt is shown');
  await r1.looks();
  await r1.presses('事務局に送る');
  await r1.says('交通費を申請しました', '7,600円');
  await desk.comesIn(DESK);
  await desk.looks();
  await desk.follows('受信箱を開く');
  await desk.says('住民1', '7,600円', '新幹線');
  await desk.looks();
  await desk.presses('承認する', '#claims');
  await desk.says('交通費を承認しました');
});

await scene('the desk settles the cash', async () => {
  await desk.follows('精算');
  await desk.says('13,600円');
  await desk.looks();
  await desk.takes('kind', 'CASH');
  await desk.types('until', day);
  await desk.presses('まとめる');
  await desk.says('住民1', '6,000円', '7,600円', '13,600円');
  await desk.looks();
  await desk.presses('内容を点検する');
  await desk.says('点検しました');
  const settlement = desk.address();
  await treasurer.comesIn(TREASURER);
  await treasurer.goes(settlement);
  await treasurer.page.locator('form[action$="/freeze"] [name="confirm"]').check();
  await treasurer.presses('確定する');
  await treasurer.presses('CSVを書き出す');
  const [download] = await Promise.all([
    treasurer.page.waitForEvent('download'),
    treasurer.page.locator('a[download]').first().click(),
  ]);
  const { readFile } = await import('node:fs/promises');
  const csv = await readFile(await download.path(), 'utf8');
  assert.match(csv, /13600/);
  await treasurer.looks();
  await treasurer.takes('confirm', 'true');
  await treasurer.presses('支払いずみにする');
  await treasurer.says('支払いずみ');
  await treasurer.looks();
  assert.equal(await treasurer.page.getByRole('button', { name: '支払いずみにする' }).count(), 0, 'it is paid once');
  await treasurer.goes(`/communities/${community}/settlements`);
  await treasurer.says('渡すものは残っていません');
  for (const room of ['ledger', 'funds', 'members', 'tasks', 'needs', 'rules', 'bank', 'incidents', 'reports', 'webhooks', 'plans']) {
    await treasurer.goes(`/communities/${community}/${room}`);
    await treasurer.looks();
  }
});

await scene('in the end nothing is owed, and all is kept', async () => {
  await r1.goes('/me/ledger');
  await r1.says('13,600円');
  const cash = (await r1.page.locator('table').first().locator('tr', { hasText: '現金' }).innerText()).match(/[\d,]+円/g);
  assert.deepEqual(cash, ['0円', '0円', '13,600円'], 'promised, owed, given');
  await r1.looks();
  await r1.goes('/en/me/ledger');
  await r1.looks();
  for (const room of ['bank-account', 'searches', 'letters', 'calendar', 'profile']) {
    await r1.goes('/me/' + room);
    await r1.looks();
  }
  await r1.goes('/easy/me');
  await r1.looks();
  for (const path of ['/me/profile', '/me/availability', '/me/applications']) {
    await r1.goes(path);
    await r1.looks();
  }
});

await site.close();
console.log(`${site.looked} pages looked at, ${((Date.now() - started) / 1000).toFixed(0)} s`);
