/** Departments' data: one county of 80,000 persons compared with 900,000 payments, beside the same join in plain SQL. */
import { randomUUID } from "node:crypto";
import { kindsOfFeed } from "@diguan/core/comparison/kinds.ts";
import { compare } from "../server/src/comparison/compare.ts";
import { loadCounty } from "../server/src/demo/load.ts";
import { regionRows } from "../server/src/demo/generate.ts";
import { demonstrationPlan } from "../server/src/demo/seed.ts";
import { ensureRegions } from "../server/src/regions/service.ts";
import { benchDatabase } from "./database.ts";
import { percentile, timed, type Row } from "./row.ts";

const year = 2018;
const payments = 900_000;

export async function bench(): Promise<Row[]> {
  const b = await benchDatabase();
  try {
    const plan = demonstrationPlan(0, Number(process.env["BENCH_HOUSEHOLDS"] ?? 25_000));
    const county = plan.county.code;
    const { owner } = b.db;
    await b.db.asSystem(async (tx) => {
      await ensureRegions(tx, regionRows(1).map((r) => ({ code: r.code, name: r.name, source: "bench" })));
      await loadCounty(tx, b.crypto, plan, { years: [year], errors: false, history: false, items: false });
    });
    const batches = { payments: randomUUID(), deaths: randomUUID() };
    for (const [feed, id] of Object.entries(batches)) await owner`
      insert into comparison.batch (county, id, region, feed, department, basis, purpose, fields, snapshot_on, retain_until, way, file_name, sha256, state, rows, profile)
      values (${county}, ${id}, ${county * 1e6}, ${feed}, 'finance', 'duty', 'bench', '{}', '2018-11-20', '2030-01-01', 'command', ${feed}, ${Buffer.from(id)}, 'compared', 0, '{}')`;
    // one payment a month to everybody, to an account of his own; one person in five hundred has died in June and is paid on
    const total = (await owner<{ n: number }[]>`select count(*)::int as n from registry.member_year where county = ${county} and year = ${year} and cert_idx is not null`)[0]?.n ?? 1;
    await owner`
      insert into comparison.record (county, batch_id, row_no, region, cert_idx, on_date, amount_fen, code, other)
      select ${county}, ${batches.payments}, n, ${county * 1e6}, m.cert_idx, make_date(2018, 1 + ((n / ${total}) % 11)::int, 10 + (n % 3)::int), 10000, 3, encode(m.cert_idx, 'hex')
        from generate_series(1, ${payments}) n join (select cert_idx, row_number() over (order by cert_idx) - 1 as i from registry.member_year where county = ${county} and year = ${year} and cert_idx is not null) m on m.i = n % ${total}`;
    await owner`insert into comparison.record (county, batch_id, row_no, region, cert_idx, on_date, code) select ${county}, ${batches.deaths}, row_number() over (), ${county * 1e6}, cert_idx, '2018-06-15', 2 from (select cert_idx from registry.member_year where county = ${county} and year = ${year} and cert_idx is not null order by cert_idx limit 160) x`;
    await owner`analyze registry.household_year, registry.member_year, comparison.record, comparison.batch, comparison.finding`;
    const kinds = kindsOfFeed("payments");
    let found = 0;
    const [persons] = await owner<{ n: number }[]>`select count(*)::int as n from registry.member_year where county = ${county} and year = ${year}`;
    const ours = percentile(await timed(3, async () => { const r = await b.db.asSystem((tx) => compare(tx, b.crypto, { county, today: "2018-11-25", kinds })); found = Math.max(found, r.found); }), 50) / 1000;
    const plain = percentile(await timed(3, () => owner`
      select m.member_id, r.code, count(*), sum(r.amount_fen), max(r.on_date) from registry.member_year m join comparison.record r on r.cert_idx = m.cert_idx
       where m.county = ${county} and m.year = ${year} and r.county = ${county} and r.batch_id = ${batches.payments} group by m.member_id, r.code`), 50) / 1000;
    return [{ figure: `comparison of ${persons?.n ?? 0} persons with ${payments} payments: paid after death, twice, shared accounts, entitled and unpaid; ${found} suspicions`, value: ours, unit: "s", reference: "one plain join of the same rows, grouped by person and item", referenceValue: plain, ratio: ours / plain, promise: "≤ 2 s", kept: ours <= 2 }];
  } finally { await b.close(); }
}
