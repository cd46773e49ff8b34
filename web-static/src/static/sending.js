// Sends what waits on the telephone, once each, as soon as there is a network; says how much waits meanwhile.

import { arrivals, arrive, change, drop, dropArrival, marks, parsed, unsent } from './offline.js';

const who = document.documentElement.dataset.who ?? '';
const PATIENCE = 10_000;
/** An answer with all of its text, or none within reason: whoever waits for ever does not try again. */
async function asked(path, how) {
  const patience = new AbortController();
  const late = setTimeout(() => patience.abort(), PATIENCE);
  try {
    const answer = await fetch(path, { ...how, signal: patience.signal });
    const text = answer.type === 'opaqueredirect' ? '' : await answer.text();
    return { type: answer.type, status: answer.status, ok: answer.ok, redirected: answer.redirected, text };
  } finally {
    clearTimeout(late);
  }
}

/** The page at an address as it is now, or why it cannot be had: 'login', or '' for no network. */
async function freshly(path) {
  let page;
  try {
    page = await asked(path, { headers: { 'Yui-Fresh': 'yes' } });
  } catch {
    return '';
  }
  if (page.redirected) return 'login';
  const html = parsed(page.text);
  const seen = html.documentElement.dataset.who;
  // A page of somebody else's, or nobody's; what is no page of ours says nothing.
  if (seen !== undefined && seen !== who) return 'login';
  return page.ok ? html : '';
}

/** What the server says against it, in its words; null when it is only busy with the same. */
function refusal(answer) {
  if (answer.text.includes('busy_try_again')) return null;
  const said = parsed(answer.text);
  return said.querySelector('.errors li, .errors p, .lead')?.textContent.trim() || String(answer.status);
}

let arriving = null;

/** Sends who arrived where; resolves to 'login' or ''. */
function sendArrivals() {
  arriving ??= sendAllArrivals().finally(() => { arriving = null; });
  return arriving;
}

async function sendAllArrivals() {
  const waiting = arrivals().filter(one => !one.refused);
  if (!waiting.length || !navigator.onLine) return '';
  const html = await freshly('/me/check-in');
  if (typeof html === 'string') return html;
  const csrf = html.querySelector('input[name="_csrf"]')?.value ?? '';
  for (const one of waiting) {
    const body = new URLSearchParams({ _csrf: csrf, _key: `${one.key}-late`, code: one.code, happenedAt: one.happenedAt });
    let answer;
    try {
      // In the language it was typed in, so that a refusal is.
      answer = await asked(one.to ?? '/me/check-in', { method: 'POST', body, redirect: 'manual' });
    } catch {
      return '';
    }
    if (answer.type === 'opaqueredirect') dropArrival(one.key);
    else if ([400, 404, 409, 422].includes(answer.status)) {
      const refused = refusal(answer);
      if (refused !== null) arrive({ ...one, refused });
    } else return answer.status === 401 ? 'login' : '';
  }
  return '';
}

let sending = null;

/** Sends what waits; resolves to the address of a day whose marks were sent, '' for none, or 'login'. */
function send() {
  sending ??= sendAll().finally(() => { sending = null; });
  return sending;
}

async function sendAll() {
  const waiting = marks().filter(mark => !mark.refused);
  if (!waiting.length || !navigator.onLine) return '';
  const html = await freshly(waiting[0].day);
  if (typeof html === 'string') return html;
  const csrf = html.querySelector('input[name="_csrf"]')?.value ?? '';
  let sent = '';
  for (const mark of waiting) {
    const body = new URLSearchParams({
      _csrf: csrf, _key: mark.key, slotId: mark.slot, mark: `${mark.application}.${mark.state}`, happenedAt: mark.happenedAt, seen: mark.seen });
    let answer;
    try {
      answer = await asked(mark.to, { method: 'POST', body, redirect: 'manual' });
    } catch {
      return sent;
    }
    if (answer.type === 'opaqueredirect') {
      drop(mark.key);
      sent = mark.day;
    } else if ([400, 404, 409, 422].includes(answer.status)) {
      const words = refusal(answer);
      if (words === null) return sent;
      change(all => all.map(one => (one.key === mark.key ? { ...one, refused: words } : one)));
      sent = mark.day;
    } else {
      return answer.status === 401 ? 'login' : sent;
    }
  }
  return sent;
}

// On pages that tell nothing of it themselves: how much waits, until it is sent.
let told = null;
function tellWaiting() {
  const n = unsent();
  told?.remove();
  told = null;
  if (!n || document.querySelector('#roll-news, #arrival-news')) return;
  told = document.getElementById('left-words')?.content.firstElementChild.cloneNode(true) ?? null;
  if (!told) return;
  const words = told.querySelector('p');
  words.textContent = words.textContent.replace('{n}', n);
  document.getElementById('main').prepend(told);
}

const SOON = 2000;
const SELDOM = 15_000;
let pause = SOON;
let trying;

/** Sends what waits; while something is left, again: soon, then less often. Whoever shows it hears of each try. */
async function tryAgain() {
  clearTimeout(trying);
  trying = undefined;
  if (!unsent()) return;
  const before = arrivals().length;
  try {
    const results = await Promise.all([send(), sendArrivals()]);
    const detail = { login: results.includes('login'), sent: results[0] !== '' && results[0] !== 'login', arrived: before - arrivals().length };
    dispatchEvent(new CustomEvent('yui-tried', { detail }));
    tellWaiting();
  } finally {
    clearTimeout(trying);
    trying = unsent() ? setTimeout(tryAgain, pause) : undefined;
    pause = Math.min(2 * pause, SELDOM);
  }
}
/** Begins anew at once. */
export function soon() {
  tellWaiting();
  pause = SOON;
  clearTimeout(trying);
  trying = setTimeout(tryAgain);
}
