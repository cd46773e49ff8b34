// A reader without a browser: comes in by the code from the letter, follows every link, and holds each page to what can
// be seen without drawing it. What is drawn differently from all before is left to a browser.

import http from 'node:http';
import { gunzipSync } from 'node:zlib';

const ID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;
const CODE = /(?<![\w-])\d{4}-\d{4}(?![\w-])/;
const agent = new http.Agent({ keepAlive: true });

/** What came: a status, the bytes that went over the line, and the words in them. */
function fetched(url, { method = 'GET', headers = {}, body = '' } = {}) {
  return new Promise((resolve, reject) => {
    const request = http.request(url, { method, agent, headers: { 'accept-encoding': 'gzip', ...headers } }, answer => {
      const parts = [];
      answer.on('data', part => parts.push(part));
      answer.on('end', () => {
        const bytes = Buffer.concat(parts);
        const plain = answer.headers['content-encoding'] === 'gzip' ? gunzipSync(bytes) : bytes;
        resolve({ status: answer.statusCode, headers: answer.headers, weight: bytes.length, bytes: plain, text: plain.toString('utf8') });
      });
    });
    request.on('error', reject);
    request.end(body);
  });
}

export class Reader {
  constructor(base, name) {
    this.base = base;
    this.name = name;
    this.jar = new Map();
  }

  async fetch(path, { method = 'GET', fields = null, headers = {} } = {}) {
    const cookie = [...this.jar].map(([name, value]) => `${name}=${value}`).join('; ');
    const form = fields ? { 'content-type': 'application/x-www-form-urlencoded', origin: this.base } : {};
    const answer = await fetched(this.base + path, {
      method: fields ? 'POST' : method, headers: { ...(cookie && { cookie }), ...form, ...headers },
      body: fields ? new URLSearchParams(fields).toString() : '' });
    for (const line of answer.headers['set-cookie'] ?? []) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line);
      if (value) this.jar.set(name, value); else this.jar.delete(name);
    }
    return answer;
  }

  async comesIn(email) {
    const letters = async () => JSON.parse((await this.fetch(`/dev/mailbox?to=${email}`, { headers: { accept: 'application/json' } })).text).items;
    const code = async () => (await letters()).map(letter => CODE.exec(letter.text)?.[0]).find(Boolean);
    const before = await code();
    let answer = await this.fetch('/login', { fields: { email } });
    const challenge = (await this.fetch(answer.headers.location)).text;
    const hidden = [...challenge.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)"/g)].map(found => [found[1], found[2]]);
    for (let tries = 0; tries < 200; tries++) {
      const now = await code();
      if (now && now !== before) {
        answer = await this.fetch('/login/code', { fields: { ...Object.fromEntries(hidden), code: now } });
        if (answer.status !== 303) throw new Error(`${email} was not let in: ${answer.status}`);
        return this;
      }
      await new Promise(resolve => setTimeout(resolve, 50));
    }
    throw new Error(`no code came for ${email}`);
  }

  cookies() {
    return [...this.jar].map(([name, value]) => ({ name, value, url: this.base }));
  }
}

/** An address with what differs from thing to thing taken out. */
export function shape(path) {
  return path.replace(ID, ':id').replace(/[?#].*/, '').replace(/^\/(en|easy)(?=\/|$)/, '')
    .replace(/\/(c|h)\/[^/]+$/, '/$1/:code').replace(/\/(years|answers)\/[^/]+/, '/$1/:one').replace(/\/(calendar|searches)\/[^/]+$/, '/$1/:file') || '/';
}

/** An address as a pattern, whatever its places are called. */
export const address = path => path.replace(/:\w+/g, '*');

/** How a page is built, its words left out: two pages built alike are drawn alike. */
export function build(html) {
  const main = /<main[\s\S]*<\/main>/.exec(html)?.[0] ?? '';
  const seen = new Set();
  for (const [, tag, rest] of main.matchAll(/<([a-z0-9]+)((?:\s[^>]*)?)>/g)) {
    const kind = /class="([^"]*)"/.exec(rest)?.[1] ?? '';
    const to = tag === 'form' ? shape(/action="([^"]*)"/.exec(rest)?.[1] ?? '') : '';
    if (kind || to || /^(table|ul|ol|dl|details|select|textarea|figure|fieldset|h[1-6])$/.test(tag)) seen.add(`${tag}.${kind}${to}`);
  }
  return [...seen].sort().join(' ');
}

/** What every page promises and can be told from its text. */
export function faults(html, { lang, status }) {
  const wrong = [];
  const ids = [...html.matchAll(/\sid="([^"]*)"/g)].map(found => found[1]);
  const twice = ids.filter((id, at) => ids.indexOf(id) !== at);
  if (twice.length) wrong.push(`has ids twice: ${[...new Set(twice)].slice(0, 5)}`);
  if ((html.match(/<h1[\s>]/g) ?? []).length !== 1) wrong.push('has not one h1');
  const told = /<html lang="([^"]*)"/.exec(html)?.[1];
  if (told !== lang) wrong.push(`says lang ${told}, not ${lang}`);
  const title = /<title>([^<]*)<\/title>/.exec(html)?.[1] ?? '';
  if (!/^\S.*｜/.test(title)) wrong.push(`has the title ${title}`);
  if (/ style="/.test(html)) wrong.push('has a style attribute, which the page’s own safety forbids');
  if (status >= 500) wrong.push(`answered ${status}`);
  return wrong;
}

/** What a form asks for as it comes, of each choice the first where none is made. */
function asked(form) {
  const fields = [];
  for (const [tag] of form.matchAll(/<input [^>]*>/g)) {
    const name = /name="([^"]*)"/.exec(tag)?.[1];
    if (name && (!/type="(radio|checkbox)"/.test(tag) || / checked/.test(tag))) fields.push([name, /value="([^"]*)"/.exec(tag)?.[1] ?? '']);
  }
  for (const [, name, options] of form.matchAll(/<select [^>]*name="([^"]*)"[^>]*>([\s\S]*?)<\/select>/g)) {
    const values = [...options.matchAll(/<option value="([^"]*)"( selected)?/g)];
    const one = values.find(found => found[2]) ?? values.find(found => found[1]);
    fields.push([name, one?.[1] ?? '']);
  }
  return new URLSearchParams(fields).toString();
}

/** Where a page leads: by links, pictures and forms that only ask. */
export function links(html) {
  const found = [...html.matchAll(/<a [^>]*?href="(\/[^"]*)/g), ...html.matchAll(/<img [^>]*?src="(\/(?!static)[^"]*)/g)].map(one => one[1]);
  for (const [form, tag] of html.matchAll(/(<form [^>]*>)[\s\S]*?<\/form>/g)) {
    const action = /action="(\/[^"]*)"/.exec(tag)?.[1];
    if (action && !/method="post"/.test(tag)) found.push(`${action}?${asked(form)}`.replace(/\?$/, ''));
  }
  return found.map(to => to.replaceAll('&amp;', '&').replaceAll('&#x3D;', '=').replace(/#.*/, ''));
}
