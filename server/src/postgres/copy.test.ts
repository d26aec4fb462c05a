import { expect, test } from "vitest";
import { testDatabase } from "../../../tests/database.ts";
import { copyIn } from "./copy.ts";

test("what PostgreSQL refuses after the last row surfaces, and so does a source that breaks", async () => {
  const t = await testDatabase();
  const failure = (pieces: Iterable<string> | AsyncIterable<string>): Promise<unknown> => t.db.asSystem(async (tx) => {
    await tx.sql`create temporary table once (n integer primary key) on commit drop`;
    await copyIn(tx.sql, "copy once from stdin", pieces);
    return (await tx.sql`select n from once`).length;
  }).catch((e: unknown) => e);
  expect(await failure(["1\n", "2\n"])).toBe(2);
  // the second 2 is refused when the whole COPY is checked
  expect((await failure(["1\n", "2\n", "2\n"]) as { code: string }).code).toMatch(/^(23505|25P02)$/);
  expect((await failure(["1\n", "no number"]) as { code: string }).code).toMatch(/^(22P02|25P02)$/);
  expect((await failure(["99999999999\n"]) as { code: string }).code).toMatch(/^(22003|25P02)$/);
  const broken = async function* (): AsyncGenerator<string> { yield await Promise.resolve("1\n"); throw new Error("the file ends here"); };
  expect(String(await failure(broken()))).toMatch(/the file ends here/);
  // more than the socket takes at once, and a small piece behind it: the end waits for the last
  const many = Array.from({ length: 200_000 }, (_, i) => i).join("\n");
  expect(await failure([`${many}\n`, "200000\n", "200001\n"])).toBe(200_002);
  // the connection is whole afterwards
  expect(await failure(["7\n"])).toBe(1);
});
