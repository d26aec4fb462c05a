/** Import of a county workbook of 100,000 persons with all checks, XLSX and CSV, beside raw COPY of the same CSV into one table. */
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { benchDatabase } from "./database.ts";
import { diguan } from "./process.ts";
import type { Row } from "./row.ts";

interface Told { readonly rows: number; readonly persons: number; readonly rejected: number; readonly seconds: number }

async function imported(files: readonly string[], dir: string): Promise<{ told: Told; peakMb: number }> {
  const ran = await diguan(["import", ...files, "--json"], { DIGUAN_DATA: path.join(dir, `data-${path.extname(files[0] ?? "").slice(1)}`), DIGUAN_DEMO: "off" });
  if (ran.code !== 0) throw new Error(ran.err);
  return { told: JSON.parse(ran.out) as Told, peakMb: ran.peakMb };
}

/** What PostgreSQL alone needs for the rows, as text, in a table without keys. */
async function rawCopy(csv: string): Promise<{ seconds: number; rows: number }> {
  const b = await benchDatabase();
  try {
    // title, note and headings above; total and signature below
    const all = fs.readFileSync(csv, "utf8").split("\n");
    const columns = (all[2] ?? "").split(",").length;
    const lines = all.filter((l) => /^\d+,/.test(l));
    await b.db.owner.unsafe(`create table public.raw (${Array.from({ length: columns }, (_, i) => `c${i} text`).join(",")})`);
    const file = path.join(b.dir, "raw.csv");
    fs.writeFileSync(file, `${lines.join("\n")}\n`, { mode: 0o644 });
    const began = performance.now();
    await b.db.owner.unsafe(`copy public.raw from '${file}' with (format csv)`);
    return { seconds: (performance.now() - began) / 1000, rows: lines.length };
  } finally { await b.close(); }
}

export async function bench(): Promise<Row[]> {
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), "dgi-"));
  try {
    const out = path.join(dir, "files");
    const made = await diguan(["generate", "--households", "31300", "--seed", "11", "--out", out, "--json"], { DIGUAN_DATA: path.join(dir, "data-none") });
    if (made.code !== 0) throw new Error(made.err);
    const find = (ending: string): string => path.join(out, fs.readdirSync(out).find((f) => f.endsWith(ending) && !/truth|village|region/i.test(f)) ?? `no ${ending}`);
    const [xlsx, csv] = [find(".xlsx"), find(".csv")];
    const copied = await rawCopy(csv);
    const raw = copied.seconds;
    const [x, c] = [await imported([xlsx], dir), await imported([csv], dir)];
    const perSecond = (told: Told): number => told.persons / told.seconds;
    return [
      { figure: `XLSX import of ${x.told.persons.toLocaleString("en")} persons, all checks`, value: x.told.seconds, unit: "s", reference: "raw COPY of the same rows as CSV", referenceValue: raw, ratio: x.told.seconds / raw, promise: "100,000 persons ≤ 30 s", kept: (x.told.seconds * 100_000) / x.told.persons <= 30 },
      { figure: "its peak memory", value: x.peakMb, unit: "MiB", reference: "", promise: "≤ 512 MB", kept: x.peakMb <= 512 },
      { figure: "CSV import, all checks", value: perSecond(c.told), unit: "persons/s", reference: "raw COPY", referenceValue: copied.rows / raw, ratio: c.told.seconds / raw, promise: "≥ 20,000 persons/s", kept: perSecond(c.told) >= 20_000 },
      { figure: "its peak memory", value: c.peakMb, unit: "MiB", reference: "", promise: "≤ 512 MB", kept: c.peakMb <= 512 },
    ];
  } finally { fs.rmSync(dir, { recursive: true, force: true }); }
}
