// Keeps what a person needs in the field where there is no network: the day's list and their own plans, for
// whoever is signed in and until they log out. Everything else comes from the network alone.

const OWN = 'yui-own';
const PARTS = 'yui-parts';
const own = path => /^(\/en|\/easy)?\/(tasks\/[0-9a-f-]{36}\/day|me|me\/applications|me\/check-in)$/.test(path);
// What a camera opens at the place of work.
const place = path => /^(\/en|\/easy)?\/c\/[A-Za-z0-9-]+$/.test(path);
const PATIENCE = 4000;

self.addEventListener('install', event => {
  self.skipWaiting();
  event.waitUntil(caches.open(PARTS).then(parts => parts.addAll(['/static/yui.css', '/static/form.js', '/static/offline.js', '/static/sending.js', '/static/day.js', '/static/arrive.js', '/static/offline.html', '/static/icons/sprite.svg'])));
});
self.addEventListener('activate', event => event.waitUntil(self.clients.claim()));

async function kept(request, cache) {
  const found = await (await caches.open(cache)).match(request, { ignoreVary: true });
  // A list without its slot is the same list.
  return found ?? (await (await caches.open(cache)).match(request, { ignoreVary: true, ignoreSearch: true }));
}

// How often somebody left: what was asked for before that is not kept when it comes after.
let left = 0;

async function fresh(request, cache) {
  const before = left;
  const answer = await fetch(request);
  if (answer.ok && answer.type === 'basic' && !answer.redirected) {
    // What is opened before it is thrown away stays thrown away, whatever is put into it.
    const into = await caches.open(cache);
    if (before === left) await into.put(request, answer.clone());
  }
  return answer;
}

/** The network's answer; where it does not come, or not soon, the one that was kept. */
async function answer(request, cache) {
  const coming = fresh(request, cache);
  const before = await kept(request, cache);
  if (!before) return coming;
  const late = new Promise(resolve => { setTimeout(resolve, PATIENCE); }).then(() => before);
  const now = coming.then(given => (given.status >= 502 ? before : given), () => before);
  return Promise.race([now, late]);
}

/** The network's answer, or the page for typing a code, in whatever language it was kept. */
async function arrival(request) {
  try {
    const answer = await fetch(request);
    if (answer.status < 502) return answer;
  } catch {
    // no network
  }
  const own = await caches.open(OWN);
  const page = (await own.keys()).find(one => /\/me\/check-in$/.test(new URL(one.url).pathname));
  return page ? own.match(page, { ignoreVary: true }) : kept('/static/offline.html', PARTS);
}

function clear() {
  left++;
  return caches.delete(OWN);
}

/** Whoever leaves takes the lists off this telephone, with a network or without. */
async function leave(request) {
  await clear();
  try {
    const gone = await fetch(request);
    await clear();
    return gone;
  } catch {
    return Response.redirect('/static/offline.html#logout', 303);
  }
}

self.addEventListener('fetch', event => {
  const { request } = event;
  const url = new URL(request.url);
  if (url.origin !== self.location.origin) return;
  if (request.method === 'POST') {
    if (/^(\/en|\/easy)?\/logout$/.test(url.pathname)) event.respondWith(leave(request));
    return;
  }
  if (request.method !== 'GET') return;
  if (url.pathname.startsWith('/static/')) {
    event.respondWith(answer(request, PARTS));
  } else if (own(url.pathname)) {
    if (request.headers.get('Yui-Fresh')) event.respondWith(fresh(request, OWN));
    else event.respondWith(answer(request, OWN).catch(() => kept('/static/offline.html', PARTS)));
  } else if (request.mode === 'navigate' && place(url.pathname)) {
    event.respondWith(arrival(request));
  } else if (request.mode === 'navigate') {
    event.respondWith(fetch(request).catch(() => kept('/static/offline.html', PARTS)));
  }
});
