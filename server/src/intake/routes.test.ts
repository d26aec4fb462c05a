/** What fails before a file begins is a problem in words, never half a file with status 200. */
import { Readable } from "node:stream";
import { beforeAll, expect, test } from "vitest";
import { rangeOf } from "@diguan/core/region-code.ts";
import { places, testServer, type TestServer } from "../../../tests/registry.ts";
import { addBatch, newBatchId } from "./batches.ts";
import { dropUpload, keepUpload } from "./uploads.ts";

let s: TestServer;
beforeAll(async () => { s = await testServer(); });

test("an error workbook whose upload is gone is answered as a problem", async () => {
  const id = newBatchId();
  const kept = await keepUpload(s.dataDir, id, Readable.from([Buffer.from("姓名,户编号\n甲,1\n")]));
  await s.t.db.asSystem((tx) => addBatch(tx, s.t.crypto, { id, fileName: "a.csv", kept, options: { createRegions: true }, mapping: {}, scope: rangeOf(places.county) }));
  dropUpload(s.dataDir, id);
  const { status, body } = await s.ask<{ code: string; message: string }>(s.as("countyOfficer"), "GET", `/api/intake/batches/${id}/errors.xlsx`);
  expect(status).toBeGreaterThanOrEqual(400);
  expect(body.code).toBeTruthy();
  expect(body.message).toMatch(/[一-鿿]/);
});

test("an export that the database refuses is answered as a problem", async () => {
  await s.t.sql.unsafe("revoke select on registry.household_year from diguan_app");
  const { status, body } = await s.ask<{ code: string; message: string }>(s.as("countyOfficer"), "GET", "/api/intake/export/persons?year=2017&format=csv&reason=x1234");
  expect(status).toBe(500);
  expect(body.code).toBe("server.failed");
  await s.t.sql.unsafe("grant select on registry.household_year to diguan_app");
});
