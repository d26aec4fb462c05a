/** 行政村 (domain guide §1.8): the facts of a year as people recorded them, and its registered households in figures. */
import { notRegistered } from "@diguan/core/registry/codes.ts";
import type { z } from "zod";
import { audit } from "../audit.ts";
import { Problem } from "@diguan/core/problem.ts";
import type { editVillage, getVillage } from "@diguan/core/registry/contract-write.ts";
import { clearance } from "@diguan/core/access/policy.ts";
import { fieldOf, villageFields } from "@diguan/core/registry/fields.ts";
import { patchOf, type Values } from "@diguan/core/registry/history.ts";
import { maskName, maskPhone } from "@diguan/core/registry/masking.ts";
import { countyOf, levelOf } from "@diguan/core/region-code.ts";
import { linesOf } from "./context.ts";
import { recountVillages, typedValues, type Desk } from "./dossier.ts";
import { byPost, pathOf } from "./page.ts";
import { yearsWithin } from "./search.ts";
import { seesClass } from "./view.ts";
import type { Tx } from "../postgres/pool.ts";

type Page = z.input<typeof getVillage.answer>;
interface Kept { readonly year: number; readonly version: number; readonly data: Values; readonly updatedAt: string }

const readKept = (tx: Tx, region: number): Promise<Kept[]> => tx.sql<Kept[]>`
  select year, version, data, updated_at as "updatedAt" from registry.village_year
   where county = ${countyOf(region)} and village = ${region} and region between ${tx.scope.lo} and ${tx.scope.hi} order by year desc`;

const checkPlace = (tx: Tx, region: number): void => { if (levelOf(region) !== "village" || region < tx.scope.lo || region > tx.scope.hi) throw new Problem("thing.unknown"); };

/** Names and phones of village cadres are C2; everything else of a village may be known. */
function shown(tx: Tx, data: Values): Values {
  const role = tx.actor?.role;
  const sight = role === undefined ? "C4" : (clearance(role, "village") ?? "C0");
  return Object.fromEntries(Object.entries(data).filter(([key]) => { const f = fieldOf("village", key); return f !== undefined && seesClass(sight, f.cls); }).map(([key, value]) => {
    const kind = fieldOf("village", key)?.kind;
    return [key, typeof value !== "string" ? value : kind === "phone" ? maskPhone(value) : key === "secretaryName" && !byPost(tx, "edit", "village") ? maskName(value) : value];
  }));
}

type Counted = Record<string, number>;
async function summaryOf(tx: Tx, region: number, year: number, lineFen: number | null): Promise<NonNullable<Page["summary"]>> {
  const { sql } = tx;
  const [row] = await sql<{ households: number; persons: number; cancelled: number; exitStates: Counted; attributes: Counted; causes: Counted; medianPerCapitaFen: number | null; belowLine: number; labourers: number }[]>`
    with h as materialized (select * from registry.household_year where exit_state is distinct from ${notRegistered} and year = ${year} and region = ${region} and region between ${tx.scope.lo} and ${tx.scope.hi})
    select count(*) filter (where valid)::int as households, coalesce(sum(current_members) filter (where valid), 0)::int as persons, count(*) filter (where not valid)::int as cancelled,
           coalesce((select jsonb_object_agg(k, n) from (select coalesce(exit_state, -1) as k, count(*) as n from h where valid group by 1) g), '{}') as "exitStates",
           coalesce((select jsonb_object_agg(k, n) from (select coalesce(attribute, -1) as k, count(*) as n from h where valid group by 1) g), '{}') as attributes,
           coalesce((select jsonb_object_agg(k, n) from (select coalesce(cause_main, -1) as k, count(*) as n from h where valid group by 1) g), '{}') as causes,
           (percentile_disc(0.5) within group (order by per_capita_fen) filter (where valid)) as "medianPerCapitaFen",
           count(*) filter (where valid and per_capita_fen < ${lineFen})::int as "belowLine", coalesce(sum(labour_count) filter (where valid), 0)::int as labourers
      from h`;
  if (!row) throw new Problem("thing.unknown");
  // health is not told of fewer than ten households (look.md §2.2)
  const few = (row.causes["1"] ?? 0) + (row.causes["2"] ?? 0) < 10;
  const { "1": illness = 0, "2": disability = 0, ...others } = row.causes;
  return { ...row, causes: few && illness + disability > 0 ? { ...others, health: illness + disability } : row.causes, lineFen };
}

export async function villagePage(tx: Tx, region: number, asked: number | undefined): Promise<Page> {
  checkPlace(tx, region);
  const [place] = await tx.sql<{ name: string }[]>`select name from regions.region where code = ${region} and valid_to is null`;
  if (!place) throw new Problem("region.unknown", { code: region });
  const [kept, path, householdYears] = await Promise.all([readKept(tx, region), pathOf(tx, region), yearsWithin(tx, region, region)]);
  const years = [...new Set([...kept.map((k) => k.year), ...householdYears])].toSorted((a, b) => b - a);
  const year = asked ?? years[0] ?? null;
  const row = kept.find((k) => k.year === year);
  const line = year === null ? undefined : (await linesOf(tx, region, [year])).get(year);
  return {
    region, name: place.name, path, year, years, version: row?.version ?? 0, data: row ? shown(tx, row.data) as Record<string, never> : null, updatedAt: row?.updatedAt ?? null,
    summary: year === null ? null : await summaryOf(tx, region, year, line?.fen ?? null), may: { edit: byPost(tx, "edit", "village") },
  };
}

export async function changeVillage(desk: Desk, region: number, asked: z.output<typeof editVillage.body>): Promise<{ version: number }> {
  const { tx } = desk;
  checkPlace(tx, region);
  const county = countyOf(region);
  const values = typedValues("village", asked.values);
  const [kept] = await tx.sql<{ version: number; data: Values }[]>`select version, data from registry.village_year where county = ${county} and village = ${region} and year = ${asked.year} and region between ${tx.scope.lo} and ${tx.scope.hi} for update`;
  if ((kept?.version ?? 0) !== asked.version) throw new Problem("change.conflict", { version: kept?.version ?? 0 });
  const data = Object.fromEntries(villageFields.map((f) => [f.key, { ...kept?.data, ...values }[f.key] ?? null]).filter(([, v]) => v !== null));
  const patch = patchOf(kept?.data ?? {}, data);
  const [row] = await tx.sql<{ version: number }[]>`
    insert into registry.village_year as v (county, village, year, region, data) values (${county}, ${region}, ${asked.year}, ${region}, ${tx.sql.json(data as never)})
    on conflict (county, village, year) do update set data = excluded.data, version = v.version + 1, updated_at = now()
    returning version`;
  if (!row || row.version !== asked.version + 1) throw new Problem("change.conflict", { version: row?.version ?? 0 });
  await tx.sql`
    insert into registry.village_change (county, village, year, region, account_id, by_name, by_role, source, patch, reason)
    values (${county}, ${region}, ${asked.year}, ${region}, ${tx.actor?.accountId ?? null}, ${tx.actor?.name ?? null}, ${tx.actor?.role ?? null}, ${asked.source}, ${tx.sql.json(patch as never)}, ${asked.reason})`;
  await audit(tx, "edit", "village", { region, target: String(region), purpose: asked.reason, detail: { year: asked.year, fields: Object.keys(patch) } });
  await recountVillages(tx, [region]);
  return { version: row.version };
}
