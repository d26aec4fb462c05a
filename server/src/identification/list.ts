/** Households of the latest assessments, village by village: those whose recommendation differs from their status first of all (a question, not a verdict). */
import type { ListFilters, ListRow } from "@diguan/core/identification/contract.ts";
import { healthCauses } from "@diguan/core/overview/figures.ts";
import { maskName } from "@diguan/core/registry/masking.ts";
import { rangeOf } from "@diguan/core/region-code.ts";
import type { Tx } from "../postgres/pool.ts";
import { regionNames } from "../regions/service.ts";
import { seesClass, sightOf } from "../registry/view.ts";
import { latestRuns } from "./assess.ts";
import { seesHealth } from "./overview.ts";

interface Cursor { readonly region: number; readonly id: string }
function readCursor(text: string | undefined): Cursor | undefined {
  const [region = "", id = ""] = text === undefined ? [] : Buffer.from(text, "base64url").toString("utf8").split("|");
  return /^\d{1,12}$/.test(region) && /^[0-9a-f-]{36}$/.test(id) ? { region: Number(region), id } : undefined;
}

type Raw = Omit<ListRow, "villageName" | "causeLocked" | "depth" | "mostDepth"> & { readonly depth: number; readonly mostDepth: number };

export async function listPage(tx: Tx, q: ListFilters & { readonly year: number; readonly after?: string | undefined; readonly limit: number }): Promise<{ rows: ListRow[]; next: string | null }> {
  const { sql } = tx;
  const range = q.region === undefined ? { lo: tx.scope.lo, hi: tx.scope.hi } : rangeOf(q.region);
  const [lo, hi] = [Math.max(range.lo, tx.scope.lo), Math.min(range.hi, tx.scope.hi)];
  const runs = await latestRuns(tx, { lo, hi }, q.year);
  if (runs.length === 0) return { rows: [], next: null };
  const after = readCursor(q.after);
  const health = seesHealth(tx);
  // a filter must not tell what the row hides
  if (!health && healthCauses.includes(q.cause ?? 0)) return { rows: [], next: null };
  const own = tx.scope.own;
  const rows = await sql<Raw[]>`
    select a.county, a.household_id as "householdId", a.region, h.household_code as "householdCode", h.head_name as "headName", a.exit_state as "exitState", a.recommendation, a.difference, a.income_gap as "incomeGap", a.depth, a.most_depth as "mostDepth", a.reasons, a.missing,
           a.look_low as "lookLow", a.look_high as "lookHigh", a.probability, a.cause, a.suggested[1] as suggested, a.contradiction
      from identification.assessment_household a
      join registry.household_year h on h.county = a.county and h.household_id = a.household_id and h.year = a.year
     where a.county = any (${runs.map((r) => r.county)}::int[]) and a.assessment_id = any (${runs.map((r) => r.id)}::uuid[]) and a.region between ${lo} and ${hi} and h.region between ${lo} and ${hi}
       ${own === undefined ? sql`` : sql`and a.household_id = any (${own as string[]}::uuid[])`}
       ${q.difference === undefined ? sql`` : q.difference === "both" ? sql`and a.difference <> 'none'` : sql`and a.difference = ${q.difference}`}
       ${q.recommendation === undefined ? sql`` : sql`and a.recommendation = ${q.recommendation}`}
       ${q.contradiction === undefined ? sql`` : q.contradiction ? sql`and a.contradiction` : sql`and not a.contradiction`}
       ${q.cause === undefined ? sql`` : q.cause === 0 ? sql`and a.cause is null` : sql`and a.cause = ${q.cause}`}
       ${q.text === undefined || q.text === "" ? sql`` : sql`and (h.head_name like ${`${escaped(q.text)}%`} or h.household_code like ${`${escaped(q.text)}%`})`}
       ${after ? sql`and (a.region, a.household_id) > (${after.region}, ${after.id}::uuid)` : sql``}
     order by a.region, a.household_id
     limit ${q.limit + 1}`;
  const shownRows = rows.slice(0, q.limit);
  const names = await regionNames(tx, shownRows.map((r) => r.region));
  const last = rows.length > q.limit ? shownRows.at(-1) : undefined;
  const whole = seesClass(sightOf(tx), "C2");
  return {
    rows: shownRows.map((r): ListRow => ({
      ...r, villageName: names.get(r.region) ?? String(r.region), headName: r.headName === null ? null : whole ? r.headName : maskName(r.headName),
      // without health items the sum would tell them
      depth: health ? r.depth : null, mostDepth: health ? r.mostDepth : null, lookLow: health ? r.lookLow : null, lookHigh: health ? r.lookHigh : null,
      causeLocked: !health && healthCauses.includes(r.cause ?? 0), cause: !health && healthCauses.includes(r.cause ?? 0) ? null : r.cause, suggested: !health && healthCauses.includes(r.suggested ?? 0) ? null : r.suggested,
    })),
    next: last ? Buffer.from(`${last.region}|${last.householdId}`).toString("base64url") : null,
  };
}

const escaped = (text: string): string => text.replace(/[\\%_]/g, (c) => `\\${c}`);
