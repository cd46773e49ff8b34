// Tells how far long work is without loading the page again; once it has ended, the page says what came of it.

const box = document.querySelector('[data-errand]');
const bar = box?.querySelector('progress');
const words = box?.querySelector('[role="status"]');

async function look() {
  const answer = await fetch(box.dataset.errand, { headers: { Accept: 'application/json' } }).catch(() => null);
  // Whose login has ended meanwhile is led to come in again.
  if (answer?.redirected || answer?.status === 401) return location.reload();
  const state = answer?.ok ? await answer.json().catch(() => null) : null;
  if (state && !state.running) return location.reload();
  if (state?.percent !== undefined) {
    bar.value = state.percent;
    words.textContent = `${state.percent}%`;
  }
  setTimeout(look, 2000);
}
if (box) setTimeout(look, 1000);
