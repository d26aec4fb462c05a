/**
 * The survey workbench on 4 million persons against the same figures in SQL written by hand for DuckDB, in turns in one run: FGT with
 * standard errors by household and stratum, Gini and quantiles, by town; MPI of ten indicators with standard errors; Parquet and CSV.
 */
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { count } from "@diguan/core/statistics/counting.ts";
import { scheme } from "@diguan/core/statistics/weights.ts";
import { quoted, withDuck, type Duck } from "../server/src/workbench/duck.ts";
import { povertyOf } from "../server/src/workbench/poverty-command.ts";
import { readTable } from "../server/src/workbench/table.ts";
import { percentile, type Row } from "./row.ts";

const persons = Number(process.env["BENCH_PERSONS"] ?? 4_000_000);
const line = 5000;
const indicators = Array.from({ length: 10 }, (_, j) => `d${j}`);

/** One survey, the same on each machine: incomes lognormal, three persons in a household, households in villages of strata. */
const survey = (to: string): string => `
  copy (select i // 3 as hh, (i // 3) % 50 as stratum, 'town' || ((i // 3) % 20) as town, 0.5 + (hash(i, 1) % 1000) / 1000 as w,
               exp(9 + 0.7 * sqrt(-2 * ln((hash(i // 3, 2) % 1000003 + 1) / 1000004)) * cos(6.283185307 * (hash(i // 3, 3) % 1000003) / 1000003)) as income,
               ${indicators.map((d, j) => `(hash(i, ${j + 10}) % 10 < 3)::int as ${d}`).join(", ")}
          from range(${persons}) t(i) order by i) to ${quoted(to)} (format parquet)`;

// what an analyst would write: each measure for the whole and by town
const fgtSql = (from: string, by: string): string => `
  with p as (select ${by} as g, sum(w) as pop, sum(w * (income < ${line})::int) / sum(w) as p0, sum(case when income < ${line} then w * (1 - income / ${line}) else 0 end) / sum(w) as p1,
                    sum(case when income < ${line} then w * (1 - income / ${line}) ** 2 else 0 end) / sum(w) as p2 from ${from} group by 1),
       t as (select ${by} as g, stratum, hh, sum(w) as w, sum(w * (income < ${line})::int) as t0, sum(case when income < ${line} then w * (1 - income / ${line}) else 0 end) as t1,
                    sum(case when income < ${line} then w * (1 - income / ${line}) ** 2 else 0 end) as t2 from ${from} group by 1, 2, 3),
       n as (select stratum, count(distinct hh) as units from ${from} group by 1),
       h as (select g, stratum, sum((t0 - p0 * w) / pop) as s0, sum(((t0 - p0 * w) / pop) ** 2) as q0, sum((t1 - p1 * w) / pop) as s1, sum(((t1 - p1 * w) / pop) ** 2) as q1,
                    sum((t2 - p2 * w) / pop) as s2, sum(((t2 - p2 * w) / pop) ** 2) as q2 from t join p using (g) group by 1, 2)
  select p.*, se.* from p join (select g, sqrt(sum(units / (units - 1) * (q0 - s0 * s0 / units))) as se0, sqrt(sum(units / (units - 1) * (q1 - s1 * s1 / units))) as se1,
         sqrt(sum(units / (units - 1) * (q2 - s2 * s2 / units))) as se2 from h join n using (stratum) group by g) se using (g)`;
const spreadSql = (from: string, by: string): string => `
  with c as (select ${by} as g, income, w, sum(w) over (partition by ${by} order by income rows unbounded preceding) as cum, sum(w) over (partition by ${by}) as total from ${from})
  select g, (2 * sum(w * income * cum) - sum(w * w * income)) / (sum(w) * sum(w * income)) - 1 as gini, min(income) filter (where cum >= total * 0.2) as q20, min(income) filter (where cum >= total * 0.5) as q50,
         min(income) filter (where cum >= total * 0.8) as q80, sum(w * income) filter (where cum > total * 0.8) / sum(w * income) filter (where cum <= total * 0.2) as qsr from c group by g`;
const entropySql = (from: string, by: string): string => `
  with m as (select ${by} as g, sum(w * income) / sum(w) as mu from ${from} where income > 0 group by 1)
  select g, sum(w * income / mu * ln(income / mu)) / sum(w) as theil, sum(w * ln(mu / income)) / sum(w) as mld, sum(w * ((income / mu) - 1) ** 2) / 2 / sum(w) as ge2, 1 - (sum(w * sqrt(income / mu)) / sum(w)) ** 2 as a05, 1 - sum(w) / sum(w * mu / income) as a2,
         sum(case when income < ${line} then w * ln(${line} / income) else 0 end) / sum(w) as watts from (select *, ${by} as g from ${from}) s join m using (g) where income > 0 group by g`;
const mpiSql = (from: string, by: string): string => `
  with c as (select ${by} as g, stratum, hh, w, ${indicators.join(", ")}, ${indicators.join(" + ")} as c from ${from}),
       f as (select g, sum(w) as pop, sum(w * (c >= 4)::int) / sum(w) as h, sum(w * c * (c >= 4)::int) / 10 / sum(w) as m0, ${indicators.map((d) => `sum(w * ${d}) / sum(w) as u_${d}, sum(w * ${d} * (c >= 4)::int) / sum(w) as c_${d}`).join(", ")} from c group by g),
       t as (select g, stratum, hh, sum(w) as w, sum(w * (c >= 4)::int) as tp, sum(w * c * (c >= 4)::int) / 10 as td from c group by 1, 2, 3),
       n as (select stratum, count(distinct hh) as units from ${from} group by 1),
       s as (select g, stratum, sum((tp - h * w) / pop) as s0, sum(((tp - h * w) / pop) ** 2) as q0, sum((td - m0 * w) / pop) as s1, sum(((td - m0 * w) / pop) ** 2) as q1, sum((td - m0 / h * tp) / h / pop) as s2, sum(((td - m0 / h * tp) / h / pop) ** 2) as q2 from t join f using (g) group by 1, 2)
  select f.*, se.* from f join (select g, sqrt(sum(units / (units - 1) * (q0 - s0 * s0 / units))) as se_h, sqrt(sum(units / (units - 1) * (q1 - s1 * s1 / units))) as se_m0, sqrt(sum(units / (units - 1) * (q2 - s2 * s2 / units))) as se_a from s join n using (stratum) group by g) se using (g)`;

const povertyBySql = async (duck: Duck, from: string): Promise<void> => { for (const by of ["'all'", "town"]) for (const sql of [fgtSql, spreadSql, entropySql]) await duck.rows(sql(from, by)); };
const mpiBySql = async (duck: Duck, from: string): Promise<void> => { for (const by of ["'all'", "town"]) await duck.rows(mpiSql(from, by)); };

async function mpiByUs(file: string): Promise<void> {
  const t = await readTable(file, { numbers: ["w"], flags: indicators, keys: ["hh", "stratum"], groups: ["town"] });
  const by = t.keys("town");
  count({ flags: indicators.map((d) => t.flags(d)), weight: t.numbers("w"), psu: t.keys("hh").codes, strata: t.keys("stratum").codes, by: { codes: by.codes, names: by.names ?? [] } }, scheme(indicators.map(() => 1), 4));
}

const seconds = async (act: () => Promise<unknown>): Promise<number> => { const began = performance.now(); await act(); return (performance.now() - began) / 1000; };

export async function bench(): Promise<Row[]> {
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), "diguan-bench-"));
  try {
    const [parquet, csv] = [path.join(dir, "survey.parquet"), path.join(dir, "survey.csv")];
    await withDuck(parquet, async (duck) => { await duck.run(survey(parquet)); await duck.run(`copy (from read_parquet(${quoted(parquet)})) to ${quoted(csv)} (format csv, header true)`); });
    const rows: Row[] = [];
    for (const [kind, file] of [["Parquet", parquet], ["CSV", csv]] as const) {
      // a CSV file is parsed once, by both
      const sql = (act: (duck: Duck, from: string) => Promise<void>, columns: string) => (): Promise<void> => withDuck(file, async (duck) => {
        if (kind === "CSV") await duck.run(`create temp table s as select ${columns} from read_csv(${quoted(file)}, header = true)`);
        await act(duck, kind === "CSV" ? "s" : `read_parquet(${quoted(file)})`);
      });
      for (const [what, ours, theirs] of [
        ["poverty, inequality and their errors by town", () => povertyOf({ data: file, income: "income", weight: "w", line: String(line), by: "town", psu: "hh", strata: "stratum" }), sql(povertyBySql, "hh, stratum, town, w, income")],
        ["MPI of ten indicators and its errors by town", () => mpiByUs(file), sql(mpiBySql, `hh, stratum, town, w, ${indicators.join(", ")}`)],
      ] as const) {
        const [own, other]: [number[], number[]] = [[], []];
        for (let k = 0; k < 3; k++) { own.push(await seconds(ours)); other.push(await seconds(theirs)); }
        const [value, referenceValue] = [percentile(own, 50), percentile(other, 50)];
        rows.push({ figure: `${what}, ${(persons / 1e6).toFixed(1)} million rows of ${kind}`, value, unit: "s", reference: "the same figures in SQL by DuckDB", referenceValue, ratio: value / referenceValue, promise: "≤ 3 × SQL", kept: value <= 3 * referenceValue });
      }
    }
    return rows;
  } finally { fs.rmSync(dir, { recursive: true, force: true }); }
}
