/** The page of precision: the stored report of a place and quarter, the trend of its quarters, and for places above counties the counties' own figures. Reads rows, scans nothing. */
import { permits, type Action } from "@diguan/core/access/policy.ts";
import type { Precision } from "@diguan/core/evaluation/contract.ts";
import type { Report } from "@diguan/core/evaluation/report.ts";
import { Problem } from "@diguan/core/problem.ts";
import { contains, countyOf, levelOf, rangeOf } from "@diguan/core/region-code.ts";
import type { Tx } from "../postgres/pool.ts";
import { regionNames } from "../regions/service.ts";
import { inForce } from "./settings.ts";

/** The place must lie in the caller's area, as the application knows it and as the database does. */
export async function inSight(tx: Tx, region: number): Promise<void> {
  const range = rangeOf(region);
  const [row] = await tx.sql<{ seen: boolean }[]>`select registry.caller_lo() <= ${range.lo} and registry.caller_hi() >= ${range.hi} as seen`;
  if (row?.seen !== true || !contains(tx.scope, range.lo) || !contains(tx.scope, range.hi)) throw new Problem("thing.unknown");
}

interface Stored { readonly quarter: string; readonly value: number | null; readonly low: number | null; readonly high: number | null; readonly full: boolean; readonly simulated: boolean }

const above = (region: number): boolean => ["nation", "province", "city"].includes(levelOf(region));

export async function precision(tx: Tx, asked: { readonly region?: number | undefined; readonly year?: number | undefined; readonly quarter?: string | undefined }, today: string): Promise<Precision> {
  const region = asked.region ?? (tx.scope.lo === 0 ? 0 : tx.scope.lo);
  await inSight(tx, region);
  const county = countyOf(region);
  // one row per quarter: that of the audit closed last
  const trend = above(region) ? [] : await tx.sql<(Stored & { id: string; year: number })[]>`
    select distinct on (r.quarter) r.quarter, r.year, r.shown as value, r.low, r.high, r.full_composite as full, a.simulated, r.id
      from evaluation.report r join evaluation.audit a on a.county = r.county and a.id = r.audit_id
     where r.county = ${county} and r.region = ${region} order by r.quarter, r.made_at desc`;
  const year = asked.year ?? trend.at(-1)?.year ?? Number(today.slice(0, 4));
  const inYear = trend.filter((t) => t.year === year);
  const chosen = asked.quarter === undefined ? inYear.at(-1) : inYear.find((t) => t.quarter === asked.quarter);
  const [found] = chosen ? await tx.sql<{ data: Report; audit: string; name: string; kind: "thirdParty" | "superior" | "self"; simulated: boolean; design: "simple" | "town" | "village"; region: number; closedOn: string }[]>`
    select r.data, a.id as audit, a.name, a.kind, a.simulated, a.design, a.region, coalesce(c.closed_on, (r.made_at at time zone 'Asia/Shanghai')::date) as "closedOn"
      from evaluation.report r join evaluation.audit a on a.county = r.county and a.id = r.audit_id left join evaluation.closing c on c.county = a.county and c.audit_id = a.id
     where r.county = ${county} and r.id = ${chosen.id}` : [];
  const counties = above(region) ? await countiesOf(tx, region, year) : [];
  const force = await inForce(tx, region, year);
  const names = await regionNames(tx, [region, ...(found?.data.places.map((p) => p.region) ?? []), ...counties.map((c) => c.region)]);
  const name = (code: number): string => names.get(code) ?? String(code);
  const may = (action: Action, fields: "C1" | "C2"): boolean => tx.actor !== undefined && permits(tx.actor.role, { action, resource: "evaluation", scope: "region", fields });
  return {
    region, name: region === 0 ? "" : name(region), year, quarter: chosen?.quarter ?? null, quarters: inYear.map((t) => t.quarter),
    report: found ? ({ ...found.data, places: found.data.places.map((p) => ({ ...p, name: name(p.region) })) } as Precision["report"]) : null,
    source: found ? { county, audit: found.audit, name: found.name, kind: found.kind, simulated: found.simulated, closedOn: found.closedOn, design: found.design, region: found.region } : null,
    trend: trend.map(({ quarter, value, low, high, full, simulated }) => ({ quarter, value, low, high, full, simulated })), counties: counties.map((c) => ({ ...c, name: name(c.region) })),
    parameters: force.parameters.map((p) => ({ code: p.code, value: p.value, unit: p.unit, region: p.region, validFrom: p.validFrom, source: p.source, sureness: p.sureness })),
    weighting: force.weighting && { ...force.weighting, weights: [...force.weighting.weights] },
    may: { create: may("create", "C2") && !above(region), weigh: may("create", "C1"), seeAudits: may("view", "C1") },
  };
}

/** Latest report of each county of a wider place in the year; they are not pooled, since each rests on an audit of its own. */
async function countiesOf(tx: Tx, region: number, year: number): Promise<{ region: number; value: number | null; low: number | null; high: number | null; full: boolean; quarter: string; simulated: boolean }[]> {
  const { lo, hi } = rangeOf(region);
  return tx.sql<{ region: number; value: number | null; low: number | null; high: number | null; full: boolean; quarter: string; simulated: boolean }[]>`
    select distinct on (r.county) r.region, r.shown as value, r.low, r.high, r.full_composite as full, r.quarter, a.simulated
      from evaluation.report r join evaluation.audit a on a.county = r.county and a.id = r.audit_id
     where r.county between ${Math.floor(lo / 1e6)} and ${Math.floor(hi / 1e6)} and r.region between ${Math.max(lo, tx.scope.lo)} and ${Math.min(hi, tx.scope.hi)} and r.year = ${year} and r.region % 1000000 = 0
     order by r.county, r.quarter desc, r.made_at desc`;
}
