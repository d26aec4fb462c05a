/**
 * `diguan generate`: counties are shared out over the machine's processors; the same arguments give the same bytes, however many
 * there are (issue 2 item 8; domain guide §11).
 */
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { Worker } from "node:worker_threads";
import type { Profile } from "@diguan/core/demo/causes.ts";
import { cities, makeCounty, planCounties, province } from "@diguan/core/demo/places.ts";
import { truthHeadings, villageHeadings, writeCounty, type CountyFiles, type Job } from "./county.ts";
import { CsvFile } from "./csv.ts";

export interface Asked { readonly households: number; readonly seed: string; readonly year: number; readonly profile: Profile; readonly errors: boolean; readonly xlsx: boolean; readonly csv: boolean; readonly directory: string; /** Threads; by default one per processor. */ readonly threads?: number; /** Households of the largest county; by default 50,000. */ readonly perCounty?: number; readonly departments?: boolean }
export interface Generated { readonly households: number; readonly persons: number; readonly missed: number; readonly counties: readonly Omit<CountyFiles, "truthPart" | "villagePart">[]; readonly planted: Readonly<Record<string, number>>; readonly files: readonly string[]; readonly seconds: number }

/** Writes everything into `directory`; `told` hears of each finished county. */
export async function generate(asked: Asked, told: (done: number, of: number) => void = () => undefined): Promise<Generated> {
  const started = performance.now();
  fs.mkdirSync(asked.directory, { recursive: true });
  const jobs = planCounties(asked.households, asked.perCounty).map((households, county): Job => ({ county, households, seed: asked.seed, year: asked.year, profile: asked.profile, errors: asked.errors, xlsx: asked.xlsx, csv: asked.csv, directory: asked.directory, ...(asked.departments === true ? { departments: true } : {}) }));
  const counties = await shareOut(jobs, asked.threads ?? os.availableParallelism(), told);
  await join(path.join(asked.directory, "truth.csv"), truthHeadings, counties.map((c) => c.truthPart));
  await join(path.join(asked.directory, "villages.csv"), villageHeadings, counties.map((c) => c.villagePart));
  writeRegions(path.join(asked.directory, "regions.csv"), counties.length);
  const planted: Record<string, number> = {};
  for (const c of counties) for (const [key, n] of Object.entries(c.planted)) planted[key] = (planted[key] ?? 0) + n;
  const sum = (of: (c: CountyFiles) => number): number => counties.reduce((a, c) => a + of(c), 0);
  return {
    households: sum((c) => c.households), persons: sum((c) => c.persons), missed: sum((c) => c.missed),
    counties: counties.map(({ truthPart: _truth, villagePart: _villages, ...c }) => c), planted,
    files: [...counties.flatMap((c) => c.files), "truth.csv", "villages.csv", "regions.csv"], seconds: Math.round((performance.now() - started) / 100) / 10,
  };
}

/** One county needs no thread; more are taken by the threads as they become free, and stand in their own order in the end. */
async function shareOut(jobs: readonly Job[], threads: number, told: (done: number, of: number) => void): Promise<readonly CountyFiles[]> {
  const [only] = jobs;
  if (jobs.length === 1 && only) { const done = await writeCounty(only); told(1, 1); return [done]; }
  const results: CountyFiles[] = [];
  let next = 0;
  let finished = 0;
  const work = (): Promise<void> => new Promise((resolve, reject) => {
    const worker = new Worker(new URL("./worker.ts", import.meta.url));
    let at = -1;
    const feed = (): void => {
      at = next++;
      const job = jobs[at];
      if (job) worker.postMessage(job, []);
      else worker.terminate().then(() => { resolve(); }, reject);
    };
    worker.on("message", (answer: { done?: CountyFiles; failed?: string }) => {
      if (answer.done) { results[at] = answer.done; told(++finished, jobs.length); feed(); }
      else { worker.terminate().then(() => { reject(new Error(answer.failed ?? "a thread failed")); }, reject); }
    });
    worker.on("error", reject);
    feed();
  });
  await Promise.all(Array.from({ length: Math.min(threads, jobs.length) }, work));
  return results;
}

/** Parts follow one another under one heading row, then go. */
async function join(file: string, titles: readonly string[], parts: readonly string[]): Promise<void> {
  const out = new CsvFile(file, true);
  out.row(titles);
  out.close();
  for (const part of parts) {
    const to = fs.createWriteStream(file, { flags: "a" });
    await new Promise<void>((done, fail) => { fs.createReadStream(part).on("error", fail).pipe(to).on("finish", () => { done(); }).on("error", fail); });
    fs.rmSync(part);
  }
}

/** The region tree of the generated counties, in the shape that `diguan regions import` reads. */
function writeRegions(file: string, counties: number): void {
  const out = new CsvFile(file, true);
  out.row(["code", "name", "level", "parent"]);
  for (const row of regionRows(counties)) out.row([String(row.code), row.name, row.level, row.parent === 0 ? "" : String(row.parent)]);
  out.close();
}

export interface RegionRow { readonly code: number; readonly name: string; readonly level: "province" | "city" | "county" | "town" | "village"; readonly parent: number }

/** Province, cities, counties, towns and villages of the first counties, from the top. */
export function regionRows(counties: number): readonly RegionRow[] {
  const made = Array.from({ length: counties }, (_, n) => makeCounty(n));
  return [
    { code: province.code, name: province.name, level: "province", parent: 0 },
    ...cities.filter((c, i) => i === 0 || counties > 20).map((c): RegionRow => ({ ...c, level: "city", parent: province.code })),
    ...made.flatMap((c): RegionRow[] => [
      { code: c.code * 1_000_000, name: c.name, level: "county", parent: Math.floor(c.code / 100) * 100_000_000 },
      ...c.towns.map((t): RegionRow => ({ code: t.code, name: t.name, level: "town", parent: c.code * 1_000_000 })),
      ...c.villages.map((v): RegionRow => ({ code: v.code, name: v.name, level: "village", parent: v.town.code })),
    ]),
  ];
}
