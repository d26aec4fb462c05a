/**
 * Helpers, measures, work and visits of the demonstration's last year (domain guide §1.7, §6): every household has its helper
 * within the quota of the rank, but for the gaps that real counties have, which the rules of data quality then find.
 */
import { helpFor, helpRates } from "@diguan/core/demo/help.ts";
import type { CountyPlan } from "@diguan/core/demo/household.ts";
import { surnames } from "@diguan/core/demo/names.ts";
import { Random } from "@diguan/core/statistics/random.ts";
import type { HouseholdCase } from "@diguan/core/registry/record.ts";
import { derivedId, householdId, memberId } from "../access/crypto.ts";
import type { Tx } from "../postgres/pool.ts";

const units = ["县农业局", "县教育局", "县水利局", "县财政局", "县人社局", "县卫健局", "县交通局", "县住建局", "镇人民政府", "县第一中学", "县人民医院", "县供电公司"] as const;
const posts = [["副县长", 1], ["局长", 2], ["副局长", 3], ["科员", 4], ["技术员", 4], ["干事", 4]] as const;
const given = ["建国", "志强", "秀兰", "晓东", "海燕", "文斌", "丽华", "国栋", "春梅", "立新", "永红", "佳宁"] as const;
/** Of the demonstration only: how many households the ranks take here, within their quota. */
const takes = [0, 5, 3, 2, 2] as const;

interface Helper { readonly id: string; readonly name: string; readonly unit: string; readonly post: string; readonly rank: number }

/** Writes the help of one chunk of households; called once per chunk, in the transaction of the chunk. */
export async function writeHelp(tx: Tx, plan: CountyPlan, year: number, chunk: number, cases: readonly HouseholdCase[]): Promise<void> {
  const county = plan.county.code;
  const r = new Random("help", plan.seed, county, chunk);
  const keep = new Rows(tx);
  let helper: Helper | undefined;
  let left = 0;
  for (const [n, c] of cases.entries()) {
    const household = householdId(county, c.household.householdCode);
    const own = { county, household, region: c.region };
    if (left === 0) {
      const [post, rank] = r.pick(posts);
      helper = { id: derivedId("demoHelper", county, `${plan.seed}|${chunk}|${n}`), name: `${r.pick(surnames)}${r.pick(given)}`, unit: r.pick(units), post, rank };
      left = (takes[rank] ?? 2) + (r.chance(helpRates.overQuota) ? 1 : 0);
      keep.helpers.push([county, helper.id, county * 1_000_000, helper.name, helper.unit, helper.post, helper.rank]);
    }
    if (helper && !r.chance(helpRates.withoutHelper)) keep.pairings.push([county, derivedId("demoPairing", county, household), household, c.region, helper.id, helper.name, helper.unit, helper.post, helper.rank, `${year}-01-10`]);
    left--;
    const help = helpFor(r, c, true);
    const member = (i: number | null): string | null => (i === null ? null : memberId(county, c.members[i]?.memberCode ?? ""));
    for (const [i, m] of help.measures.entries()) keep.measures.push([county, derivedId("demoMeasure", county, `${household}|${i}`), household, member(m.member), c.region, year, m.code, m.state, m.content, m.amountFen, m.startedOn, m.finishedOn]);
    for (const w of help.work) keep.work.push([county, derivedId("demoWork", county, `${household}|${w.member}`), household, member(w.member), c.region, w.from, w.to, w.workingNow, w.wageFen]);
    if (helper) visits(r, own, helper, year, n, keep);
  }
  await keep.write();
}

/** One visit of collection in the fourth quarter, with the place of the house; a few far from it. */
function visits(r: Random, own: { readonly county: number; readonly household: string; readonly region: number }, helper: Helper, year: number, n: number, keep: Rows): void {
  const [lat, lon] = [25 + r.uniform(), 104 + r.uniform()];
  const far = r.chance(helpRates.farVisit) ? 0.02 : 0.0004 * r.uniform();
  const at = `${year}-${r.pick(["10", "11"])}-${String(r.integer(1, 28)).padStart(2, "0")}T${String(8 + (n % 9)).padStart(2, "0")}:${String(r.integer(0, 59)).padStart(2, "0")}:00+08:00`;
  keep.points.push([own.county, own.household, own.region, lat, lon]);
  keep.visits.push([own.county, derivedId("demoVisit", own.county, own.household), own.household, own.region, helper.id, helper.name, at, r.integer(15, 70), lat + far, lon, 2]);
}

type Cell = string | number | boolean | null;
/** Rows of the demonstration's tables, written a table at a time. */
class Rows {
  readonly helpers: Cell[][] = []; readonly pairings: Cell[][] = []; readonly measures: Cell[][] = []; readonly work: Cell[][] = []; readonly points: Cell[][] = []; readonly visits: Cell[][] = [];
  readonly #tx: Tx;
  constructor(tx: Tx) { this.#tx = tx; }
  async #insert(table: string, columns: string, rows: readonly Cell[][], conflict = "on conflict do nothing"): Promise<void> {
    for (let i = 0; i < rows.length; i += 2000) await this.#tx.sql`insert into ${this.#tx.sql.unsafe(`${table} (${columns})`)} values ${this.#tx.sql(rows.slice(i, i + 2000) as never)} ${this.#tx.sql.unsafe(conflict)}`;
  }
  async write(): Promise<void> {
    await this.#insert("helpers.helper", "county, id, region, name, unit, post, rank", this.helpers);
    await this.#insert("helpers.pairing", "county, id, household_id, region, helper_id, name, unit, post, rank, from_on", this.pairings);
    await this.#insert("measures.measure", "county, id, household_id, member_id, region, year, code, state, content, amount_fen, started_on, finished_on", this.measures);
    await this.#insert("measures.work_period", "county, id, household_id, member_id, region, from_on, to_on, working_now, wage_fen", this.work);
    await this.#insert("helpers.house_point", "county, household_id, region, lat, lon", this.points, "");
    await this.#insert("helpers.visit", "county, id, household_id, region, visitor_id, visitor_name, arrived_at, minutes, lat, lon, purpose", this.visits);
    await this.#tx.sql`
      insert into measures.event (county, measure_id, household_id, region, to_state, by_name)
      select county, id, household_id, region, state, ${"演示数据"} from unnest(${this.measures.map((m) => m[0] as number)}::int[], ${this.measures.map((m) => m[1] as string)}::uuid[], ${this.measures.map((m) => m[2] as string)}::uuid[], ${this.measures.map((m) => m[4] as number)}::bigint[], ${this.measures.map((m) => m[7] as string)}::text[]) as k (county, id, household_id, region, state)`;
  }
}
