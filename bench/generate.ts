/** `diguan generate`: a million households in the national layout, beside the disk's own speed of writing the same bytes. */
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { diguan } from "./process.ts";
import type { Row } from "./row.ts";

export async function bench(): Promise<Row[]> {
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), "dgg-"));
  try {
    const households = Number(process.env["BENCH_HOUSEHOLDS"] ?? 1_000_000);
    const ran = await diguan(["generate", "--households", String(households), "--seed", "7", "--out", dir, "--json"], { DIGUAN_DATA: path.join(dir, "data") });
    if (ran.code !== 0) throw new Error(ran.err);
    const sizes = fs.readdirSync(dir, { recursive: true, encoding: "utf8" }).map((f) => fs.statSync(path.join(dir, f))).filter((s) => s.isFile()).reduce((sum, s) => sum + s.size, 0);
    const block = Buffer.alloc(8 << 20, 97);
    const began = performance.now();
    const fd = fs.openSync(path.join(dir, "plain"), "w");
    for (let left = sizes; left > 0; left -= block.length) fs.writeSync(fd, block, 0, Math.min(left, block.length));
    fs.fsyncSync(fd);
    fs.closeSync(fd);
    const plain = (performance.now() - began) / 1000;
    return [
      { figure: `generate ${households.toLocaleString("en")} households (XLSX and CSV, ${Math.round(sizes / 2 ** 20)} MiB)`, value: ran.seconds, unit: "s", reference: "the same bytes written to the disk", referenceValue: plain, ratio: ran.seconds / plain, promise: "1 M households ≤ 5 min", kept: (ran.seconds * 1e6) / households <= 300 },
      { figure: "its peak memory", value: ran.peakMb, unit: "MiB", reference: "", promise: "bounded", kept: ran.peakMb < 1500 },
    ];
  } finally { fs.rmSync(dir, { recursive: true, force: true }); }
}
