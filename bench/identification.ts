/** Poverty figures inside PostgreSQL at a million households (issue 3: by town within a second, a county's within 50 ms); run after `registry` on the same BENCH_DATA. */
import fs from "node:fs";
import path from "node:path";
import { rangeOf } from "@diguan/core/region-code.ts";
import { fillAtScale } from "../server/src/demo/fill.ts";
import { fillMissingFacts, measuresOf, refreshFacts } from "../server/src/identification/service.ts";
import { benchDatabase } from "./database.ts";
import { percentile, timed, type Row } from "./row.ts";

const year = 2018;
/** The same figures by plain SQL over the households' facts, as one would write them once. */
const plain = (range: { readonly lo: number; readonly hi: number }, width: number): string => `
  select region / ${width} as part, sum(persons) filter (where deprivation is not null) as population, sum(persons) filter (where deprivation >= 6)::float8 / sum(persons) filter (where deprivation is not null) as h,
         sum(persons * deprivation) filter (where deprivation >= 6)::float8 / 18 / sum(persons) filter (where deprivation is not null) as m0,
         sum(income_persons) filter (where per_capita_fen < 353500)::float8 / sum(income_persons) as p0, sum(income_persons * ((353500 - per_capita_fen) / 353500.0)) filter (where per_capita_fen < 353500) / sum(income_persons) as p1,
         sum(income_persons * ((353500 - per_capita_fen) / 353500.0) ^ 2) filter (where per_capita_fen < 353500) / sum(income_persons) as p2
    from identification.facts where year = ${year} and region between ${range.lo} and ${range.hi} and valid and exit_state is distinct from 9 group by 1 order by 1`;

export async function bench(): Promise<Row[]> {
  const b = await benchDatabase();
  try {
    if ((await b.db.owner`select from registry.household limit 1`).length === 0) {
      const keys = JSON.parse(fs.readFileSync(path.join(b.dir, "keys.json"), "utf8")) as { data: string; pepper: string; id: string };
      await fillAtScale(b.db, { households: Number(process.env["BENCH_HOUSEHOLDS"] ?? 1_000_000), seed: "7", year, where: b.where, keys });
    }
    await fillMissingFacts(b.db, `${year}-12-31`);
    const [{ n, county } = { n: 0, county: 0 }] = await b.db.owner<{ n: number; county: number }[]>`select sum(households)::int as n, min(county) as county from identification.village_measure where year = ${year}`;
    const [nation, one] = [rangeOf(0), rangeOf(county * 1_000_000)];
    const median = async (runs: number, act: () => Promise<unknown>): Promise<number> => { await act(); return percentile(await timed(runs, act), 50); };
    const towns = await median(10, () => b.db.asSystem((tx) => measuresOf(tx, nation, year, 1000)));
    const townsPlain = await median(3, () => b.db.owner.unsafe(plain(nation, 1000)));
    const villages = await median(20, () => b.db.asSystem((tx) => measuresOf(tx, one, year, 1)));
    const villagesPlain = await median(5, () => b.db.owner.unsafe(plain(one, 1)));
    const refresh = await median(3, () => b.db.asSystem((tx) => refreshFacts(tx, county, { years: [year] })));
    const [{ own } = { own: 0 }] = await b.db.owner<{ own: number }[]>`select sum(households)::int as own from identification.village_measure where year = ${year} and county = ${county}`;
    const [household] = await b.db.owner<{ id: string; region: number }[]>`select household_id as id, region from identification.facts where county = ${county} and year = ${year} limit 1`;
    const follow = await median(10, () => b.db.asSystem((tx) => refreshFacts(tx, county, { households: [household?.id ?? ""], villages: [household?.region ?? 0] })));
    return [
      { figure: `MPI and FGT of ${n.toLocaleString("en")} households by town, median`, value: towns, unit: "ms", reference: "plain SQL over the households' facts", referenceValue: townsPlain, ratio: towns / townsPlain, promise: "≤ 1000 ms", kept: towns <= 1000 },
      { figure: `MPI and FGT of a county (${own.toLocaleString("en")} households) by village, median`, value: villages, unit: "ms", reference: "plain SQL over the households' facts", referenceValue: villagesPlain, ratio: villages / villagesPlain, promise: "≤ 50 ms", kept: villages <= 50 },
      { figure: `facts of a county (${own.toLocaleString("en")} households) computed from the registry`, value: refresh, unit: "ms", reference: "", promise: "≤ 2 s for the 14,000 households of a usual county", kept: (refresh / own) * 14_000 <= 2000 },
      { figure: "facts and sums after a change of one household", value: follow, unit: "ms", reference: "", promise: "", kept: true },
    ];
  } finally { await b.close(); }
}
