/**
 * A map made by ourselves, for places whose borders nobody has measured in: one equal cell per village (or town, or county),
 * neighbours of the same town lie together. Deterministic, so that a place looks the same every day; a sketch, not a survey
 * (demonstration county of issue «home page»; equal-area cartogram of hexagons with moved corners).
 */
export interface MapGroup { readonly code: number; readonly cells: readonly number[] }
export type Point = readonly [x: number, y: number];
export interface MapCell { readonly code: number; readonly group: number; readonly centre: Point; /** corners in order */ readonly corners: readonly Point[] }
export interface MapBorder { readonly group: number; readonly from: Point; readonly to: Point; /** outer edge of the whole map */ readonly outer: boolean }
export interface SketchMap { readonly width: number; readonly height: number; readonly cells: readonly MapCell[]; readonly borders: readonly MapBorder[]; readonly labels: readonly { readonly group: number; readonly at: Point }[] }

interface Hex { readonly q: number; readonly r: number; readonly x: number; readonly y: number }

/** A number between 0 and 1 from two whole numbers: the same every time, without order (Wang's integer hash). */
function scatter(a: number, b: number): number {
  let h = (Math.imul(a, 0x9e3779b1) ^ Math.imul(b, 0x85ebca6b)) >>> 0;
  h = Math.imul(h ^ (h >>> 16), 0x7feb352d);
  h = Math.imul(h ^ (h >>> 15), 0x846ca68b);
  return ((h ^ (h >>> 16)) >>> 0) / 4_294_967_296;
}

const side = 10;
const wide = Math.sqrt(3) * side;
const centreOf = (q: number, r: number): Hex => ({ q, r, x: wide * (q + r / 2), y: 1.5 * side * r });

/** The hexagons nearest to the middle, by a distance that bulges with the direction: an island of the wanted size, wider than high. */
function island(count: number, seed: number): Hex[] {
  const reach = Math.ceil(Math.sqrt(count)) + 3;
  const bulge = [1, 2, 3].map((k) => ({ k, size: 0.1 / k, turn: scatter(seed, k) * 2 * Math.PI }));
  const all: { readonly hex: Hex; readonly far: number }[] = [];
  for (let r = -reach; r <= reach; r += 1) {
    for (let q = -2 * reach; q <= 2 * reach; q += 1) {
      const hex = centreOf(q, r);
      const angle = Math.atan2(hex.y, hex.x);
      const round = bulge.reduce((sum, wave) => sum + wave.size * Math.sin(wave.k * angle + wave.turn), 1);
      all.push({ hex, far: Math.hypot(hex.x / 1.18, hex.y * 1.1) / round });
    }
  }
  return all.toSorted((a, b) => a.far - b.far || a.hex.r - b.hex.r || a.hex.q - b.hex.q).slice(0, count).map((one) => one.hex);
}

/** Cuts the island again and again across its longer side, in proportion to the cells on either side of the cut. */
function share(hexes: readonly Hex[], groups: readonly MapGroup[], into: Map<number, Hex[]>): void {
  const [only] = groups;
  if (only && groups.length === 1) { into.set(only.code, [...hexes]); return; }
  const half = Math.ceil(groups.length / 2);
  const first = groups.slice(0, half);
  const size = first.reduce((sum, group) => sum + group.cells.length, 0);
  const span = (of: (hex: Hex) => number): number => Math.max(...hexes.map(of)) - Math.min(...hexes.map(of));
  const across = span((hex) => hex.x) >= span((hex) => hex.y);
  const sorted = hexes.toSorted((a, b) => (across ? a.x - b.x || a.y - b.y : a.y - b.y || a.x - b.x));
  share(sorted.slice(0, size), first, into);
  share(sorted.slice(size), groups.slice(half), into);
}

const corner = (hex: Hex, i: number): Point => [hex.x + side * Math.cos((Math.PI / 180) * (60 * i - 30)), hex.y + side * Math.sin((Math.PI / 180) * (60 * i - 30))];
/** Neighbour beyond the edge from corner i to corner i + 1. */
const beyond: readonly (readonly [number, number])[] = [[1, 0], [0, 1], [-1, 1], [-1, 0], [0, -1], [1, -1]];
const round1 = (n: number): number => Math.round(n * 10) / 10;

/**
 * Draws groups of cells as a sketch map; groups without cells are left out.
 * @param seed any whole number of the place, e.g. its code; the same seed gives the same map
 * @example sketchMap([{ code: 1, cells: [11, 12] }], 1).cells.length // => 2
 */
export function sketchMap(groups: readonly MapGroup[], seed: number): SketchMap {
  const filled = groups.filter((group) => group.cells.length > 0);
  const count = filled.reduce((sum, group) => sum + group.cells.length, 0);
  if (count === 0) return { width: 0, height: 0, cells: [], borders: [], labels: [] };
  const salt = seed % 2_147_483_647;
  const hexes = island(count, salt);
  const parts = new Map<number, Hex[]>();
  share(hexes, filled, parts);
  // every corner is moved by its own hash, so that the cells that share it still meet there
  const moved = (point: Point): Point => {
    const [a, b] = [Math.round(point[0] * 10), Math.round(point[1] * 10)];
    const turn = scatter(a + salt, b) * 2 * Math.PI;
    const far = side * 0.3 * scatter(b, a - salt);
    return [point[0] + far * Math.cos(turn), point[1] + far * Math.sin(turn)];
  };
  const left = Math.min(...hexes.map((hex) => hex.x)) - wide;
  const top = Math.min(...hexes.map((hex) => hex.y)) - 1.4 * side;
  const place = (point: Point): Point => [round1(point[0] - left), round1(point[1] - top)];
  const owner = new Map<string, number>();
  for (const [code, own] of parts) for (const hex of own) owner.set(`${hex.q},${hex.r}`, code);
  const cells: MapCell[] = [];
  const borders: MapBorder[] = [];
  const labels: { group: number; at: Point }[] = [];
  for (const group of filled) {
    const own = (parts.get(group.code) ?? []).toSorted((a, b) => a.y - b.y || a.x - b.x);
    own.forEach((hex, i) => {
      const corners = beyond.map((_, k) => place(moved(corner(hex, k))));
      cells.push({ code: group.cells[i] ?? 0, group: group.code, centre: place([hex.x, hex.y]), corners });
      beyond.forEach(([dq, dr], k) => {
        const other = owner.get(`${hex.q + dq},${hex.r + dr}`);
        const [from, to] = [corners[k], corners[(k + 1) % 6]];
        // an inner border is drawn once, by the group with the smaller code
        if (from && to && other !== group.code && (other === undefined || group.code < other)) borders.push({ group: group.code, from, to, outer: other === undefined });
      });
    });
    labels.push({ group: group.code, at: place([own.reduce((sum, hex) => sum + hex.x, 0) / own.length, own.reduce((sum, hex) => sum + hex.y, 0) / own.length]) });
  }
  const width = Math.max(...cells.map((cell) => cell.centre[0])) + wide;
  const height = Math.max(...cells.map((cell) => cell.centre[1])) + 1.4 * side;
  return { width: round1(width), height: round1(height), cells, borders, labels };
}
