// Where there is no network, or a server that answers 503: the day's list, one's own plans and checking in go on, and
// catch up. Arguments: the site's address, the task's id and the code at its place.

import assert from 'node:assert/strict';
import { createServer, request as ask } from 'node:http';
import { budget, cost, settled, watch } from './look.mjs';
import { Site } from './people.mjs';

const [url, task, code] = process.argv.slice(2);
const day = `/tasks/${task}/day`;

// Stands between the browser and the server, and can be told to answer 503 itself.
let down = false;
// … or to begin an answer and never end it.
let stalls = false;
// … or to hold back a list that the server gave, until it is let go.
let held = null;
// … or to send a page in two parts, torn within its foot.
let tears = false;
const real = new URL(url);
async function tear(answer, to) {
  const page = Buffer.concat(await answer.toArray()).toString();
  const at = page.indexOf('<ul', page.indexOf('<footer'));
  to.writeHead(answer.statusCode, answer.headers);
  to.write(page.slice(0, at));
  setTimeout(() => to.end(page.slice(at)), 800);
}
const between = createServer((from, to) => {
  if (down) {
    to.writeHead(503, { 'content-type': 'text/html' }).end('<p>503</p>');
    return;
  }
  if (stalls) {
    to.writeHead(200, { 'content-type': 'text/html' }).write('<!doctype html><p>');
    return;
  }
  const headers = { ...from.headers, host: real.host };
  if (headers.origin) headers.origin = real.origin;
  if (tears) delete headers['accept-encoding'];
  const on = ask({ host: real.hostname, port: real.port, method: from.method, path: from.url, headers }, answer => {
    const pass = () => {
      to.writeHead(answer.statusCode, answer.headers);
      answer.pipe(to);
    };
    if (tears && /html/.test(answer.headers['content-type'])) tear(answer, to);
    else if (held && from.url.startsWith(day)) held.push(pass);
    else pass();
  });
  on.on('error', () => to.destroy());
  from.pipe(on);
});
await new Promise(resolve => { between.listen(0, '127.0.0.1', resolve); });

const site = await Site.open(`http://127.0.0.1:${between.address().port}`);
async function until(what, check) {
  for (let tries = 0; tries < 200; tries++) {
    if (await check().catch(() => false)) return;
    await new Promise(resolve => setTimeout(resolve, 100));
  }
  throw new Error(`waited in vain for ${what}`);
}
const ready = who => until('the service worker', () => who.page.evaluate(() => navigator.serviceWorker.controller !== null));
const lists = who => who.page.evaluate(async () => (await (await caches.open('yui-own')).keys()).map(one => new URL(one.url).pathname));
const waiting = (who, what) => who.page.evaluate(name => JSON.parse(localStorage.getItem(name) ?? '[]').length, `yui.${what}`);
const opens = (who, path) => who.page.goto(site.url + path);
const online = who => who.page.evaluate(() => dispatchEvent(new Event('online')));
const presses = (who, name, words) => who.page.locator('.card', { hasText: name }).getByRole('button', { name: words }).first().click();
const saved = (who, name) => who.page.locator('.card', { hasText: name }).locator('.saved').innerText();

// A resident in the valley: the plans are there, the camera opens the place, the code is kept and sent later.
const r1 = await site.somebody();
await r1.comesIn('r1@town.example');
await ready(r1);
await r1.goes('/me');
await until('the plans and the check-in', async () => {
  const there = await lists(r1);
  return ['/me', '/me/applications', '/me/check-in'].every(path => there.includes(path));
});
await r1.context.setOffline(true);
await opens(r1, '/me/applications');
await r1.says('草刈り');
await opens(r1, `/c/${code}`);
await r1.says('チェックイン');
assert.equal(await r1.typed('code'), code);
await r1.page.getByRole('button', { name: '着きました' }).click();
await until('the code to be kept', async () => /この電話に控えました/.test(await r1.text('#arrival-news')));
await r1.looks();
await opens(r1, '/me/check-in');
assert.match(await r1.text('#arrival-news'), /この電話に控えました/);
// Back in the network, but the server is busy: it waits on.
down = true;
await r1.context.setOffline(false);
await online(r1);
await new Promise(resolve => setTimeout(resolve, 700));
assert.equal(await waiting(r1, 'arrivals'), 1);
await r1.page.reload();
assert.match(await r1.text('#arrival-news'), /この電話に控えました/);
// An answer that begins and does not end is given up, and it is tried again.
down = false;
stalls = true;
await online(r1);
await new Promise(resolve => setTimeout(resolve, 300));
stalls = false;
await until('the check-in to arrive', async () => (await waiting(r1, 'arrivals')) === 0);
assert.match(await r1.text('#arrival-news'), /届きました/);

// A code that is none is told, and forgotten when it was read.
await r1.context.setOffline(true);
await opens(r1, '/c/ZZZZZZZ');
await r1.page.getByRole('button', { name: '着きました' }).click();
await until('it to be kept', async () => (await waiting(r1, 'arrivals')) === 1);
await r1.context.setOffline(false);
await online(r1);
await until('the refusal', async () => /受け付けられませんでした/.test(await r1.text('#arrival-news')));
await r1.page.getByRole('button', { name: 'わかりました' }).click();
assert.equal(await waiting(r1, 'arrivals'), 0);

// … in the language it was typed in.
await r1.goes('/en/me/check-in');
await until('the English page', async () => (await lists(r1)).includes('/en/me/check-in'));
await r1.context.setOffline(true);
await r1.types('code', 'ZZZZZZZ');
await r1.page.getByRole('button', { name: 'I am here' }).click();
await until('it to be kept', async () => (await waiting(r1, 'arrivals')) === 1);
await r1.context.setOffline(false);
await online(r1);
await until('the refusal in English', async () => /was not accepted\. We know no such code/.test(await r1.text('#arrival-news')));
await r1.page.getByRole('button', { name: 'I see' }).click();

// The ward head's list while the server answers 503, and after the login has ended meanwhile.
const ward = await site.somebody();
await ward.comesIn('ward@town.example');
await ready(ward);
await ward.goes(day);
await until('the list', async () => (await lists(ward)).includes(day));
down = true;
await ward.page.reload();
await ward.says('住民1', '住民2');
await presses(ward, '住民1', '来た');
assert.match(await saved(ward, '住民1'), /控えました/);
down = false;
await online(ward);
await until('the first record', async () => /記録ずみ：来た/.test(await saved(ward, '住民1')));
await ward.context.setOffline(true);
await presses(ward, '住民2', '来ない');
await ward.context.clearCookies();
await ward.context.setOffline(false);
await online(ward);
await until('the login to be asked for', async () => /ログインすると送られます/.test(await ward.text('#roll-news')));
assert.equal(await waiting(ward, 'marks'), 1);
await ward.comesIn('ward@town.example');
await until('what waited to be sent', async () => (await waiting(ward, 'marks')) === 0);
await ward.goes(day);
await until('the second record', async () => /記録ずみ：来ない/.test(await saved(ward, '住民2')));
assert.equal(await waiting(ward, 'marks'), 0);

// Logged out without a network: nothing of the list stays on the telephone, and it says what is left to do.
await ward.goes('/me');
await ward.context.setOffline(true);
await ward.page.locator('header').getByRole('button', { name: 'ログアウト' }).click();
await until('the word about it', async () => /ログアウトは、まだ届いていません/.test(await ward.text()));
assert.deepEqual(await lists(ward), []);
await opens(ward, day);
assert.ok(!(await ward.text()).includes('住民1'));
await ward.context.setOffline(false);
await ward.goes('/me');
await ward.presses('ログアウト', 'header');

// A list that was asked for before the logout and comes after it is not kept.
await ward.comesIn('ward@town.example');
held = [];
await ward.goes('/me');
await until('a list to be on its way', async () => held.length > 0);
await ward.presses('ログアウト', 'header');
for (const pass of held) pass();
held = null;
await new Promise(resolve => setTimeout(resolve, 1000));
assert.deepEqual(await lists(ward), []);

// Somebody else on the same telephone sees nothing of it.
await ward.comesIn('r2@town.example');
await ready(ward);
await ward.context.setOffline(true);
await opens(ward, day);
assert.ok(!(await ward.text()).includes('住民1'));
assert.equal(await ward.page.evaluate(() => localStorage.getItem('yui.marks')), null);
await ward.context.setOffline(false);

// A page that comes in two parts moves nothing that was drawn.
await watch(ward.context);
await ward.page.setViewportSize({ width: 390, height: 1400 });
tears = true;
await ward.goes('/me/errands');
await settled(ward.page);
tears = false;
const { shift, what } = await cost(ward.page);
assert.ok(shift <= budget.shift, `moved ${shift}: ${what}`);

// Browsers note what could not be had while there was no network.
site.wrong = site.wrong.filter(words => !/net::ERR_|status of 503|answered 503/.test(words));
await site.close();
between.close();
