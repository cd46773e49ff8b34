// A passkey by a device that Chromium makes up: kept, used to come in, and asked for before money.
// Arguments: the site's address, and the code that the server's console shows.

import assert from 'node:assert/strict';
import { Site, wide } from './people.mjs';

const [url, code] = process.argv.slice(2);
const site = await Site.open(url);
const operator = await site.somebody({ viewport: wide });

async function device(who) {
  const cdp = await who.context.newCDPSession(who.page);
  await cdp.send('WebAuthn.enable');
  const { authenticatorId } = await cdp.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true,
      isUserVerified: true, automaticPresenceSimulation: true } });
  return {
    keys: async () => (await cdp.send('WebAuthn.getCredentials', { authenticatorId })).credentials,
    verifies: isUserVerified => cdp.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified }) };
}

// The first administrator, by the console's code.
await operator.comesIn('operator@town.example');
await operator.goes('/first-administrator');
await operator.looks();
await operator.page.fill('#code', code);
await operator.presses('管理者になる');
await operator.says('管理者になりました');

// Giving roles asks for a second factor that is not there yet: the way leads to it.
const phone = await device(operator);
await operator.goes('/me/second-factor');
await operator.says('まず、下のパスキーか認証アプリ', '指紋・顔・暗証番号');
assert.ok(!(await operator.text()).includes('JavaScriptが有効'), 'what works without is said only without');
await operator.looks();
await operator.page.fill('#name', '事務所のPC');
await operator.presses('この機器のパスキーを登録する');
await operator.says('予備の番号', '本人確認の方法を登録しました');
await operator.looks();
assert.equal((await phone.keys()).length, 1);
await operator.presses('控えたので、使えるようにする');
await operator.says('事務所のPC', '残り10個', '本人確認が済んでいます');
await operator.looks();

// Coming in again by the passkey alone is both at once.
await operator.presses('ログアウト', 'header');
await operator.goes('/login');
await operator.looks();
await operator.presses('パスキーでログインする');
await operator.page.waitForURL(address => !address.pathname.startsWith('/login'));
await operator.goes('/me/second-factor');
await operator.says('本人確認が済んでいます');
await operator.goes('/me/sessions');
await operator.says('この画面', 'Chrome');
await operator.looks();

// By a letter it is only the first; the passkey then shows the second, if it is its person.
await operator.presses('ログアウト', 'header');
const eight = /(?<![\w-])\d{4}-\d{4}(?![\w-])/;
const old = await site.letter('operator@town.example', eight);
await operator.goes('/login');
await operator.types('email', 'operator@town.example');
await operator.presses('番号をメールで受け取る');
await operator.types('code', await site.letter('operator@town.example', eight, old));
await operator.presses('ログインする');
await operator.goes('/me/second-factor?next=%2Fadmin%2Fcommunities');
await operator.says('本人確認をする');
await operator.looks();
await phone.verifies(false);
await operator.page.getByRole('button', { name: 'パスキーで確認する' }).click();
await operator.page.getByText('パスキーを使えませんでした').first().waitFor();
await phone.verifies(true);
await operator.presses('パスキーで確認する');
await operator.page.waitForURL(address => address.pathname === '/admin/communities');
await operator.says('本人確認が済みました');

// Where no script runs, the page says what works instead.
const plain = await site.somebody({ script: false });
await plain.comesIn('plain@town.example');
await plain.goes('/me/second-factor');
await plain.says('認証アプリをお使いください');
assert.equal(await plain.page.getByRole('button', { name: 'この機器のパスキーを登録する' }).isVisible(), false);
await plain.looks();
await plain.goes('/me/second-factor/app');
await plain.says('アプリでこの図を読み取ります');
await plain.looks();

await site.close();
