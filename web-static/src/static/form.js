// Enhances forms that work without it: one press sends once, errors take the focus, unsaved words are asked about.

const summary = document.querySelector('.errors');

// The summary's lines say what is wrong; which field it is, its label knows.
const colon = document.documentElement.lang.startsWith('ja') ? '：' : ': ';
// Words without the readings above them.
function plain(node) {
  const words = node.cloneNode(true);
  if (words instanceof Element) for (const reading of words.querySelectorAll('rt, rp')) reading.remove();
  return words.textContent;
}
for (const link of summary?.querySelectorAll('a[href^="#"]') ?? []) {
  const field = document.getElementById(decodeURIComponent(link.getAttribute('href').slice(1)));
  const label = field?.closest('.field')?.querySelector('label, legend');
  const name = [...(label?.childNodes ?? [])].filter(node => node.nodeType === Node.TEXT_NODE || node.nodeName === 'BDI').map(plain).join('').trim();
  if (name && !link.textContent.includes(name)) link.prepend(name + colon);
}
if (summary instanceof HTMLElement) summary.focus();

document.addEventListener('click', event => {
  const link = event.target instanceof Element ? event.target.closest('.errors a[href^="#"]') : null;
  const field = link && document.getElementById(decodeURIComponent(link.getAttribute('href').slice(1)));
  if (!field) return;
  event.preventDefault();
  const target = field.matches('input, select, textarea') ? field : field.querySelector('input, select, textarea') ?? field;
  (target.closest('.field') ?? target).scrollIntoView({ block: 'start' });
  target.focus({ preventScroll: true });
});

let unsaved = false;
document.addEventListener('input', event => {
  if (event.target instanceof Element && event.target.closest('form[data-keep]')) unsaved = true;
});
addEventListener('beforeunload', event => {
  if (unsaved) event.preventDefault();
});

// What is being written is kept quietly, as it stands; without script there is a button for it.
for (const form of document.querySelectorAll('form[data-draft]')) {
  const said = form.querySelector('[data-draft-said]');
  const leaving = new AbortController();
  let waiting;
  const keep = async () => {
    const fields = new URLSearchParams(new FormData(form));
    fields.delete('_key');
    fields.set('_quiet', 'yes');
    unsaved = false;
    const answer = await fetch(form.dataset.draft, { method: 'POST', body: fields, redirect: 'manual', signal: leaving.signal }).catch(() => null);
    if (answer?.type !== 'opaqueredirect') unsaved = true;
    else if (said) said.textContent = said.dataset.words + ' ' + new Date().toTimeString().slice(0, 5);
  };
  form.addEventListener('input', () => {
    clearTimeout(waiting);
    waiting = setTimeout(keep, 1500);
  });
  form.addEventListener('submit', () => {
    clearTimeout(waiting);
    leaving.abort();
  });
}

document.addEventListener('submit', event => {
  const form = event.target;
  if (form.dataset.sent) return event.preventDefault();
  unsaved = false;
  if (form.method !== 'post') return;
  form.dataset.sent = 'yes';
  // Disabled only to the eye: a disabled button would not be sent with its value.
  for (const button of form.querySelectorAll('button')) button.setAttribute('aria-disabled', 'true');
});

// A page taken back from memory may be sent again; the server knows the repeat by its key.
addEventListener('pageshow', event => {
  if (!event.persisted) return;
  for (const form of document.querySelectorAll('form[data-sent]')) {
    delete form.dataset.sent;
    for (const button of form.querySelectorAll('button')) button.removeAttribute('aria-disabled');
  }
});

// Beside the results there is room for the filters; above them there is not.
if (matchMedia('(min-width: 62rem)').matches) {
  for (const details of document.querySelectorAll('details[data-wide]')) details.open = true;
}

for (const button of document.querySelectorAll('button[data-print]')) {
  button.hidden = false;
  button.addEventListener('click', () => print());
}

// Asked by a press: the browser may know where it is. The server draws the map around it.
for (const button of document.querySelectorAll('button[data-here]')) {
  if (!navigator.geolocation) continue;
  button.hidden = false;
  button.addEventListener('click', () => navigator.geolocation.getCurrentPosition(({ coords }) => {
    const field = name => button.form.elements.namedItem(name);
    const at = button.dataset.here;
    field(at + '.lat').value = coords.latitude.toFixed(5);
    field(at + '.lon').value = coords.longitude.toFixed(5);
    field('_at.' + at + '.view').value = coords.latitude.toFixed(5) + ',' + coords.longitude.toFixed(5) + ',0.1200';
    button.form.requestSubmit(button.parentElement.querySelector('button[name="_place"]'));
  }));
}
