/** Draws the sample of an audit (core/src/statistics/sampling.ts) and keeps it with its design, seed and frame, so that it can be drawn again. */
import { randomUUID } from "node:crypto";
import type { z } from "zod";
import type { drawAudit } from "@diguan/core/evaluation/contract.ts";
import { Problem } from "@diguan/core/problem.ts";
import { ancestorAt, countyOf } from "@diguan/core/region-code.ts";
import { Random } from "@diguan/core/statistics/random.ts";
import { simpleRandom, stratified, twoStage, type DrawnUnit, type FrameUnit } from "@diguan/core/statistics/sampling.ts";
import { audit } from "../audit.ts";
import type { Tx } from "../postgres/pool.ts";
import { frameOf, type FrameHousehold, type Grp } from "./frame.ts";
import { inForce } from "./settings.ts";

export type DrawAsked = z.output<typeof drawAudit.body> & { readonly simulated?: boolean; readonly quarter?: string };
export const quarterOf = (year: number, today: string): string => (today.startsWith(String(year)) ? `${year}Q${Math.ceil(Number(today.slice(5, 7)) / 3)}` : `${year}Q4`);
const groups = [["registered", 1], ["exited", 2], ["others", 3]] as const;

/** Chance of an error by town, for Neyman's allocation: share of households with a finding of severity E, as a stand-in for a risk not yet known. */
async function risks(tx: Tx, county: number, year: number): Promise<ReadonlyMap<string, number>> {
  const rows = await tx.sql<{ town: number; faulty: number; households: number }[]>`
    select y.region / 1000 * 1000 as town, count(distinct f.household_id)::int as faulty, count(distinct y.household_id)::int as households
      from registry.household_year y left join quality.finding f on f.county = y.county and f.household_id = y.household_id and f.year = y.year and f.severity = 'E' and f.state <> 'verified'
     where y.county = ${county} and y.region between ${tx.scope.lo} and ${tx.scope.hi} and y.year = ${year} and y.valid group by 1`;
  return new Map(rows.map((r) => [String(r.town), Math.min(0.5, Math.max(0.01, r.faulty / r.households))]));
}

type Chosen = DrawnUnit & { readonly of: FrameHousehold };

async function choose(tx: Tx, asked: DrawAsked, frame: readonly FrameHousehold[], seed: string, reserve: number): Promise<Chosen[]> {
  const units = (list: readonly FrameHousehold[], stratum: (h: FrameHousehold) => string): FrameUnit[] => list.map((h) => ({ stratum: stratum(h), cluster: String(h.region) }));
  const pick = (list: readonly FrameHousehold[], drawn: readonly DrawnUnit[], name = ""): Chosen[] => drawn.flatMap((d) => {
    const of = list[d.at];
    // units and strata of different groups are kept apart, but villages drawn first are one unit for all groups
    return of ? [{ ...d, of, psu: d.stratum === "" && d.fraction === 0 ? d.psu : `${name}${d.psu}`, stratum: d.stratum === "" && d.fraction === 0 ? "" : `${name}${d.stratum}`, cell: `${name}${d.cell}` }] : [];
  });
  if (asked.design === "village") {
    const all = [...frame];
    const villages = asked.villages ?? 0;
    const each = Object.fromEntries(groups.map(([key, grp]) => [String(grp), asked.sizes[key] === 0 ? 0 : Math.max(1, Math.round(asked.sizes[key] / Math.max(1, villages)))]));
    return pick(all, twoStage(units(all, (h) => String(h.grp)), villages, each, new Random("audit", seed), { reserve }));
  }
  const risk = asked.design === "town" && asked.allocation === "neyman" ? await risks(tx, countyOf(asked.region), asked.year) : undefined;
  return groups.flatMap(([key, grp]) => {
    const list = frame.filter((h) => h.grp === grp);
    const n = Math.min(asked.sizes[key], list.length);
    if (n === 0) return [];
    const random = new Random("audit", seed, grp);
    const spread = risk && grp !== 3 ? { spread: (town: string): number => { const p = risk.get(town) ?? 0.05; return Math.sqrt(p * (1 - p)); } } : {};
    return pick(list, asked.design === "simple" ? simpleRandom(units(list, () => ""), n, random, { reserve }) : stratified(units(list, (h) => String(ancestorAt(h.region, "town") ?? h.region)), n, asked.allocation, random, { reserve, ...spread }), `${grp} `);
  });
}

/** Draws and keeps; the same id again answers the first draw. */
export async function draw(tx: Tx, asked: DrawAsked, today: string): Promise<{ county: number; id: string; drawn: number; reserves: number }> {
  const county = countyOf(asked.region);
  if (ancestorAt(asked.region, "county") === undefined) throw new Problem("evaluation.county");
  const known = await drawnOf(tx, county, asked.id);
  if (known) return known;
  const frame = await frameOf(tx, county, asked.region, asked.year);
  const counts = Object.fromEntries(groups.map(([key, grp]) => [key, frame.filter((h) => h.grp === grp).length]));
  if (!frame.some((h) => h.householdId !== null)) throw new Problem("evaluation.noFrame", { year: asked.year });
  if (asked.design === "village" && asked.villages === undefined) throw new Problem("evaluation.villages");
  const { settings } = await inForce(tx, asked.region, asked.year);
  // without a wish of the people the seed is new each time; it is kept and shown
  const seed = asked.seed ?? randomUUID();
  const chosen = await choose(tx, asked, frame, seed, settings.reserve);
  const first = chosen.filter((c) => c.reserve === 0);
  if (first.length === 0) throw new Problem("evaluation.noFrame", { year: asked.year });
  const by = tx.actor;
  const kind = by === undefined || by.role === "auditor" ? "thirdParty" : by.role === "countyOfficer" ? "self" : "superior";
  await tx.sql`
    insert into evaluation.audit (county, id, region, name, year, quarter, kind, simulated, design, allocation, sizes, seed, frame, account_id, by_name, by_role)
    values (${county}, ${asked.id}, ${asked.region}, ${asked.name}, ${asked.year}, ${asked.quarter ?? quarterOf(asked.year, today)}, ${kind}, ${asked.simulated === true}, ${asked.design}, ${asked.allocation},
            ${tx.sql.json({ ...asked.sizes, ...(asked.villages === undefined ? {} : { villages: asked.villages }) })}, ${seed}, ${tx.sql.json(counts)}, ${by?.accountId ?? null}, ${by?.name ?? null}, ${by?.role ?? null})`;
  await insertUnits(tx, county, asked.id, chosen);
  await audit(tx, "create", "evaluation", { region: asked.region, target: asked.id, detail: { design: asked.design, allocation: asked.allocation, sizes: asked.sizes, seed, drawn: first.length, frame: counts } });
  return { county, id: asked.id, drawn: first.length, reserves: chosen.length - first.length };
}

/** The list goes village by village with first draws and reserves mixed by id, so that its order does not betray the group. */
async function insertUnits(tx: Tx, county: number, auditId: string, chosen: readonly Chosen[]): Promise<void> {
  const rows = chosen.map((c) => ({ ...c, id: randomUUID() })).toSorted((a, b) => Number(a.reserve > 0) - Number(b.reserve > 0) || a.of.region - b.of.region || (a.id < b.id ? -1 : 1));
  const column = <T>(of: (r: (typeof rows)[number]) => T): T[] => rows.map(of);
  await tx.sql`
    insert into evaluation.unit (county, id, audit_id, region, ordinal, grp, household_id, rural_id, stratum, psu, cell, probability, fraction, reserve)
    select ${county}, id, ${auditId}, region, ordinal, grp, household_id, rural_id, stratum, psu, cell, probability, fraction, reserve
      from unnest(${column((r) => r.id)}::uuid[], ${column((r) => r.of.region)}::bigint[], ${rows.map((_, i) => i + 1)}::int[], ${column<Grp>((r) => r.of.grp)}::smallint[], ${column((r) => r.of.householdId)}::uuid[], ${column((r) => r.of.ruralId)}::uuid[],
                  ${column((r) => r.stratum)}::text[], ${column((r) => r.psu)}::text[], ${column((r) => r.cell)}::text[], ${column((r) => r.probability)}::float8[], ${column((r) => r.fraction)}::float8[], ${column((r) => r.reserve)}::int[])
           as k (id, region, ordinal, grp, household_id, rural_id, stratum, psu, cell, probability, fraction, reserve)`;
}

async function drawnOf(tx: Tx, county: number, id: string): Promise<{ county: number; id: string; drawn: number; reserves: number } | undefined> {
  const [row] = await tx.sql<{ drawn: number; reserves: number }[]>`
    select count(*) filter (where u.reserve = 0)::int as drawn, count(*) filter (where u.reserve > 0)::int as reserves
      from evaluation.audit a join evaluation.unit u on u.county = a.county and u.audit_id = a.id
     where a.county = ${county} and a.id = ${id} and a.region between ${tx.scope.lo} and ${tx.scope.hi} group by a.id`;
  return row && { county, id, ...row };
}
