/**
 * `npm run bench [name…]`: runs bench/<name>.ts (all without a name), prints the figures and rewrites docs/capacity.md.
 * Results of benches that were not run this time are kept from the last run, with their date and machine.
 */
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import type { Row } from "./row.ts";

interface Result { readonly at: string; readonly machine: string; readonly commit: string; readonly rows: readonly Row[] }

const here = import.meta.dirname;
const names = fs.readdirSync(here).filter((f) => f.endsWith(".ts")).map((f) => f.slice(0, -3)).filter((n) => !["run", "row", "database", "process", "http"].includes(n));
const asked = process.argv.slice(2);
const unknown = asked.filter((n) => !names.includes(n));
if (unknown.length) { process.stderr.write(`no bench ${unknown.join(", ")}; there are: ${names.join(", ")}\n`); process.exit(2); }

const machine = `${os.cpus().length} × ${os.cpus()[0]?.model.trim()}, ${Math.round(os.totalmem() / 2 ** 30)} GiB, ${os.type()} ${os.release()}, Node ${process.version}`;
const resultsFile = path.join(here, "results.json");
const results: Record<string, Result> = fs.existsSync(resultsFile) ? (JSON.parse(fs.readFileSync(resultsFile, "utf8")) as Record<string, Result>) : {};
const number = (n: number): string => (n >= 100 ? Math.round(n).toLocaleString("en") : n.toPrecision(3));

for (const name of asked.length ? asked : names) {
  process.stdout.write(`\n${name} (load ${os.loadavg()[0]?.toFixed(1)})\n`);
  const { bench } = (await import(`./${name}.ts`)) as { bench: () => Promise<Row[]> };
  const rows = await bench();
  for (const r of rows) process.stdout.write(`  ${r.kept ? "✓" : "✗"} ${r.figure}: ${number(r.value)} ${r.unit}  (promise: ${r.promise}; ${r.reference}${r.ratio === undefined ? "" : `, ratio ${r.ratio.toFixed(2)}`})\n`);
  results[name] = { at: new Date().toISOString().slice(0, 16), machine: `${machine}, load ${os.loadavg()[0]?.toFixed(1)}`, commit: execFileSync("git", ["rev-parse", "--short", "HEAD"], { encoding: "utf8" }).trim(), rows };
}

fs.writeFileSync(resultsFile, `${JSON.stringify(results, null, 1)}\n`);
const page = Object.entries(results).map(([name, r]) => [
  `## ${name}`, "", `\`npm run bench ${name}\`, ${r.at} UTC, commit ${r.commit}, ${r.machine}`, "",
  "| figure | measured | promise | kept | beside | reference | ratio |", "|---|---|---|---|---|---|---|",
  ...r.rows.map((x) => `| ${x.figure} | ${number(x.value)} ${x.unit} | ${x.promise} | ${x.kept ? "yes" : "**not yet**"} | ${x.reference} | ${x.referenceValue === undefined ? "" : `${number(x.referenceValue)} ${x.unit}`} | ${x.ratio === undefined ? "" : x.ratio.toFixed(2)} |`), "",
].join("\n")).join("\n");
fs.writeFileSync(path.join(here, "../docs/capacity.md"), `# Capacity\n\nWritten by \`npm run bench\`; do not edit. Wall clock on a shared machine is noise: read the ratios, each taken side by side in one run with its reference.\n\n${page}`);
