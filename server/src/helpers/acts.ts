/** Acts on helpers, their pairing with households and their visits (domain guide §6; paper 001 §3.4: by rank, a number of households). */
import type { z } from "zod";

import type { addHelper, addVisit, assignHelper, editHelper, HelperView, listHelpers } from "@diguan/core/helpers/contract.ts";
import { helperRanks } from "@diguan/core/helpers/ranks.ts";
import { readIdNumber } from "@diguan/core/id-number.ts";
import { Problem } from "@diguan/core/problem.ts";
import { countyOf } from "@diguan/core/region-code.ts";
import { addDays, isRealDate } from "@diguan/core/time.ts";
import { audit } from "../audit.ts";
import { follow, houseOf, type Desk, type Key } from "../measures/service.ts";
import { parameter } from "../policy.ts";
import { personKey } from "../registry/service.ts";
import { quotas } from "./read.ts";

const rankOf = (rank: number): (typeof helperRanks)[number] => helperRanks.find((r) => r.value === rank) ?? helperRanks[3];

/** Helpers of an area by name, with how many households they have; `after` = "name|id" of the last one seen. */
export async function helpersIn({ tx, today }: Desk, asked: z.output<typeof listHelpers.query>): Promise<{ rows: HelperView[]; next: string | null }> {
  const { lo, hi } = tx.scope;
  const [name, id] = asked.after?.split("|") ?? [];
  const search = asked.search?.trim();
  const rows = await tx.sql<HelperView[]>`
    select county, id, region, name, unit, post, rank, active, version, helpers.households_of(county, id, ${today}) as households, null::int as quota
      from helpers.helper
     where county between ${Math.floor(lo / 1e6)} and ${Math.floor(hi / 1e6)} and region between ${lo} and ${hi} ${asked.region === undefined ? tx.sql`` : tx.sql`and county = ${countyOf(asked.region)}`}
       ${search ? tx.sql`and (name ilike ${`%${search}%`} or unit ilike ${`%${search}%`})` : tx.sql``} ${name !== undefined && id !== undefined ? tx.sql`and (name, id) > (${name}, ${id}::uuid)` : tx.sql``}
     order by name, id limit ${asked.limit + 1}`;
  const page = rows.slice(0, asked.limit);
  const limits = new Map<number, ReadonlyMap<number, number>>();
  for (const county of new Set(page.map((r) => r.county))) limits.set(county, await quotas(tx, county * 1_000_000, today));
  const last = page.at(-1);
  return { rows: page.map((r) => ({ ...r, quota: limits.get(r.county)?.get(r.rank) ?? null })), next: rows.length > asked.limit && last ? `${last.name}|${last.id}` : null };
}

export async function enter({ tx, crypto }: Desk, asked: z.output<typeof addHelper.body>): Promise<{ id: string; version: number }> {
  if (asked.region < tx.scope.lo || asked.region > tx.scope.hi) throw new Problem("thing.unknown");
  const county = countyOf(asked.region);
  const certNo = asked.certNo?.toUpperCase();
  const read = certNo === undefined ? undefined : readIdNumber(certNo);
  if (typeof read === "string") throw new Problem("helpers.certNo", { detail: read });
  const sealed = certNo === undefined && asked.phone === undefined ? null : crypto.seal({ ...(certNo === undefined ? {} : { certNo }), ...(asked.phone === undefined ? {} : { phone: asked.phone }) }, `helpers.helper|${asked.key}`);
  const [known] = await tx.sql<{ version: number; name: string }[]>`select version, name from helpers.helper where county = ${county} and id = ${asked.key} and region between ${tx.scope.lo} and ${tx.scope.hi}`;
  if (known && known.name !== asked.name) throw new Problem("key.reused");
  if (known) return { id: asked.key, version: known.version };
  await tx.sql`
    insert into helpers.helper (county, id, region, name, unit, post, rank, sealed, cert_idx)
    values (${county}, ${asked.key}, ${asked.region}, ${asked.name}, ${asked.unit}, ${asked.post ?? null}, ${asked.rank}, ${sealed}, ${certNo === undefined ? null : crypto.blindIndex("cert", personKey(certNo))})`;
  await audit(tx, "create", "helping", { region: asked.region, target: asked.key, detail: { act: "helperAdded" } });
  return { id: asked.key, version: 1 };
}

export async function correct({ tx }: Desk, key: Key, asked: z.output<typeof editHelper.body>): Promise<{ id: string; version: number }> {
  const [row] = await tx.sql<{ version: number; region: number }[]>`select version, region from helpers.helper where county = ${key.county} and id = ${key.id} and region between ${tx.scope.lo} and ${tx.scope.hi} for update`;
  if (!row) throw new Problem("thing.unknown");
  if (row.version !== asked.version) throw new Problem("change.conflict", { version: row.version });
  await tx.sql`update helpers.helper set name = ${asked.name}, unit = ${asked.unit}, post = ${asked.post ?? null}, rank = ${asked.rank}, active = ${asked.active}, version = version + 1 where county = ${key.county} and id = ${key.id}`;
  await audit(tx, "edit", "helping", { region: row.region, target: key.id, detail: { act: "helperEdited", active: asked.active } });
  return { id: key.id, version: row.version + 1 };
}

/** Pairs a household with a helper; beyond the quota of the rank only with a reason. */
export async function pair(desk: Desk, key: Key, asked: z.output<typeof assignHelper.body>): Promise<{ id: string }> {
  const { tx } = desk;
  const house = await houseOf(desk, key, true);
  const [helper] = await tx.sql<{ name: string; unit: string; post: string | null; rank: number; own: boolean }[]>`
    select h.name, h.unit, h.post, h.rank, h.cert_idx is not null and exists (select from registry.member_year m where m.county = ${key.county} and m.household_id = ${key.id} and m.cert_idx = h.cert_idx) as own
      from helpers.helper h where h.county = ${key.county} and h.id = ${asked.helperId} and h.region between ${tx.scope.lo} and ${tx.scope.hi} and h.active for update of h`;
  if (!helper || !isRealDate(asked.from)) throw new Problem("thing.unknown");
  const { name, rank } = helper;
  if (helper.own) throw new Problem("helpers.own", { name });
  const paired = await tx.sql<{ id: string; helperId: string }[]>`select id, helper_id as "helperId" from helpers.pairing where county = ${key.county} and household_id = ${key.id} and region between ${tx.scope.lo} and ${tx.scope.hi} and (to_on is null or id = ${asked.key})`;
  if (paired.some((p) => p.id === asked.key)) return { id: asked.key };
  if (paired.some((p) => p.helperId === asked.helperId)) throw new Problem("helpers.paired", { name });
  const [limit, [load]] = await Promise.all([parameter(tx, rankOf(rank).parameter, house.region, desk.today), tx.sql<{ n: number }[]>`select helpers.households_of(${key.county}, ${asked.helperId}, ${desk.today}) as n`]);
  if (limit && (load?.n ?? 0) >= limit.value && asked.beyondQuota === undefined) throw new Problem("helpers.full", { name, households: load?.n ?? 0, rank: rankOf(rank).zh, quota: limit.value, source: limit.source });
  await tx.sql`
    insert into helpers.pairing (county, id, household_id, region, helper_id, name, unit, post, rank, from_on, account_id)
    values (${key.county}, ${asked.key}, ${key.id}, ${house.region}, ${asked.helperId}, ${name}, ${helper.unit}, ${helper.post}, ${rank}, ${asked.from}, ${tx.actor?.accountId ?? null})`;
  await audit(tx, "assign", "helping", { region: house.region, target: key.id, ...(asked.beyondQuota === undefined ? {} : { purpose: asked.beyondQuota }), detail: { act: "paired", helper: asked.helperId } });
  await follow(desk, house, []);
  return { id: asked.key };
}

export async function part(desk: Desk, key: Key & { readonly pairing: string }, asked: { readonly on: string; readonly reason: string }): Promise<{ id: string }> {
  const { tx } = desk;
  const house = await houseOf(desk, key, true);
  const [row] = await tx.sql<{ from: string; to: string | null }[]>`select from_on as "from", to_on as "to" from helpers.pairing where county = ${key.county} and id = ${key.pairing} and household_id = ${key.id} and region between ${tx.scope.lo} and ${tx.scope.hi} for update`;
  if (!row) throw new Problem("thing.unknown");
  if (row.to !== null) throw new Problem("helpers.ended", { on: row.to });
  if (!isRealDate(asked.on) || asked.on < row.from) throw new Problem("measures.dates", { detail: `结束日期应不早于结对日期 ${row.from}。`, fault: `not before ${row.from}` });
  await tx.sql`update helpers.pairing set to_on = ${asked.on}, reason = ${asked.reason} where county = ${key.county} and id = ${key.pairing}`;
  await audit(tx, "assign", "helping", { region: house.region, target: key.id, purpose: asked.reason, detail: { act: "parted", pairing: key.pairing } });
  await follow(desk, house, []);
  return { id: key.pairing };
}

/** Enters a visit. `now` in epoch milliseconds: a visit may be entered up to a year late, never ahead of time. */
export async function visit(desk: Desk, now: number, key: Key, asked: z.output<typeof addVisit.body>): Promise<{ id: string }> {
  const { tx } = desk;
  const house = await houseOf(desk, key, true);
  if (asked.arrivedAt.slice(0, 10) > addDays(desk.today, 1) || Date.parse(asked.arrivedAt) > now || asked.arrivedAt.slice(0, 10) < addDays(desk.today, -366)) throw new Problem("helpers.visitTime", { at: asked.arrivedAt });
  const [known] = await tx.sql<{ householdId: string }[]>`select household_id as "householdId" from helpers.visit where county = ${key.county} and id = ${asked.key} and region between ${tx.scope.lo} and ${tx.scope.hi}`;
  if (known && known.householdId !== key.id) throw new Problem("key.reused");
  if (known) return { id: asked.key };
  const by = tx.actor?.accountId ?? key.id;
  await tx.sql`
    insert into helpers.visit (county, id, household_id, region, visitor_id, visitor_name, arrived_at, minutes, lat, lon, purpose, found, promised, promised_by, withdraws, account_id)
    values (${key.county}, ${asked.key}, ${key.id}, ${house.region}, ${by}, ${tx.actor?.name ?? ""}, ${asked.arrivedAt}, ${asked.minutes ?? null}, ${asked.lat ?? null}, ${asked.lon ?? null}, ${asked.purpose}, ${asked.found ?? null}, ${asked.promised ?? null}, ${asked.promisedBy ?? null}, ${asked.withdraws ?? null}, ${tx.actor?.accountId ?? null})`;
  if (asked.markHouse && asked.lat !== undefined && asked.lon !== undefined) await tx.sql`insert into helpers.house_point (county, household_id, region, lat, lon, account_id) values (${key.county}, ${key.id}, ${house.region}, ${asked.lat}, ${asked.lon}, ${by})`;
  await audit(tx, "create", "helping", { region: house.region, target: key.id, detail: { act: "visited", visit: asked.key } });
  await follow(desk, house, [Number(asked.arrivedAt.slice(0, 4))]);
  return { id: asked.key };
}

