/** Over HTTP: what an officer enters is in the figures of village, town and county at once, through the answer schema. */
import { randomUUID } from "node:crypto";
import { beforeAll, expect, test } from "vitest";
import { conditions, family, places, testServer, type TestServer } from "../../../tests/registry.ts";

let s: TestServer;
beforeAll(async () => { s = await testServer(); });

interface Home { readonly total: { readonly households: number; readonly persons: number; readonly stateHouseholds: number[] }; readonly years: number[]; readonly groups: { readonly name: string; readonly cells: { readonly name: string; readonly households: number }[] }[]; readonly causes: { readonly cause: number; readonly persons: number }[] }

test("a registered household is counted from village to county; other counties stay empty", async () => {
  const officer = s.as("countyOfficer");
  const before = await s.ask<Home>(officer, "GET", `/api/overview?region=${places.county}`);
  expect([before.status, before.body.total.households, before.body.years]).toEqual([200, 0, []]);
  const made = await s.ask(officer, "POST", "/api/households", { key: randomUUID(), region: places.village, year: 2018, reason: "补录漏登户", source: 4, explanation: "入户核实后补录", household: { ...conditions, exitState: 0 }, members: family().map((values) => ({ values })) });
  expect([made.status, made.body["saved"]]).toEqual([200, true]);
  const home = (await s.ask<Home>(officer, "GET", `/api/overview?region=${places.county}`)).body;
  expect([home.total.households, home.total.persons, home.total.stateHouseholds, home.years]).toEqual([1, 4, [0, 1, 0, 0, 0], [2018]]);
  expect(home.causes).toEqual([{ cause: 9, households: 1, persons: 4 }]);
  expect(home.groups.map((town) => [town.name, ...town.cells.map((village) => village.households)])).toEqual([["望泉镇", 1, 0], ["青石镇", 0]]);
  expect((await s.ask<Home>(s.as("villageWorker", places.village), "GET", `/api/overview?region=${places.village}`)).body.total.households).toBe(1);
  expect((await s.ask<Home>(s.as("countyOfficer", places.otherCounty), "GET", `/api/overview?region=${places.otherCounty}`)).body.total.households).toBe(0);
});

test("place: name, what is above inside the reader's area, what is below", async () => {
  const town = await s.ask<{ name: string; ancestors: unknown[]; children: { name: string }[]; years: number[] }>(s.as("townOfficer", places.town), "GET", `/api/places/${places.town}`);
  expect([town.body.name, town.body.ancestors, town.body.children.map((c) => c.name), town.body.years]).toEqual(["望泉镇", [], ["上笕村", "下笕村"], [2018]]);
  expect((await s.ask(s.as("townOfficer", places.town), "GET", `/api/places/${places.county}`)).status).toBe(404);
  expect((await s.ask(s.as("provinceOverseer", 990000000000), "GET", `/api/places/${places.village}`)).body).toMatchObject({ ancestors: [{ name: "示例省" }, { name: "滴灌市" }, { name: "示例县" }, { name: "望泉镇" }] });
});

test("roles without the figures are refused, strangers are asked to sign in", async () => {
  expect((await s.ask(s.as("helper"), "GET", `/api/overview?region=${places.county}`)).status).toBe(403);
  expect((await s.ask(undefined, "GET", `/api/overview?region=${places.county}`)).status).toBe(401);
});
