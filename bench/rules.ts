/** Eligibility rules at a hundred thousand and a million households (issue 3): preview, and the explained batch that is kept; beside hand-written SQL. On BENCH_DATA after `registry`, else on facts made for the measurement. */
import { randomUUID } from "node:crypto";
import { defaultRules } from "@diguan/core/policy/default-rules.ts";
import type { RegionRange } from "@diguan/core/region-code.ts";
import { fillMissingFacts } from "../server/src/identification/service.ts";
import { treeOf } from "../server/src/policy/asked.ts";
import { createSet } from "../server/src/policy/rules.ts";
import { finishRun, preview, startRun } from "../server/src/policy/simulate.ts";
import { benchDatabase, type BenchDatabase } from "./database.ts";
import { percentile, timed, type Row } from "./row.ts";

const year = 2018;
const on = "2018-12-31";

/** Facts of invented households, ten thousand to a county and a hundred to a village, when there is no registry to take them from. */
async function facts(b: BenchDatabase, households: number): Promise<boolean> {
  if ((await b.db.owner`select from registry.household limit 1`).length > 0) { await fillMissingFacts(b.db, on); return false; }
  await b.db.owner.unsafe(`
    insert into identification.facts (household_id, region, county, year, valid, exit_state, per_capita_fen, net_fen, persons, income_persons, dropouts, uninsured, house_grade, unsafe_house, water_safe, seriously_ill, severely_disabled, labourers, upper_students, house_area_m2, arable_mu)
    select gen_random_uuid(), (990102 + i / 10000)::bigint * 1000000 + 100000 + (i % 10000 / 100) + 1, 990102 + i / 10000, ${year}, true, case when i % 6 = 0 then 0 when i % 6 < 4 then 1 else 9 end, (random() * 1000000)::bigint, (random() * 4000000)::bigint,
           1 + i % 6, 1 + i % 6, (random() < 0.01)::int, (random() < 0.03)::int, 1 + (random() * 3)::int, random() < 0.05, random() > 0.06, (random() < 0.05)::int, (random() < 0.02)::int, i % 4, (random() < 0.1)::int, random() * 150, random() * 10
      from generate_series(0, ${households - 1}) i`);
  await b.db.owner`analyze identification.facts`;
  return true;
}

/** The same counts as one would write them by hand, the line typed in. */
const byHand = (area: RegionRange): string => `
  select region, count(*) filter (where met) as yes, count(*) filter (where not met) as no, count(*) filter (where met is null) as undecided, count(*) filter (where met and exit_state not in (0, 2, 3)) as missed, count(*) filter (where not met and exit_state in (0, 2, 3)) as wrong
    from (select region, exit_state, per_capita_fen < 353500 or dropouts > 0 or uninsured > 0 or house_grade in (3, 4) or unsafe_house or not water_safe as met
            from identification.facts where year = ${year} and valid and region between ${area.lo} and ${area.hi}) f
   group by region`;
/** The verdicts by hand, kept without any explanation. */
const keptByHand = (area: RegionRange): string => `
  create temporary table kept as select county, household_id, region, per_capita_fen < 353500 or dropouts > 0 or uninsured > 0 or house_grade in (3, 4) or unsafe_house or not water_safe as met
    from identification.facts where year = ${year} and valid and region between ${area.lo} and ${area.hi} order by region, household_id; drop table kept`;

export async function bench(): Promise<Row[]> {
  const b = await benchDatabase();
  try {
    const made = await facts(b, Number(process.env["BENCH_HOUSEHOLDS"] ?? 1_000_000));
    const counties = await b.db.owner<{ county: number; n: number }[]>`select county, count(*)::int as n from identification.facts where year = ${year} and valid group by 1 order by 1`;
    const all = counties.reduce((n, c) => n + c.n, 0);
    const whole: RegionRange = { lo: (counties[0]?.county ?? 0) * 1e6, hi: (counties.at(-1)?.county ?? 0) * 1e6 + 999_999 };
    let some = 0;
    const last = counties.find((c) => { some += c.n; return some >= 100_000; });
    const part: RegionRange = { lo: whole.lo, hi: last ? last.county * 1e6 + 999_999 : whole.hi };
    const rule = defaultRules.find((r) => r.purpose === "identification");
    if (!rule) throw new Error("no rule of identification");
    const tree = treeOf(rule.text);
    const places = await b.db.owner<{ code: number }[]>`select code from regions.region where code = 990000000000 limit 1`;
    if (places.length === 0) await b.db.owner`insert into regions.region (code, level, parent, name) values (990000000000, 1, 0, '示例省')`;
    const rows: Row[] = [];
    for (const [area, n, limit, batch] of [[part, some, 100, 10], [whole, all, 1000, 100]] as const) {
      const ask = () => b.db.asSystem((tx) => preview(tx, { tree, before: undefined, purpose: "identification", area, year, on }));
      const hand = () => b.db.owner.begin(async (sql) => { await sql`set local jit = off`; await sql.unsafe(byHand(area)); });
      await ask(); await hand();
      const ours = percentile(await timed(9, ask), 50);
      const theirs = percentile(await timed(9, hand), 50);
      rows.push({ figure: `preview of the identification rule, ${n.toLocaleString("en")} households, median`, value: ours, unit: "ms", reference: "the same counts in hand-written SQL", referenceValue: theirs, ratio: ours / theirs, promise: `≤ ${limit} ms`, kept: ours <= limit });
      const { id, version } = await b.db.asSystem((tx) => createSet(tx, { ...rule, key: randomUUID(), region: 990_000_000_000 }));
      const key = randomUUID();
      const began = performance.now();
      await b.db.asSystem((tx) => startRun(tx, { key, id, version, region: 990_000_000_000, year, on, today: on, area }));
      await finishRun(b.db, key);
      const seconds = (performance.now() - began) / 1000;
      const [plain = Number.NaN] = await timed(1, () => b.db.owner.unsafe(keptByHand(area)).simple());
      rows.push({ figure: `explained batch, ${n.toLocaleString("en")} households, every outcome kept with its values`, value: seconds, unit: "s", reference: "verdicts alone in hand-written SQL, kept without explanation", referenceValue: plain / 1000, ratio: seconds / (plain / 1000), promise: `≤ ${batch} s`, kept: seconds <= batch });
      await b.db.owner`delete from policy.outcome where run_id = ${key}`;
    }
    if (made) await b.db.owner`truncate identification.facts`;
    return rows;
  } finally { await b.close(); }
}
