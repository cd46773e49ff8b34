// A roll call looked at before its time: it cannot be pressed, and opens by itself an hour before the work.
// Arguments: the site's address, and the task's id, whose roll may be called within the hour.

import assert from 'node:assert/strict';
import { Site } from './people.mjs';

const [url, task] = process.argv.slice(2);
const site = await Site.open(url);
const ward = await site.somebody();
await ward.comesIn('ward@town.example');
const now = await site.now();
const opensAt = new Date(Math.ceil(now / 3_600_000) * 3_600_000);
await site.reach(new Date(opensAt.getTime() - 12_000));
await ward.goes(`/tasks/${task}/day`);
const came = ward.page.locator('.card', { hasText: '住民1' }).getByRole('button', { name: '来た' }).first();
const early = ward.page.locator('#early');
assert.ok(await came.isDisabled(), 'it can be pressed too early');
assert.ok(await early.isVisible(), 'it does not say from when');
const path = new URL(ward.page.url()).pathname;
await ward.page.waitForFunction(() => document.querySelector('.answers button:enabled') !== null, null, { timeout: 40_000 });
assert.ok(!(await early.isVisible()), 'it still says that it is too early');
assert.equal(new URL(ward.page.url()).pathname, path);
await ward.looks();
await site.close();
