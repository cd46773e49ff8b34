// Keeps presses of the roll call on the telephone until they are sent, once each; asks the service worker to keep
// the pages of the day; forgets all of it when somebody else signs in, or nobody.

const who = document.documentElement.dataset.who ?? '';
const QUEUE = 'yui.marks';
const ARRIVALS = 'yui.arrivals';
const OWNER = 'yui.who';
const AHEAD = 'yui.ahead';

function stored(name, usual) {
  try {
    return JSON.parse(localStorage.getItem(name)) ?? usual;
  } catch {
    return usual;
  }
}

function store(name, value) {
  try {
    localStorage.setItem(name, JSON.stringify(value));
    return true;
  } catch {
    return false; // private windows may keep nothing: the form is then sent as it is
  }
}

/** What this tab has of a task being written. */
function untype() {
  for (const name of Object.keys(sessionStorage)) {
    if (name.startsWith('yui.typing.')) sessionStorage.removeItem(name);
  }
}

/** Everything of whoever was signed in before: lists, marks, strokes, what they were writing. */
async function forget() {
  for (const name of Object.keys(localStorage)) {
    if (name.startsWith('yui.')) localStorage.removeItem(name);
  }
  untype();
  if ('caches' in window) await caches.delete('yui-own');
}

const before = stored(OWNER, '');
if (before && who && before !== who) await forget();
// A login that ran out: what was pressed waits for the same person, their pages do not.
if (!who && 'caches' in window) await caches.delete('yui-own');
if (who) store(OWNER, who);

/** What waits to be sent, oldest first. */
export const marks = () => stored(QUEUE, []).filter(mark => mark.who === who);
const change = edit => store(QUEUE, edit(stored(QUEUE, [])));

export function keep(mark) {
  return change(all => [...all, { ...mark, who }]) && soon();
}

export function drop(key) {
  change(all => all.filter(mark => mark.key !== key));
}

/** Where somebody was without a network, oldest first. */
export const arrivals = () => stored(ARRIVALS, []).filter(one => one.who === who);
export const arrive = one => store(ARRIVALS, [...stored(ARRIVALS, []).filter(old => old.key !== one.key), { ...one, who }]) && soon();
export function dropArrival(key) {
  store(ARRIVALS, stored(ARRIVALS, []).filter(one => one.key !== key));
}

/** Milliseconds that the server's clock is ahead of this one, as far as was ever seen. */
export function ahead(clock) {
  const known = stored(AHEAD, null);
  const now = clock - Date.now();
  // A page that was kept tells an old time; a fresh one never tells less.
  const most = known === null || now > known ? now : known;
  store(AHEAD, most);
  return most;
}

// Only here does text become markup, a page of ours read apart, or a script's address, that of our own worker.
const trust = window.trustedTypes?.createPolicy('yui', {
  createHTML: text => text,
  createScriptURL: address => {
    if (address !== '/sw.js') throw new TypeError(address);
    return address;
  },
}) ?? { createHTML: text => text, createScriptURL: address => address };

/** A page as text, as a document whose scripts do not run. */
export const parsed = text => new DOMParser().parseFromString(trust.createHTML(text), 'text/html');

const PATIENCE = 10_000;
/** An answer, or none within reason: whoever waits for ever does not try again. */
async function asked(path, how) {
  const patience = new AbortController();
  const late = setTimeout(() => patience.abort(), PATIENCE);
  try {
    return await fetch(path, { ...how, signal: patience.signal });
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
  const html = parsed(await page.text());
  const seen = html.documentElement.dataset.who;
  // A page of somebody else's, or nobody's; what is no page of ours says nothing.
  if (seen !== undefined && seen !== who) return 'login';
  return page.ok ? html : '';
}

/** What the server says against it, in its words; null when it is only busy with the same. */
async function refusal(answer) {
  const text = await answer.text();
  if (text.includes('busy_try_again')) return null;
  const said = parsed(text);
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
      answer = await asked('/me/check-in', { method: 'POST', body, redirect: 'manual' });
    } catch {
      return '';
    }
    if (answer.type === 'opaqueredirect') dropArrival(one.key);
    else if ([400, 404, 409, 422].includes(answer.status)) {
      const refused = await refusal(answer);
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
      const words = await refusal(answer);
      if (words === null) return sent;
      change(all => all.map(one => (one.key === mark.key ? { ...one, refused: words } : one)));
      sent = mark.day;
    } else {
      return answer.status === 401 ? 'login' : sent;
    }
  }
  return sent;
}

if (who && 'serviceWorker' in navigator && window.isSecureContext) {
  navigator.serviceWorker.register(trust.createScriptURL('/sw.js')).catch(() => {});
  // From home the way leads to the day and to one's plans: have them before the valley.
  if (/^(\/en|\/easy)?\/me$/.test(location.pathname)) {
    navigator.serviceWorker.ready.then(() => {
      const near = [...document.querySelectorAll('main a[href], nav a[href]')]
        .map(link => new URL(link.href))
        .filter(url => url.origin === location.origin && /^(\/en|\/easy)?\/(tasks\/[0-9a-f-]{36}\/day|me\/applications)$/.test(url.pathname));
      const paths = new Set(near.map(url => url.pathname + url.search));
      for (const href of [...paths, location.pathname + '/check-in']) fetch(href).catch(() => {});
    });
  }
}

document.addEventListener('submit', event => {
  if (event.target instanceof HTMLFormElement && /\/logout$/.test(event.target.action)) {
    untype();
    // What was pressed and could not be sent waits for the same person, without names.
    const unsent = marks().filter(mark => !mark.refused).map(mark => ({ ...mark, name: '', label: '' }));
    const there = arrivals().filter(one => !one.refused);
    for (const name of Object.keys(localStorage)) {
      if (name.startsWith('yui.') && !(unsent.length + there.length && name === OWNER)) localStorage.removeItem(name);
    }
    if (unsent.length) store(QUEUE, unsent);
    if (there.length) store(ARRIVALS, there);
  }
});

// On pages that tell nothing of it themselves: how much waits, until it is sent.
const unsent = () => [...marks(), ...arrivals()].filter(one => !one.refused).length;
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
  const results = await Promise.all([send(), sendArrivals()]);
  const detail = { login: results.includes('login'), sent: results[0] !== '' && results[0] !== 'login', arrived: before - arrivals().length };
  dispatchEvent(new CustomEvent('yui-tried', { detail }));
  tellWaiting();
  clearTimeout(trying);
  trying = unsent() ? setTimeout(tryAgain, pause) : undefined;
  pause = Math.min(2 * pause, SELDOM);
}
function soon() {
  pause = SOON;
  clearTimeout(trying);
  trying = setTimeout(tryAgain);
  return true;
}
if (who) {
  tellWaiting();
  soon();
  addEventListener('online', soon);
  document.addEventListener('visibilitychange', () => { if (!document.hidden) soon(); });
}
