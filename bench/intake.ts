/** Import of a county workbook of 100,000 persons with all checks, XLSX and CSV, beside raw COPY of the same CSV into one table. */
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { benchDatabase } from "./database.ts";
import { diguan } from "./process.ts";
import type { Row } from "./row.ts";

interface Told { readonly rows: number; readonly persons: number; readonly rejected: number; readonly seconds: number }

async function imported(files: readonly string[], dir: string): Promise<{ told: Told; peakMb: number }> {
  const ran = await diguan(["import", ...files, "--json"], { DIGUAN_DATA: path.join(dir, `data-${path.extname(files[0] ?? "").slice(1)}`), DIGUAN_DEMO: "off" });
  if (ran.code !== 0) throw new Error(ran.err);
  return { told: JSON.parse(ran.out) as Told, peakMb: ran.peakMb };
}

/** Seconds that PostgreSQL alone needs for the rows, as text, in a table without keys. */
async function rawCopy(csv: string): Promise<number> {
  const b = await benchDatabase();
  try {
    const body = fs.readFileSync(csv, "utf8").replace(/^\uFEFF/, "").split("\n").slice(3).join("\n");
    const columns = body.slice(0, body.indexOf("\n")).split(",").length;
    await b.db.owner.unsafe(`create table public.raw (${Array.from({ length: columns }, (_, i) => `c${i} text`).join(",")})`);
    const lines = body.split("\n").filter((l) => l.split(",").length === columns).join("\n");
    const began = performance.now();
    const copy = await b.db.owner`copy public.raw from stdin with (format csv)`.writable();
    await pipeline(Readable.from([lines]), copy);
    return (performance.now() - began) / 1000;
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
    const raw = await rawCopy(csv);
    const [x, c] = [await imported([xlsx], dir), await imported([csv], dir)];
    const perSecond = (told: Told): number => told.persons / told.seconds;
    return [
      { figure: `XLSX import of ${x.told.persons.toLocaleString("en")} persons, all checks`, value: x.told.seconds, unit: "s", reference: "raw COPY of the same rows as CSV", referenceValue: raw, ratio: x.told.seconds / raw, promise: "100,000 persons ≤ 30 s", kept: (x.told.seconds * 100_000) / x.told.persons <= 30 },
      { figure: "its peak memory", value: x.peakMb, unit: "MiB", reference: "", promise: "≤ 512 MB", kept: x.peakMb <= 512 },
      { figure: "CSV import, all checks", value: perSecond(c.told), unit: "persons/s", reference: "raw COPY", referenceValue: c.told.persons / raw, ratio: c.told.seconds / raw, promise: "≥ 20,000 persons/s", kept: perSecond(c.told) >= 20_000 },
      { figure: "its peak memory", value: c.peakMb, unit: "MiB", reference: "", promise: "≤ 512 MB", kept: c.peakMb <= 512 },
    ];
  } finally { fs.rmSync(dir, { recursive: true, force: true }); }
}
