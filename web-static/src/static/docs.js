// Tells of an operation, when it is opened, all that the document knows: parameters, bodies, answers. The page's element
// with data-openapi (the document's address) holds a box for each.

const home = document.querySelector('[data-openapi]');
const said = home?.dataset ?? {};

function make(tag, classes, ...children) {
  const element = document.createElement(tag);
  if (classes) element.className = classes;
  element.append(...children.filter(child => child !== null && child !== ''));
  return element;
}

/** Plain text with `code` in backquotes, as the document writes it. */
function prose(tag, text, classes = '') {
  const parts = (text ?? '').split('`');
  return make(tag, classes, ...parts.map((part, i) => (i % 2 ? make('code', '', part) : part)));
}

function reader(document_) {
  const at = ref => ref.slice(2).split('/').reduce((node, key) => node[key.replaceAll('~1', '/').replaceAll('~0', '~')], document_);
  const nameOf = ref => ref.split('/').pop();
  // What stands beside a reference (a description) is about this use of it.
  const whole = node => (node?.$ref ? { ...at(node.$ref), ...node, title: nameOf(node.$ref) } : node);

  function kind(schema) {
    const s = whole(schema);
    if (s.enum) return s.enum.join(' | ');
    if (s.const !== undefined) return String(s.const);
    if (s.type === 'array') return said.list.replace('{of}', kind(s.items));
    if (s.type === 'object') return s.title ?? said.object;
    if (s.title && s.pattern) return s.title;
    return [].concat(s.format ?? s.type ?? said.anything).join(' | ');
  }

  function bounds(schema) {
    const s = whole(schema);
    const words = [];
    const range = (low, high, unit) => {
      if (low === undefined && high === undefined) return;
      words.push(`${low ?? ''}…${high ?? ''}${unit}`);
    };
    range(s.minimum ?? s.exclusiveMinimum, s.maximum, '');
    range(s.minLength, s.maxLength, said.characters);
    range(s.minItems, s.maxItems, said.items);
    return words.join(', ');
  }

  /** One row a field; what holds fields itself opens below, but never twice within itself. */
  function tree(schema, inside = []) {
    const s = whole(schema);
    const fields = Object.entries(s.properties ?? {}).filter(([, field]) => field !== false);
    if (!fields.length) return make('p', '', make('code', '', kind(schema)), ' ', bounds(schema));
    const list = make('dl', 'rows');
    for (const [name, field] of fields) {
      const f = whole(field);
      const needed = (s.required ?? []).includes(name);
      const what = make('dd', '', make('p', '', make('code', '', kind(field)), ` ${bounds(field)}`, needed ? ` ${said.required}` : ''));
      if (f.description) what.append(prose('p', f.description, 'small'));
      const within = f.type === 'array' ? whole(f.items) : f;
      if (within.properties && !(within.title && inside.includes(within.title))) {
        what.append(make('details', '', make('summary', '', within.title ?? name), tree(within, [...inside, s.title, within.title])));
      }
      list.append(make('div', '', make('dt', '', make('code', '', name)), what));
    }
    return list;
  }

  function content(holder) {
    return Object.entries(holder.content ?? {}).flatMap(([type, media]) => [
      make('p', 'small', type),
      ...(media.schema ? [tree(media.schema)] : []),
      ...(media.example === undefined ? [] : [make('details', '', make('summary', '', said.example), make('pre', 'scroll', JSON.stringify(media.example, null, 2)))]),
    ]);
  }

  function answers(operation) {
    const list = make('dl', 'rows');
    for (const [status, answer] of Object.entries(operation.responses)) {
      const a = whole(answer);
      const what = make('dd', '', prose('p', a.description));
      if (status.startsWith('2')) what.append(...content(a));
      const codes = Object.entries(operation['x-problems'] ?? {}).filter(([, s]) => String(s) === status);
      if (codes.length) what.append(make('p', 'small', ...codes.flatMap(([code]) => [make('code', '', code), ' '])));
      list.append(make('div', '', make('dt', '', status), what));
    }
    return list;
  }

  /** Fills an operation's box once with all that the document says of it. */
  function fill(box) {
    for (const methods of Object.values(document_.paths)) {
      const op = Object.values(methods).find(one => one.operationId === box.id);
      if (!op || box.dataset.filled) continue;
      box.dataset.filled = 'yes';
      if (op['x-who']) box.append(make('p', 'small', op['x-who'].join(', ')));
      if (op.description) box.append(prose('p', op.description));
      const parameters = (op.parameters ?? []).map(whole);
      if (parameters.length) {
        const list = make('dl', 'rows');
        for (const p of parameters) {
          list.append(make('div', '',
            make('dt', '', make('code', '', p.name)),
            make('dd', '', make('p', '', p.in, ' ', make('code', '', kind(p.schema)), ` ${bounds(p.schema)}`, p.required ? ` ${said.required}` : ''), prose('p', p.description, 'small'))));
        }
        box.append(make('h3', '', said.parameters), list);
      }
      if (op.requestBody) box.append(make('h3', '', said.body), ...content(op.requestBody));
      box.append(make('h3', '', said.answers), answers(op));
    }
  }

  return { fill };
}

// The document is ten times as heavy as the page, so it comes when something is opened, and once.
let known = null;
function read() {
  known ??= fetch(home.dataset.openapi)
    .then(answer => (answer.ok ? answer.json() : Promise.reject(new Error(String(answer.status)))))
    .then(reader)
    .catch(() => {
      known = null; // what the page says stays, and the next opening tries again
      return null;
    });
  return known;
}

async function opened(box) {
  const line = box.querySelector('p.small');
  if (!line.querySelector('code')) line.prepend(Object.assign(document.createElement('code'), { textContent: box.id }), ' ');
  if (box.open) (await read())?.fill(box);
}

function openNamed() {
  const box = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (!(box instanceof HTMLDetailsElement)) return;
  box.open = true;
  box.scrollIntoView();
}

for (const box of home?.querySelectorAll('details[id]') ?? []) box.addEventListener('toggle', () => opened(box));
if (home) {
  addEventListener('hashchange', openNamed);
  openNamed();
}
