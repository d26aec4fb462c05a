/** The command as people run it: a process of its own on a data directory of its own. */
import { execFile } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";

let root: string;
beforeAll(() => {
  root = fs.mkdtempSync(path.join(os.tmpdir(), "dgc-"));
  fs.chmodSync(root, 0o711);
  const dist = path.join(root, "list", "dist");
  fs.mkdirSync(dist, { recursive: true });
  const files = { provinces: [["91", "甲省"]], cities: [["9101", "乙市", "91"]], areas: [["910102", "丙县", "9101", "91"]], streets: [["910102100", "丁镇", "910102", "91", "9101"]], villages: [["910102100200", "戊村村委会", "910102100", "91", "9101", "910102"]] };
  const heads = ["code,name", "code,name,provinceCode", "code,name,cityCode,provinceCode", "code,name,areaCode,provinceCode,cityCode", "code,name,streetCode,provinceCode,cityCode,areaCode"];
  for (const [i, [name, rows]] of Object.entries(files).entries()) fs.writeFileSync(path.join(dist, `${name}.csv`), `${heads[i] ?? ""}\n${rows.map((r) => r.map((c, k) => (k === 1 ? `"${c}"` : c)).join(",")).join("\n")}\n`);
});
afterAll(() => fs.rmSync(root, { recursive: true, force: true }));

const diguan = (...args: string[]): Promise<{ code: number; out: string; err: string }> => new Promise((done) => {
  const env = { ...process.env, DATABASE_URL: "", DIGUAN_DATA: path.join(root, "data"), DIGUAN_DEMO: "off" };
  execFile(process.execPath, [path.resolve(import.meta.dirname, "../../bin/diguan.js"), ...args], { env }, (error, out, err) => { done({ code: typeof error?.code === "number" ? error.code : 0, out, err }); });
});

test("import answers with its counts on standard output, progress on standard error; show, list and export read the tree", async () => {
  const list = path.join(root, "list");
  const first = await diguan("regions", "import", list, "--json");
  expect(first.code, first.err).toBe(0);
  expect(JSON.parse(first.out)).toMatchObject({ provinces: 1, cities: 1, counties: 1, towns: 1, villages: 1, groups: 0, added: 5, renamed: 0, closed: 0, unchanged: 0, problems: [] });
  expect(first.err).toContain("to add");
  const again = await diguan("regions", "import", "--from", path.join(list, "dist"), "--source", "other", "--json");
  expect(JSON.parse(again.out)).toMatchObject({ added: 0, unchanged: 5, source: "other" });
  expect((await diguan("regions", "show", "910102")).out).toContain("甲省 / 乙市 / 丙县");
  expect(JSON.parse((await diguan("regions", "list", "9101", "--json")).out)).toMatchObject([{ code: 910102000000, name: "丙县", children: 1 }]);
  const file = path.join(root, "export.csv");
  fs.writeFileSync(file, (await diguan("regions", "export", "910102")).out);
  expect(JSON.parse((await diguan("regions", "import", file, "--json")).out)).toMatchObject({ counties: 1, towns: 1, villages: 1, added: 0, unchanged: 3 });
});

test("what cannot be used ends with 2 and a sentence", async () => {
  for (const [args, words] of [[["import", path.join(root, "nowhere")], "no file or directory"], [["import", root, "--valid-from", "soon"], "must be a date"], [["import", root, "--mapping", "none.csv"], "none.csv"], [["import", "--from", "left-pad@1.0.0"], "no file or directory"], [["show", "12345"], "12345"], [["show", "999999"], "999999"]] as const) {
    const { code, err } = await diguan("regions", ...args);
    expect([code, err.includes(words)], `${args.join(" ")}: ${err}`).toEqual([2, true]);
  }
  expect((await diguan("regions", "import", "--help")).out).toContain("--mapping");
});
