/** The binary COPY of the registry's rows: each kind of value comes back as it went in; and HMAC made of two hashes is node's HMAC. */
import { createHmac } from "node:crypto";
import { beforeAll, expect, it } from "vitest";
import { testDatabase, type TestDatabase } from "../../../tests/database.ts";
import { fieldCrypto } from "../access/crypto.ts";
import { BinaryRows } from "./binary.ts";
import { tables } from "./bulk-rows.ts";
import { householdColumns, memberColumns, columnOf } from "./columns.ts";

let t: TestDatabase;
beforeAll(async () => { t = await testDatabase(); });

it("brings every kind of value back unchanged", async () => {
  const rows = new BinaryRows(32);
  const texts = ["", "张示例", "a\\b\tc\n", "赵㑇𠮷", "x".repeat(200), `${"长".repeat(70)}\0末`, "零\0字", "é"];
  texts.forEach((text, i) => {
    rows.row(10);
    rows.int4(i); rows.text(text); rows.int2(-32_768 + i); rows.int8(i % 2 === 0 ? -1 : 9_007_199_254_740_991); rows.float8(i === 0 ? -0 : 3.25 * i); rows.bool(i % 2 === 0);
    rows.uuid("0f8fad5b-d9cb-469f-a165-70867728950e"); rows.date(i === 0 ? "1899-12-31" : "2024-02-29"); rows.int2s(i === 0 ? [] : [1, -2, 3]); rows.json({ text: "一\"" });
  });
  rows.row(10);
  rows.int4(99);
  for (let i = 0; i < 9; i++) rows.null();
  expect(rows.rows).toBe(texts.length + 1);
  await t.sql.unsafe("create table public.b (i int, t text, s smallint, l bigint, f float8, b boolean, u uuid, d date, a smallint[], j jsonb)");
  const stream = await t.sql.unsafe("copy public.b from stdin (format binary)").writable();
  await new Promise<void>((done, failed) => { stream.on("finish", done); stream.on("error", failed); stream.end(rows.finished()); });
  const read = await t.sql<Record<string, unknown>[]>`select *, f::text as ft from public.b order by i`;
  expect(read).toHaveLength(texts.length + 1);
  texts.forEach((text, i) => {
    expect(read[i]).toMatchObject({ t: text.replaceAll("\0", ""), s: -32_768 + i, l: i % 2 === 0 ? -1 : 9_007_199_254_740_991, b: i % 2 === 0, u: "0f8fad5b-d9cb-469f-a165-70867728950e", d: i === 0 ? "1899-12-31" : "2024-02-29", a: i === 0 ? [] : [1, -2, 3], j: { text: "一\"" } });
  });
  expect(read[0]?.["ft"]).toBe("0");
  expect(Object.values(read.at(-1) ?? {}).filter((v) => v !== null)).toEqual([99]);
});

it("refuses what the column could not hold", () => {
  const rows = new BinaryRows();
  rows.row(1);
  expect(() => { rows.int2(32_768); }).toThrow(RangeError);
  expect(() => { rows.int4(2 ** 31); }).toThrow(RangeError);
  expect(() => { rows.int8(0.5); }).toThrow(RangeError);
  expect(() => { rows.uuid("123"); }).toThrow(RangeError);
});

it("encodes each field as the type of its column", async () => {
  const kinds: Readonly<Record<string, string>> = { text: "text", code: "smallint", integer: "smallint", year: "smallint", codes: "smallint[]", flag: "boolean", quantity: "double precision", money: "bigint", date: "date" };
  for (const [table, fields] of [["household_year", householdColumns], ["member_year", memberColumns]] as const) {
    const types = new Map((await t.sql<{ name: string; type: string }[]>`select attname as name, format_type(atttypid, atttypmod) as type from pg_attribute where attrelid = ${`registry.${table}`}::regclass and attnum > 0`).map((r) => [r.name, r.type]));
    for (const f of fields) expect([f.key, types.get(columnOf(f.key))]).toEqual([f.key, kinds[f.kind]]);
  }
  expect(tables.person.columns[0]).toBe("cert_idx");
});

it("makes the HMAC that node makes", () => {
  for (const pepper of ["ab".repeat(32), "01".repeat(100)]) {
    const crypto = fieldCrypto({ data: "11".repeat(32), pepper, id: "0000be9c" });
    for (const text of ["", "11010519491231002X", "长".repeat(3000)]) expect(crypto.blindIndex("cert4|990102", text).toString("hex")).toBe(createHmac("sha256", Buffer.from(pepper, "hex")).update("cert4|990102\0").update(text).digest("hex").slice(0, 32));
    expect(crypto.blindIndex("row", Buffer.from("张")).equals(crypto.blindIndex("row", "张"))).toBe(true);
  }
});
