/** docs/contents and docs/data-dictionary say what is true: the map of both papers is whole, current, and names files that exist. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { roles } from "@diguan/core/access/policy.ts";
import { catalogue } from "@diguan/core/quality/catalogue.ts";
import { findingStates } from "@diguan/core/quality/states.ts";
import { kindKeys } from "@diguan/core/regions/organisation.ts";
import { fieldClasses, householdFields, memberFields, villageFields } from "@diguan/core/registry/fields.ts";
import { contentsPage, papers, readRows, root, sliceGroups, statuses, type Row } from "../scripts/contents.ts";
import { dictionaryPage } from "../scripts/data-dictionary.ts";

const rows = readRows();
const text = (file: string): string => readFileSync(path.join(root, file), "utf8");
const slices = Object.values(sliceGroups).flat();

/** What is wrong with a row, in words; empty when nothing is. */
function faults(r: Row): string[] {
  const said: string[] = [];
  const section = r.section === "abstract" ? "0" : r.section;
  if (!new RegExp(`^${r.paper}-${section.replaceAll(".", "\\.")}-\\d{2}$`).test(r.id)) said.push("the id does not name paper, section and number");
  if (!statuses.includes(r.status)) said.push(`unknown status ${r.status}`);
  if (!slices.includes(r.slice)) said.push(`unknown slice ${r.slice}`);
  if (!/^[A-Z]/.test(r.en) || !/\p{Script=Han}/u.test(r.zh)) said.push("both languages are needed");
  if (r.status !== "not-yet" && r.files.length === 0) said.push("a row that claims something names its files");
  if (r.status === "not-yet" && r.files.length > 0) said.push("a row with files claims something");
  for (const file of r.files) if (path.isAbsolute(file) || file.includes("..") || !existsSync(path.join(root, file))) said.push(`no such file ${file}`);
  return said;
}

describe("the map of both papers", () => {
  test("every row is sound", () => {
    expect(rows.flatMap((r) => faults(r).map((f) => `${r.id}: ${f}`))).toEqual([]);
  });

  test("an unsound row is noticed", () => {
    const sound: Row = { id: "000-2.1-01", paper: "000", section: "2.1", slice: "registry", en: "A demand", zh: "一项要求", status: "not-yet", files: [] };
    expect(faults(sound)).toEqual([]);
    expect(faults({ ...sound, id: "001-2.1-01" })).toHaveLength(1);
    expect(faults({ ...sound, slice: "blockchain" })).toHaveLength(1);
    expect(faults({ ...sound, status: "built" })).toHaveLength(1);
    expect(faults({ ...sound, status: "built", files: ["core/src/none.ts"] })).toHaveLength(1);
    expect(faults({ ...sound, files: ["LICENSE"] })).toHaveLength(1);
  });

  test("ids and sentences are unique", () => {
    for (const of of ["id", "en", "zh"] as const) expect(new Set(rows.map((r) => r[of])).size).toBe(rows.length);
  });

  test("every section of both papers is covered, and no other", () => {
    // Written out here, so that dropping a section from the script is noticed.
    const sections = [
      ...["abstract", "1", "2.1", "2.2", "2.3", "2.4", "3.1", "3.2", "3.3", "4.1", "4.2", "4.3", "5"].map((s) => `000 ${s}`),
      ...["abstract", "1", "2", "2.1", "2.2", "2.3", "3", "3.1", "3.2", "3.3", "4"].map((s) => `001 ${s}`),
    ];
    expect([...new Set(rows.map((r) => `${r.paper} ${r.section}`))]).toEqual(sections);
    expect(Object.entries(papers).flatMap(([paper, { sections: own }]) => own.map(([s]) => `${paper} ${s}`))).toEqual(sections);
    expect(slices.filter((s) => !rows.some((r) => r.slice === s))).toEqual([]);
  });

  test("contents.md is what the script makes of contents.json", () => {
    expect(text("docs/contents.md") === contentsPage(rows), "run `node scripts/contents.ts`").toBe(true);
  });
});

describe("the other pages", () => {
  test("data-dictionary.md is what the script makes of the field table", () => {
    expect(text("docs/data-dictionary.md") === dictionaryPage(), "run `node scripts/data-dictionary.ts`").toBe(true);
  });

  test("the glossary explains every field, role, class, state of a finding and kind of organisation, and no term twice", () => {
    const terms = [...text("docs/glossary.md").matchAll(/^\| `([^`]+)` \|/gm)].map((m) => m[1]);
    expect(terms.filter((t, i) => terms.indexOf(t) !== i)).toEqual([]);
    const used = [...householdFields, ...memberFields, ...villageFields].map((f) => f.key);
    // the role of a household is explained with the household itself
    expect([...new Set<string>([...used, ...roles, ...fieldClasses, ...findingStates, ...kindKeys])].filter((word) => !terms.includes(word))).toEqual([]);
  });

  test("decisions are numbered without gaps and have their four parts", () => {
    const files = readdirSync(path.join(root, "docs/decisions")).toSorted();
    expect(files.map((f) => Number(f.slice(0, 4)))).toEqual(files.map((_, i) => i + 1));
    const parts = ["Context", "Decision", "Status", "Consequences"];
    expect(files.flatMap((f) => parts.filter((part) => !text(`docs/decisions/${f}`).includes(`## ${part}\n`)).map((part) => `${f}: ${part}`))).toEqual([]);
  });

  test("operations.md names every setting that the program reads", () => {
    const read = [...text("server/src/config.ts").matchAll(/env\["([A-Z_]+)"\]/g)].map((m) => m[1] ?? "");
    expect(read).toContain("DIGUAN_DATA");
    expect(read.filter((name) => !text("docs/operations.md").includes(`\`${name}\``))).toEqual([]);
  });

  const commands = [...text("server/src/cli.ts").matchAll(/^ {2}"?([a-z]+(?: [a-z]+)?)"?: async \(\) => \(await import\("\.\/([^"]+)"\)\)/gm)].map(([, name = "", file = ""]) => ({ name, file }));
  const names = commands.map((c) => c.name).toSorted();

  test("both READMEs say of every command that it works, and name no other", () => {
    expect(names).toContain("start");
    expect(commands.filter((c) => !existsSync(path.join(root, "server/src", c.file)))).toEqual([]);
    for (const [page, works] of [["README.md", "works"], ["README.zh-CN.md", "可用"]] as const) {
      const said = [...text(page).matchAll(/^\| `diguan ([a-z ]+?)(?: FILE…)?` \|.*\| ([^|]+) \|$/gm)].map(([, name, state]) => ({ name, state })).toSorted((a, b) => ((a.name ?? "") < (b.name ?? "") ? -1 : 1));
      expect(said).toEqual(names.map((name) => ({ name, state: works })));
    }
  });

  test("operations.md gives the exit codes of every command", () => {
    const table = text("docs/operations.md").split("## Exit codes")[1] ?? "";
    const said = [...table.matchAll(/^\| (`[a-z` ]+`) \|/gm)].flatMap(([, cell = ""]) => {
      const [first = "", ...more] = cell.replaceAll("`", "").split(" ");
      // `user add` `list` `password`: the first word holds for all of them
      return more.length > 0 && more.every((second) => names.includes(`${first} ${second}`)) ? more.map((second) => `${first} ${second}`) : [first];
    });
    expect(said.toSorted()).toEqual(names);
  });

  test("every test, bench and script that a README names exists, and the rules are counted right", () => {
    for (const page of ["README.md", "README.zh-CN.md"]) {
      const cells = [...text(page).matchAll(/`(?:V|npx vitest run|npx diguan import|npm run bench|npm run) ([^`]+)`/g)].map(([whole = "", words = ""]) => ({ whole, words: words.split(" ").filter((w) => !w.startsWith("-")) }));
      expect(cells.length).toBeGreaterThan(20);
      const scripts = (JSON.parse(text("package.json")) as { scripts: Record<string, string> }).scripts;
      const missing = cells.flatMap(({ whole, words }) => words.filter((w) => (whole.startsWith("`npm run bench ") ? !existsSync(path.join(root, `bench/${w}.ts`)) && w !== "bench" : whole.startsWith("`npm run") ? !(w in scripts) : !existsSync(path.join(root, w)))));
      expect(missing).toEqual([]);
      const waiting = catalogue.filter((r) => r.needs).length;
      const counted = page === "README.md" ? [`catalogue of ${catalogue.length} rules`, `${catalogue.length - waiting} rules judge`, `**${waiting} read`] : [`${catalogue.length} 条规则`, `${catalogue.length - waiting} 条只看档案`, `**${waiting} 条还看`];
      expect(counted.filter((said) => !text(page).includes(said))).toEqual([]);
    }
  });

  test("the READMEs say of a measured promise that it is not kept when, and only when, the last run did not keep it", () => {
    const results = JSON.parse(text("bench/results.json")) as Record<string, { readonly rows: readonly { readonly kept: boolean }[] }>;
    for (const [page, not] of [["README.md", "not kept"], ["README.zh-CN.md", "没有做到"]] as const) {
      const lines = text(page).split("\n").map((line) => ({ line, benches: /`npm run bench ([a-z ]+)`/.exec(line)?.[1]?.split(" ") })).filter((l) => l.benches);
      expect(lines.length).toBeGreaterThan(4);
      const wrong = lines.filter(({ line, benches = [] }) => line.includes(not) !== benches.some((b) => results[b]?.rows.some((r) => !r.kept)));
      expect(wrong.map((l) => l.line)).toEqual([]);
    }
  });

  test("both READMEs show the same pictures, and each is one", () => {
    const shown = ["README.md", "README.zh-CN.md"].map((page) => [...text(page).matchAll(/docs\/pictures\/[a-z-]+\.png/g)].map(([file]) => file).toSorted());
    expect(shown[0]).toEqual(shown[1]);
    expect(shown[0]?.length).toBeGreaterThan(8);
    const isPicture = (file: string): boolean => existsSync(path.join(root, file)) && readFileSync(path.join(root, file)).subarray(1, 4).toString("latin1") === "PNG";
    expect((shown[0] ?? []).filter((file) => !isPicture(file))).toEqual([]);
    expect(isPicture("LICENSE")).toBe(false);
  });

  test("links between documents lead somewhere", () => {
    const pages = ["README.md", "README.zh-CN.md", "CONTRIBUTING.md", ...readdirSync(path.join(root, "docs"), { recursive: true, encoding: "utf8" }).filter((f) => f.endsWith(".md")).map((f) => `docs/${f}`)];
    const broken = pages.flatMap((page) =>
      [...text(page).matchAll(/\]\(([^)#\s]+)(?:#[^)]*)?\)/g)].map((m) => m[1] ?? "").filter((to) => !/^[a-z]+:/.test(to) && !existsSync(path.join(root, path.dirname(page), to))).map((to) => `${page} → ${to}`),
    );
    expect(broken).toEqual([]);
  });
});
