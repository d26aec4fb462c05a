/**
 * What helpers and visits tell the rules of data quality (DQ-094–096, 114): read for many households at once. This file imports
 * nothing of the slices that read it, so that both may know each other.
 */
import { helperRanks, metresBetween } from "@diguan/core/helpers/ranks.ts";
import type { Beyond } from "@diguan/core/quality/rule.ts";
import { parameter } from "../policy.ts";
import type { Tx } from "../postgres/pool.ts";

export interface Asked { readonly county: number; readonly year: number; readonly ids: readonly string[]; /** China date of the check */ readonly today: string }

/** Does the county keep helpers, visits of collection? Where it does not, their rules are not asked. */
export async function helpersKept(tx: Tx, county: number): Promise<{ readonly helpers: boolean; readonly collection: boolean }> {
  const [row] = await tx.sql<{ helpers: boolean; collection: boolean }[]>`select helpers, collection from helpers.kept_in(${county})`;
  return row ?? { helpers: false, collection: false };
}

/** Households that each rank may have at a place on a date; a rank without a parameter has no limit. */
export async function quotas(tx: Tx, region: number, on: string): Promise<ReadonlyMap<number, number>> {
  const found = new Map<number, number>();
  for (const rank of helperRanks) { const row = await parameter(tx, rank.parameter, region, on); if (row) found.set(rank.value, row.value); }
  return found;
}

/** The day a year is looked at: its end, or today while it lasts. */
const dayOf = ({ year, today }: Asked): string => (today < `${year}-12-31` ? today : `${year}-12-31`);

export async function helpersOf(tx: Tx, asked: Asked): Promise<ReadonlyMap<string, NonNullable<Beyond["helpers"]>>> {
  const { county, year, ids } = asked;
  const on = dayOf(asked);
  const limit = await quotas(tx, county * 1_000_000, on);
  const [pairs, both] = await Promise.all([
    tx.sql<{ householdId: string; name: string; rank: number; households: number }[]>`
      select p.household_id as "householdId", p.name, p.rank, helpers.households_of(p.county, p.helper_id, ${on}) as households
        from helpers.pairing p
       where p.county = ${county} and p.household_id = any (${ids as string[]}::uuid[]) and p.region between ${tx.scope.lo} and ${tx.scope.hi} and p.from_on <= ${on} and (p.to_on is null or p.to_on >= ${on})
       order by p.household_id, p.name`,
    tx.sql<{ householdId: string; member: string }[]>`
      select m.household_id as "householdId", m.member_code as member
        from registry.member_year m
       where m.county = ${county} and m.year = ${year} and m.household_id = any (${ids as string[]}::uuid[]) and m.active and m.region between ${tx.scope.lo} and ${tx.scope.hi}
         and m.cert_idx is not null and helpers.is_helper(m.cert_idx)`,
  ]);
  const found = new Map(ids.map((id) => [id, { assigned: 0, membersWhoHelp: [] as string[], overQuota: [] as { name: string; households: number; quota: number }[] }]));
  for (const pair of pairs) {
    const own = found.get(pair.householdId);
    if (!own) continue;
    own.assigned++;
    const quota = limit.get(pair.rank);
    if (quota !== undefined && pair.households > quota) own.overQuota.push({ name: pair.name, households: pair.households, quota });
  }
  for (const person of both) found.get(person.householdId)?.membersWhoHelp.push(person.member);
  return found;
}

interface Visit { readonly householdId: string; readonly lat: number | null; readonly lon: number | null; readonly houseLat: number | null; readonly houseLon: number | null; readonly sinceOther: number | null }

/** The farthest and the most hurried visit of collection in the year, where they pass the limits. */
export async function collectionOf(tx: Tx, { county, year, ids, today }: Asked): Promise<ReadonlyMap<string, NonNullable<Beyond["collection"]>>> {
  const [far, hurried] = await Promise.all([parameter(tx, "VISIT_FAR_METRES", county * 1_000_000, today), parameter(tx, "VISIT_HURRIED_MINUTES", county * 1_000_000, today)]);
  const rows = await tx.sql<Visit[]>`
    select v.household_id as "householdId", v.lat, v.lon, p.lat as "houseLat", p.lon as "houseLon",
           (select extract(epoch from v.arrived_at - max(o.arrived_at)) / 60 from helpers.visit o
             where o.county = v.county and o.visitor_id = v.visitor_id and o.purpose = 2 and o.household_id <> v.household_id and o.arrived_at between v.arrived_at - interval '1 hour' and v.arrived_at)::float8 as "sinceOther"
      from helpers.visit v
      left join lateral (select lat, lon from helpers.house_point h where h.county = v.county and h.household_id = v.household_id order by h.id desc limit 1) p on true
     where v.county = ${county} and v.household_id = any (${ids as string[]}::uuid[]) and v.region between ${tx.scope.lo} and ${tx.scope.hi} and v.purpose = 2
       and v.arrived_at >= make_timestamptz(${year}, 1, 1, 0, 0, 0, 'Asia/Shanghai') and v.arrived_at < make_timestamptz(${year + 1}, 1, 1, 0, 0, 0, 'Asia/Shanghai')
       and not exists (select from helpers.visit w where w.county = v.county and w.withdraws = v.id)`;
  const found = new Map(ids.map((id) => [id, { farMetres: null as number | null, hurriedMinutes: null as number | null }]));
  for (const v of rows) {
    const own = found.get(v.householdId);
    if (!own) continue;
    if (far && v.lat !== null && v.lon !== null && v.houseLat !== null && v.houseLon !== null) {
      const metres = Math.round(metresBetween({ lat: v.lat, lon: v.lon }, { lat: v.houseLat, lon: v.houseLon }));
      if (metres > far.value) own.farMetres = Math.max(metres, own.farMetres ?? 0);
    }
    if (hurried && v.sinceOther !== null && v.sinceOther < hurried.value) own.hurriedMinutes = Math.min(Math.floor(v.sinceOther), own.hurriedMinutes ?? Infinity);
  }
  return found;
}
