/**
 * From an understood file to what will be written: places resolved (once, then fixed in the batch, so that a resumed commit
 * files every row alike), households grouped, people who stand twice in the file found.
 */
import { note } from "@diguan/core/intake/findings.ts";
import { locate } from "@diguan/core/intake/household.ts";
import { countyOf, levelOf } from "@diguan/core/region-code.ts";
import { Problem } from "@diguan/core/problem.ts";
import { foldVillage, type ProposedRegion, type ResolvedPlace } from "@diguan/core/intake/places.ts";
import type { Scope, Tx } from "../postgres/pool.ts";
import type { FixedPlaces, Options } from "./batches.ts";
import { doubles, Groups, regionOf, whyNot, type PlacePlan } from "./groups.ts";
import { resolve } from "./tree.ts";
import type { Understood } from "./understand.ts";

export interface Staged {
  readonly groups: Groups; readonly plan: PlacePlan; readonly proposed: readonly ProposedRegion[];
  readonly sharedCertificates: ReadonlyMap<number, readonly number[]>; readonly takenCodes: ReadonlyMap<number, number>;
  readonly years: readonly number[]; readonly counties: readonly number[];
  /** Rows of village sheets inside the area. */ readonly villageRows: readonly number[]; readonly rejectedVillages: number;
}

export async function stage(tx: Tx, u: Understood, fileName: string, options: Options, scope: Scope, fixed: FixedPlaces | null): Promise<Staged> {
  const region = options.region ?? (levelOf(scope.lo) === "county" || levelOf(scope.lo) === "town" || levelOf(scope.lo) === "village" ? scope.lo : undefined);
  const { places, proposed } = fixed ? { places: fixed.places, proposed: [] } : await placesOf(tx, u, region);
  if (u.rows > 0 && region === undefined && !places.some((p) => p.ok) && namesNoCounty(u)) throw new Problem("intake.noPlace", { name: fileName });
  const refused = new Set(fixed ? fixed.refused : options.createRegions ? [] : proposed.map((r) => r.code));
  const plan: PlacePlan = { places, refused };
  if (!fixed) tellPlaces(u, places, options.createRegions ? proposed : [], scope);
  const groups = new Groups(u, plan, scope);
  const keyOf = (i: number): string => `${countyOf(regionOf(plan, u, i))}|${u.yearOf[i]}|${u.codeOf[i]}`;
  for (let i = 0; i < u.codeOf.length; i++) if ((u.codeOf[i] ?? -1) < 0) { u.certHash[i] = 0; u.memberHash[i] = 0; }
  const villageRows: number[] = [];
  let rejectedVillages = 0;
  for (const i of u.villageRows) {
    const why = whyNot(plan, u, i, scope);
    if (!why) { villageRows.push(i); continue; }
    rejectedVillages++;
    u.findings.push(locate({ plan: u.plan(i), row: u.store.rowNumber(i) }, why.column, why.n));
  }
  const regions = new Set<number>();
  const years = new Set<number>();
  for (let i = 0; i < u.codeOf.length; i++) if ((u.codeOf[i] ?? -1) >= 0) { const r = regionOf(plan, u, i); if (r > 0) regions.add(countyOf(r)); if ((u.yearOf[i] ?? 0) > 0) years.add(u.yearOf[i] ?? 0); }
  return {
    groups, plan, proposed: options.createRegions ? proposed.filter((r) => inScope(r, scope)) : [], sharedCertificates: sameYear(doubles(u.certHash, keyOf), u), takenCodes: laterOnes(sameYear(doubles(u.memberHash, keyOf), u), u),
    years: [...years], counties: [...regions], villageRows, rejectedVillages,
  };
}

/** Regions above the scope (province, city) are made only by the platform itself, whose scope is everything. */
const inScope = (r: ProposedRegion, scope: Scope): boolean => r.code >= scope.lo && r.code <= scope.hi;

const namesNoCounty = (u: Understood): boolean => u.plans.every((p) => p === undefined || (p.place.county === undefined && p.place.regionCode === undefined));

async function placesOf(tx: Tx, u: Understood, home: number | undefined): Promise<{ places: readonly ResolvedPlace[]; proposed: readonly ProposedRegion[] }> {
  const { places, proposed } = await resolve(tx, u.places, home);
  // a list of one village that names no village at all
  if (home !== undefined && levelOf(home) === "village") return { places: places.map((p, i) => (p.ok || u.places[i]?.village !== "" ? p : { ok: true, region: home, name: "" })), proposed };
  return { places, proposed };
}

function tellPlaces(u: Understood, places: readonly ResolvedPlace[], proposed: readonly ProposedRegion[], scope: Scope): void {
  const names = new Map(proposed.map((r) => [r.code, r]));
  const told = new Set<number>();
  u.places.forEach((written, p) => {
    const place = places[p];
    const first = u.placeFirst[p];
    if (place?.ok !== true || first === undefined || place.region < scope.lo || place.region > scope.hi) return;
    const at = { plan: u.plan(first), row: u.store.rowNumber(first) };
    const column = at.plan.place.village ?? -1;
    if (written.village !== "" && written.village !== place.name && foldVillage(written.village) === foldVillage(place.name)) u.findings.push(locate(at, column, note("IM-63", { read: written.village, kept: place.name, rows: written.rows })));
    if (place.moved === true) u.findings.push(locate(at, column, note("IM-83", { read: [written.county, written.town, written.village].join("") || written.code, kept: place.name, code: place.region, rows: written.rows })));
    if (place.town !== undefined) u.findings.push(locate(at, at.plan.place.town ?? -1, note("IM-81", { read: written.town, kept: place.town, rows: written.rows })));
    for (let code: number | undefined = place.region; code !== undefined; code = names.get(code)?.parent) {
      const made = names.get(code);
      if (!made || told.has(code)) break;
      told.add(code);
      u.findings.push(locate(at, made.level === 5 ? column : (at.plan.place.town ?? column), note("IM-65", { place: made.name, code: made.code })));
    }
  });
}

/** The same person in two years of one file is no double. */
function sameYear(found: Map<number, number[]>, u: Understood): Map<number, number[]> {
  const kept = new Map<number, number[]>();
  for (const [row, others] of found) {
    const same = others.filter((o) => u.yearOf[o] === u.yearOf[row]);
    if (same.length > 0) kept.set(row, same);
  }
  return kept;
}

/** Of rows with one person code in several households the first is taken; the others name its row. */
function laterOnes(found: ReadonlyMap<number, readonly number[]>, u: Understood): Map<number, number> {
  const later = new Map<number, number>();
  for (const [row, others] of found) { const first = Math.min(...others); if (first < row) later.set(row, u.store.rowNumber(first)); }
  return later;
}
