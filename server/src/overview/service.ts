/** Places and their figures, for pages of any level: province → city → county → town → village. */
import { clearance } from "@diguan/core/access/policy.ts";
import { addFigures, countCauses, noFigures, type CauseCount, type CellFigures, type Figures } from "@diguan/core/overview/figures.ts";
import { Problem } from "@diguan/core/problem.ts";
import { ancestorAt, contains, levelBelow, levelOf, levels, rangeOf, type Level } from "@diguan/core/region-code.ts";
import { povertyLine } from "../policy.ts";
import type { Tx } from "../postgres/pool.ts";
import { regionNames } from "../regions/service.ts";
import { cellFigures, childrenOf, groupFigures, placesBelow, trendRows, yearsOf, type GroupRow, type NamedPlace } from "./queries.ts";
import { openFindings } from "./waiting.ts";

export { refreshCounty, refreshVillages } from "./refresh.ts";
export { tasksOf } from "./waiting.ts";

/** Codes of one unit of a level differ by this. */
const widthOf: Readonly<Record<Level, number>> = { nation: 1e12, province: 1e10, city: 1e8, county: 1e6, town: 1e3, village: 1 };
const nation: NamedPlace = { code: 0, name: "全国" };

/** The place must lie in the reader's area: whoever may see a town asks for the town, not for its county. */
async function placeInSight(tx: Tx, code: number): Promise<NamedPlace & { readonly level: Level }> {
  const range = rangeOf(code);
  if (range.lo < tx.scope.lo || range.hi > tx.scope.hi) throw new Problem("thing.unknown");
  const name = code === 0 ? nation.name : (await regionNames(tx, [code])).get(code);
  if (name === undefined) throw new Problem("thing.unknown");
  return { code, name, level: levelOf(code) };
}

export async function describe(tx: Tx, code: number): Promise<{ code: number; name: string; level: Level; ancestors: NamedPlace[]; children: NamedPlace[]; years: number[] }> {
  const here = await placeInSight(tx, code);
  const above = levels.slice(0, levels.indexOf(here.level)).map((level) => ancestorAt(code, level)).filter((up): up is number => up !== undefined && contains(tx.scope, up) && contains(tx.scope, rangeOf(up).hi));
  const [names, children, years] = await Promise.all([regionNames(tx, above), here.level === "village" ? [] : childrenOf(tx, code), yearsOf(tx, rangeOf(code))]);
  const ancestors = above.flatMap((up) => (up === 0 ? [nation] : names.has(up) ? [{ code: up, name: names.get(up) ?? "" }] : []));
  return { ...here, ancestors, children, years };
}

interface Cell extends NamedPlace, CellFigures {}
export interface Group extends NamedPlace { readonly figures: Figures; readonly causes: CauseCount[]; readonly cells: Cell[] }

const column = (rows: readonly GroupRow[], of: (row: GroupRow) => readonly number[]): number[] => rows.reduce<number[]>((sum, row) => of(row).map((n, i) => n + (sum[i] ?? 0)), []);
const unitOf = (code: number, width: number): number => Math.floor(code / width) * width;

/** Places of a level with those that have rows but no present name (closed codes): counted under their code. */
const withUnnamed = (places: readonly NamedPlace[], codes: readonly number[]): NamedPlace[] => {
  const known = new Set(places.map((place) => place.code));
  return [...places, ...codes.filter((code) => !known.has(code)).map((code) => ({ code, name: String(code) }))].toSorted((a, b) => a.code - b.code);
};

/** Everything a home page shows; reads aggregate rows only. */
export async function overviewOf(tx: Tx, code: number, wantedYear: number | undefined) {
  const here = await placeInSight(tx, code);
  const range = rangeOf(code);
  const years = await yearsOf(tx, range);
  const year = wantedYear ?? years[0] ?? null;
  const groupLevel = levelBelow(here.level);
  const cellLevel = groupLevel && levelBelow(groupLevel);
  const groupWidth = widthOf[groupLevel ?? "village"];
  const cellWidth = widthOf[cellLevel ?? "village"];
  const placesAt = (level: Level | undefined): Promise<NamedPlace[]> => (level ? placesBelow(tx, range, levels.indexOf(level)) : Promise.resolve([]));
  const [groupRows, cellRows, trend, found, groupPlaces, cellPlaces, line] = await Promise.all([
    year === null ? [] : groupFigures(tx, range, year, groupWidth), year === null || !cellLevel ? [] : cellFigures(tx, range, year, cellWidth), trendRows(tx, range),
    year === null ? [] : openFindings(tx, range, year, cellWidth), placesAt(groupLevel), placesAt(cellLevel), year === null ? undefined : povertyLine(tx, code, year),
  ]);
  const seesHealth = ["C3", "C4"].includes(tx.actor ? (clearance(tx.actor.role, "household") ?? "C0") : "C4");
  const rowAt = new Map(groupRows.map((row) => [row.code, row]));
  const foundAt = new Map(found.map((row) => [row.code, row]));
  const foundIn = (place: number): { findings: number; seriousFindings: number } => {
    const inside = found.filter((row) => unitOf(row.code, groupWidth) === place);
    return { findings: inside.reduce((sum, row) => sum + row.findings, 0), seriousFindings: inside.reduce((sum, row) => sum + row.serious, 0) };
  };
  const figuresOf = (place: number): Figures => ({ ...(rowAt.get(place) ?? noFigures), ...foundIn(place) });
  const cellAt = new Map(cellRows.map((row) => [row.code, row]));
  const cellsOf = new Map<number, Cell[]>();
  for (const place of cellLevel ? withUnnamed(cellPlaces, [...cellAt.keys()]) : []) {
    const at = unitOf(place.code, groupWidth);
    const cell: Cell = { households: 0, exitedHouseholds: 0, ruralPersons: 0, countedPoor: 0, ...cellAt.get(place.code), findings: foundAt.get(place.code)?.findings ?? 0, ...place };
    const siblings = cellsOf.get(at);
    if (siblings) siblings.push(cell); else cellsOf.set(at, [cell]);
  }
  const groups: Group[] = !groupLevel ? [] : withUnnamed(groupPlaces, [...rowAt.keys()]).map((place) => {
    const row = rowAt.get(place.code);
    return { ...place, cells: cellsOf.get(place.code) ?? [], figures: figuresOf(place.code), causes: row ? countCauses(row.causeHouseholds, row.causePersons, seesHealth) : [] };
  });
  const binPersons = column(groupRows, (row) => row.binPersons);
  return {
    region: here, year, years, line: line ? { fen: line.value, source: line.source } : null,
    total: (groupLevel ? groups.map((group) => group.figures) : [figuresOf(code)]).reduce(addFigures, noFigures), trend,
    causes: countCauses(column(groupRows, (row) => row.causeHouseholds), column(groupRows, (row) => row.causePersons), seesHealth),
    income: column(groupRows, (row) => row.binHouseholds).map((households, i) => ({ households, persons: binPersons[i] ?? 0 })),
    groups, refreshedAt: groupRows.reduce<string | null>((last, row) => (last === null || row.refreshedAt > last ? row.refreshedAt : last), null),
  };
}
