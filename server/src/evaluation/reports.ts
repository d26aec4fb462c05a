/** Reports of a place, its towns and its villages at the closing of an audit: computed once, stored, read by pages as they are. */
import { randomUUID } from "node:crypto";
import { report, type Report } from "@diguan/core/evaluation/report.ts";
import { noSums } from "@diguan/core/evaluation/precision.ts";
import { ancestorAt, levelOf, rangeOf, type Level } from "@diguan/core/region-code.ts";
import type { Tx } from "../postgres/pool.ts";
import { answersOf, type Answers } from "./answers.ts";
import { frameCounts, sumCounts, type Counts } from "./frame.ts";
import { inForce, type InForce } from "./settings.ts";
import { addAnswers, registerSums, type Villages } from "./sums.ts";

/** Everything a report of a place inside the county is made of. */
export interface Ground { readonly villages: Villages; readonly counts: ReadonlyMap<number, Counts>; readonly answers: Answers["answers"]; readonly force: InForce; readonly seed: string; readonly money: Answers["money"] | null }

const belowOf: Readonly<Partial<Record<Level, Level>>> = { county: "town", town: "village" };

/** The report of one place from the ground of a place above it, or its own. */
export function reportOf(ground: Ground, region: number): Report {
  const { lo, hi } = rangeOf(region);
  const inside = (code: number): boolean => code >= lo && code <= hi;
  const level = levelOf(region);
  const below = belowOf[level];
  const codes = [...new Set([...ground.villages.keys(), ...ground.counts.keys()])].filter(inside).toSorted((a, b) => a - b);
  const answers = ground.answers.filter((a) => inside(a.region));
  return report({
    villages: codes.map((code) => ({ region: code, sums: ground.villages.get(code) ?? noSums() })), answers, settings: ground.force.settings, seed: `${ground.seed} ${region}`,
    below: below === undefined ? undefined : (village) => ancestorAt(village, below) ?? village, money: level === "county" ? ground.money : null,
    population: sumCounts([...ground.counts].filter(([code]) => inside(code)).map(([, c]) => c)), ...(ground.force.weighting ? { experts: ground.force.weighting.weights } : {}),
  });
}

/** The ground of an audit: the register of its year and its answers. */
export async function groundOf(tx: Tx, of: { readonly county: number; readonly id: string; readonly region: number; readonly year: number; readonly seed: string }): Promise<Ground & { readonly missing: number }> {
  const force = await inForce(tx, of.region, of.year);
  const villages = await registerSums(tx, of.county, of.region, of.year, force.lineFen);
  const { answers, missing, money } = await answersOf(tx, of.county, of.id, of.year);
  addAnswers(villages, answers, force.lineFen);
  return { villages, answers, force, counts: await frameCounts(tx, of.county, of.region, of.year), seed: of.seed, money, missing };
}

/** Stores the reports of an audit: its place, the towns below, and the villages in which enough households were visited. */
export async function storeReports(tx: Tx, ground: Ground, of: { readonly county: number; readonly id: string; readonly region: number; readonly year: number; readonly quarter: string }): Promise<number> {
  const asked = new Map<number, number>();
  for (const a of ground.answers) asked.set(a.region, (asked.get(a.region) ?? 0) + 1);
  const { leastPlace } = ground.force.settings;
  const towns = levelOf(of.region) === "county" ? [...new Set([...ground.counts.keys()].map((v) => ancestorAt(v, "town") ?? v))] : [];
  const villages = levelOf(of.region) === "village" ? [] : [...asked].filter(([, n]) => n >= leastPlace).map(([code]) => code);
  const rows = [...new Set([of.region, ...towns, ...villages])].map((region) => {
    const made = reportOf(ground, region);
    const shown = made.composite.value === null ? made.partial : made.composite;
    return { region, id: randomUUID(), data: JSON.stringify(made), full: made.composite.value === null ? 0 : 1, shown: shown?.value ?? null, low: shown?.low ?? null, high: shown?.high ?? null };
  });
  await tx.sql`
    insert into evaluation.report (county, id, region, year, quarter, audit_id, shown, low, high, full_composite, data)
    select ${of.county}, id, region, ${of.year}, ${of.quarter}, ${of.id}, shown, low, high, whole = 1, data::jsonb
      from unnest(${rows.map((r) => r.id)}::uuid[], ${rows.map((r) => r.region)}::bigint[], ${rows.map((r) => r.shown)}::float8[], ${rows.map((r) => r.low)}::float8[], ${rows.map((r) => r.high)}::float8[], ${rows.map((r) => r.full)}::smallint[], ${rows.map((r) => r.data)}::text[])
           as k (id, region, shown, low, high, whole, data)`;
  return rows.length;
}
