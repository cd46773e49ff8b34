// The roll call without waiting for the network: a press counts at once, is kept on this telephone and sent as soon
// as it can be. Without this script each button sends its form.

import { ahead, drop, keep, marks, parsed } from './offline.js';

const roll = document.getElementById('roll');
const news = document.getElementById('roll-news');
const offset = roll ? ahead(Number(roll.dataset.clock)) : 0;
const fill = (words, values) => words.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
const cardOf = application => roll.querySelector(`[data-application="${application}"]`);
const nameOf = application => cardOf(application)?.querySelector('h2')?.firstChild?.textContent.trim() ?? '';
const stateWords = (application, state) => {
  const button = cardOf(application)?.querySelector(`button[value$=".${state}"]`);
  const readings = [...(button?.querySelectorAll('rt') ?? [])];
  return button ? readings.reduce((words, rt) => words.replace(rt.textContent, ''), button.innerText).replace(/\s+/g, ' ').trim() : state;
};

function key() {
  if (crypto.randomUUID) return crypto.randomUUID();
  return [...crypto.getRandomValues(new Uint8Array(16))].map(byte => byte.toString(16).padStart(2, '0')).join('');
}

const time = at => new Date(at).toLocaleTimeString('ja-JP', { hour: 'numeric', minute: '2-digit', timeZone: 'Asia/Tokyo' });

/** What is kept stands over what the server last said. */
function overlay() {
  for (const mark of marks().filter(one => one.slot === roll.dataset.slot && !one.refused)) {
    const card = cardOf(mark.application);
    if (!card) continue;
    for (const button of card.querySelectorAll('button[aria-pressed]')) {
      button.setAttribute('aria-pressed', String(button.value.endsWith(`.${mark.state}`)));
    }
    card.querySelector('.undo').hidden = mark.state === 'UNRECORDED';
    const saved = card.querySelector('.saved');
    saved.textContent = fill(news.dataset.kept, { time: time(mark.happenedAt), state: stateWords(mark.application, mark.state) });
    saved.classList.add('waiting');
  }
  tell();
}

function line(words, ...buttons) {
  const box = document.createElement('div');
  box.className = 'notice warn';
  const text = document.createElement('div');
  const p = document.createElement('p');
  p.textContent = words;
  text.append(p);
  if (buttons.length) {
    const acts = document.createElement('p');
    acts.className = 'acts';
    acts.append(...buttons);
    text.append(acts);
  }
  box.append(text);
  return box;
}

function press(label, deed) {
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'plain';
  button.textContent = label;
  button.addEventListener('click', deed);
  return button;
}

let login = false;
function tell() {
  const all = marks();
  const waiting = all.filter(mark => !mark.refused).length;
  const lines = all.filter(mark => mark.refused).map(mark =>
    line(`${fill(news.dataset.refused, { name: mark.name, state: mark.label })} ${mark.refused}`,
      press(news.dataset.drop, () => { drop(mark.key); show(); }),
      press(news.dataset.again, () => { drop(mark.key); put(mark.application, mark.state); })));
  if (login) lines.unshift(line(news.dataset.login));
  else if (waiting) lines.unshift(line(fill(news.dataset.left, { n: waiting })));
  news.replaceChildren(...lines);
}

let touched = false;
roll?.addEventListener('input', () => { touched = true; });

/** The list as the server has it now, unless somebody is typing in it. */
async function show() {
  if (!touched) {
    try {
      const page = await fetch(roll.dataset.day, { headers: { 'Yui-Fresh': 'yes' } });
      const html = parsed(await page.text());
      const cards = html.querySelector('#roll .cards');
      if (page.ok && !page.redirected && cards) roll.querySelector('.cards').replaceWith(cards);
    } catch {
      // no network: the list stays as it was
    }
  }
  overlay();
}

function put(application, state) {
  const card = cardOf(application);
  const mark = {
    key: key(), application, state, slot: roll.dataset.slot, to: roll.dataset.marks, day: roll.dataset.day,
    seen: card?.dataset.said ?? '0', happenedAt: new Date(Date.now() + offset).toISOString(),
    name: nameOf(application), label: stateWords(application, state) };
  if (!keep(mark)) return false;
  overlay();
  return true;
}

/** A list that was opened, and kept, before the roll is called: from its time on it can be pressed. */
function opens() {
  const from = Number(roll.dataset.early);
  if (!from) return;
  const left = from - Date.now() - offset;
  if (left > 0) {
    setTimeout(opens, Math.min(left, 60_000));
    return;
  }
  for (const button of roll.querySelectorAll('button:disabled')) button.disabled = false;
  document.getElementById('early').hidden = true;
}

if (roll) {
  roll.addEventListener('click', event => {
    const button = event.target instanceof Element ? event.target.closest('button[name="mark"]:enabled') : null;
    if (!button) return;
    const at = button.value.lastIndexOf('.');
    if (put(button.value.slice(0, at), button.value.slice(at + 1))) event.preventDefault();
  });
  overlay();
  addEventListener('yui-tried', ({ detail }) => {
    ({ login } = detail);
    if (detail.sent) show();
    else tell();
  });
  opens();
}
