/** A province's definition is checked before it is put in force. */
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { expect, test } from "vitest";
import { twoNotices } from "@diguan/core/procedure/catalogue.ts";
import { testDatabase } from "../../../tests/database.ts";
import { checkCommand, listCommand } from "./command.ts";

const t = await testDatabase();
async function run(command: typeof checkCommand, positionals: string[], values: Record<string, string | boolean> = {}): Promise<{ code: number; out: unknown }> {
  let out = "";
  const code = await command.run({ config: {} as never, values, positionals, json: true, open: async () => ({ db: t.db, crypto: t.crypto }), say: () => undefined, print: (text) => { out += text; } });
  return { code, out: JSON.parse(out) as unknown };
}

test("a lawful definition is usable; one without notice, quorum or final effect is not, and says why", async () => {
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), "dgp-"));
  const file = path.join(dir, "own.json");
  fs.writeFileSync(file, JSON.stringify([twoNotices, { ...twoNotices, id: "noNotice", steps: twoNotices.steps.filter((s) => s.kind !== "notice") }, { ...twoNotices, id: "strange", steps: [] }]));
  expect(await run(checkCommand, [file])).toEqual({ code: 2, out: { definitions: [{ id: "twoNotices", usable: true, faults: [] }, { id: "noNotice", usable: false, faults: ["没有公示"] }, { id: "strange", usable: false, faults: [expect.stringContaining("steps")] }] } });
  await expect(run(checkCommand, [path.join(dir, "none.json")])).rejects.toThrow(/cannot be read/);
  fs.rmSync(dir, { recursive: true });
});
test("lists what is in force", async () => {
  const { code, out } = await run(listCommand, []);
  expect(code).toBe(0);
  expect((out as { definitions: { id: string }[] }).definitions.map((d) => d.id)).toContain("fastLane");
});
