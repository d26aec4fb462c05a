/** Acts on measures and periods of work (domain guide §1.7, §3.3): planned, moved on, called off; every step stays on record. */
import type { z } from "zod";
import { exclusive } from "@diguan/core/measures/answers.ts";
import { measureOf, measureStateNames, statesAfter, type MeasureState } from "@diguan/core/measures/catalogue.ts";
import type { addMeasure, addWork, advanceMeasure } from "@diguan/core/measures/contract.ts";
import { Problem } from "@diguan/core/problem.ts";
import { isRealDate } from "@diguan/core/time.ts";
import { audit } from "../audit.ts";
import { follow, houseOf, peopleOf, type Desk, type House, type Key } from "./house.ts";

type Added = z.output<typeof addMeasure.body>;
type Advanced = z.output<typeof advanceMeasure.body>;

const begun: readonly MeasureState[] = ["running", "completed", "accepted", "paid", "verified", "ended", "recovered"];
const over: readonly MeasureState[] = ["completed", "accepted", "paid", "verified", "ended"];

function checkDates(state: MeasureState, startedOn: string | null, finishedOn: string | null, today: string): void {
  const found = [startedOn, finishedOn].some((day) => day !== null && !isRealDate(day)) ? ["日期不存在。", "no such day"]
    : begun.includes(state) && startedOn === null ? ["措施已实施，请填开始日期。", "a measure that runs has a first day"]
    : over.includes(state) && finishedOn === null ? ["措施已结束，请填结束日期。", "a measure that is over has a last day"]
    : startedOn !== null && finishedOn !== null && finishedOn < startedOn ? ["结束日期早于开始日期。", "it ends before it begins"]
    : begun.includes(state) && startedOn !== null && startedOn > today ? ["开始日期还没有到。", "it begins in the future"] : undefined;
  if (found !== undefined) throw new Problem("measures.dates", { detail: found[0] ?? "", fault: found[1] ?? "" });
}

/** 死亡 stops all personal benefits from the next month. */
const monthAfter = (date: string): string => { const [year = 0, month = 0] = date.split("-").map(Number); return month === 12 ? `${year + 1}-01-01` : `${year}-${String(month + 1).padStart(2, "0")}-01`; };

async function checkBeneficiary(desk: Desk, key: Key, memberId: string | undefined, from: string): Promise<void> {
  if (memberId === undefined) return;
  const person = (await peopleOf(desk, key)).find((p) => p.id === memberId);
  if (!person || (person.diedOn !== null && from >= monthAfter(person.diedOn))) throw new Problem("measures.member", { on: from });
}

async function checkOthers({ tx }: Desk, key: Key, asked: Added): Promise<void> {
  const rivals = [...exclusive.household, ...exclusive.person].flatMap(([a, b]) => (asked.code === a ? [b] : asked.code === b ? [a] : []));
  const [twice] = await tx.sql<{ code: string }[]>`
    select code from measures.measure
     where county = ${key.county} and household_id = ${key.id} and region between ${tx.scope.lo} and ${tx.scope.hi} and year = ${asked.year} and state not in ('cancelled', 'ended', 'recovered')
       and (code = ${asked.code} or code = any (${rivals}::text[])) and member_id is not distinct from ${asked.memberId ?? null}
     order by code <> ${asked.code} limit 1`;
  const name = measureOf(asked.code)?.zh ?? asked.code;
  if (twice?.code === asked.code) throw new Problem("measures.twice", { name, year: asked.year });
  if (twice) throw new Problem("measures.exclusive", { name, other: measureOf(twice.code)?.zh ?? twice.code });
}

const note = async (desk: Desk, house: House, measure: string, step: { readonly from: MeasureState | null; readonly to: MeasureState; readonly note: string | undefined; readonly detail?: object }): Promise<void> => {
  await desk.tx.sql`
    insert into measures.event (county, measure_id, household_id, region, from_state, to_state, detail, note, account_id, by_name)
    values (${house.key.county}, ${measure}, ${house.key.id}, ${house.region}, ${step.from}, ${step.to}, ${desk.tx.sql.json((step.detail ?? {}) as never)}, ${step.note ?? null}, ${desk.tx.actor?.accountId ?? null}, ${desk.tx.actor?.name ?? null})`;
};

/** Enters a measure; the same key again answers what the first call made. */
export async function add(desk: Desk, key: Key, asked: Added): Promise<{ id: string; version: number }> {
  const { tx } = desk;
  if (!measureOf(asked.code)) throw new Problem("measures.unknown", { code: asked.code });
  const house = await houseOf(desk, key, true);
  const [known] = await tx.sql<{ householdId: string; code: string; version: number }[]>`select household_id as "householdId", code, version from measures.measure where county = ${key.county} and id = ${asked.key} and region between ${tx.scope.lo} and ${tx.scope.hi}`;
  if (known) {
    if (known.householdId !== key.id || known.code !== asked.code) throw new Problem("key.reused");
    return { id: asked.key, version: known.version };
  }
  checkDates(asked.state, asked.startedOn ?? null, asked.finishedOn ?? null, desk.today);
  await checkBeneficiary(desk, key, asked.memberId, asked.startedOn ?? desk.today);
  await checkOthers(desk, key, asked);
  await tx.sql`
    insert into measures.measure (county, id, household_id, member_id, region, year, code, state, content, scale, amount_fen, money_source, expected_fen, started_on, finished_on, responsible, signed_on, account_id)
    values (${key.county}, ${asked.key}, ${key.id}, ${asked.memberId ?? null}, ${house.region}, ${asked.year}, ${asked.code}, ${asked.state}, ${asked.content ?? null}, ${asked.scale ?? null}, ${asked.amountFen ?? null}, ${asked.moneySource ?? null},
            ${asked.expectedFen ?? null}, ${asked.startedOn ?? null}, ${asked.finishedOn ?? null}, ${asked.responsible ?? null}, ${asked.signedOn ?? null}, ${tx.actor?.accountId ?? null})`;
  await note(desk, house, asked.key, { from: null, to: asked.state, note: asked.note });
  await audit(tx, "edit", "helping", { region: house.region, target: key.id, detail: { act: "measureAdded", measure: asked.key, code: asked.code } });
  await follow(desk, house, [asked.year]);
  return { id: asked.key, version: 1 };
}

interface Row { readonly year: number; readonly code: string; readonly state: MeasureState; readonly startedOn: string | null; readonly finishedOn: string | null; readonly signedOn: string | null; readonly effectFen: number | null; readonly version: number; readonly memberId: string | null }

/** Moves a measure on. Throws `change.conflict` for a stale version and `measures.state` for a step that is not possible. */
export async function advance(desk: Desk, key: Key & { readonly measure: string }, asked: Advanced): Promise<{ id: string; version: number }> {
  const { tx } = desk;
  const house = await houseOf(desk, key, true);
  const [row] = await tx.sql<Row[]>`
    select year, code, state, started_on as "startedOn", finished_on as "finishedOn", signed_on as "signedOn", effect_fen as "effectFen", version, member_id as "memberId"
      from measures.measure where county = ${key.county} and id = ${key.measure} and household_id = ${key.id} and region between ${tx.scope.lo} and ${tx.scope.hi} for update`;
  if (!row) throw new Problem("thing.unknown");
  if (row.version !== asked.version) throw new Problem("change.conflict", { version: row.version });
  const next = statesAfter(row.state);
  if (!next.includes(asked.to)) throw new Problem("measures.state", { state: measureStateNames[row.state].zh, to: measureStateNames[asked.to].zh, next: next.map((s) => measureStateNames[s].zh).join("、") || "—" });
  const after = { startedOn: asked.startedOn ?? row.startedOn, finishedOn: asked.finishedOn ?? row.finishedOn, signedOn: asked.signedOn ?? row.signedOn, effectFen: asked.effectFen ?? row.effectFen };
  checkDates(asked.to, after.startedOn, after.finishedOn, desk.today);
  await tx.sql`
    update measures.measure set state = ${asked.to}, started_on = ${after.startedOn}, finished_on = ${after.finishedOn}, signed_on = ${after.signedOn}, effect_fen = ${after.effectFen}, version = version + 1
     where county = ${key.county} and id = ${key.measure}`;
  const detail = Object.fromEntries(Object.entries(after).flatMap(([field, now]) => { const before = row[field as keyof typeof after]; return before === now ? [] : [[field, [before, now]]]; }));
  await note(desk, house, key.measure, { from: row.state, to: asked.to, note: asked.note, detail });
  await audit(tx, "edit", "helping", { region: house.region, target: key.id, detail: { act: "measureMoved", measure: key.measure, from: row.state, to: asked.to } });
  await follow(desk, house, [row.year]);
  return { id: key.measure, version: row.version + 1 };
}

export async function enterWork(desk: Desk, key: Key, asked: z.output<typeof addWork.body>): Promise<{ id: string }> {
  const { tx } = desk;
  const house = await houseOf(desk, key, true);
  if (![asked.from, ...(asked.to === undefined ? [] : [asked.to])].every(isRealDate) || (asked.to !== undefined && (asked.to < asked.from || (asked.workingNow && asked.to < desk.today)))) throw new Problem("measures.period");
  if (!(await peopleOf(desk, key)).some((p) => p.id === asked.memberId)) throw new Problem("measures.member", { on: asked.from });
  const [known] = await tx.sql<{ householdId: string }[]>`select household_id as "householdId" from measures.work_period where county = ${key.county} and id = ${asked.key} and region between ${tx.scope.lo} and ${tx.scope.hi}`;
  if (known && known.householdId !== key.id) throw new Problem("key.reused");
  if (known) return { id: asked.key };
  await tx.sql`
    insert into measures.work_period (county, id, household_id, member_id, region, from_on, to_on, working_now, place, employer, trade, channel, wage_fen, account_id)
    values (${key.county}, ${asked.key}, ${key.id}, ${asked.memberId}, ${house.region}, ${asked.from}, ${asked.to ?? null}, ${asked.workingNow}, ${asked.place ?? null}, ${asked.employer ?? null}, ${asked.trade ?? null}, ${asked.channel ?? null}, ${asked.wageFen ?? null}, ${tx.actor?.accountId ?? null})`;
  await audit(tx, "edit", "helping", { region: house.region, target: key.id, detail: { act: "workAdded", period: asked.key } });
  await follow(desk, house, [Number(asked.from.slice(0, 4))]);
  return { id: asked.key };
}

export async function withdrawPeriod(desk: Desk, key: Key & { readonly period: string }, reason: string): Promise<{ id: string }> {
  const { tx } = desk;
  const house = await houseOf(desk, key, true);
  const [row] = await tx.sql<{ year: number }[]>`
    update measures.work_period set withdrawn_at = coalesce(withdrawn_at, clock_timestamp())
     where county = ${key.county} and id = ${key.period} and household_id = ${key.id} and region between ${tx.scope.lo} and ${tx.scope.hi} returning extract(year from from_on)::int as year`;
  if (!row) throw new Problem("thing.unknown");
  await audit(tx, "edit", "helping", { region: house.region, target: key.id, purpose: reason, detail: { act: "workWithdrawn", period: key.period } });
  await follow(desk, house, [row.year]);
  return { id: key.period };
}
