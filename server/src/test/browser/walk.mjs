// Everybody goes everywhere, reading: by links, and by guessing the addresses that nobody links to.

import { Reader, address, build, faults, links, shape } from './crawl.mjs';

export const PEOPLE = {
  stranger: '',
  newcomer: 'newcomer@empty.example',
  'host of an empty group': 'host@empty.example',
  'desk of an empty community': 'desk@empty.example',
  resident: 'resident1@tokyo.example',
  host: 'ward@okugawa.example',
  farm: 'farm@miura.example',
  coordinator: 'desk@nishiaizu.example',
  'private desk': 'private-desk@nishiaizu.example',
  auditor: 'auditor@nishiaizu.example',
  administrator: 'admin@yui.example',
};
const LANGUAGES = { en: '/en', 'ja-x-easy': '/easy' };
// What people type, mistake or come to without a link.
const TYPED = [
  '/', '/tasks', '/login', '/login/code', '/me', '/nowhere', '/tasks?q=%E3%81%82%E3%82%8A%E3%81%88%E3%81%AA%E3%81%84',
  '/tasks?from=%', '/me/check-in', '/me/stays', '/pick-ups?code=ABCD'];
// So many things are tried where an address is guessed.
const GUESSES = 3;

/** All that was read, and what was wrong with it. */
export class Walk {
  /** bounds: how many pages of one kind a person's way goes on from; in which languages besides ja. */
  constructor(url, known, { ofAKind = 12, languages = Object.keys(LANGUAGES), kept = () => {}, seen = () => {}, spoilt = html => html } = {}) {
    Object.assign(this, { url, known, ofAKind, languages, kept, seen, spoilt });
    this.wrong = [];
    this.dead = [];
    this.reached = new Set();
    this.states = new Map(); // how a page is built → who saw it first, where
    this.titles = new Map();
    this.heaviest = new Map(); // kind and language → who got it at its heaviest, where
    this.files = []; // what is not a page: who got which
    this.read = 0;
  }

  async as(who, email) {
    const reader = new Reader(this.url, who);
    if (email) await reader.comesIn(email);
    const queue = [...TYPED];
    const typed = new Set(TYPED);
    const seen = new Set(queue);
    const kinds = new Map();
    const things = new Map(); // the name before a thing's place in an address → things
    const go = to => {
      if (seen.has(to)) return;
      seen.add(to);
      queue.push(to);
      const parts = to.replace(/\?.*/, '').split('/');
      for (let at = 2; at < parts.length; at++) {
        if (!/^[0-9a-f-]{36}$/.test(parts[at])) continue;
        things.set(parts[at - 1], (things.get(parts[at - 1]) ?? new Set()).add(parts[at]));
      }
    };
    const guess = () => {
      for (const pattern of this.known) {
        if ([...kinds.keys()].some(kind => address(kind) === address(pattern))) continue;
        const names = [...pattern.matchAll(/([^/]+)\/:(\w+)/g)].map(found => found[1]);
        if (names.some(name => !things.has(name))) continue;
        for (let nth = 0; nth < GUESSES; nth++) {
          const to = pattern.replace(/([^/]+)\/:\w+/g, (whole, name) => `${name}/${[...things.get(name)][nth % things.get(name).size]}`);
          typed.add(to);
          go(to);
        }
      }
    };
    for (let guessed = false; queue.length || !guessed;) {
      if (!queue.length) {
        guessed = true;
        guess();
        continue;
      }
      const path = queue.shift();
      const kind = shape(path);
      const many = kinds.get(kind) ?? 0;
      if (many >= this.ofAKind || /^\/(en|easy)(\/|$)/.test(path)) continue;
      kinds.set(kind, many + 1);
      const answer = await reader.fetch(path);
      if (answer.status >= 300 && answer.status < 400) {
        if (!/\/login/.test(answer.headers.location)) this.reached.add(address(kind));
        if (answer.headers.location?.startsWith('/')) go(answer.headers.location);
        continue;
      }
      if (!typed.has(path) && answer.status >= 400) this.dead.push(`${who} ${path}: is linked and answers ${answer.status}`);
      if (answer.status === 200) this.reached.add(address(kind));
      if (!this.takes(who, path, kind, answer, 'ja')) continue;
      for (const to of links(this.spoilt(answer.text))) go(to);
      // People are found by a form, so that no address tells whom somebody looked for.
      const own = /data-who="([^"]+)"/.exec(answer.text)?.[1];
      if (own) {
        typed.add(`/admin/people/${own}`);
        go(`/admin/people/${own}`);
      }
    }
    for (const lang of this.languages) await this.abroad(reader, who, lang, [...seen]);
    return reader;
  }

  /** The same in another language, one page of each kind. */
  async abroad(reader, who, lang, paths) {
    const done = new Set();
    for (const path of paths) {
      const kind = shape(path);
      if (done.has(kind) || /^\/(en|easy|dev|static|health|api\/v1)(\/|$)/.test(path)) continue;
      done.add(kind);
      const there = LANGUAGES[lang] + (path === '/' ? '' : path);
      this.takes(who, there, kind, await reader.fetch(there), lang);
    }
  }

  takes(who, path, kind, answer, lang) {
    if (!(answer.headers['content-type'] ?? '').startsWith('text/html')) {
      if (answer.status === 200) this.files.push({ who, path });
      return false;
    }
    const html = this.spoilt(answer.text);
    this.read++;
    this.seen(who, path, html, answer);
    for (const fault of faults(html, { lang, status: answer.status })) this.wrong.push(`${who} ${path}: ${fault}`);
    if (lang === 'ja' && answer.status === 200) {
      const title = /<title>([^<]*)/.exec(html)?.[1];
      this.titles.set(title, (this.titles.get(title) ?? new Set()).add(kind));
    }
    const state = lang === 'ja' ? `${kind} ${build(html)}` : `${lang} ${kind}`;
    if (!this.states.has(state)) {
      this.states.set(state, { who, path, kind, status: answer.status, foreign: lang !== 'ja' });
      this.kept(html);
    }
    if (answer.weight > (this.heaviest.get(`${lang} ${kind}`)?.weight ?? 0)) {
      this.heaviest.set(`${lang} ${kind}`, { who, path, kind, weight: answer.weight });
    }
    return true;
  }

  /** Pages of the server's that nobody came to. */
  missed(forgiven) {
    return this.known.map(address).filter(one => !this.reached.has(one) && !forgiven.has(one));
  }
}
