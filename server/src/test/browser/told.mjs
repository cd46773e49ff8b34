// What a script says while it runs and at its end, for people and for whoever started it: figures, and promises with
// what breaks them. It leaves with 1 where one is broken.

const began = Date.now();
const broken = [];

export const say = words => console.log(`${((Date.now() - began) / 1000).toFixed(0).padStart(4)} s  ${words}`);
export const figure = (name, value) => console.log(`figure ${name} ${value}`);

const place = fault => /\/\S*/.exec(fault.replace(/[0-9a-f-]{36}/g, ':id'))?.[0] ?? '';

/** The faults that are alike are told once. */
export function promise(words, faults) {
  console.log(`${faults.length ? 'BROKEN' : 'kept'} ${words}`);
  const alike = new Map();
  for (const fault of faults) {
    const like = fault.replace(/[0-9a-f-]{36}/g, ':id').replace(/^[^/]* \S+ /, '').replace(/\d+/g, 'N');
    alike.set(like, [...(alike.get(like) ?? []), fault]);
  }
  for (const all of alike.values()) console.log(`  × ${all[0].slice(0, 600)}${all.length > 1 ? `  (and ${all.length - 1} like it: ${[...new Set(all.slice(1).map(place))].slice(0, 12).join(' ')})` : ''}`);
  if (faults.length) broken.push(words);
}

export function end() {
  process.exit(broken.length ? 1 : 0);
}
