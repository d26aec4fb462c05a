/**
 * What measures and periods of work tell the rules of data quality (domain guide §4.7): read for many households at once. This
 * file imports nothing of the slices that read it, so that both may know each other.
 */
import { isDelivered, measureStates } from "@diguan/core/measures/catalogue.ts";
import type { Beyond, MeasureOnRecord, WorkPeriod } from "@diguan/core/quality/rule.ts";
import type { Tx } from "../postgres/pool.ts";

/** States in which a household has or had the measure. */
export const deliveredStates = measureStates.filter(isDelivered);

export interface Households { readonly county: number; readonly year: number; readonly ids: readonly string[] }

/** Does the county keep measures, periods of work? Where it does not, their rules are not asked. */
export async function measuresKept(tx: Tx, county: number): Promise<{ readonly measures: boolean; readonly workPeriods: boolean }> {
  const [row] = await tx.sql<{ measures: boolean; workPeriods: boolean }[]>`select measures, periods as "workPeriods" from measures.kept_in(${county})`;
  return row ?? { measures: false, workPeriods: false };
}

interface Row { readonly householdId: string; readonly code: string; readonly member: string | null; readonly startedOn: string | null; readonly inYear: boolean; readonly diedOn: string | null; readonly afterDeath: boolean }

/** Measures of the year, the first that ever began, and those still given to the dead after the month of their death. */
export async function measuresOf(tx: Tx, { county, year, ids }: Households, today: string): Promise<ReadonlyMap<string, NonNullable<Beyond["measures"]>>> {
  const rows = await tx.sql<Row[]>`
    select m.household_id as "householdId", m.code, p.code as member, m.started_on as "startedOn",
           (m.year = ${year} or (m.started_on <= make_date(${year}, 12, 31) and coalesce(m.finished_on, make_date(${year}, 12, 31)) >= make_date(${year}, 1, 1))) as "inYear",
           case when p.departure = 1 then p.left_on end as "diedOn",
           p.departure = 1 and coalesce(m.finished_on, case when m.state in ('approved', 'running') then ${today}::date end, p.left_on) >= (date_trunc('month', p.left_on) + interval '1 month') as "afterDeath"
      from measures.measure m
      left join registry.member p on p.county = m.county and p.id = m.member_id
     where m.county = ${county} and m.household_id = any (${ids as string[]}::uuid[]) and m.region between ${tx.scope.lo} and ${tx.scope.hi} and m.state = any (${deliveredStates}::text[])
     order by m.household_id, m.code, m.id`;
  const found = new Map<string, { firstOn: string | null; list: MeasureOnRecord[]; toTheDead: { member: string; code: string; diedOn: string }[] }>();
  for (const id of ids) found.set(id, { firstOn: null, list: [], toTheDead: [] });
  for (const row of rows) {
    const own = found.get(row.householdId);
    if (!own) continue;
    if (row.startedOn !== null && (own.firstOn === null || row.startedOn < own.firstOn)) own.firstOn = row.startedOn;
    if (row.afterDeath && row.diedOn !== null && row.member !== null) own.toTheDead.push({ member: row.member, code: row.code, diedOn: row.diedOn });
    else if (row.inYear) own.list.push({ code: row.code, member: row.member, startedOn: row.startedOn });
  }
  return found;
}

/** Periods of work that touch the year, by household and member code. */
export async function workPeriodsOf(tx: Tx, { county, year, ids }: Households): Promise<ReadonlyMap<string, ReadonlyMap<string, readonly WorkPeriod[]>>> {
  const rows = await tx.sql<{ householdId: string; member: string; from: string; to: string | null; workingNow: boolean; place: number | null }[]>`
    select w.household_id as "householdId", p.code as member, w.from_on as "from", w.to_on as "to", w.working_now as "workingNow", w.place
      from measures.work_period w
      join registry.member p on p.county = w.county and p.id = w.member_id
     where w.county = ${county} and w.household_id = any (${ids as string[]}::uuid[]) and w.region between ${tx.scope.lo} and ${tx.scope.hi} and w.withdrawn_at is null
       and w.from_on <= make_date(${year}, 12, 31) and coalesce(w.to_on, make_date(${year}, 12, 31)) >= make_date(${year}, 1, 1)
     order by w.household_id, p.code, w.from_on`;
  const found = new Map<string, Map<string, WorkPeriod[]>>(ids.map((id) => [id, new Map()]));
  for (const { householdId, member, ...period } of rows) {
    const own = found.get(householdId);
    const list = own?.get(member);
    if (list) list.push(period); else own?.set(member, [period]);
  }
  return found;
}
