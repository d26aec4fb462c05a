/**
 * Plan shapes and query counts of what must answer at a million households: no page scans a table of people, whatever the
 * area and the filter (house guide §4: «plan shape, buffers and query counts are what CI gates»). PostgreSQL itself reports each plan.
 */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { rangeOf } from "@diguan/core/region-code.ts";
import type { Role } from "@diguan/core/access/policy.ts";
import { openPool, type Sql, type Tx } from "../postgres/pool.ts";
import { actorAt, testDatabase, type TestDatabase } from "../../../tests/database.ts";
import { listPage } from "./list.ts";
import { householdPage } from "./page.ts";
import { lookUp, searchPeople } from "./search.ts";

interface Node { readonly "Node Type": string; readonly "Relation Name"?: string; readonly Plans?: readonly Node[]; readonly "Actual Rows"?: number; readonly "Actual Loops"?: number; readonly "Rows Removed by Filter"?: number }
interface Plan { readonly text: string; readonly root: Node }

let t: TestDatabase;
let pool: Sql;
const plans: Plan[] = [];
let ids: { county: number; id: string }[] = [];

beforeAll(async () => {
  t = await testDatabase();
  const household = "('00000000-0000-8000-8000-' || lpad(to_hex(n), 12, '0'))::uuid";
  const region = "(990102101000 + 1000 * (n % 20) + n % 12 + 1)::bigint";
  await t.sql.unsafe(`
    insert into registry.household (county, id, region, code) select ${region} / 1000000, ${household}, ${region}, '9901' || lpad(n::text, 12, '0') from generate_series(1, 12000) n;
    insert into registry.household_year (county, household_id, year, region, household_code, head_name, exit_state, attribute, cause_main, per_capita_fen, year_members, current_members)
      select ${region} / 1000000, ${household}, y, ${region}, '9901' || lpad(n::text, 12, '0'), '户主' || n, n % 4, (array[1, 4, 6])[n % 3 + 1], n % 12 + 1, 100000 + n * 37, 4, 4 from generate_series(1, 12000) n, generate_series(2017, 2018) y;
    insert into registry.member (county, id, household_id, region, code) select ${region} / 1000000, md5('m' || n || '|' || k)::uuid, ${household}, ${region}, n || '-' || k from generate_series(1, 12000) n, generate_series(1, 3) k;
    insert into registry.member_year (county, member_id, year, household_id, region, ordinal, member_code, name, cert_idx, cert4_idx, phone_idx)
      select ${region} / 1000000, md5('m' || n || '|' || k)::uuid, y, ${household}, ${region}, k, n || '-' || k, chr(24352 + n % 90) || chr(24314 + n % 70) || chr(22269 + n % 50), decode(md5('c' || n || '|' || k), 'hex'), decode(md5('4' || n % 9000), 'hex'), decode(md5('p' || n || '|' || k), 'hex')
        from generate_series(1, 12000) n, generate_series(1, 3) k, generate_series(2017, 2018) y;
    insert into registry.person (cert_idx, county, household_id, member_id) select cert_idx, county, household_id, member_id from registry.member_year where year = 2018;
    insert into registry.change (county, household_id, year, region, act, source) select ${region} / 1000000, ${household}, 2018, ${region}, 'imported', 5 from generate_series(1, 12000) n;
    insert into quality.finding (county, id, region, household_id, year, rule, severity, deadline) select ${region} / 1000000, md5('f' || n)::uuid, ${region}, ${household}, 2018, 'DQ-001', 'E', '2018-12-01' from generate_series(1, 12000, 5) n;
    analyze;`).simple();
  ids = await t.sql<{ county: number; id: string }[]>`select county, id from registry.household order by id limit 5`;
  // every statement of the application role is explained, those inside functions too
  await t.sql.unsafe(`alter database ${(t.where as { database: string }).database} set session_preload_libraries = 'auto_explain'`);
  const on = ["auto_explain.log_min_duration=0", "auto_explain.log_nested_statements=on", "auto_explain.log_analyze=on", "auto_explain.log_format=json", "auto_explain.log_level=notice"].map((o) => `-c ${o}`).join(" ");
  const owner = t.where as { host: string; port: number; user: string; database: string };
  pool = openPool(owner, 1, { connection: { application_name: "plans", options: on }, onnotice: (notice) => {
    const at = String(notice["message"] ?? "").indexOf("{");
    if (at < 0) return;
    const plan = JSON.parse(String(notice["message"]).slice(at)) as { "Query Text": string; Plan: Node };
    plans.push({ text: plan["Query Text"], root: plan.Plan });
  } });
});
afterAll(async () => { await pool.end(); });

const flat = (node: Node): Node[] => [node, ...(node.Plans ?? []).flatMap(flat)];
/** Runs as a post would, under row level security, and answers every plan. */
async function plansOf(role: Role, place: number, act: (tx: Tx) => Promise<unknown>): Promise<Plan[]> {
  const actor = actorAt(role, place);
  plans.length = 0;
  await pool.begin(async (sql) => {
    await sql.unsafe(`set local app.lo = '${actor.scope.lo}'; set local app.hi = '${actor.scope.hi}'; set local app.own = ''; set local role diguan_app`).simple();
    await act({ sql, scope: rangeOf(place), actor });
  });
  return plans.filter((p) => !/set local/.test(p.text));
}

const people = new Set(["household", "household_year", "member", "member_year", "person", "change", "finding"]);
const scans = (found: readonly Plan[]): string[] => found.flatMap((p) => flat(p.root).filter((n) => n["Node Type"] === "Seq Scan" && people.has(n["Relation Name"] ?? "")).map((n) => `${n["Relation Name"] ?? ""}: ${p.text.slice(0, 160).replace(/\s+/g, " ")}`));
/** Most rows that one node of people's tables touched. */
const touched = (found: readonly Plan[]): number => Math.max(0, ...found.flatMap((p) => flat(p.root).filter((n) => people.has(n["Relation Name"] ?? "")).map((n) => ((n["Actual Rows"] ?? 0) + (n["Rows Removed by Filter"] ?? 0)) * (n["Actual Loops"] ?? 1))));

const county = 990102000000;
const province = 990000000000;
const today = "2018-11-20";

describe("plans", () => {
  test("reports of plans arrive, and a scan would be seen", async () => {
    const found = await plansOf("provinceOverseer", province, async (tx) => { await tx.sql.unsafe("set local enable_indexscan = off; set local enable_indexonlyscan = off; set local enable_bitmapscan = off").simple(); await listPage(tx, { year: 2018, limit: 50 }); });
    expect(scans(found).length).toBeGreaterThan(0);
  });

  for (const [name, filter] of Object.entries({ "no filter": {}, "state": { exitState: 0 }, "cause and kind": { cause: 9, attribute: 1 }, "income": { perCapitaTo: 200_000 }, "findings": { hasFinding: true }, "nothing fits": { cause: 99 }, "rare cause": { cause: 12 }, "rare state": { exitState: 3 }, "monitored": { monitored: true }, "cancelled": { cancelled: true } })) {
    for (const [role, place] of [["countyOfficer", county], ["provinceOverseer", province], ["townOfficer", 990102105000]] as const) {
      test(`list, ${name}, ${role}: index only, two statements at most`, async () => {
        const found = await plansOf(role, place, (tx) => listPage(tx, { year: 2018, limit: 50, ...filter }));
        expect(scans(found)).toEqual([]);
        expect(found.length).toBeLessThanOrEqual(2);
        expect(touched(found)).toBeLessThanOrEqual(["no filter", "nothing fits", "rare cause", "rare state"].includes(name) ? 120 : 12_000);
      });
    }
  }

  test("list, a page deep in the list starts where the last one ended", async () => {
    const { next } = await (async () => { let page: { next: string | null } = { next: null }; await plansOf("provinceOverseer", province, async (tx) => { page = await listPage(tx, { year: 2018, limit: 200 }); }); return page; })();
    const found = await plansOf("provinceOverseer", province, (tx) => listPage(tx, { year: 2018, limit: 50, after: next ?? undefined }));
    expect([scans(found), touched(found) <= 120]).toEqual([[], true]);
  });

  for (const q of ["张建国", "建国", "张", "990100000012", "123X", "13800001111"]) {
    for (const [role, place] of [["countyOfficer", county], ["provinceOverseer", province], ["townOfficer", 990102105000]] as const) {
      test(`search «${q}», ${role}`, async () => expect(scans(await plansOf(role, place, (tx) => searchPeople(tx, t.crypto, { q, year: 2018, limit: 30 }, today)))).toEqual([]));
    }
  }

  test("whole ID number, here and across counties", async () => {
    const found = await plansOf("countyOfficer", county, async (tx) => { await searchPeople(tx, t.crypto, { q: "11010519491231002X", limit: 30 }, today); await lookUp(tx, t.crypto, "11010519491231002X", today); });
    expect(scans(found)).toEqual([]);
  });

  test("household page: a fixed number of statements, none scans", async () => {
    const [first] = ids;
    const found = await plansOf("countyOfficer", county, (tx) => householdPage(tx, t.crypto, { county: first?.county ?? 0, id: first?.id ?? "" }, { year: 2018 }, today));
    expect(scans(found)).toEqual([]);
    expect(found.length).toBeLessThanOrEqual(9);
    expect(touched(found)).toBeLessThan(50);
  });
});
