// What every page promises to whoever looks at it, however they look: held in a browser.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/**
 * Bytes over the line, requests, and how much may move while a page comes: nothing, but that a busy browser may draw
 * the head before the last entry of its menu has arrived, and the line of two pixels beneath it then moves.
 */
export const budget = { bytes: 30_000, requests: 6, shift: 0.001 };

/** Ways to look; 1280 pixels magnified twice are 640. */
export const widths = [
  { name: '390 px', width: 390, height: 844 },
  { name: '320 px', width: 320, height: 640 },
  { name: '1280 px at 200 %', width: 640, height: 450 },
  { name: '1280 px', width: 1280, height: 900 },
];

/** The same page where the letters alone are twice as large, as set in the browser: started with {@link largeLetters}. */
export const large = { name: '1280 px, letters at 200 %', width: 1280, height: 900 };
export const largeLetters = '--blink-settings=defaultFontSize=32,defaultFixedFontSize=26';

/** Watches from before the page's first byte. */
export async function watch(context) {
  await context.addInitScript(() => {
    addEventListener('securitypolicyviolation', event =>
      console.error(`the page's own safety forbids ${event.violatedDirective} ${event.blockedURI} ${event.sample}`));
    globalThis.moved = { sum: 0, what: [] };
    new PerformanceObserver(list => {
      for (const entry of list.getEntries()) {
        if (entry.hadRecentInput) continue;
        globalThis.moved.sum += entry.value;
        globalThis.moved.what.push(...entry.sources.map(one => (one.node?.outerHTML ?? one.node?.parentElement?.outerHTML ?? 'gone').slice(0, 120) + JSON.stringify([one.previousRect, one.currentRect])));
      }
    }).observe({ type: 'layout-shift', buffered: true });
  });
}

/** Waits until nothing more is fetched and what was fetched is drawn. */
export async function settled(page) {
  await page.evaluate(async () => {
    for (let before = -1, calm = 0; calm < 2;) {
      await new Promise(resolve => requestAnimationFrame(() => setTimeout(resolve, 20)));
      const now = performance.getEntriesByType('resource').length;
      calm = now === before ? calm + 1 : 0;
      before = now;
    }
  });
}

/** What the page cost: bytes of bodies as they were sent, requests, movement. Pictures that people put there are theirs. */
export function cost(page) {
  return page.evaluate(() => {
    const fetched = new Map(performance.getEntriesByType('resource').map(one => [one.name.replace(/#.*/, ''), one.encodedBodySize]));
    for (const address of fetched.keys()) if (/\/[0-9a-f-]{36}$/.test(address)) fetched.delete(address);
    const [self] = performance.getEntriesByType('navigation');
    return {
      bytes: self.encodedBodySize + [...fetched.values()].reduce((sum, one) => sum + one, 0),
      requests: 1 + fetched.size,
      shift: Math.round(globalThis.moved.sum * 10_000) / 10_000,
      what: [...[...fetched.keys()].map(address => address.replace(/.*\//, '')), ...globalThis.moved.what],
    };
  });
}

/** What sticks out, is cut off or is too small to be pressed, at one width. */
export async function cramped(page, { name, width, height }) {
  await page.setViewportSize({ width, height });
  return page.evaluate(name => {
    const root = document.documentElement;
    const wrong = [];
    const called = element => `${element.tagName.toLowerCase()}${element.id ? '#' + element.id : ''}.${[...element.classList].join('.')} “${(element.innerText ?? '').trim().slice(0, 20)}”`;
    if (root.scrollWidth > innerWidth) {
      const out = [...document.querySelectorAll('body *')].filter(one => one.getBoundingClientRect().right > innerWidth + 1 && !one.closest('.scroll'));
      wrong.push(`is ${root.scrollWidth - innerWidth} px too wide at ${name}: ${out.slice(0, 3).map(called)}`);
    }
    const shown = element => element.checkVisibility({ visibilityProperty: true }) && !element.closest('.unseen, .skip');
    for (const element of document.querySelectorAll('main *, header *, footer *')) {
      const style = getComputedStyle(element);
      if (style.overflowX === 'visible' || /^(auto|scroll)$/.test(style.overflowX) || !shown(element)) continue;
      if (/^(select|input|textarea|svg|use|img|path)$/i.test(element.tagName) || style.clipPath !== 'none') continue;
      if (element.scrollWidth > element.clientWidth + 1) wrong.push(`cuts ${called(element)} at ${name}`);
    }
    for (const element of document.querySelectorAll('a[href], button, input:not([type=hidden]), select, textarea, summary')) {
      if (!shown(element)) continue;
      // A link within a sentence is as high as its line; a box is pressed by its label.
      const label = element.matches('[type=checkbox], [type=radio]') ? element.closest('label') : null;
      const box = (label ?? element).getBoundingClientRect();
      if (/^a$/i.test(element.tagName)) {
        const style = getComputedStyle(element);
        // What a map's pins lead to, the list beside the map leads to as well.
        if (element.closest('svg') || style.display === 'inline' || element.matches('.card.go :is(h2, h3) a')) continue;
      }
      if (box.height < 44 || box.width < 24) wrong.push(`has ${called(label ?? element)} of ${Math.round(box.width)} × ${Math.round(box.height)} px at ${name}`);
    }
    return wrong;
  }, name);
}

/** What axe says against the page as it is drawn now. */
export async function accused(page, rules = null) {
  if (!await page.evaluate(() => 'axe' in globalThis)) await page.evaluate(AXE);
  const found = await page.evaluate(only => globalThis.axe.run({ runOnly: only, resultTypes: ['violations'] }),
    rules ? { type: 'rule', values: rules } : { type: 'tag', values: RULES });
  return found.violations.map(one => `${one.id}: ${one.nodes.map(node => node.target.join(' ')).slice(0, 3)}`);
}
