/**
 * Any past state can be shown: whatever is done to a household in whatever order, the state asked for at an instant is the one
 * that was read at that instant. Random sequences of everything that changes a household, replayed by their seed.
 */
import { randomUUID } from "node:crypto";
import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import type { HouseholdPage } from "@diguan/core/registry/contract.ts";
import { conditions, person, places, testServer, type TestServer } from "../../../tests/registry.ts";

let s: TestServer;
beforeAll(async () => { s = await testServer(); });

const pause = (): Promise<void> => new Promise((r) => { setTimeout(r, 3); });
const explained = { explanation: "已与本人和原件核对", source: 2 };
type Op =
  | { readonly do: "field"; readonly key: string; readonly value: number | boolean | string }
  | { readonly do: "member"; readonly who: number; readonly key: string; readonly value: number | string | null }
  | { readonly do: "income"; readonly kind: number; readonly fen: number }
  | { readonly do: "withdraw"; readonly which: number }
  | { readonly do: "arrive"; readonly kind: number }
  | { readonly do: "depart"; readonly who: number; readonly kind: number; readonly transfer: boolean }
  | { readonly do: "undo" } | { readonly do: "year" } | { readonly do: "cancel" } | { readonly do: "restore" };

const op: fc.Arbitrary<Op> = fc.oneof(
  fc.record({ do: fc.constant("field" as const), key: fc.constantFrom("arableMu", "houseAreaM2", "roadKm"), value: fc.integer({ min: 1, max: 9 }) }),
  fc.record({ do: fc.constant("field" as const), key: fc.constantFrom("householdPhone", "remark"), value: fc.constantFrom("13800000001", "13900000002") }),
  fc.record({ do: fc.constant("field" as const), key: fc.constantFrom("toilet", "tv", "coop"), value: fc.boolean() }),
  fc.record({ do: fc.constant("member" as const), who: fc.nat(5), key: fc.constantFrom("memberPhone", "employer"), value: fc.constantFrom("13700000003", "13600000004", null) }),
  fc.record({ do: fc.constant("member" as const), who: fc.nat(5), key: fc.constant("ethnic"), value: fc.integer({ min: 1, max: 5 }) }),
  fc.record({ do: fc.constant("income" as const), kind: fc.constantFrom(10, 20, 39, 41, 60), fen: fc.integer({ min: 100_000, max: 900_000 }) }),
  fc.record({ do: fc.constant("withdraw" as const), which: fc.nat(5) }),
  fc.record({ do: fc.constant("arrive" as const), kind: fc.constantFrom(3, 4, 7) }),
  fc.record({ do: fc.constant("depart" as const), who: fc.nat(5), kind: fc.constantFrom(1, 2, 3, 8), transfer: fc.boolean() }),
  ...(["undo", "year", "cancel", "restore"] as const).map((what) => fc.constant<Op>({ do: what })),
);

/** What a state is: all values with membership, standing and withdrawn income items, cancelled or not. */
const stateOf = (page: HouseholdPage): unknown => ({
  valid: page.valid, household: page.household.values,
  members: page.members.map((m) => ({ id: m.id, active: m.active, ordinal: m.ordinal, arrivedOn: m.arrivedOn, leftOn: m.leftOn, departure: m.departure, values: m.values })).toSorted((a, b) => (a.id < b.id ? -1 : 1)),
  items: page.items.map((i) => [i.id, i.amountFen, i.withdrawnAt !== null]).toSorted(),
});

/** Four adults without certificates, so that any of them may leave, come back or move. */
const adults = ["周德厚", "李秀兰", "周建国", "周建军"].map((name, i) => person(name, `197${i}-03-12`, i === 1 ? 2 : 1, [1, 2, 23, 23][i] ?? 99, i, { certType: 3, certNo: null }));
async function make(region: number): Promise<string> {
  const { body } = await s.ask<{ id: string; saved: boolean }>(s.as("countyOfficer"), "POST", "/api/households", { key: randomUUID(), region, year: 2017, household: conditions, members: adults.map((values) => ({ values })), reason: "新识别", ...explained });
  expect(body.saved, JSON.stringify(body)).toBe(true);
  return body.id;
}

async function act(o: Op, id: string, other: string, page: HouseholdPage): Promise<void> {
  const url = `/api/households/990102/${id}`;
  const officer = s.as("countyOfficer");
  const active = page.members.filter((m) => m.active);
  const staying = active.filter((m) => m.values["relation"] !== 1);
  const post = (path: string, body: object) => s.ask(officer, "POST", `${url}${path}`, { key: randomUUID(), ...body });
  switch (o.do) {
    case "field": await s.ask(officer, "PUT", url, { year: page.year, version: page.version, household: { [o.key]: o.value }, reason: "随机更正", ...explained }); return;
    case "member": { const m = page.members[o.who % page.members.length]; if (m) await s.ask(officer, "PUT", url, { year: page.year, version: page.version, members: [{ id: m.id, values: { [o.key]: o.value } }], reason: "随机更正", ...explained }); return; }
    case "income": await post("/income", { year: page.year, kind: o.kind, amountFen: o.fen, ...explained }); return;
    case "withdraw": { const items = page.items.filter((i) => i.withdrawnAt === null); const item = items[o.which % Math.max(1, items.length)]; if (item) await post("/income/withdraw", { year: page.year, itemId: item.id, reason: "随机撤销", explanation: explained.explanation }); return; }
    case "arrive": await post("/arrivals", { kind: o.kind, on: "2018-03-01", evidence: "随机依据", values: person("新来人", "1990-01-01", 1, 99, 1, { certType: 3, certNo: null }), ...explained }); return;
    case "depart": { const m = staying[o.who % Math.max(1, staying.length)]; if (m) await post("/departures", { memberId: m.id, kind: o.kind, on: "2018-04-01", evidence: "随机依据", source: 2, ...(o.transfer && (o.kind === 2 || o.kind === 3) ? { to: { county: 990102, id: other, relation: 99 } } : {}) }); return; }
    case "undo": { const m = page.members.find((one) => !one.active); if (m) await post("/departures/undo", { memberId: m.id, reason: "随机误登" }); return; }
    case "year": await post("/years", { year: (page.years.at(-1)?.year ?? 2017) + 1 }); return;
    case "cancel": await post("/cancel", { version: page.version, reason: "随机注销", evidence: "随机依据" }); return;
    case "restore": await post("/restore", { version: page.version, reason: "随机恢复", evidence: "随机依据" });
  }
}

test("the state of every past instant is the one that was read then", async () => {
  let done = 0;
  await fc.assert(fc.asyncProperty(fc.array(op, { minLength: 3, maxLength: 10 }), async (ops) => {
    const [id, other] = [await make(places.village), await make(places.nextVillage)];
    const officer = s.as("countyOfficer");
    const read = async (query = ""): Promise<HouseholdPage> => (await s.ask<HouseholdPage>(officer, "GET", `/api/households/990102/${id}${query}`)).body;
    const seen: { at: string; year: number; state: unknown }[] = [];
    const look = async (): Promise<HouseholdPage> => {
      const latest = await read();
      await pause();
      const at = new Date().toISOString();
      for (const { year } of latest.years) seen.push({ at, year, state: stateOf(year === latest.year ? latest : await read(`?year=${year}`)) });
      await pause();
      return latest;
    };
    let page = await look();
    for (const o of ops) { await act(o, id, other, page); page = await look(); done++; }
    for (const { at, year, state } of seen) expect(stateOf(await read(`?year=${year}&at=${at}`)), `${year} at ${at}`).toEqual(state);
  }), { numRuns: 25, seed: 20181120, endOnFailure: true });
  expect(done).toBeGreaterThan(20);
  // the sequences really did what they name: no act is refused every time
  const acts = await s.t.sql<{ act: string }[]>`select act from registry.change group by act`;
  expect(acts.map((a) => a.act).toSorted()).toEqual(["arrived", "cancelled", "corrected", "created", "income", "left", "moved", "restored", "snapshot"]);
  // nothing was overwritten: the history only ever grew, and refuses anything else
  await expect(s.t.sql`update registry.change set reason = 'x'`).rejects.toThrow(/append-only/);
});
