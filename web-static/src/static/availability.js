// Lets a finger, a mouse or the arrow keys paint a table of checkboxes; without it each cell is a checkbox still.

const table = document.querySelector('.paint');
const boxes = [...table.querySelectorAll('input')];
const count = document.querySelector('[data-count]');
const say = () => { if (count) count.textContent = boxes.filter(box => box.checked).length; };

let paint = null; // what the stroke paints: true or false, null between strokes
let start = null;
let stroked = false;

const under = event => document.elementFromPoint(event.clientX, event.clientY)?.closest('.paint label')?.querySelector('input') ?? null;
const put = (box, checked) => {
  if (box.checked === checked) return;
  box.checked = checked;
  box.dispatchEvent(new Event('input', { bubbles: true }));
  say();
};

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
    put(start, paint);
  }
  put(box, paint);
});
const end = () => { paint = null; };
addEventListener('pointerup', end);
addEventListener('pointercancel', end);
// The click that follows a stroke would turn its first cell back.
table.addEventListener('click', event => {
  if (!stroked) return;
  event.preventDefault();
  stroked = false;
}, true);
table.addEventListener('change', say);

table.addEventListener('keydown', event => {
  const step = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: 2, ArrowUp: -2 }[event.key];
  const at = boxes.indexOf(event.target);
  if (!step || at < 0) return;
  event.preventDefault();
  boxes[at + step]?.focus();
});

const fills = {
  weekend: box => box.closest('.sat, .sun') !== null,
  am: box => box.value.endsWith('.AM'),
  pm: box => box.value.endsWith('.PM'),
};
for (const button of document.querySelectorAll('[data-fill]')) {
  const fill = button.dataset.fill;
  button.addEventListener('click', () => {
    for (const box of boxes) {
      if (fill === 'none') put(box, false);
      else if (fills[fill](box)) put(box, true);
    }
  });
}
document.querySelector('.quick').hidden = false;
say();
