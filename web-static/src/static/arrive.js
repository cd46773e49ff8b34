// Checking in where there is no network: the code and the time stay on this telephone and are sent as soon as they
// can be. Without this script the form is sent as it is.

import { ahead, arrivals, arrive, dropArrival } from './offline.js';

const news = document.getElementById('arrival-news');
const form = document.querySelector('form[data-arrival]');
const offset = news ? ahead(Number(news.dataset.clock)) : 0;
const PATIENCE = 8000;
const fill = (words, values) => words.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
const time = at => new Date(at).toLocaleTimeString('ja-JP', { hour: 'numeric', minute: '2-digit', timeZone: 'Asia/Tokyo' });

function line(words, button) {
  const p = document.createElement('p');
  p.textContent = words;
  const box = document.createElement('div');
  box.className = 'notice warn';
  const text = document.createElement('div');
  text.append(p);
  if (button) text.append(button);
  box.append(text);
  return box;
}

function tell(login = false, sent = 0) {
  const lines = arrivals().map(one => {
    const values = { code: one.code, time: time(one.happenedAt) };
    if (!one.refused) return line(fill(news.dataset.kept, values));
    const drop = document.createElement('button');
    drop.type = 'button';
    drop.className = 'plain';
    drop.textContent = news.dataset.drop;
    drop.addEventListener('click', () => { dropArrival(one.key); tell(); });
    return line(`${fill(news.dataset.refused, values)} ${one.refused}`, drop);
  });
  if (login && lines.length) lines.unshift(line(news.dataset.login));
  if (sent) lines.unshift(line(news.dataset.sent));
  news.replaceChildren(...lines);
}

form?.addEventListener('submit', event => {
  const code = form.dataset.arrival || form.elements.code.value.trim();
  if (!code) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  const happenedAt = new Date(Date.now() + offset).toISOString();
  const body = new URLSearchParams(new FormData(form));
  const patience = new AbortController();
  const late = setTimeout(() => patience.abort(), PATIENCE);
  fetch(form.action, { method: 'POST', body, signal: patience.signal }).then(answer => {
    if (answer.status === 401 || answer.status >= 502) throw new Error(String(answer.status));
    // Arrived, or refused: the server shows which; the key says that it is the same.
    if (answer.redirected && answer.ok) location.assign(answer.url);
    else form.submit();
  }).catch(error => {
    const base = /^\/(en|easy)(?=\/)/.exec(new URL(form.action).pathname)?.[0] ?? '';
    if (arrive({ key: body.get('_key'), code, happenedAt, to: `${base}/me/check-in` })) tell(error.message === '401');
    else form.submit(); // private windows keep nothing
  }).finally(() => clearTimeout(late));
}, true);

if (news) {
  // A camera opened the place's own address, and without a network this page came in its stead.
  const scanned = /\/c\/([A-Za-z0-9-]+)$/.exec(location.pathname)?.[1];
  if (scanned && form?.elements.code) form.elements.code.value = scanned;
  tell();
  addEventListener('yui-tried', ({ detail }) => tell(detail.login, detail.arrived));
}
