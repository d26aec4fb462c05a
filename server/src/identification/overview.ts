/** The page of a place: figures of it and its parts, causes beside the nation's, simulated degree of villages, the latest assessments. */
import type { z } from "zod";
import { clearance, permits } from "@diguan/core/access/policy.ts";
import type { getOverview, ShownMeasures } from "@diguan/core/identification/contract.ts";
import { indicators, schemeName } from "@diguan/core/identification/deprivation.ts";
import type { Measures } from "@diguan/core/identification/measure.ts";
import { causeOrder, healthCauses, smallGroup } from "@diguan/core/overview/figures.ts";
import { countyOf, levelBelow, levelOf, rangeOf, type Level } from "@diguan/core/region-code.ts";
import { describe } from "../overview/service.ts";
import type { Tx } from "../postgres/pool.ts";
import { regionNames } from "../regions/service.ts";
import { latestRuns } from "./assess.ts";
import { shownModel, shownParameter, termsOf } from "./context.ts";
import { measuresOf } from "./measures.ts";
import { degreesOfVillages } from "./models.ts";

const widthOf: Readonly<Record<Level, number>> = { nation: 1e12, province: 1e10, city: 1e8, county: 1e6, town: 1e3, village: 1 };

/** May the reader see health data of single households? */
export const seesHealth = (tx: Tx): boolean => ["C3", "C4"].includes(tx.actor ? (clearance(tx.actor.role, "assessment") ?? "C0") : "C4");

/** Health indicators of a handful of households would tell about each of them. */
function shownMeasures(m: Measures, health: boolean): ShownMeasures {
  const { indicators: found, ...rest } = m;
  const few = !health && m.households < smallGroup;
  return { ...rest, indicators: indicators.map((i, n) => {
    const f = found[n];
    const locked = few && i.cls === "C3";
    return { key: i.key, uncensored: locked ? null : f?.uncensored ?? null, censored: locked ? null : f?.censored ?? null, contribution: locked ? null : f?.contribution ?? null, unknown: f?.unknown ?? 0, locked };
  }) };
}

export async function overview(tx: Tx, asked: { readonly region?: number | undefined; readonly year?: number | undefined }): Promise<z.input<typeof getOverview.answer>> {
  const here = await describe(tx, asked.region ?? tx.scope.lo);
  const range = rangeOf(here.code);
  const year = asked.year ?? here.years[0] ?? null;
  const health = seesHealth(tx);
  const below = levelBelow(here.level);
  const terms = await termsOf(tx, here.code, year ?? 2014);
  const [{ whole, parts }, runs, degrees] = year === null ? [{ whole: null, parts: [] }, [], null]
    : await Promise.all([measuresOf(tx, range, year, widthOf[below ?? "village"]), latestRuns(tx, range, year), countyOf(here.code) > 0 && levelOf(here.code) !== "city" ? degreesOfVillages(tx, countyOf(here.code), year) : null]);
  const villages = (degrees?.villages ?? []).filter((v) => v.region >= range.lo && v.region <= range.hi);
  const names = await regionNames(tx, [...parts.map((p) => p.code), ...villages.map((v) => v.region)]);
  const name = (code: number): string => names.get(code) ?? String(code);
  const causes = whole?.causes ?? [];
  // two lists that differ by the health causes tell about few households
  const few = !health && (whole?.measures.households ?? 0) < smallGroup;
  const counts = await countsIn(tx, range, runs.map((r) => ({ county: r.county, id: r.id })));
  const may = (action: "edit" | "export"): boolean => tx.actor !== undefined && permits(tx.actor.role, { action, resource: "assessment", scope: "region", fields: "C2" });
  return {
    region: { code: here.code, name: here.name, level: here.level }, year, years: here.years, total: whole ? shownMeasures(whole.measures, health) : null,
    parts: below ? parts.map((p) => ({ code: p.code, name: name(p.code), measures: shownMeasures(p.measures, health) })) : [],
    scheme: { units: [...terms.scheme.units], total: terms.scheme.total, threshold: terms.scheme.threshold, parameters: terms.weights.map(shownParameter), stale: whole !== null && (whole.scheme === null || schemeName(whole.scheme) !== schemeName(terms.scheme) || (whole.lineFen !== null && whole.lineFen !== (terms.line?.value ?? null))) },
    line: terms.line ? shownParameter(terms.line) : null, refreshedAt: whole?.refreshedAt ?? null,
    causes: { counts: causeOrder.flatMap((cause, n) => (cause === 0 || (causes[n] ?? 0) === 0 ? [] : [{ cause: few && healthCauses.includes(cause) ? null : cause, households: causes[n] ?? 0 }])), unstated: causes.at(-1) ?? 0, locked: few },
    degree: degrees ? { model: shownModel(degrees.model), villages: villages.map((v) => ({ code: v.region, name: name(v.region), households: v.households, persons: v.persons, sampled: v.sampled, p0: v.p0, rmse0: v.rmse0, p1: v.p1, rmse1: v.rmse1, recorded0: v.recorded0 })) } : null,
    runs, counts, may: { assess: may("edit") && here.level === "county", export: may("export") },
  };
}

/** What the latest runs say of the households of this place. */
async function countsIn(tx: Tx, range: { readonly lo: number; readonly hi: number }, runs: readonly { readonly county: number; readonly id: string }[]): Promise<Record<string, number>> {
  if (runs.length === 0) return {};
  const [row] = await tx.sql<Record<string, number>[]>`
    select count(*)::int as households, count(*) filter (where recommendation = 'poor')::int as poor, count(*) filter (where recommendation = 'notPoor')::int as "notPoor", count(*) filter (where recommendation = 'unclear')::int as unclear,
           count(*) filter (where difference = 'maybeWrong')::int as "maybeWrong", count(*) filter (where difference = 'maybeMissed')::int as "maybeMissed", count(*) filter (where contradiction)::int as contradiction
      from identification.assessment_household
     where county = any (${runs.map((r) => r.county)}::int[]) and assessment_id = any (${runs.map((r) => r.id)}::uuid[]) and region between ${Math.max(range.lo, tx.scope.lo)} and ${Math.min(range.hi, tx.scope.hi)}`;
  return row ?? {};
}
