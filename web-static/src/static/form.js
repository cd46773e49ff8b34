// Enhances forms that work without it: one press sends once, errors take the focus, unsaved words are asked about.

const summary = document.querySelector('.errors');

if (summary instanceof HTMLElement) summary.focus();

// What a form answered cannot be gone back to; the page that the form stands on can. The part of it that was pressed
// stays in its address, or the browser would not go there.
const { standsAt } = document.documentElement.dataset;
if (standsAt) history.replaceState(history.state, '', standsAt + location.hash);

document.addEventListener('click', event => {
  const link = event.target instanceof Element ? event.target.closest('.errors a[href^="#"]') : null;
  const field = link && document.getElementById(decodeURIComponent(link.getAttribute('href').slice(1)));
  if (!field) return;
  event.preventDefault();
  const target = field.matches('input, select, textarea') ? field : field.querySelector('input, select, textarea') ?? field;
  (target.closest('.field') ?? target).scrollIntoView({ block: 'start' });
  target.focus({ preventScroll: true });
});

// What is typed stays on this device, for this person and this form, until it has arrived or is dropped. What is
// secret is never kept: codes, passwords, files, what is said of somebody else (autocomplete=off).
const who = document.documentElement.dataset.who;
const bare = path => path.replace(/^\/(en|easy)(?=\/)/, '');
const secret = field => field.type === 'hidden' || field.type === 'password' || field.type === 'file'
  || /^(one-time-code|off)$/.test(field.autocomplete) || field.closest('[data-secret]') !== null;
const hidden = form => [...form.elements].filter(field => field.type === 'hidden' && field.name && !field.name.startsWith('_'))
  .map(field => `${field.name}=${field.value}`).join('&');
const shelf = form => `yui.draft.${who}.${bare(new URL(form.action).pathname)}?${hidden(form)}`;
const keeps = form => Boolean(who) && !form.dataset.draft && form.matches('main form[method="post"]') && (form.matches('[data-keep]') || form.querySelector('textarea') !== null);

function typed(form) {
  const fields = {};
  for (const field of form.elements) {
    if (!field.name || field.tagName === 'BUTTON' || secret(field)) continue;
    fields[field.name] ??= [];
    if (field.type === 'checkbox' || field.type === 'radio') {
      if (field.checked) fields[field.name].push(field.value);
    } else fields[field.name].push(field.value);
  }
  return fields;
}

function retype(form, fields) {
  const seen = {};
  for (const field of form.elements) {
    const values = fields[field.name];
    if (!values || field.tagName === 'BUTTON' || secret(field)) continue;
    if (field.type === 'checkbox' || field.type === 'radio') field.checked = values.includes(field.value);
    else {
      const n = seen[field.name] = (seen[field.name] ?? -1) + 1;
      if (n < values.length) field.value = values[n];
    }
  }
}

function kept(form) {
  try {
    return JSON.parse(localStorage.getItem(shelf(form)));
  } catch {
    return null;
  }
}

let unsaved = false;
document.addEventListener('input', event => {
  const form = event.target instanceof Element ? event.target.closest('form') : null;
  if (!form) return;
  if (keeps(form)) {
    try {
      localStorage.setItem(shelf(form), JSON.stringify(typed(form)));
      return;
    } catch {
      // private windows may keep nothing: whoever leaves is asked instead
    }
  }
  if (form.matches('[data-keep]')) unsaved = true;
});
addEventListener('beforeunload', event => {
  if (unsaved) event.preventDefault();
});

// Sent and arrived: the server says which.
const ARRIVED = /(?:^|; )yui-sent=([^;]*)/.exec(document.cookie)?.[1];
try {
  const sent = JSON.parse(sessionStorage.getItem('yui.sent') ?? 'null');
  if (sent && sent.key === ARRIVED) {
    localStorage.removeItem(sent.shelf);
    sessionStorage.removeItem('yui.sent');
  }
} catch {
  // nothing was kept
}
document.addEventListener('submit', event => {
  const form = event.target;
  if (!keeps(form)) return;
  try {
    sessionStorage.setItem('yui.sent', JSON.stringify({ key: form.elements._key?.value, shelf: shelf(form) }));
  } catch {
    // as above
  }
});

// What the server shows again after a refusal is newer than what was kept.
for (const form of summary ? [] : document.querySelectorAll('main form[method="post"]')) {
  // So is what it has picked on a map.
  if (keeps(form) && form.querySelector('.pick')) {
    try {
      localStorage.setItem(shelf(form), JSON.stringify(typed(form)));
    } catch {
      unsaved = true;
    }
    continue;
  }
  const before = keeps(form) ? kept(form) : null;
  if (!before || JSON.stringify(before) === JSON.stringify(typed(form))) continue;
  retype(form, before);
  const words = document.getElementById('kept-words').content.firstElementChild.cloneNode(true);
  words.querySelector('button').addEventListener('click', () => {
    localStorage.removeItem(shelf(form));
    form.reset();
    words.remove();
  });
  form.prepend(words);
  const folded = form.closest('details');
  if (folded) folded.open = true;
  show(words);
}

/** In sight and read out, though a reload would go to where the page was before. */
function show(words) {
  const { scrollRestoration } = history;
  history.scrollRestoration = 'manual';
  words.tabIndex = -1;
  words.scrollIntoView({ block: 'center' });
  words.focus({ preventScroll: true });
  addEventListener('load', () => setTimeout(() => { history.scrollRestoration = scrollRestoration; }), { once: true });
}

// What is being written is kept quietly, as it stands; without script there is a button for it. Until it has arrived
// it stays in this tab: a reload does not wait for it.
const reloaded = performance.getEntriesByType('navigation')[0]?.type === 'reload';
for (const form of document.querySelectorAll('form[data-draft]')) {
  const last = `yui.typing.${who}.${bare(new URL(form.action).pathname)}`;
  const hold = what => {
    try {
      if (what) sessionStorage.setItem(last, JSON.stringify(what));
      else if (what === null) sessionStorage.removeItem(last);
      return sessionStorage.getItem(last);
    } catch {
      return null; // private windows may keep nothing
    }
  };
  const said = form.querySelector('[data-draft-said]');
  const leaving = new AbortController();
  let waiting;
  const written = () => {
    const fields = new URLSearchParams(new FormData(form));
    fields.delete('_key');
    fields.set('_quiet', 'yes');
    return fields;
  };
  const keep = async () => {
    const body = written();
    waiting = undefined;
    unsaved = false;
    const before = hold();
    const answer = await fetch(form.dataset.draft, { method: 'POST', body, redirect: 'manual', signal: leaving.signal }).catch(() => null);
    if (answer?.type !== 'opaqueredirect') {
      unsaved = true;
      return;
    }
    if (hold() === before) hold(null);
    // A reload shows it again, as it stands.
    const here = new URL(location.href);
    here.searchParams.set('unfinished', form.elements._unfinished.value);
    history.replaceState(history.state, '', here);
    if (said) said.textContent = said.dataset.words + ' ' + new Date().toTimeString().slice(0, 5);
  };
  form.addEventListener('input', () => {
    hold({ unfinished: form.elements._unfinished.value, fields: typed(form) });
    clearTimeout(waiting);
    waiting = setTimeout(keep, 1500);
  });
  const typedLast = reloaded && !summary ? JSON.parse(hold()) : null;
  if (typedLast) {
    form.elements._unfinished.value = typedLast.unfinished;
    retype(form, typedLast.fields);
    waiting = setTimeout(keep, 0);
  } else hold(null);
  // What was refused is kept as well: whoever leaves and comes back finds it.
  if (summary && form.contains(document.querySelector('.field.bad'))) waiting = setTimeout(keep, 0);
  // Whoever leaves sooner loses nothing either.
  addEventListener('pagehide', () => {
    if (!waiting) return;
    clearTimeout(waiting);
    fetch(form.dataset.draft, { method: 'POST', body: written(), redirect: 'manual', keepalive: true }).catch(() => {});
  });
  form.addEventListener('submit', () => {
    clearTimeout(waiting);
    waiting = undefined;
    leaving.abort();
    hold(null);
  });
}

// Whoever goes back and sends the same again means the same: it carries the key, and what else names it, of the
// first time. Other words are a new deed.
const marks = form => [...form.elements].filter(field => /^_(key|unfinished)$/.test(field.name));
const before = () => history.state?.sent ?? {};
// The words themselves do not stay in the history.
function digest(form, submitter) {
  const all = [...new FormData(form)].filter(([name]) => !name.startsWith('_')).map(([name, value]) => [name, typeof value === 'string' ? value : [value.name, value.size]]);
  let [a, b] = [0xdeadbeef, 0x41c6ce57];
  for (const unit of JSON.stringify([...all, submitter?.name, submitter?.value])) {
    a = Math.imul(a ^ unit.codePointAt(0), 2654435761);
    b = Math.imul(b ^ unit.codePointAt(0), 1597334677) ^ (a >>> 13);
  }
  return `${a >>> 0}.${b >>> 0}`;
}
for (const form of document.querySelectorAll('form[data-once][data-draft]')) {
  // What was written down is a draft by now: going back leads to it.
  const first = before()[bare(new URL(form.action).pathname)];
  if (first && !summary) location.replace(`${form.action}?unfinished=${first.marks._unfinished}`);
}
document.addEventListener('submit', event => {
  const form = event.target;
  if (!form.matches('form[data-once]') || form.dataset.sent) return;
  const at = bare(new URL(form.action).pathname);
  const now = digest(form, event.submitter);
  const first = before()[at];
  if (first?.digest === now) {
    for (const mark of marks(form)) mark.value = first.marks[mark.name] ?? mark.value;
  }
  // A button that leads elsewhere does not send the form.
  if (event.submitter?.hasAttribute('formaction') || event.submitter?.name === '_more') return;
  const sent = { digest: now, marks: Object.fromEntries(marks(form).map(mark => [mark.name, mark.value])) };
  history.replaceState({ ...history.state, sent: { ...before(), [at]: sent } }, '');
}, true);

document.addEventListener('submit', event => {
  const form = event.target;
  if (form.dataset.sent) return event.preventDefault();
  unsaved = false;
  if (form.method !== 'post') return;
  form.dataset.sent = 'yes';
  // Disabled only to the eye: a disabled button would not be sent with its value.
  for (const button of form.querySelectorAll('button')) button.setAttribute('aria-disabled', 'true');
  // Long work says so; the server goes on with it, and the same press later gets the same answer.
  setTimeout(() => {
    const words = document.getElementById('working')?.content.firstElementChild;
    if (words && form.dataset.sent) document.body.append(words.cloneNode(true));
  }, 1500);
});

// A page taken back from memory may be sent again; the server knows the repeat by its key.
addEventListener('pageshow', event => {
  if (!event.persisted) return;
  document.querySelector('.working')?.remove();
  for (const form of document.querySelectorAll('form[data-sent]')) {
    delete form.dataset.sent;
    for (const button of form.querySelectorAll('button')) button.removeAttribute('aria-disabled');
  }
});

// Beside the results there is room for the filters; above them there is not.
if (matchMedia('(min-width: 62rem)').matches) {
  for (const details of document.querySelectorAll('details[data-wide]')) details.open = true;
}

for (const button of document.querySelectorAll('button[data-print]')) button.addEventListener('click', () => print());

// Asked by a press: the browser may know where it is. The server draws the map around it.
for (const button of document.querySelectorAll('button[data-here]')) {
  button.addEventListener('click', () => navigator.geolocation.getCurrentPosition(({ coords }) => {
    const field = name => button.form.elements.namedItem(name);
    const at = button.dataset.here;
    field(at + '.lat').value = coords.latitude.toFixed(5);
    field(at + '.lon').value = coords.longitude.toFixed(5);
    field('_at.' + at + '.view').value = coords.latitude.toFixed(5) + ',' + coords.longitude.toFixed(5) + ',0.1200';
    button.form.requestSubmit(button.parentElement.querySelector('button[name="_place"]'));
  }));
}
