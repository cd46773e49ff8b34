// Lets a finger, a mouse or the arrow keys paint a month of checkboxes, takes back the last stroke and keeps what is
// not sent yet on this device. Without it each cell is a checkbox and each quick button fills the page on the server.

const form = document.getElementById('painting');
const table = form.querySelector('.paint');
const boxes = [...table.querySelectorAll('input')];
const byValue = new Map(boxes.map(box => [box.value, box]));
const count = form.querySelector('[data-count]');
const state = form.querySelector('[data-state]');
const undo = form.querySelector('[data-undo]');
const discard = form.querySelector('[data-discard]');
const KEPT = `yui.times.${document.documentElement.dataset.who}.`;
const SENT = 'yui.times.sent';
const stored = new Map(boxes.map(box => [box, box.defaultChecked]));

// Strokes, the last one at the end: what each cell was before.
const strokes = [];
let stroke = null;

function put(box, checked) {
  if (box.checked === checked) return;
  stroke?.set(box, stroke.get(box) ?? box.checked);
  box.checked = checked;
}

function ended() {
  if (stroke?.size) strokes.push(stroke);
  stroke = null;
  remember();
}

function paintAs(work) {
  stroke = new Map();
  work();
  ended();
}

const changed = () => boxes.filter(box => box.checked !== stored.get(box));

function tell(words) {
  const unsaved = changed().length > 0;
  count.textContent = boxes.filter(box => box.checked).length;
  state.textContent = words ?? (unsaved ? state.dataset.changed : state.dataset.kept);
  state.classList.toggle('unsaved', unsaved);
  undo.disabled = strokes.length === 0;
  discard.disabled = !unsaved;
  mark(form.dataset.month, unsaved);
}

function remember() {
  const now = Object.fromEntries(changed().map(box => [box.value, box.checked]));
  try {
    if (Object.keys(now).length) localStorage.setItem(KEPT + form.dataset.month, JSON.stringify(now));
    else localStorage.removeItem(KEPT + form.dataset.month);
  } catch {
    // private windows may keep nothing: the page asks nobody to rely on it
  }
  tell();
}

/** A dot beside a month with strokes that were not sent. */
function mark(month, unsaved) {
  document.querySelector(`.months [data-month="${month}"]`)?.toggleAttribute('data-unsaved', unsaved);
}

function restore() {
  try {
    if (document.querySelector('.notices .ok') && sessionStorage.getItem(SENT)) localStorage.removeItem(sessionStorage.getItem(SENT));
    sessionStorage.removeItem(SENT);
    for (const link of document.querySelectorAll('.months [data-month]')) {
      mark(link.dataset.month, localStorage.getItem(KEPT + link.dataset.month) !== null);
    }
    const before = JSON.parse(localStorage.getItem(KEPT + form.dataset.month) ?? '{}');
    for (const [value, checked] of Object.entries(before)) {
      const box = byValue.get(value);
      if (box) box.checked = checked;
    }
  } catch {
    return tell();
  }
  if (!changed().length) return remember();
  tell(state.dataset.restored);
}

// A finger or a mouse ------------------------------------------------------------------------------------
let paint = null; // what the stroke paints: true or false, null between strokes
let start = null;
let stroked = false;
const under = event => document.elementFromPoint(event.clientX, event.clientY)?.closest('.paint label')?.querySelector('input') ?? null;

table.addEventListener('pointerdown', event => {
  const box = under(event);
  if (!box || event.button) return;
  start = box;
  paint = !box.checked;
  stroked = false;
});
table.addEventListener('pointermove', event => {
  if (paint === null) return;
  const box = under(event);
  if (!box || (box === start && !stroked)) return;
  if (!stroked) {
    stroked = true;
    stroke = new Map();
    put(start, paint);
  }
  put(box, paint);
});
function end() {
  paint = null;
  if (stroke) ended();
}
addEventListener('pointerup', end);
addEventListener('pointercancel', end);
// The click that follows a stroke would turn its first cell back.
table.addEventListener('click', event => {
  if (!stroked) return;
  event.preventDefault();
  stroked = false;
}, true);
table.addEventListener('change', event => {
  strokes.push(new Map([[event.target, !event.target.checked]]));
  remember();
});

// The keyboard ---------------------------------------------------------------------------------------------
const days = { ArrowRight: 1, ArrowLeft: -1 };
function beside(box, key) {
  const [day, half] = box.value.split('.');
  if (key === 'ArrowDown' && half === 'AM') return byValue.get(`${day}.PM`);
  if (key === 'ArrowUp' && half === 'PM') return byValue.get(`${day}.AM`);
  const there = new Date(`${day}T00:00:00Z`);
  there.setUTCDate(there.getUTCDate() + (days[key] ?? (key === 'ArrowDown' ? 7 : -7)));
  const other = days[key] ? half : half === 'AM' ? 'PM' : 'AM';
  return byValue.get(`${there.toISOString().slice(0, 10)}.${other}`);
}
table.addEventListener('keydown', event => {
  if (!(event.target instanceof HTMLInputElement) || !/^Arrow/.test(event.key) || event.altKey || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  const box = beside(event.target, event.key);
  if (!box) return;
  if (event.shiftKey) paintAs(() => put(box, event.target.checked));
  box.focus();
});

// Buttons ----------------------------------------------------------------------------------------------------
const sunday = box => new Date(`${box.value.slice(0, 10)}T00:00:00Z`).getUTCDay();
const weekend = box => sunday(box) % 6 === 0;
const fills = {
  weekend: box => box.checked || weekend(box),
  weekdays: box => box.checked || !weekend(box),
  last: box => 'last' in box.dataset,
  none: () => false,
};
form.addEventListener('click', event => {
  const fill = event.target instanceof Element ? event.target.closest('button[name="fill"]') : null;
  if (!fill) return;
  event.preventDefault();
  paintAs(() => boxes.forEach(box => put(box, fills[fill.value](box))));
});
function takeBack() {
  for (const [box, was] of strokes.pop() ?? []) box.checked = was;
  remember();
}
undo.addEventListener('click', takeBack);
addEventListener('keydown', event => {
  if (event.key !== 'z' || !(event.ctrlKey || event.metaKey) || !strokes.length) return;
  event.preventDefault();
  takeBack();
});
discard.addEventListener('click', () => paintAs(() => boxes.forEach(box => put(box, stored.get(box)))));
form.addEventListener('submit', () => {
  try {
    sessionStorage.setItem(SENT, KEPT + form.dataset.month);
  } catch {
    // as above
  }
});

for (const waiting of document.querySelectorAll('.waits')) waiting.classList.remove('waits');
restore();
