/** Everything about the help of one household, for its page: helpers, measures with their steps, work, visits. */
import type { Helping, MeasureView } from "@diguan/core/measures/contract.ts";
import { metresBetween } from "@diguan/core/helpers/ranks.ts";
import { permits } from "@diguan/core/access/policy.ts";
import { quotas } from "../helpers/read.ts";
import { regionNames } from "../regions/service.ts";
import { houseOf, peopleOf, type Desk, type Key } from "./house.ts";

type Event = MeasureView["events"][number] & { readonly measureId: string };
type Work = Omit<Helping["work"][number], "memberName" | "placeName">;
type Visit = Omit<Helping["visits"][number], "metres"> & { readonly lat: number | null; readonly lon: number | null };

export async function helpingOf(desk: Desk, key: Key): Promise<Helping> {
  const { tx, today } = desk;
  const house = await houseOf(desk, key, false);
  const own = tx.sql`county = ${key.county} and household_id = ${key.id} and region between ${tx.scope.lo} and ${tx.scope.hi}`;
  const [people, pairings, measures, events, work, visits, points, limits] = await Promise.all([
    peopleOf(desk, key),
    tx.sql<Omit<Helping["helpers"][number], "quota">[]>`select id, helper_id as "helperId", name, unit, post, rank, from_on as "from", to_on as "to", reason, helpers.households_of(county, helper_id, ${today}) as households from helpers.pairing where ${own} order by to_on nulls first, from_on desc, id`,
    tx.sql<Omit<MeasureView, "memberName" | "events">[]>`
      select id, code, state, year, member_id as "memberId", content, scale, amount_fen as "amountFen", money_source as "moneySource", expected_fen as "expectedFen", effect_fen as "effectFen", started_on as "startedOn", finished_on as "finishedOn", responsible, signed_on as "signedOn", version
        from measures.measure where ${own} order by year desc, code, created_at`,
    tx.sql<Event[]>`select measure_id as "measureId", at, from_state as "from", to_state as "to", by_name as by, note from measures.event where ${own} order by id`,
    tx.sql<Work[]>`select id, member_id as "memberId", from_on as "from", to_on as "to", working_now as "workingNow", place, employer, trade, channel, wage_fen as "wageFen" from measures.work_period where ${own} and withdrawn_at is null order by from_on desc, id`,
    tx.sql<Visit[]>`
      select v.id, v.visitor_name as visitor, v.arrived_at as "arrivedAt", v.minutes, v.purpose, v.found, v.promised, v.promised_by as "promisedBy", v.lat, v.lon,
             exists (select from helpers.visit w where w.county = v.county and w.household_id = v.household_id and w.withdraws = v.id) as withdrawn
        from helpers.visit v where v.county = ${key.county} and v.household_id = ${key.id} and v.region between ${tx.scope.lo} and ${tx.scope.hi} order by v.arrived_at desc, v.id limit 200`,
    tx.sql<{ lat: number; lon: number }[]>`select lat, lon from helpers.house_point where ${own} order by id desc limit 1`,
    quotas(tx, house.region, today),
  ]);
  const names = new Map(people.map((p) => [p.id, p.name]));
  const places = await regionNames(tx, work.flatMap((w) => (w.place === null ? [] : [w.place])));
  const steps = Map.groupBy(events, (e) => e.measureId);
  const [point] = points;
  const may = (action: "edit" | "assign"): boolean => tx.actor !== undefined && permits(tx.actor.role, { action, resource: "helping", scope: "region", fields: "C2" });
  return {
    today, helpers: pairings.map((p) => ({ ...p, quota: limits.get(p.rank) ?? null })),
    measures: measures.map((m) => ({ ...m, memberName: m.memberId === null ? null : (names.get(m.memberId) ?? null), events: (steps.get(m.id) ?? []).map(({ measureId: _of, ...step }) => step) })),
    work: work.map((w) => ({ ...w, memberName: names.get(w.memberId) ?? "", placeName: w.place === null ? null : (places.get(w.place) ?? String(w.place)) })),
    visits: visits.map(({ lat, lon, ...v }) => ({ ...v, metres: point && lat !== null && lon !== null ? Math.round(metresBetween({ lat, lon }, point)) : null })),
    members: people.filter((p) => p.active).map(({ id, name }) => ({ id, name })), may: { edit: may("edit"), assign: may("assign") },
  };
}
