/** The rules of the house hold, and each rule is shown to catch what it forbids. */
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { escapes, importsOf, lengths, openings, purity, rooms, slices, words, type Source } from "./architecture.ts";

const root = path.resolve(import.meta.dirname, "..");
const listed = execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard"], { cwd: root, encoding: "utf8" }).split("\n");
const files: Source[] = listed.filter((f) => /^(core|server|web|tests|bench)\/.*\.(ts|tsx)$/.test(f) && fs.existsSync(path.join(root, f))).map((f) => ({ path: f, text: fs.readFileSync(path.join(root, f), "utf8") }));

const at = (p: string, text: string): Source[] => [{ path: p, text }];
const rules: readonly [string, (files: readonly Source[]) => string[], readonly Source[][]][] = [
  ["rooms", rooms, [at("core/src/x.ts", 'import fs from "node:fs";'), at("core/src/a/x.ts", 'import postgres from "postgres";'), at("server/src/x.ts", 'import { a } from "../../web/src/a.ts";'), at("server/src/x.ts", 'import { a } from "../../core/src/a.ts";'), at("web/src/x.tsx", 'const f = await import("fastify");'), at("web/src/x.tsx", 'import { q } from "../../server/src/app.ts";')]],
  ["slices", slices, [at("server/src/quality/x.ts", 'import { list } from "../registry/queries.ts";'), at("server/src/audit.ts", 'import { list } from "./registry/queries.ts";')]],
  ["purity", purity, [at("core/src/x.ts", "export const now = () => Date.now();"), at("core/src/x.ts", "export const r = Math.random();"), at("server/src/x.ts", 'export const p = process.env["PORT"];')]],
  ["lengths", lengths, [at("core/src/x.ts", "a\n".repeat(401)), at("core/src/x.test.ts", "a\n".repeat(601))]],
  ["words", words, [at("web/src/a/Page.tsx", "export const P = () => <b>首页</b>;")]],
  ["openings", openings, [at("core/src/x.ts", "export const a = 1;")]],
  ["escapes", escapes, [at("server/src/x.ts", "const a = b as any;"), at("core/src/x.test.ts", "test.only('a', () => {});")]],
];

describe("architecture", () => {
  test("sources are found", () => expect(files.length).toBeGreaterThan(40));
  for (const [name, rule, forbidden] of rules) {
    test(`${name}: the checkout keeps it`, () => expect(rule(files)).toEqual([]));
    test(`${name}: what it forbids is caught`, () => { expect(forbidden.map((f) => rule(f).length)).toEqual(forbidden.map(() => 1)); });
  }
  test("imports of every shape are seen", () => expect(importsOf('import a, { b } from "x";\nimport "y";\nexport * from "z";\nconst w = import("w");')).toEqual(expect.arrayContaining(["x", "y", "z", "w"])));
  test("exactly one React", () => expect(listedPackages("react")).toHaveLength(1));
  test("no path of a machine and no registry host is committed", () => {
    const bad = listed.filter((f) => f && fs.existsSync(path.join(root, f)) && !/\.(png|ttf|woff2?|xlsx)$/.test(f)).filter((f) => { const t = fs.readFileSync(path.join(root, f), "utf8"); return /\/work\/(main|shared)|\/root\//.test(t) && !f.startsWith("tests/architecture"); });
    expect(bad).toEqual([]);
  });
});

function listedPackages(name: string): string[] {
  const found: string[] = [];
  for (const base of ["node_modules", "web/node_modules", "server/node_modules", "core/node_modules", "node_modules/antd/node_modules"]) if (fs.existsSync(path.join(root, base, name, "package.json"))) found.push(base);
  return found;
}
