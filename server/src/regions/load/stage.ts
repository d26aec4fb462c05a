/**
 * First half of loading a list: every row is read, judged and copied into a temporary table; then codes that repeat, codes
 * that stand for two levels, and parents that no list names are settled there, each with a problem that says what was done.
 */
import path from "node:path";
import { levelOf } from "@diguan/core/region-code.ts";
import { readListRow, type ListedGroup, type ListFault, type ListProblem } from "@diguan/core/regions/list.ts";
import { levelFromNumber, levelNumber, lineOf, parentOf } from "@diguan/core/regions/place.ts";
import { copyIn } from "../../postgres/copy.ts";
import type { Tx } from "../../postgres/pool.ts";
import type { ListFile } from "./fetch.ts";
import { readList } from "./read.ts";

const mostProblems = 1000;

/** Problems in order, all counted, the first thousand kept. */
export class Found {
  readonly list: ListProblem[] = [];
  readonly counts: Partial<Record<ListFault, number>> = {};
  add(fault: ListFault, at: { file?: string; line?: number; code?: string | number; name?: string }, message: string): void {
    this.counts[fault] = (this.counts[fault] ?? 0) + 1;
    if (this.list.length < mostProblems) this.list.push({ fault, file: at.file ?? "", line: at.line ?? 0, code: String(at.code ?? ""), name: at.name ?? "", message });
  }
}

export interface Staged { readonly groups: readonly ListedGroup[]; readonly files: readonly string[] }

const refusals: Readonly<Record<"code" | "name" | "level", string>> = { code: "row not taken: the code has not the digits of its level", name: "row not taken: it has no name", level: "row not taken: its level does not fit its code" };
const escaped = (text: string): string => (/[\\\t\n\r]/.test(text) ? text.replace(/\\/g, "\\\\").replace(/[\t\n\r]/g, " ") : text);

/** Copies the rows into pg_temp.incoming. */
export async function stage(tx: Tx, files: readonly ListFile[], found: Found, say: (text: string) => void): Promise<Staged> {
  await tx.sql.unsafe("create temp table incoming (code bigint not null, level smallint not null, through smallint, parent bigint not null, name text not null, provisional boolean not null default false, file smallint not null, line integer not null) on commit drop").simple();
  const groups: ListedGroup[] = [];
  let rows = 0;
  let told = performance.now();
  const lines = async function* (): AsyncGenerator<string> {
    for (const [index, file] of files.entries()) {
      const name = path.basename(file.path);
      for await (const batch of readList(file)) {
        let text = "";
        for (const cells of batch) {
          const read = readListRow(cells);
          if ("group" in read) { groups.push(read.group); continue; }
          if (!("row" in read)) { found.add(read.fault, { file: name, line: cells.line, code: cells.code, name: cells.name }, refusals[read.fault]); continue; }
          const { row } = read;
          if (read.fault) found.add(read.fault, { file: name, line: cells.line, code: row.code, name: row.name }, `the file says it lies below ${cells.parent ?? ""}; its code says ${row.parent}: the code was followed`);
          text += `${row.code}\t${levelNumber(row.level)}\t${row.parent}\t${escaped(row.name)}\t${index}\t${cells.line}\n`;
        }
        rows += batch.length;
        yield text;
        if (performance.now() - told > 1000) { told = performance.now(); say(`${name}: ${rows.toLocaleString("en")} rows read`); }
      }
    }
  };
  await copyIn(tx.sql, "copy incoming (code, level, parent, name, file, line) from stdin", lines());
  await tx.sql.unsafe("analyze incoming").simple();
  return { groups, files: files.map((f) => path.basename(f.path)) };
}

interface Repeat { readonly code: number; readonly level: number; readonly name: string; readonly parent: number; readonly file: number; readonly line: number }

/** One row per code: the highest level and the first name are kept; a code listed at two levels stands for both. */
export async function settleRepeats(tx: Tx, staged: Staged, found: Found): Promise<void> {
  const repeats = await tx.sql<Repeat[]>`
    select i.code, i.level, i.name, i.parent, i.file, i.line from incoming i join (select code from incoming group by code having count(*) > 1) r using (code)
     order by i.code, i.level, i.file, i.line`;
  const kept = new Map<number, Repeat & { through: number }>();
  for (const row of repeats) {
    const first = kept.get(row.code);
    const at = { file: staged.files[row.file] ?? "", line: row.line, code: row.code, name: row.name };
    if (!first) kept.set(row.code, { ...row, through: row.level });
    else if (row.level > first.through) {
      first.through = row.level;
      found.add("twoLevels", at, `the same twelve digits are ${levelFromNumber(first.level)} and ${levelFromNumber(row.level)}: one region stands for both${row.name === first.name ? "" : `, under the name ${first.name}`}`);
    } else if (row.name === first.name) found.add("repeated", at, "the code is listed again with the same name: taken once");
    else found.add("repeatedName", at, `the code is listed again with another name: «${first.name}» was kept`);
  }
  if (kept.size === 0) return;
  const rows = [...kept.values()];
  await tx.sql`delete from incoming where code = any (${rows.map((r) => r.code)}::bigint[])`;
  await tx.sql`
    insert into incoming (code, level, through, parent, name, file, line)
    select code, level, nullif(through, level), parent, name, file, line
      from unnest(${rows.map((r) => r.code)}::bigint[], ${rows.map((r) => r.level)}::smallint[], ${rows.map((r) => r.through)}::smallint[], ${rows.map((r) => r.parent)}::bigint[], ${rows.map((r) => r.name)}::text[], ${rows.map((r) => r.file)}::smallint[], ${rows.map((r) => r.line)}::integer[])
           as r (code, level, through, parent, name, file, line)`;
}

/** Parents that neither the list nor the tree knows are made provisionally, named by their code, so that nothing hangs in the air. */
export async function settleParents(tx: Tx, staged: Staged, found: Found): Promise<void> {
  const orphans = await tx.sql<{ parent: number; code: number; name: string; file: number; line: number; rows: number }[]>`
    select distinct on (i.parent) i.parent, i.code, i.name, i.file, i.line, count(*) over (partition by i.parent)::int as rows
      from incoming i
     where i.parent <> 0 and not exists (select from incoming p where p.code = i.parent) and not exists (select from regions.region r where r.code = i.parent and r.valid_to is null)
     order by i.parent, i.file, i.line`;
  if (orphans.length === 0) return;
  const wanted = [...new Set(orphans.flatMap((o) => lineOf(o.parent)))];
  const known = new Set((await tx.sql<{ code: number }[]>`select code from incoming where code = any (${wanted}::bigint[]) union select code from regions.region where code = any (${wanted}::bigint[]) and valid_to is null`).map((r) => r.code));
  const made = wanted.filter((c) => !known.has(c));
  await tx.sql`
    insert into incoming (code, level, parent, name, provisional, file, line)
    select code, level, parent, code::text, true, -1, 0 from unnest(${made}::bigint[], ${made.map((c) => levelNumber(levelOf(c)))}::smallint[], ${made.map((c) => parentOf(c))}::bigint[]) as r (code, level, parent)`;
  for (const o of orphans) found.add("parentMissing", { file: staged.files[o.file] ?? "", line: o.line, code: o.code, name: o.name }, `the list names no ${levelOf(o.parent)} ${o.parent} (${o.rows} rows below it): made provisionally, to be named`);
}
