/** The rules of the house as functions over source text: what they find is a list of sentences, empty when all is well. */

export interface Source { readonly path: string; readonly text: string }

const importPattern = /(?:^|\n)\s*(?:import|export)\s[^;"'`=]*?from\s*["']([^"']+)["']|import\(\s*["']([^"']+)["']\s*\)|(?:^|\n)\s*import\s*["']([^"']+)["']/g;
export const importsOf = (text: string): string[] => [...text.matchAll(importPattern)].map((m) => m[1] ?? m[2] ?? m[3] ?? "");
const isTest = (path: string): boolean => /\.test\.tsx?$/.test(path);
const room = (path: string): string => path.split("/")[0] ?? "";
/** Slice of a file: server/src/<slice>/…; undefined for files of the house itself. */
const sliceOf = (path: string): string | undefined => /^(?:core|server|web)\/src\/([a-z-]+)\//.exec(path)?.[1];

/** Path an import points to, from the root of the checkout; undefined for packages. */
function resolve(from: string, to: string): string | undefined {
  if (to.startsWith("@diguan/core/")) return `core/src/${to.slice("@diguan/core/".length)}`;
  if (!to.startsWith(".")) return undefined;
  const parts = from.split("/").slice(0, -1);
  for (const step of to.split("/")) { if (step === "..") parts.pop(); else if (step !== ".") parts.push(step); }
  return parts.join("/");
}

/** Small pure packages that core may use: shapes of what crosses the wire, and the rule language of provinces. */
const corePackages = new Set(["zod", "@marcbachmann/cel-js"]);

/** Rooms: core knows only itself and those; server and web never see each other. */
export const rooms = (files: readonly Source[]): string[] => files.filter((f) => !isTest(f.path)).flatMap((f) => importsOf(f.text).flatMap((to) => {
  const at = resolve(f.path, to);
  if (room(f.path) === "core") return at?.startsWith("core/") || corePackages.has(to) ? [] : [`${f.path} imports ${to}: core depends on ${[...corePackages].join(", ")} only`];
  if (room(f.path) === "server" && (at?.startsWith("web/") || to.startsWith("@diguan/web"))) return [`${f.path} imports ${to}: server never imports web`];
  if (room(f.path) === "server" && at?.startsWith("core/") && !to.startsWith("@diguan/core/")) return [`${f.path} imports ${to}: core is imported by its package name`];
  if (f.path.startsWith("web/src/") && (at?.startsWith("server/") || to.startsWith("node:") || /^(@diguan\/server|fastify|postgres|pg)(\/|$)/.test(to))) return [`${f.path} imports ${to}: web never imports server`];
  return [];
}));

/** The doors of a slice of the server, for other slices; everything else of it is private. `service` is always one. */
export const doors: Readonly<Record<string, readonly string[]>> = {
  access: ["crypto", "reveal"],             // sealing and revealing fields serves every slice with personal data
  registry: ["bulk", "font", "columns", "seal", "context", "view"],   // COPY of many households; the Chinese font; the layout of its rows (intake, quality)
  helpers: ["read"], measures: ["read"],    // what the rules of data quality read of them, apart from the acts that call for a new check
  intake: ["write/xlsx", "pipeline", "read/csv", "read/encoding", "read/file", "read/sink"],   // the streaming workbook writer, the import pipeline (demonstration), CSV of every encoding (survey workbench)
};
const composing = new Set(["server/src/app.ts", "server/src/cli.ts", "server/src/start.ts"]);

export const slices = (files: readonly Source[]): string[] => files.filter((f) => room(f.path) === "server" && !isTest(f.path) && !composing.has(f.path)).flatMap((f) => importsOf(f.text).flatMap((to) => {
  const at = resolve(f.path, to);
  const other = at === undefined ? undefined : sliceOf(at);
  if (at === undefined || other === undefined || !at.startsWith("server/") || other === sliceOf(f.path) || other === "postgres") return [];
  const file = at.slice(`server/src/${other}/`.length).replace(/\.ts$/, "");
  // the demonstration composes all slices, as the server itself does
  if (sliceOf(f.path) === "demo" || file === "service" || doors[other]?.includes(file)) return [];
  return [`${f.path} imports ${to}: enter the slice «${other}» by its service.ts${doors[other] ? ` or ${doors[other]?.join(", ")}` : ""}`];
}));

/** Core has no clock, no randomness, no environment; only config.ts reads the environment. */
export const purity = (files: readonly Source[]): string[] => files.filter((f) => !isTest(f.path)).flatMap((f) => {
  const code = f.text.replace(/\/\*[\s\S]*?\*\/|\/\/[^\n]*/g, "");
  const found: string[] = [];
  if (room(f.path) === "core") for (const bad of ["Date.now", "new Date", "Math.random", "process.", "console.", "setTimeout", "fetch("]) if (code.includes(bad)) found.push(`${f.path} uses ${bad}: core is pure, pass it as an argument`);
  if (room(f.path) === "server" && f.path !== "server/src/config.ts" && /process\.env\b/.test(code)) found.push(`${f.path} reads process.env: only config.ts does`);
  return found;
});

/** Nothing hides in long files. */
export const lengths = (files: readonly Source[]): string[] => files.flatMap((f) => {
  const lines = f.text.split("\n").length - 1;
  const limit = isTest(f.path) || f.path.startsWith("tests/") ? 600 : 400;
  return lines > limit ? [`${f.path} has ${lines} lines, ${limit} are allowed: split it by subject`] : [];
});

/** Words that people read live in dictionaries (words.ts) or in core's labels, so that a language can be added. */
export const words = (files: readonly Source[]): string[] => files.filter((f) => f.path.startsWith("web/src/") && /\.tsx?$/.test(f.path) && !isTest(f.path) && !/(words(-[a-z]+)?|kit\/(tokens|formats))\.ts$/.test(f.path)).flatMap((f) => {
  const code = f.text.replace(/\/\*[\s\S]*?\*\/|(^|\s)\/\/[^\n]*/g, "");
  const hit = /[\u4e00-\u9fff][^"'`\n<>]{0,20}/.exec(code);
  return hit ? [`${f.path} holds the words «${hit[0]}»: put them into words.ts`] : [];
});

/** A file opens with what it is. */
export const openings = (files: readonly Source[]): string[] => files.filter((f) => /^(core|server)\/src\/.*\.ts$/.test(f.path) && !isTest(f.path)).flatMap((f) => (/^(#![^\n]*\n)?\s*(\/\*\*|\/\/)/.test(f.text) ? [] : [`${f.path} does not open with a line that says what it is`]));

/** No escapes from the type checker or the linter, no tests left out. */
export const escapes = (files: readonly Source[]): string[] => files.filter((f) => /\.tsx?$/.test(f.path) && !f.path.startsWith("tests/architecture")).flatMap((f) => {
  const hit = /\bas any\b|@ts-ignore|@ts-nocheck|oxlint-disable|eslint-disable|\b(?:it|test|describe)\.(?:skip|todo|only)\b/.exec(f.text);
  return hit ? [`${f.path} has «${hit[0]}»`] : [];
});
