/** Places and their figures, for pages of any level: province → city → county → town → village. */
import { clearance } from "@diguan/core/access/policy.ts";
import { addFigures, countCauses, noFigures, type CauseCount, type Figures } from "@diguan/core/overview/figures.ts";
import { Problem } from "@diguan/core/problem.ts";
import { ancestorAt, contains, levelBelow, levelOf, levels, rangeOf, type Level } from "@diguan/core/region-code.ts";
import { povertyLine } from "../policy.ts";
import type { Tx } from "../postgres/pool.ts";
import { cellFigures, childrenOf, groupCounts, namesOf, placesBelow, trendRows, yearsOf, type GroupRow, type NamedPlace } from "./queries.ts";

export { refreshCounty, refreshVillages } from "./refresh.ts";

/** Codes of one unit of a level differ by this. */
const widthOf: Readonly<Record<Level, number>> = { nation: 1e12, province: 1e10, city: 1e8, county: 1e6, town: 1e3, village: 1 };
const nation: NamedPlace = { code: 0, name: "全国" };

/** The place must lie in the reader's area: whoever may see a town asks for the town, not for its county. */
async function placeInSight(tx: Tx, code: number): Promise<NamedPlace & { readonly level: Level }> {
  const range = rangeOf(code);
  if (range.lo < tx.scope.lo || range.hi > tx.scope.hi) throw new Problem("thing.unknown");
  const found = code === 0 ? nation : (await namesOf(tx, [code]))[0];
  if (!found) throw new Problem("thing.unknown");
  return { code, name: found.name, level: levelOf(code) };
}

export async function describe(tx: Tx, code: number): Promise<{ code: number; name: string; level: Level; ancestors: NamedPlace[]; children: NamedPlace[]; years: number[] }> {
  const here = await placeInSight(tx, code);
  const above = levels.slice(0, levels.indexOf(here.level)).map((level) => ancestorAt(code, level)).filter((up): up is number => up !== undefined && contains(tx.scope, up) && contains(tx.scope, rangeOf(up).hi));
  const [names, children, years] = await Promise.all([namesOf(tx, above), here.level === "village" ? [] : childrenOf(tx, code), yearsOf(tx, rangeOf(code))]);
  const named = [...(above.includes(0) ? [nation] : []), ...names];
  return { ...here, ancestors: named.toSorted((a, b) => above.indexOf(a.code) - above.indexOf(b.code)), children, years };
}

interface Cell extends NamedPlace { readonly figures: Figures }
export interface Group extends Cell { readonly causes: CauseCount[]; readonly cells: Cell[] }

const total = (rows: readonly { readonly figures: Figures }[]): Figures => rows.reduce((sum, row) => addFigures(sum, row.figures), noFigures);
const column = (rows: readonly GroupRow[], of: (row: GroupRow) => readonly number[]): number[] => rows.reduce<number[]>((sum, row) => of(row).map((n, i) => n + (sum[i] ?? 0)), []);

/** Everything a home page shows; reads aggregate rows only. */
export async function overviewOf(tx: Tx, code: number, wantedYear: number | undefined) {
  const here = await placeInSight(tx, code);
  const range = rangeOf(code);
  const years = await yearsOf(tx, range);
  const year = wantedYear ?? years[0] ?? null;
  const groupLevel = levelBelow(here.level);
  const cellLevel = groupLevel && levelBelow(groupLevel);
  const groupWidth = widthOf[groupLevel ?? "village"];
  const cellWidth = widthOf[cellLevel ?? groupLevel ?? "village"];
  const placesAt = (level: Level | undefined): Promise<NamedPlace[]> => (level ? placesBelow(tx, range, levels.indexOf(level)) : Promise.resolve([]));
  const [cellRows, counts, trend, groupPlaces, cellPlaces, line] = await Promise.all([
    year === null ? [] : cellFigures(tx, range, year, cellWidth), year === null ? [] : groupCounts(tx, range, year, groupWidth), trendRows(tx, range),
    placesAt(groupLevel), placesAt(cellLevel), year === null ? undefined : povertyLine(tx, code, year),
  ]);
  const seesHealth = ["C3", "C4"].includes(tx.actor ? (clearance(tx.actor.role, "household") ?? "C0") : "C4");
  const figuresAt = new Map<number, Figures>();
  for (const { code: cell, refreshedAt: _, ...sums } of cellRows) figuresAt.set(cell, { ...sums, findings: 0, seriousFindings: 0 });
  const cellOf = (place: NamedPlace): Cell => ({ ...place, figures: figuresAt.get(place.code) ?? noFigures });
  const unit = (places: readonly NamedPlace[], width: number): NamedPlace[] => {
    // a place with rows but without a name (closed code) is still counted, under its code
    const known = new Set(places.map((p) => p.code));
    const extra = [...new Set([...figuresAt.keys()].map((cell) => Math.floor(cell / width) * width))].filter((cell) => !known.has(cell) && cell !== code);
    return [...places, ...extra.map((cell) => ({ code: cell, name: String(cell) }))].toSorted((a, b) => a.code - b.code);
  };
  const cells = cellLevel ? unit(cellPlaces, cellWidth).map(cellOf) : [];
  const countsAt = new Map(counts.map((row) => [row.code, row]));
  const groups: Group[] = !groupLevel ? [] : unit(groupPlaces, groupWidth).map((place) => {
    const own = cells.filter((cell) => Math.floor(cell.code / groupWidth) * groupWidth === place.code);
    const count = countsAt.get(place.code);
    return { ...place, cells: own, figures: cellLevel ? total(own) : (figuresAt.get(place.code) ?? noFigures), causes: count ? countCauses(count.causeHouseholds, count.causePersons, seesHealth) : [] };
  });
  const binHouseholds = column(counts, (row) => row.binHouseholds);
  const binPersons = column(counts, (row) => row.binPersons);
  return {
    region: here, year, years, line: line ? { fen: line.value, source: line.source } : null,
    total: groupLevel ? total(groups) : (figuresAt.get(code) ?? noFigures), trend,
    causes: countCauses(column(counts, (row) => row.causeHouseholds), column(counts, (row) => row.causePersons), seesHealth),
    income: binHouseholds.map((households, i) => ({ households, persons: binPersons[i] ?? 0 })),
    groups, refreshedAt: cellRows.reduce<string | null>((last, row) => (last === null || row.refreshedAt > last ? row.refreshedAt : last), null),
  };
}
