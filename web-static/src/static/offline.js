// Keeps presses of the roll call on the telephone until they are sent (sending.js); asks the service worker to keep
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
export const change = edit => store(QUEUE, edit(stored(QUEUE, [])));

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

/** How much waits. */
export const unsent = () => [...marks(), ...arrivals()].filter(one => !one.refused).length;

const SELDOM = 15_000;
let sender = null;
let misses = 0;

/** Has what waits sent. Most pages have nothing to send, so the part that does comes when there is something. */
function soon() {
  if (!unsent()) return true;
  // Browsers remember that a part did not come, by its address.
  sender ??= import(misses ? `./sending.js?${misses}` : './sending.js').catch(() => {
    sender = null;
    misses++;
    setTimeout(soon, SELDOM);
  });
  sender.then(part => part?.soon());
  return true;
}

if (who) {
  soon();
  addEventListener('online', soon);
  document.addEventListener('visibilitychange', () => { if (!document.hidden) soon(); });
}
