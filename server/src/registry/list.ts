/** The list of households: keyset-paged in the order of village and household code; filters are answered by the list's index alone. */
import { clearance } from "@diguan/core/access/policy.ts";
import type { HouseholdRow, ListFilters } from "@diguan/core/registry/contract.ts";
import { maskName } from "@diguan/core/registry/masking.ts";
import { fieldClasses } from "@diguan/core/registry/fields.ts";
import { rangeOf } from "@diguan/core/region-code.ts";
import type { Tx } from "../postgres/pool.ts";
import { inside, type Part } from "./rows.ts";

const after = (cursor: string | undefined): { region: number; code: string } | undefined => {
  if (cursor === undefined) return undefined;
  const text = Buffer.from(cursor, "base64url").toString("utf8");
  const at = text.indexOf("|");
  const region = Number(text.slice(0, at));
  return at > 0 && Number.isSafeInteger(region) ? { region, code: text.slice(at + 1) } : undefined;
};
export const cursorOf = (region: number, code: string): string => Buffer.from(`${region}|${code}`).toString("base64url");

/** A code as it stands in the statement: only so can the planner see that an index of rare codes answers (migration 0078). */
function literal({ sql }: Tx, code: number): Part {
  if (!Number.isSafeInteger(code)) throw new Error("a code is a whole number");
  return sql.unsafe(String(code)) as unknown as Part;
}

/** Conditions on the columns that the list's index carries. */
export function filterOf(tx: Tx, f: ListFilters): Part {
  const { sql } = tx;
  const range = f.region === undefined ? undefined : rangeOf(f.region);
  return sql`
    y.year = ${f.year} and ${inside(tx, "y.region", "y.household_id")}
    ${range ? sql`and y.region between ${range.lo} and ${range.hi}` : sql``}
    ${f.cancelled === true ? sql`and not y.valid` : sql`and y.valid`}
    ${f.exitState === undefined ? sql`` : sql`and y.exit_state = ${literal(tx, f.exitState)}`}
    ${f.attribute === undefined ? sql`` : sql`and y.attribute = ${f.attribute}`}
    ${f.cause === undefined ? sql`` : sql`and y.cause_main = ${literal(tx, f.cause)}`}
    ${f.monitored === undefined ? sql`` : f.monitored ? sql`and y.monitored > 0` : sql`and (y.monitored = 0 or y.monitored is null)`}
    ${f.perCapitaFrom === undefined ? sql`` : sql`and y.per_capita_fen >= ${f.perCapitaFrom}`}
    ${f.perCapitaTo === undefined ? sql`` : sql`and y.per_capita_fen <= ${f.perCapitaTo}`}
    ${f.hasFinding === undefined ? sql`` : sql`and ${f.hasFinding ? sql`` : sql`not`} exists (select from quality.finding q where q.county = y.county and q.household_id = y.household_id and q.year = y.year and q.state in ('found', 'assigned', 'returned'))`}`;
}

type Listed = Omit<HouseholdRow, "causeLocked"> & { causeMain: number | null };

export async function listPage(tx: Tx, asked: ListFilters & { readonly after?: string | undefined; readonly limit: number }): Promise<{ rows: HouseholdRow[]; next: string | null }> {
  const { sql } = tx;
  const from = after(asked.after);
  const rows = await sql<Listed[]>`
    with page as materialized (
      select y.county, y.household_id, y.year, y.region, y.household_code
        from registry.household_year y
       where ${filterOf(tx, asked)} ${from ? sql`and (y.region, y.household_code) > (${from.region}, ${from.code})` : sql``}
       order by y.region, y.household_code
       limit ${asked.limit + 1})
    select h.county, h.household_id as id, h.year, h.household_code as code, h.region, coalesce(r.name, '') as "villageName", h.group_name as "groupName",
           coalesce(h.head_name, '') as "headName", h.year_members as "yearMembers", h.current_members as "currentMembers", h.labour_count as "labourCount", h.valid,
           h.attribute, h.cause_main as "causeMain", h.exit_state as "exitState", h.exit_year as "exitYear", h.monitored, h.per_capita_fen as "perCapitaFen",
           (select count(*)::int from quality.finding q where q.county = h.county and q.household_id = h.household_id and q.year = h.year and q.state in ('found', 'assigned', 'returned')) as findings
      from page p
      join registry.household_year h on h.county = p.county and h.household_id = p.household_id and h.year = p.year
      left join regions.region r on r.code = h.region and r.valid_to is null
     order by p.region, p.household_code`;
  const shown = rows.slice(0, asked.limit).map((row) => listed(tx, row));
  const last = shown.at(-1);
  return { rows: shown, next: rows.length > asked.limit && last ? cursorOf(last.region, last.code) : null };
}

const sees = (tx: Tx, cls: (typeof fieldClasses)[number]): boolean => {
  const role = tx.actor?.role;
  const top = role === undefined ? "C4" : (clearance(role, "household") ?? "C0");
  return fieldClasses.indexOf(top) >= fieldClasses.indexOf(cls);
};

/** 因病 and 因残 are health data and stay locked in every list; income is C2. */
function listed(tx: Tx, row: Listed): HouseholdRow {
  const health = row.causeMain === 1 || row.causeMain === 2;
  const causes = sees(tx, "C3");
  return { ...row, headName: maskName(row.headName), causeMain: causes && !health ? row.causeMain : null, causeLocked: row.causeMain !== null && (health || !causes), perCapitaFen: sees(tx, "C2") ? row.perCapitaFen : null };
}
