/**
 * Loads a list of regions into the dated tree (paper 001 §3.1; domain guide §0.2): what is new opens, what is renamed gets a
 * new dated row, what a complete list no longer names closes. The same list twice changes nothing; all in one transaction.
 */
import fs from "node:fs";
import { rangeOf } from "@diguan/core/region-code.ts";
import type { ListFault, ListProblem } from "@diguan/core/regions/list.ts";
import { addDays } from "@diguan/core/time.ts";
import { audit } from "../../audit.ts";
import { Usage } from "../../command.ts";
import type { Db, Tx } from "../../postgres/pool.ts";
import { ensureGroups } from "../service.ts";
import type { Lists } from "./fetch.ts";
import { splitLine } from "./read.ts";
import { Found, settleParents, settleRepeats, stage, type Staged } from "./stage.ts";

export interface Loading {
  /** first day of what the list says; default: from the beginning for the first list, else `today` */ readonly validFrom?: string;
  readonly source?: string; /** CSV old,new: which code took over */ readonly mapping?: string; readonly dryRun?: boolean;
  /** close what the list does not name, also when it is a single file */ readonly complete?: boolean; /** close more than a fifth of a province */ readonly force?: boolean; readonly today: string;
}
export interface Loaded {
  readonly source: string; readonly validFrom: string; readonly provinces: number; readonly cities: number; readonly counties: number; readonly towns: number; readonly villages: number; readonly groups: number;
  readonly added: number; readonly renamed: number; readonly closed: number; readonly unchanged: number; readonly provisional: number;
  readonly problems: readonly ListProblem[]; readonly problemCounts: Partial<Record<ListFault, number>>; readonly seconds: number;
}

const beginning = "1949-10-01";
const fewEnough = 1000;

/** What the list changes, into pg_temp.plan(code, act): add, rename (new dated row), correct (same day: in place), close. */
async function plan(tx: Tx, lists: Lists, loading: Loading, on: string, found: Found): Promise<{ add: number; rename: number; close: number; unchanged: number }> {
  const all = lists.complete && lists.files.length === 5;
  // a part of a country says nothing about the other levels that a code stands for
  if (!all) await tx.sql`update incoming i set level = r.level, through = r.through from regions.region r where r.code = i.code and r.valid_to is null and r.through is not null and i.level >= r.level and coalesce(i.through, i.level) <= r.through`;
  await tx.sql.unsafe("create temp table plan (code bigint not null, act text not null) on commit drop").simple();
  await tx.sql`
    insert into plan
    select i.code, case when r.code is null then case when exists (select from regions.region x where x.code = i.code and x.valid_to >= ${on}) then 'later' else 'add' end
                        when r.name = i.name and r.level = i.level and r.through is not distinct from i.through and r.provisional = i.provisional then 'same'
                        when i.provisional then 'same'
                        when r.valid_from < ${on} then 'rename' when r.valid_from = ${on} then 'correct' else 'later' end
      from incoming i left join regions.region r on r.code = i.code and r.valid_to is null`;
  if (lists.complete || loading.complete) {
    // only what a list once brought in is closed by a list: places added by hand or by an import stay, and are told
    const gone = await tx.sql<{ code: number; name: string; listed: boolean; validFrom: string }[]>`
      select r.code, r.name, not r.provisional and r.source in (select source from regions.import) as listed, r.valid_from as "validFrom"
        from regions.region r
       where r.valid_to is null and r.code / 10000000000 in (select distinct code / 10000000000 from incoming where not provisional)
         and r.level in (select distinct level from incoming) and not exists (select from incoming i where i.code = r.code)
       order by r.code`;
    const closing = gone.filter((g) => g.listed && g.validFrom < on);
    for (const g of gone.filter((x) => !x.listed)) found.add("kept", { code: g.code, name: g.name }, "in the tree but not in the list; it was added here, so it stays");
    for (const g of gone.filter((x) => x.listed && x.validFrom >= on)) found.add("laterRow", { code: g.code, name: g.name }, `not in the list, but in force only since ${g.validFrom}; not closed by a list of ${on}`);
    const before = (await tx.sql<{ n: number }[]>`select count(*)::int as n from regions.region where valid_to is null and code / 10000000000 in (select distinct code / 10000000000 from incoming)`)[0]?.n ?? 0;
    if (closing.length > fewEnough && closing.length * 5 > before && !loading.force) throw new Usage(`the list would close ${closing.length} of ${before} regions; it is probably cut off. If it is right, use --force`);
    await tx.sql`insert into plan select c, 'close' from unnest(${closing.map((g) => g.code)}::bigint[]) as c`;
  }
  await tx.sql.unsafe("analyze plan").simple();
  for (const late of await tx.sql<{ code: number; name: string }[]>`select code, i.name from plan join incoming i using (code) where act = 'later' order by code limit 1000`)
    found.add("laterRow", late, `the tree holds a row of this code that begins on ${on} or later; left as it is`);
  const counts = new Map((await tx.sql<{ act: string; n: number }[]>`select act, count(*)::int as n from plan group by act`).map((r) => [r.act, r.n]));
  const of = (act: string): number => counts.get(act) ?? 0;
  return { add: of("add"), rename: of("rename") + of("correct"), close: of("close"), unchanged: of("same") + of("later") };
}

async function apply(tx: Tx, source: string, on: string): Promise<void> {
  await tx.sql`update regions.region r set valid_to = ${addDays(on, -1)} from plan p where p.code = r.code and p.act in ('rename', 'close') and r.valid_to is null`;
  await tx.sql`
    update regions.region r set name = i.name, level = i.level, through = i.through, provisional = i.provisional, source = ${source}
      from plan p join incoming i using (code) where p.code = r.code and p.act = 'correct' and r.valid_to is null`;
  await tx.sql`
    insert into regions.region (code, valid_from, level, through, parent, name, provisional, source)
    select i.code, ${on}, i.level, i.through, i.parent, i.name, i.provisional, ${source} from plan p join incoming i using (code) where p.act in ('add', 'rename') order by i.code`;
}

/** Which code took over from a closed one. */
async function succeed(tx: Tx, file: string, on: string, found: Found): Promise<void> {
  const pairs = fs.readFileSync(file, "utf8").replace(/^\uFEFF/, "").split(/\r?\n/).map((text, i) => ({ line: i + 1, cells: splitLine(text).map((c) => c.trim()) })).filter((p) => p.cells.length >= 2 && /^\d/.test(p.cells[0] ?? ""));
  for (const { line, cells } of pairs) {
    const [old, next] = [Number((cells[0] ?? "").padEnd(12, "0")), Number((cells[1] ?? "").padEnd(12, "0"))];
    const at = { file, line, code: old };
    const closed = await tx.sql`
      update regions.region set successor = ${next} where code = ${old} and valid_to is not null and exists (select from regions.region n where n.code = ${next} and n.valid_to is null)
         and valid_from = (select max(valid_from) from regions.region where code = ${old}) and not exists (select from regions.region c where c.code = ${old} and c.valid_to is null)`;
    if (closed.count === 0) found.add("mapping", at, `${old} → ${next} not noted: the first must be closed and the second in force`);
    else await tx.sql`insert into regions.succession (predecessor, successor, on_date, act, reason) values (${old}, ${next}, ${on}, 'recode', 'list of codes') on conflict do nothing`;
  }
}

async function saveGroups(tx: Tx, staged: Staged): Promise<number> {
  if (staged.groups.length === 0) return 0;
  await ensureGroups(tx, staged.groups.map((g) => ({ village: g.village, name: g.group })));
  return new Set(staged.groups.map((g) => `${g.village}${g.group}`)).size;
}

/** Loads the lists; throws `Usage` for files that are none. */
export async function loadRegions(db: Db, lists: Lists, loading: Loading, say: (text: string) => void): Promise<Loaded> {
  const began = performance.now();
  const loaded = await db.asSystem(async (tx) => {
    // two loadings at once would plan against the same tree
    await tx.sql`select pg_advisory_xact_lock(7342015002::bigint)`;
    // sorting in memory, and the names' trigrams entered into their index in large batches instead of 4 MB at a time
    await tx.sql.unsafe("set local work_mem = '64MB'; set local gin_pending_list_limit = '64MB'").simple();
    const found = new Found();
    const source = loading.source ?? lists.source;
    const [earlier] = await tx.sql`select from regions.import limit 1`;
    const on = loading.validFrom ?? (earlier ? loading.today : beginning);
    const staged = await stage(tx, lists.files, found, say);
    await settleRepeats(tx, staged, found);
    await settleParents(tx, staged, found);
    say("comparing with the tree …");
    const [size] = await tx.sql<{ provinces: number; cities: number; counties: number; towns: number; villages: number; provisional: number }[]>`
      select ${[1, 2, 3, 4, 5].map((level) => tx.sql`count(*) filter (where not provisional and level <= ${level} and coalesce(through, level) >= ${level})::int as ${tx.sql(["provinces", "cities", "counties", "towns", "villages"][level - 1] ?? "")},`)} count(*) filter (where provisional)::int as provisional from incoming`;
    if (!size || size.provinces + size.cities + size.counties + size.towns + size.villages + staged.groups.length === 0) throw new Usage("the list holds no region");
    const planned = await plan(tx, lists, loading, on, found);
    const dry = loading.dryRun === true;
    if (!dry) {
      say(`${planned.add.toLocaleString("en")} to add, ${planned.rename.toLocaleString("en")} to rename, ${planned.close.toLocaleString("en")} to close …`);
      await apply(tx, source, on);
      if (loading.mapping !== undefined) await succeed(tx, loading.mapping, on, found);
    }
    const groups = dry ? staged.groups.length : await saveGroups(tx, staged);
    const seconds = Math.round(performance.now() - began) / 1000;
    const counts = { ...size, groups, added: planned.add, renamed: planned.rename, closed: planned.close, unchanged: planned.unchanged };
    if (!dry) {
      await tx.sql`insert into regions.import (source, valid_from, counts, problems, seconds) values (${source}, ${on}, ${tx.sql.json(counts)}, ${tx.sql.json({ counts: found.counts, list: found.list.slice(0, 100) } as never)}, ${seconds})`;
      await audit(tx, "import", "region", { target: source, detail: { ...counts, validFrom: on } });
    }
    return { source, validFrom: on, ...counts, problems: found.list, problemCounts: found.counts, seconds };
  });
  // the tables changed size at once: without this, searches would be planned for the old size until autovacuum comes
  if (loaded.added + loaded.renamed + loaded.closed > fewEnough && loading.dryRun !== true) await db.owner.unsafe("select gin_clean_pending_list('regions.region_by_name'); analyze regions.region").simple();
  return { ...loaded, seconds: Math.round(performance.now() - began) / 1000 };
}

/** Codes of a region and all below it on a day, for the export; streamed in order. A code that stands for two levels is written for each, as lists do. */
export async function* exportRegions(tx: Tx, root: number, on: string): AsyncGenerator<{ code: number; name: string; level: number; parent: number; validFrom: string; validTo: string | null; provisional: boolean; source: string }[]> {
  const { lo, hi } = rangeOf(root);
  yield* tx.sql<{ code: number; name: string; level: number; parent: number; validFrom: string; validTo: string | null; provisional: boolean; source: string }[]>`
    select code, name, l as level, parent, valid_from as "validFrom", valid_to as "validTo", provisional, source
      from regions.region, generate_series(level::int, coalesce(through, level)::int) as l
     where code between ${lo} and ${hi} and valid_from <= ${on} and (valid_to is null or valid_to >= ${on}) order by code, l`.cursor(2000);
}
