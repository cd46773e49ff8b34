// One thing a page: the parts of a long form, shown one at a time. Without this script the form stands whole; the
// browser's own "back" goes a step back, and nothing that was typed is lost.

const form = document.querySelector('form[data-steps]');

function begin() {
  const steps = [...form.querySelectorAll('[data-step]')];
  const bar = form.querySelector('.steps');
  const ends = [...form.querySelectorAll('[data-last]')];
  const before = [...document.querySelectorAll('[data-first]')];
  const send = form.querySelector('button.unseen');
  const back = form.querySelector('[data-back]');
  const next = form.querySelector('[data-next]');
  const whole = form.querySelector('[data-whole]');
  const summary = document.querySelector('.errors');
  const stepOf = element => steps.findIndex(step => step.contains(element));
  const named = id => document.getElementById(decodeURIComponent(id));
  let now = 0;

  function show(n) {
    now = Math.max(0, Math.min(n, steps.length - 1));
    steps.forEach((step, i) => { step.hidden = i !== now; });
    for (const end of ends) end.hidden = now < steps.length - 1;
    for (const first of before) first.hidden = now > 0;
    back.hidden = now === 0;
    next.hidden = now === steps.length - 1;
    // The key that sends a form would take the first button.
    send.disabled = now < steps.length - 1;
    bar.querySelector('b').textContent = now + 1;
    bar.querySelector('progress').value = now + 1;
    form.elements._step.value = now;
  }

  /** To another step, from its beginning; the way back leads here. */
  function go(n) {
    const from = now;
    history.replaceState({ ...history.state, step: now }, '');
    show(n);
    history.pushState({ ...history.state, step: now, from }, '');
    begins();
  }

  function begins() {
    bar.scrollIntoView({ block: 'start' });
    const heading = steps[now].querySelector('legend, summary');
    heading.tabIndex = -1;
    heading.focus({ preventScroll: true });
  }

  /** What the browser itself can see to be missing is said at once. */
  function isSound() {
    const bad = [...steps[now].querySelectorAll('input, select, textarea')].find(field => !field.checkValidity());
    bad?.reportValidity();
    return !bad;
  }

  function showAll() {
    for (const step of steps) step.hidden = false;
    for (const part of [...ends, ...before]) part.hidden = false;
    for (const part of [bar, back, next, whole]) part.hidden = true;
    send.disabled = false;
    form.elements._step.value = '';
    form.dataset.steps = 'whole';
  }

  bar.hidden = false;
  bar.querySelector('progress').max = steps.length;
  bar.querySelector('[data-of]').textContent = steps.length;
  whole.hidden = false;
  next.addEventListener('click', () => { if (isSound()) go(now + 1); });
  back.addEventListener('click', () => {
    if (history.state?.from === now - 1) history.back();
    else go(now - 1);
  });
  whole.addEventListener('click', () => {
    const at = steps[now];
    showAll();
    at.scrollIntoView({ block: 'start' });
    const head = at.querySelector('legend, summary');
    if (head) { head.tabIndex = -1; head.focus({ preventScroll: true }); }
  });
  addEventListener('popstate', event => {
    if (form.dataset.steps === 'whole' || typeof event.state?.step !== 'number') return;
    show(event.state.step);
    begins();
  });
  form.addEventListener('keydown', event => {
    if (event.key !== 'Enter' || event.isComposing || !send.disabled || !event.target.matches('input:not([type="image"])')) return;
    event.preventDefault();
    if (isSound()) go(now + 1);
  });
  summary?.addEventListener('click', event => {
    const link = event.target instanceof Element ? event.target.closest('a[href^="#"]') : null;
    const step = link ? stepOf(named(link.getAttribute('href').slice(1))) : -1;
    if (step >= 0 && step !== now && form.dataset.steps !== 'whole') go(step);
  }, true);

  const wrong = summary ? stepOf(form.querySelector('.field.bad')) : -1;
  const asked = stepOf(location.hash ? named(location.hash.slice(1)) : null);
  const stood = typeof history.state?.step === 'number' ? history.state.step : Number(form.dataset.atStep || 0);
  if (wrong >= 0) show(wrong);
  else if (asked >= 0) show(asked);
  else show(stood);
  history.replaceState({ ...history.state, step: now }, '');
  form.classList.add('ready');
}

if (form) begin();
