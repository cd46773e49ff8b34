// Scripts, markup, formulas and forged lines, written into every text that anybody may write: by the forms that pages
// show them, and by the API as its contract describes it. Then everybody reads everything, in a browser that is told to
// leave the page's own safety (its content security policy) aside, so that escaping alone is held.
// Arguments: the site's address, and all or control (escaping is taken away on the way to the reader).

import { randomUUID } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { inflateRawSync } from 'node:zlib';
import { chromium } from 'playwright-core';
import { shape } from './crawl.mjs';
import { end, figure, promise, say } from './told.mjs';
import { PEOPLE, Walk } from './walk.mjs';

const [url, wanted] = process.argv.slice(2);
const control = wanted === 'control';
const PAYLOADS = [
  '<script>ran(1)</script>',
  '"><img src=x onerror=ran(2)>',
  '\'><svg onload=ran(3)>',
  '<yui-ran></yui-ran>',
  'javascript:ran(4)',
  '</textarea></title></script><script>ran(5)</script>',
  'Q7{{{who}}}[[nav.home]]{{#x}}7Q',
  'ab\u202egnp.ran',
  '</style><style>*{display:none}</style>',
  '=HYPERLINK("javascript:ran(6)","x")',
  '+cmd|\'/C ran\'!A0',
  '@SUM(1)*ran',
  '-1+1+ran(0)',
  'a\r\nX-Yui-Ran: 1\r\nEND:VEVENT\r\nX-YUI-RAN:1',
  '&lt;script&gt;ran(7)&lt;/script&gt;&#60;yui-ran&#62;',
  '${ran(8)}`#{ran(8)}',
  '" autofocus onfocus=ran(9) x="',
  '<a href=javascript:ran(10) style=position:fixed;inset:0>x</a>',
  '<iframe srcdoc="<script>parent.ran(11)</script>">',
  '--><!--<math><mi//xlink:href="data:x,<script>ran(12)</script>">',
];
const WHOLE = PAYLOADS.join(' ');
// What of it is found again however it is escaped: a page without it is not drawn.
const WRITTEN = /ran\(|yui-ran|ran\)|SUM\(1\)|gnp\.ran|nav\.home\]\]|END:VEVENT/;
let turn = 0;

/** What goes into a field of so many characters: everything where there is room, else one after the other. */
function poison(most = 1e6, singleLine = false) {
  if (most >= WHOLE.length) return singleLine ? WHOLE.replace(/\r\n/g, ' ') : WHOLE;
  for (let tries = 0; tries < PAYLOADS.length; tries++) {
    const one = PAYLOADS[turn++ % PAYLOADS.length];
    if (one.length <= most && !(singleLine && one.includes('\n'))) return one;
  }
  return '<b>'.slice(0, most);
}

const day = after => new Date(Date.now() + 9 * 3_600_000 + after * 86_400_000).toISOString().slice(0, 10);
const known = (await (await fetch(`${url}/dev/pages`)).json());
const lookedAt = known.filter(one => one.startsWith('GET ')).map(one => one.slice(4));
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM, args: ['--no-sandbox'] });
const bench = await (await browser.newContext()).newPage();

// ---- By forms ---------------------------------------------------------------------------------------------------
/** The forms of a page, as a browser understands it. */
const formsOf = html => bench.evaluate(text => {
  const page = new DOMParser().parseFromString(text, 'text/html');
  return [...page.querySelectorAll('main form[method="post"]')].map(form => ({
    action: form.getAttribute('action') ?? '', multipart: form.enctype === 'multipart/form-data',
    fields: [...form.elements].filter(field => field.name && !field.disabled && field.type !== 'image').map(field => ({
      name: field.name, type: field.tagName === 'TEXTAREA' ? 'textarea' : field.type, value: field.value, checked: field.checked, required: field.required,
      most: field.maxLength > 0 ? field.maxLength : undefined, number: /numeric|decimal/.test(field.inputMode),
      options: [...field.options ?? []].map(option => option.value) })),
    bad: [...page.querySelectorAll('.errors a[href^="#"]')].map(link => decodeURIComponent(link.getAttribute('href').slice(1))),
  }));
}, html);
const picture = Buffer.from(await bench.evaluate(() => {
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = 64;
  canvas.getContext('2d').fillRect(8, 8, 32, 32);
  return canvas.toDataURL('image/jpeg').split(',')[1];
}), 'base64');

const fieldsSeen = new Set();
const written = new Set();
const refusedForItself = new Set();
const refusals = new Map();
let sent = 0;
let taken = 0;

const isText = field => /^(text|search|textarea|tel|url|email|password)$/.test(field.type) && !field.number;
const named = (form, name) => `${shape(form.action)} ${name.replace(/\d+/g, 'n')}`;
// Boxes beside which something is written that goes unread while they are not ticked.
const TICKED = /^(hardParts|known\.\d+)$/;

/** What is no text, when it was refused so many times: another choice, a later day, a larger number. */
function chosen(form, field, times) {
  const { name, type, value, required } = field;
  if (type === 'checkbox') return field.checked || times || TICKED.test(name) ? value : undefined;
  if (type === 'radio') {
    const group = form.fields.filter(other => other.name === name && other.type === 'radio');
    const at = Math.max(0, group.findIndex(other => other.checked));
    return group[(at + times) % group.length] === field ? value : undefined;
  }
  if (type.startsWith('select')) {
    const options = field.options.filter(Boolean);
    if (!times) return value || (required ? options[0] : '') || '';
    return options[(Math.max(0, options.indexOf(value)) + times) % options.length] ?? '';
  }
  const late = /to$|end|until/i.test(name);
  if (type === 'date') return times ? day((late ? 30 : 9) + 7 * times) : value || (required ? day(9) : '');
  if (type === 'month') return times ? day(40).slice(0, 7) : value;
  if (type === 'time') return times ? (late ? '12:00' : '09:00') : value;
  if (!times) return value || (required || /meal/.test(name) ? numbered(name) ?? '1' : '');
  return String(times === 1 ? numbered(name) ?? 1 : [1, 1000, 30, 5][times % 4]);
}

/** Numbers that are not just any. */
const numbered = name => [
  [/lat$/i, '37.59'], [/lon$/i, '139.65'], [/bankCode$/, '0001'], [/branchCode$/, '001'], [/requester$/, '1234567890'],
  [/number$/i, '1234567'], [/code$/, '131016'], [/minutes$/, '30'], [/meal\.count$/, '1']].find(([pattern]) => pattern.test(name))?.[1];

const plainly = ({ type, name, value, required }, times) => value || (
  type === 'email' || /email/i.test(name) ? (times > 2 ? `resident${turn++ % 9 + 2}@tokyo.example` : `r${turn++}@scripts.example`)
    : type === 'tel' || /phone/i.test(name) ? (required || times > 2 ? '0241-00-0000' : '')
      : type === 'url' ? 'https://scripts.example/' : /holder|kana|requester/i.test(name) ? 'ｱﾍﾞ ﾐｶ'
        : numbered(name) ?? (required || times > 2 ? 'あ' : ''));

// What no form can write a script into, and why.
const CANNOT = new Map([
  ['/login/paper code', 'only the right code is taken'],
  ['/me/check-in code', 'only the right code is taken'],
  ['/me/second-factor/passkeys name', 'it is taken only with what a passkey signed']]);

function filled(form, refused) {
  const fields = [];
  const poisoned = [];
  let pressed = form.fields.some(field => field.type === 'submit' && !field.name);
  for (const field of form.fields) {
    const { name, type, value } = field;
    const times = refused.get(name) ?? 0;
    if (name === '_key') fields.push([name, randomUUID()]);
    else if (type === 'hidden') fields.push([name, value]);
    else if (type === 'file') continue;
    else if (type === 'submit') {
      if (!pressed && !/^_(more|place|fewer)/.test(name)) { fields.push([name, value]); pressed = true; }
    } else if (isText(field)) {
      if (times < 2) poisoned.push(name);
      fields.push([name, times < 2 ? poison(times ? Math.min(40, field.most ?? 40) : field.most, type !== 'textarea') : plainly(field, times)]);
    } else {
      const one = chosen(form, field, times);
      if (one !== undefined) fields.push([name, one]);
    }
  }
  return { fields, poisoned };
}

async function send(reader, form, fields) {
  sent++;
  if (!form.multipart) return reader.fetch(form.action, { fields });
  const body = new FormData();
  for (const [name, value] of fields) body.append(name, value);
  for (const field of form.fields) if (field.type === 'file') body.append(field.name, new Blob([picture], { type: 'image/jpeg' }), 'picture.jpg');
  const cookie = reader.cookies().map(({ name, value }) => `${name}=${value}`).join('; ');
  const answer = await fetch(url + form.action, { method: 'POST', headers: { cookie, origin: url }, body, redirect: 'manual' });
  return { status: answer.status, text: await answer.text(), headers: Object.fromEntries(answer.headers) };
}

/** Sends a form until it is taken: what is accused is filled otherwise, a text first with less, then plainly. */
async function writeForm(reader, form, depth = 0) {
  const refused = new Map();
  const texts = form.fields.filter(isText).map(field => field.name);
  for (const name of texts) fieldsSeen.add(named(form, name));
  const accused = new Set();
  let turns = 0;
  for (let tries = 0; tries < 30; tries++) {
    const { fields, poisoned } = filled(form, refused);
    const answer = await send(reader, form, fields);
    if (answer.status < 400) {
      taken++;
      for (const name of poisoned) written.add(named(form, name));
      // Everything else was good, so it was for this that it was refused before.
      for (const name of accused) if (!poisoned.includes(name)) refusedForItself.add(named(form, name));
      // A page to check answers on carries them on.
      if (answer.status === 200 && depth < 2) {
        for (const next of await formsOf(answer.text)) await writeForm(reader, next, depth + 1);
      }
      return;
    }
    const bad = (await formsOf(answer.text)).flatMap(one => one.bad);
    refusals.set(`${shape(form.action)} ${answer.status}`, [...new Set(bad)].join(','));
    const names = new Set(form.fields.map(field => field.name).filter(name => bad.some(one => one === name || one.endsWith(`.${name}`) || one.replace(/-\d+$/, '') === name)));
    if (names.size) {
      for (const name of names) {
        refused.set(name, (refused.get(name) ?? 0) + 1);
        if (poisoned.includes(name)) accused.add(name);
      }
    } else if (turns++ < 3) {
      // Nothing of the form is accused: less of every text and another choice of everything, then plain texts.
      for (const name of texts) refused.set(name, Math.max(1, refused.get(name) ?? 0));
      for (const field of form.fields) if (!isText(field) && /^(radio|select)/.test(field.type)) refused.set(field.name, turns);
      if (turns === 3) for (const name of texts) refused.set(name, 2);
    } else {
      return;
    }
  }
}

// ---- By the API -------------------------------------------------------------------------------------------------
const contract = await (await fetch(`${url}/api/v1/openapi.json`)).json();
const whole = schema => {
  if (schema?.$ref) return whole(schema.$ref.split('/').slice(1).reduce((at, name) => at[name], contract));
  if (!schema?.allOf) return schema ?? {};
  return schema.allOf.map(whole).reduce((all, one) => ({ ...all, ...one, properties: { ...all.properties, ...one.properties }, required: [...(all.required ?? []), ...(one.required ?? [])] }), { ...schema, allOf: undefined });
};
const things = new Map(); // what a place in an address or a field is called → ids
const keep = (name, id) => things.set(name, (things.get(name) ?? new Set()).add(id));
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

function harvest(value, under) {
  if (Array.isArray(value)) for (const one of value) harvest(one, under);
  else if (value && typeof value === 'object') {
    for (const [name, inner] of Object.entries(value)) {
      if (typeof inner === 'string' && UUID.test(inner)) keep(name === 'id' ? under : name, inner);
      else harvest(inner, name === 'items' ? under : `${name.replace(/ies$/, 'y').replace(/s$/, '')}Id`);
    }
  }
}

/** Whether its bounds let more through than words. */
const isFree = s => !s.enum && !s.format && (!s.pattern || new RegExp(s.pattern, 'u').test('<script>ran(1)</script>'));

/** A body as the contract's example has it, or as its schema has it; free text poisoned. */
function body(schema, example, at, plain, poisoned, dropped) {
  const s = whole(schema);
  const kind = s.oneOf ? null : s.type ?? (s.properties ? 'object' : null);
  const type = Array.isArray(kind) ? kind.find(one => one !== 'null') : kind;
  if (s.oneOf) {
    const fits = s.oneOf.map(whole).find(one => example && one.properties && Object.keys(example).every(name => one.properties[name]));
    return body(fits ?? s.oneOf[0], example, at, plain, poisoned, dropped);
  }
  if (type === 'object') {
    const made = {};
    for (const [name, inner] of Object.entries(s.properties ?? {})) {
      const here = `${at}/${name}`;
      const asked = s.required?.includes(name);
      if (dropped.has(here) && !asked) continue;
      const text = whole(inner);
      const free = [text.type].flat().includes('string') && isFree(text);
      if (!asked && !(example && name in example) && !free) continue;
      const value = body(inner, example?.[name], here, plain, poisoned, dropped);
      if (value !== undefined) made[name] = value;
    }
    return made;
  }
  if (type === 'array') {
    const given = Array.isArray(example) && example.length ? example : [undefined];
    return given.slice(0, s.maxItems ?? 9).map((one, nth) => body(s.items, one, `${at}/${nth}`, plain, poisoned, dropped)).filter(one => one !== undefined);
  }
  if (type === 'string') {
    const name = at.split('/').findLast(part => !/^\d+$/.test(part)) ?? '';
    if (s.format === 'uuid' || UUID.test(example ?? '')) {
      const ids = [...(things.get(name) ?? things.get(name.replace(/s$/, '')) ?? [])];
      return ids.length ? ids[turn++ % ids.length] : example ?? randomUUID();
    }
    if (s.enum) return example ?? s.enum[0];
    if (s.format === 'date') return example ?? day(9);
    if (s.format === 'date-time') return example ?? `${day(9)}T09:00:00+09:00`;
    if (!isFree(s) || plain.has(at)) return example ?? 'あ';
    poisoned.push(at);
    return poison(s.maxLength);
  }
  if (example !== undefined) return example;
  if (type === 'integer' || type === 'number') return s.minimum ?? 1;
  if (type === 'boolean') return false;
  return undefined;
}

const apiFields = new Set();
const apiWritten = new Set();
let apiSent = 0;
let apiTaken = 0;

/** Somebody at the API, by the code from their letter. */
async function token(email) {
  const letters = async () => (await (await fetch(`${url}/dev/mailbox?to=${email}`, { headers: { accept: 'application/json' } })).json()).items;
  const code = async () => (await letters()).map(letter => /(?<![\w-])\d{4}-\d{4}(?![\w-])/.exec(letter.text)?.[0]).find(Boolean);
  const before = await code();
  const json = { 'content-type': 'application/json' };
  const { challenge } = await (await fetch(`${url}/api/v1/login/codes`, { method: 'POST', headers: json, body: JSON.stringify({ email }) })).json();
  for (let tries = 0; tries < 200; tries++) {
    await new Promise(resolve => setTimeout(resolve, 100));
    const now = await code();
    if (!now || now === before) continue;
    const answer = await fetch(`${url}/api/v1/login/tokens`, { method: 'POST', headers: json, body: JSON.stringify({ challenge, code: now.replace('-', '') }) });
    return (await answer.json()).accessToken;
  }
  throw new Error(`no code came for ${email}`);
}

function addresses(path) {
  const names = [...path.matchAll(/\{(\w+)\}/g)].map(found => found[1]);
  if (names.some(name => name !== 'year' && !things.has(name))) return [];
  const most = names.length ? 2 : 1;
  return [...new Set(Array.from({ length: most }, (_, nth) => path.replace(/\{(\w+)\}/g, (all, name) => {
    if (name === 'year') return day(0).slice(0, 4);
    const ids = [...things.get(name)];
    return ids[(nth * 7 + turn) % ids.length];
  })))];
}

async function api(bearer, method, path, sentBody) {
  const answer = await fetch(`${url}/api/v1${path}`, {
    method, headers: { authorization: `Bearer ${bearer}`, ...(sentBody !== undefined && { 'content-type': 'application/json' }), ...(method !== 'GET' && { 'idempotency-key': randomUUID() }) },
    body: sentBody === undefined ? undefined : JSON.stringify(sentBody) });
  const text = await answer.text();
  let json = null;
  if (/json/.test(answer.headers.get('content-type') ?? '')) json = JSON.parse(text);
  if (answer.status >= 500) broken500.push(`API ${path}: ${method} answers ${answer.status} to ${JSON.stringify(sentBody)?.slice(0, 300)}`);
  if (answer.headers.get('x-yui-ran')) forged.push(`API ${path}: a header was forged`);
  return { status: answer.status, json };
}

const broken500 = [];
const forged = [];
// What would end the day for everybody: who leaves, and what is erased.
const LAST = /logout|sessions|erasure|lock|\/login|\/me$|roles/;

async function writeByApi(who, bearer) {
  for (let round = 0; round < 2; round++) {
    for (const [path, methods] of Object.entries(contract.paths)) {
      if (!methods.get) continue;
      for (const address of addresses(path)) {
        const { status, json } = await api(bearer, 'GET', address);
        const last = [...path.matchAll(/\/(\w[\w-]*)(?=\/|$)/g)].at(-1)?.[1] ?? '';
        if (status === 200 && json) harvest(json, `${last.replace(/-(\w)/g, (all, letter) => letter.toUpperCase()).replace(/ies$/, 'y').replace(/s$/, '')}Id`);
      }
    }
  }
  for (const [path, methods] of Object.entries(contract.paths)) {
    for (const method of ['post', 'put', 'patch']) {
      const operation = methods[method];
      const media = operation?.requestBody && whole(operation.requestBody).content?.['application/json'];
      if (!media || LAST.test(path)) continue;
      for (const address of addresses(path)) {
        const plain = new Set();
        const dropped = new Set();
        for (let tries = 0; tries < 6; tries++) {
          const poisoned = [];
          const example = media.example ?? Object.values(media.examples ?? {})[0]?.value ?? whole(media.schema).example;
          const made = body(media.schema, example, '', plain, poisoned, dropped);
          const names = poisoned.map(at => `${operation.operationId} ${at.replace(/\/\d+/g, '/n')}`);
          for (const name of names) apiFields.add(name);
          apiSent++;
          const { status, json } = await api(bearer, method.toUpperCase(), address, made);
          if (status < 300) {
            apiTaken++;
            for (const name of names) apiWritten.add(name);
            if (json) harvest(json, `${path.split('/').findLast(part => !part.startsWith('{'))?.replace(/s$/, '')}Id`);
            break;
          }
          const before = plain.size + dropped.size;
          for (const { pointer } of json?.errors ?? []) {
            if (poisoned.includes(pointer)) plain.add(pointer);
            else dropped.add(pointer);
          }
          if ((status !== 422 && status !== 400) || plain.size + dropped.size === before) break;
        }
      }
    }
  }
}

// ---- Writing ----------------------------------------------------------------------------------------------------
const writers = control ? { resident: PEOPLE.resident, host: PEOPLE.host, coordinator: PEOPLE.coordinator } : PEOPLE;
const pages = new Map();
const first = new Walk(url, lookedAt, { ofAKind: 2, languages: [], seen: (who, path, html) => { if (/<form[^>]*method="post"/.test(html.replace(/^[\s\S]*<main/, ''))) pages.set(who, [...(pages.get(who) ?? []), path]); } });
const readers = new Map();
for (const [who, email] of Object.entries(writers)) readers.set(who, await first.as(who, email));
say(`${first.read} pages read, ${[...pages.values()].flat().length} with forms`);
if (!control) {
  for (const who of ['administrator', 'coordinator', 'host', 'farm', 'resident', 'auditor']) {
    await writeByApi(who, await token(PEOPLE[who]));
    say(`${who} has written by the API: ${apiTaken} of ${apiSent} taken`);
  }
}
const perForm = new Map();
for (const [who, paths] of pages) {
  for (const path of paths) {
    const answer = await readers.get(who).fetch(path);
    if (answer.status !== 200) continue;
    for (const form of await formsOf(answer.text)) {
      const text = form.fields.some(isText);
      const rule = form.fields.find(field => field.name === 'rule' && field.type === 'hidden')?.value ?? '';
      const key = `${shape(form.action)} ${rule} ${[...new Set(form.fields.map(field => field.name.replace(/\d+/g, 'n')))]}`;
      const many = perForm.get(key) ?? 0;
      const done = form.fields.filter(isText).every(field => written.has(named(form, field.name)) || refusedForItself.has(named(form, field.name)));
      if (!text || many >= (done ? 2 : 8)) continue;
      perForm.set(key, many + 1);
      await writeForm(readers.get(who), form);
    }
  }
  say(`${who} has written by forms: ${taken} of ${sent} taken`);
}
figure('formsSent', sent);
figure('formsTaken', taken);
figure('fieldsOfForms', fieldsSeen.size);
for (const field of written) refusedForItself.delete(field);
const unreached = [...fieldsSeen].filter(one => !written.has(one) && !refusedForItself.has(one) && !CANNOT.has(one));
figure('fieldsOfFormsWritten', written.size);
figure('fieldsOfFormsThatRefuseIt', refusedForItself.size);
figure('fieldsOfFormsThatCannotTakeIt', CANNOT.size);
figure('fieldsOfFormsNotReached', unreached.length);
figure('bodiesSent', apiSent);
figure('bodiesTaken', apiTaken);
figure('textsOfTheContractTried', apiFields.size);
figure('textsOfTheContractWritten', apiWritten.size);
for (const field of refusedForItself) console.log(`  refuses it: ${field}`);
for (const [field, why] of CANNOT) console.log(`  cannot take it: ${field}: ${why}`);
for (const field of unreached) console.log(`  not reached: ${field}`);
for (const field of [...apiFields].filter(one => !apiWritten.has(one))) console.log(`  not taken: ${field}`);
for (const [form, bad] of refusals) console.log(`  refused: ${form} ${bad}`);

// ---- Reading ----------------------------------------------------------------------------------------------------
const found = [];
const seen = new Walk(url, lookedAt, { ofAKind: control ? 2 : 4, languages: control ? [] : ['en', 'ja-x-easy'], seen: (who, path, html) => { if (WRITTEN.test(html)) found.push({ who, path }); } });
const lookers = new Map();
for (const [who, email] of Object.entries(writers)) {
  lookers.set(who, await seen.as(who, email));
  say(`${who} has found ${found.length} pages with it; ${seen.read} read`);
}
// Where what was asked is shown again.
const query = encodeURIComponent(WHOLE.replace(/\r\n/g, ' '));
for (const who of lookers.keys()) {
  for (const path of ['/tasks?q=', '/easy/tasks?q=', '/nowhere/', '/login?next=/', '/pick-ups?code=', '/c/', '/admin/people?q=', '/tasks?from=', '/tasks?near=', '/me/profile?notice=']) found.push({ who, path: path + query });
}

const raw = html => html.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&#39;', '\'').replaceAll('&#x3D;', '=').replaceAll('&#x60;', '`').replaceAll('&amp;', '&');
const ran = [];
const markup = [];
const words = [];
const turned = [];
let shown = 0;
let read = 0;

async function window_(who, { safe = false, bare = false, worker = false } = {}) {
  const context = await browser.newContext({ viewport: { width: 390, height: 844 }, bypassCSP: !safe, serviceWorkers: worker ? 'allow' : 'block', locale: 'ja-JP' });
  context.setDefaultTimeout(20_000);
  await context.addInitScript(() => {
    globalThis.ran = n => console.log(`RAN ${n}`);
    globalThis.alert = globalThis.confirm = globalThis.prompt = () => console.log('RAN a dialog');
  });
  if (bare) {
    await context.route(address => !address.pathname.startsWith('/static/'), async route => {
      const answer = await route.fetch();
      await route.fulfill({ response: answer, body: raw(await answer.text()) });
    });
  }
  await context.addCookies(lookers.get(who).cookies());
  const page = await context.newPage();
  const heard = [];
  page.on('console', message => { if (/^RAN/.test(message.text())) heard.push(message.text()); });
  page.on('dialog', dialog => { heard.push('RAN a dialog'); dialog.dismiss(); });
  return { context, page, heard };
}

/** What in a page is not its own, and whether what was written stands there as it was written. */
const inspect = page => page.evaluate(() => {
  const strange = [];
  const called = one => one.outerHTML.slice(0, 120);
  for (const one of document.querySelectorAll('yui-ran, iframe:not([src^="/dev/mailbox"]), math, style, base, object, embed')) strange.push(`holds ${called(one)}`);
  for (const one of document.querySelectorAll('script')) {
    if (one.type === 'application/ld+json') try { JSON.parse(one.textContent); } catch { strange.push(`holds data that is not JSON: ${called(one)}`); }
    else if (!/^\/static\/[a-z]+\.js$/.test(one.getAttribute('src') ?? '')) strange.push(`holds ${called(one)}`);
  }
  for (const one of document.querySelectorAll('*')) {
    for (const { name, value } of one.attributes) {
      if (/^on|^style$|^srcdoc$/.test(name)) strange.push(`has ${name} on ${called(one)}`);
      if (/^(href|src|action|formaction|xlink:href)$/.test(name) && /^[\s\u0000-\u001f]*(javascript|vbscript|data:text)/i.test(value)) strange.push(`leads to ${value.slice(0, 60)}`);
    }
  }
  const copy = document.documentElement.cloneNode(true);
  for (const rt of copy.querySelectorAll('rt, rp')) rt.remove();
  const text = copy.textContent;
  const filled = [...text.matchAll(/Q7(.{0,60}?)7Q/gs)].map(one => one[1]).filter(one => one !== '{{{who}}}[[nav.home]]{{#x}}');
  return { strange, filled, turned: /[\u202a-\u202e\u2066-\u2069]/.test(document.documentElement.outerHTML), shows: /ran\(\d+\)|yui-ran|HYPERLINK/.test(text) };
});

async function readAll(queue, options, into) {
  const windows = new Map();
  for (let one = queue.shift(); one; one = queue.shift()) {
    if (!windows.has(one.who)) windows.set(one.who, await window_(one.who, options));
    const { page, heard } = windows.get(one.who);
    const answer = await page.goto(url + one.path, { waitUntil: 'load' }).catch(error => ({ failed: error }));
    if (answer?.failed) { into.ran.push(`${one.who} ${one.path.slice(0, 80)}: ${String(answer.failed).slice(0, 200)}`); continue; }
    await page.waitForTimeout(5);
    const told = await inspect(page);
    read++;
    if (read % 200 === 0) say(`${read} pages looked at, ${shown} show what was written`);
    if (told.shows) { shown++; into.showing?.push(one); }
    const at = `${one.who} ${one.path.slice(0, 90)}`;
    for (const what of heard.splice(0)) into.ran.push(`${at}: ${what}`);
    for (const what of told.strange) into.markup.push(`${at}: ${what}`);
    for (const what of told.filled) into.words.push(`${at}: shows ${what}`);
    if (told.turned) into.turned.push(`${at}: turns the writing around`);
  }
  for (const { context } of windows.values()) await context.close();
}

const two = work => Promise.all(Array.from({ length: availableParallelism() > 1 ? 2 : 1 }, work));
if (control) {
  const queue = found.slice(0, 400);
  await two(() => readAll(queue, { bare: true }, { ran, markup, words, turned }));
  figure('pagesLookedAt', read);
  figure('scriptsRun', ran.length);
  promise('no script runs that somebody wrote', ran);
  promise('no markup stands in a page that somebody wrote', markup);
  await browser.close();
  end();
}

const showing = [];
const queue = [...found];
await two(() => readAll(queue, {}, { ran, markup, words, turned, showing }));
figure('pagesRead', seen.read);
figure('pagesLookedAt', read);
figure('pagesThatShowWhatWasWritten', shown);

// The second line: were escaping forgotten everywhere, the page's own safety would still hold.
const bare = [];
const some = showing.filter((one, at) => showing.findIndex(other => shape(other.path) === shape(one.path)) === at);
const kindsBare = some.length;
await two(() => readAll(some, { bare: true, safe: true }, { ran: bare, markup: [], words: [], turned: [] }));
figure('kindsLookedAtWithoutEscaping', kindsBare);

// What the telephone keeps for where there is no network.
const offline = [];
for (const who of ['resident', 'host']) {
  const { context, page, heard } = await window_(who, { worker: true });
  await page.goto(`${url}/me`);
  await page.evaluate(() => navigator.serviceWorker.ready);
  await page.goto(`${url}/me`);
  await page.waitForTimeout(1500);
  await page.goto(`${url}/me/applications`);
  await context.setOffline(true);
  for (const path of ['/me', '/me/applications', '/me/check-in']) {
    await page.goto(url + path).catch(() => null);
    const told = await inspect(page);
    offline.push(...[...heard.splice(0), ...told.strange].map(what => `${who} ${path} offline: ${what}`));
  }
  await context.close();
}

// Letters, as a reader without any safety would draw them.
const letters = new Map();
for (let cursor = ''; ;) {
  const list = await (await fetch(`${url}/dev/mailbox?limit=200${cursor}`, { headers: { accept: 'application/json' } })).json();
  for (const letter of list.items) letters.set(letter.id, letter);
  if (!list.nextCursor || letters.size >= 3000) break;
  cursor = `&cursor=${list.nextCursor}`;
}
const posted = [];
const { context: office, page: desk, heard: said } = await window_('stranger');
let poisonedLetters = 0;
for (const letter of letters.values()) {
  const at = `to ${letter.to} /dev/mailbox/${letter.id}`;
  if (/[\r\n]/.test(letter.subject)) posted.push(`${at}: a subject of several lines`);
  if (/[\u202a-\u202e\u2066-\u2069]/.test(letter.html + letter.subject)) posted.push(`${at}: turns the writing around`);
  if (/^X-YUI-RAN/m.test((letter.calendar ?? '').replace(/\r?\n[ \t]/g, ''))) posted.push(`${at}: its calendar was forged`);
  if (!/ran\(|yui-ran|HYPERLINK|nav\.home/.test(letter.html)) continue;
  poisonedLetters++;
  await desk.setContent(letter.html);
  const told = await desk.evaluate(() => [...document.querySelectorAll('script, yui-ran, iframe, svg, math, [onerror], [onload], [onfocus], a[href^="javascript:" i]')].map(one => one.outerHTML.slice(0, 100)));
  posted.push(...[...said.splice(0), ...told].map(what => `${at}: ${what}`));
}
await office.close();
figure('letters', letters.size);
figure('lettersThatSayWhatWasWritten', poisonedLetters);

// Files: tables, calendars, papers.
const files = [];
function unzipped(bytes) {
  const parts = new Map();
  let at = bytes.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1'));
  const many = bytes.readUInt16LE(at + 10);
  at = bytes.readUInt32LE(at + 16);
  for (let nth = 0; nth < many; nth++) {
    const name = bytes.toString('utf8', at + 46, at + 46 + bytes.readUInt16LE(at + 28));
    const local = bytes.readUInt32LE(at + 42);
    const from = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28);
    const packed = bytes.subarray(from, from + bytes.readUInt32LE(at + 20));
    parts.set(name, (bytes.readUInt16LE(at + 10) === 8 ? inflateRawSync(packed) : packed).toString('utf8'));
    at += 46 + bytes.readUInt16LE(at + 28) + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
  }
  return parts;
}
let poisonedFiles = 0;
const fileKinds = new Map();
for (const { who, path } of seen.files) {
  const answer = await lookers.get(who).fetch(path);
  const type = (answer.headers['content-type'] ?? '').replace(/;.*/, '');
  if (answer.status !== 200) continue;
  fileKinds.set(type, (fileKinds.get(type) ?? 0) + 1);
  if (answer.headers['x-yui-ran']) forged.push(`${who} ${path}: a header was forged`);
  if (/csv/.test(type)) {
    for (const [, quoted, bare] of answer.text.replace(/^\ufeff/, '').matchAll(/(?:^|,|\n)(?:"((?:[^"]|"")*)"|([^",\r\n]*))/g)) {
      const cell = quoted ?? bare ?? '';
      if (/^[=+@\t\r]|^-(?![\d.,]+$)/.test(cell)) files.push(`${who} ${path}: a cell begins as a formula: ${cell.slice(0, 40)}`);
    }
  } else if (/spreadsheet/.test(type)) {
    for (const [name, xml] of unzipped(answer.bytes)) {
      if (/<f[ >]/.test(xml)) files.push(`${who} ${path}: ${name} has a formula`);
      if (/ran\(/.test(xml)) poisonedFiles++;
    }
  } else if (/pdf/.test(type)) {
    if (/\/(JavaScript|JS|OpenAction|AA|Launch|URI)\b/.test(answer.bytes.toString('latin1'))) files.push(`${who} ${path}: holds an action`);
  } else if (/calendar/.test(type)) {
    const lines = answer.text.replace(/\r\n[ \t]/g, '').split('\r\n').filter(Boolean);
    for (const line of lines) if (!/^[A-Z-]+[:;]/.test(line) || /^X-YUI-RAN/.test(line)) files.push(`${who} ${path}: has the line ${line.slice(0, 60)}`);
    if (lines.filter(line => line === 'BEGIN:VEVENT').length !== lines.filter(line => line === 'END:VEVENT').length) files.push(`${who} ${path}: entries begin and do not end`);
  } else if (/atom|xml/.test(type)) {
    const error = await bench.evaluate(xml => { const read = new DOMParser().parseFromString(xml, 'application/xml'); return read.querySelector('parsererror')?.textContent ?? (read.querySelector('yui-ran, script') ? 'markup' : ''); }, answer.text);
    if (error) files.push(`${who} ${path}: ${error.slice(0, 80)}`);
  } else if (/json/.test(type)) {
    JSON.parse(answer.text);
  } else if (/html/.test(type)) {
    files.push(`${who} ${path}: is a page after all`);
  }
  if (/ran\(|yui-ran|HYPERLINK/.test(answer.text)) poisonedFiles++;
}
figure('files', [...fileKinds].map(([kind, many]) => `${many} ${kind}`).join(', '));
figure('filesThatHoldWhatWasWritten', poisonedFiles);
await browser.close();

promise('no script runs that somebody wrote', ran);
promise('no markup stands in a page that somebody wrote', markup);
promise('what is written is shown as it was written, in no language filled in', words);
promise('nothing turns the writing of a page around', turned);
promise('without any escaping, the page’s own safety lets no script run', bare);
promise('nothing runs from what the telephone keeps', offline);
promise('letters hold no markup of others, no second line in a subject', posted);
promise('no file holds a formula, an action or a line of others', files);
promise('no header is forged', forged);
promise('nothing that is written is a fault of the server', [...broken500, ...seen.dead.filter(one => /answers 5/.test(one)), ...first.dead.filter(one => /answers 5/.test(one))]);
// What nobody's way fills rightly is told above as not reached.
promise('enough was tried for the reading to mean something', [
  ...(unreached.length * 10 > fieldsSeen.size ? [`forms /: ${unreached.length} of ${fieldsSeen.size} fields were not reached`] : []),
  ...(written.size < 90 ? [`forms /: only ${written.size} of ${fieldsSeen.size} fields took it`] : []),
  ...(apiWritten.size < 40 ? [`API /: only ${apiWritten.size} of ${apiFields.size} texts`] : []),
  ...(shown < 100 ? [`pages /: only ${shown}`] : []),
  ...(kindsBare ? [] : ['pages /: none without escaping']),
  ...(poisonedLetters ? [] : ['letters /: none says what was written']),
  ...(poisonedFiles ? [] : ['files /: none holds what was written'])]);
end();
