/**
 * Staff, equipment and budget lines (paper 001 §3.1 人员配置、软硬件配置、经费): versions of a line, sums, and how many regions
 * of each level have people, devices and money in fact.
 */
import { rangeOf } from "@diguan/core/region-code.ts";
import { levelFromNumber, levelNumber } from "@diguan/core/regions/place.ts";
import { lineKind, sections, type Coverage, type FundingLevel, type Section } from "@diguan/core/regions/organisation.ts";
import type { ResourceLine } from "@diguan/core/regions/organisation-contract.ts";
import { Problem } from "@diguan/core/problem.ts";
import { audit } from "../audit.ts";
import type { Tx } from "../postgres/pool.ts";
import { countsWithin } from "./queries.ts";
import { regionOf } from "./organisations.ts";

const columns = (tx: Tx): ReturnType<Tx["sql"]> => tx.sql`year, section, kind, funding_level as "fundingLevel", version, unit, planned, actual, planned_fen as "plannedFen", actual_fen as "actualFen", source, note, removed, at`;

export const linesOf = (tx: Tx, county: number, id: string, year: number): Promise<ResourceLine[]> => tx.sql<ResourceLine[]>`
  select ${columns(tx)} from organisations.line
   where county = ${county} and organisation_id = ${id} and year = ${year} and region between ${tx.scope.lo} and ${tx.scope.hi} and not removed
   order by section, kind, funding_level`.then((r) => [...r]);

export const lineVersions = (tx: Tx, county: number, id: string, year: number): Promise<ResourceLine[]> => tx.sql<ResourceLine[]>`
  select ${columns(tx)} from organisations.resource_line
   where county = ${county} and organisation_id = ${id} and year = ${year} and region between ${tx.scope.lo} and ${tx.scope.hi}
   order by at desc, section, kind, funding_level, version desc limit 500`.then((r) => [...r]);

export const yearsOf = (tx: Tx, county: number, id: string): Promise<number[]> => tx.sql<{ year: number }[]>`
  select distinct year from organisations.resource_line where county = ${county} and organisation_id = ${id} and region between ${tx.scope.lo} and ${tx.scope.hi} order by year desc`.then((r) => r.map((x) => x.year));

export interface LineAsk { readonly section: Section; readonly kind: string; readonly fundingLevel: FundingLevel; readonly version: number; readonly planned: number; readonly actual: number; readonly plannedFen: number; readonly actualFen: number; readonly source: string; readonly note: string | null; readonly removed: boolean }

/** Appends a version for each line that differs from the present one; returns how many. */
export async function saveLines(tx: Tx, county: number, id: string, ask: { readonly year: number; readonly lines: readonly LineAsk[]; readonly reason: string }): Promise<number> {
  const region = await regionOf(tx, county, id);
  const key = (l: { section: string; kind: string; fundingLevel: string }): string => `${l.section}|${l.kind}|${l.fundingLevel}`;
  // one writer per organisation: two people saving at once must not both become version n + 1
  await tx.sql`select from organisations.organisation where county = ${county} and id = ${id} for update`;
  const present = new Map((await tx.sql<ResourceLine[]>`select ${columns(tx)} from organisations.line where county = ${county} and organisation_id = ${id} and year = ${ask.year}`).map((l) => [key(l), l]));
  let saved = 0;
  for (const line of ask.lines) {
    const known = lineKind(line.section, line.kind);
    if (!known) throw new Problem("organisation.line", { kind: line.kind, section: sections[line.section].zh });
    const before = present.get(key(line));
    const same = before && !before.removed === !line.removed && (["planned", "actual", "plannedFen", "actualFen", "source", "note"] as const).every((k) => before[k] === line[k]);
    if (same) continue;
    // a line that was taken away may be entered anew without knowing its last version
    if (before && line.version !== before.version && !(before.removed && line.version === 0)) throw new Problem("change.conflict", { version: before.version });
    if (!before && line.removed) continue;
    await tx.sql`insert into organisations.resource_line ${tx.sql({
      county, organisation_id: id, region, year: ask.year, section: line.section, kind: line.kind, funding_level: line.fundingLevel, version: (before?.version ?? 0) + 1, unit: known.unitZh,
      planned: line.planned, actual: line.actual, planned_fen: line.plannedFen, actual_fen: line.actualFen, source: line.source, note: line.note, removed: line.removed, account_id: tx.actor?.accountId ?? null,
    })}`;
    saved += 1;
  }
  if (saved > 0) await audit(tx, "edit", "organisation", { region, target: id, purpose: ask.reason, detail: { year: ask.year, lines: saved } });
  return saved;
}

export interface Total { readonly section: Section; readonly planned: number; readonly actual: number; readonly plannedFen: number; readonly actualFen: number }
/** Sums per section; computed, never typed. */
export function totals(lines: readonly ResourceLine[]): Total[] {
  return (Object.keys(sections) as Section[]).map((section) => lines.filter((l) => l.section === section).reduce<Total>((sum, l) => ({ section, planned: sum.planned + l.planned, actual: sum.actual + l.actual, plannedFen: sum.plannedFen + l.plannedFen, actualFen: sum.actualFen + l.actualFen }), { section, planned: 0, actual: 0, plannedFen: 0, actualFen: 0 }));
}

/** Per level inside a region: how many regions have an open organisation, a collector, a device, a budget that year. */
export async function coverage(tx: Tx, root: number, year: number): Promise<{ levels: Coverage[]; sums: (Total & { fundingLevel: FundingLevel })[]; without: { code: number; name: string; level: Coverage["level"] }[] }> {
  const range = rangeOf(root);
  const [lo, hi] = [Math.max(range.lo, tx.scope.lo), Math.min(range.hi, tx.scope.hi)];
  const inside = lo <= hi ? await countsWithin(tx, { lo, hi }) : [];
  // organisations and lines are few (tens per county); regions are many: these are gathered by region first
  const have = await tx.sql<{ region: number; level: number; through: number; collector: boolean; device: boolean; budget: boolean }[]>`
    select o.region, r.level, coalesce(r.through, r.level) as through, coalesce(bool_or(l.section = 'staff' and l.kind = 'collector' and l.actual > 0), false) as collector, coalesce(bool_or(l.section = 'equipment' and l.kind = 'handset' and l.actual > 0), false) as device,
           coalesce(bool_or(l.section = 'budget' and l.planned_fen > 0), false) as budget
      from organisations.organisation o join regions.region r on r.code = o.region and r.valid_to is null left join organisations.line l on l.county = o.county and l.organisation_id = o.id and l.year = ${year} and not l.removed
     where o.region between ${lo} and ${hi} and o.opened_on <= ${`${year}-12-31`} and (o.closed_on is null or o.closed_on >= ${`${year}-01-01`})
     group by o.region, r.level, r.through`;
  const by = (level: Coverage["level"], what: (r: (typeof have)[number]) => boolean): number => have.filter((r) => r.level <= levelNumber(level) && r.through >= levelNumber(level) && what(r)).length;
  const levels = inside.filter((l) => l.regions > 0).map(({ level, regions }) => ({ level, regions, withOrganisation: by(level, () => true), withCollector: by(level, (r) => r.collector), withDevice: by(level, (r) => r.device), withBudget: by(level, (r) => r.budget) }));
  const sums = await tx.sql<(Total & { fundingLevel: FundingLevel })[]>`
    select section, funding_level as "fundingLevel", sum(planned)::bigint as planned, sum(actual)::bigint as actual, sum(planned_fen)::bigint as "plannedFen", sum(actual_fen)::bigint as "actualFen"
      from organisations.line where year = ${year} and region between ${lo} and ${hi} and not removed group by 1, 2 order by 1, 2`;
  const served = have.filter((r) => r.collector).map((r) => r.region);
  const without = await tx.sql<{ code: number; name: string; level: number }[]>`
    select code, name, level from regions.region where valid_to is null and code between ${lo} and ${hi} and level <= 4 and code <> all (${served}::bigint[]) order by code limit 50`;
  return { levels, sums: [...sums], without: without.map((w) => ({ ...w, level: levelFromNumber(w.level) })) };
}
