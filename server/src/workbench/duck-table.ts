/**
 * Columns of a Parquet file, or of a large CSV file, by DuckDB (survey workbench, paper 001 §4; figure: 4 million rows). Numbers come as
 * doubles, names as hashes that are numbered, so that no cell becomes an object. Cells that only our own reader of CSV understands
 * send the caller there (`undefined`): it knows the lines and tells what is wrong.
 */
import { Usage } from "../command.ts";
import { flagsOf, noFlag, numberOf, type Table } from "./cells.ts";
import { named, quoted, type Duck } from "./duck.ts";
import { HashCodes, type Keys } from "./keys.ts";

/** What is asked of each column; `groups` are keys with their names, `features` numbers where they are numbers, else groups. */
export interface Asked { readonly features?: readonly string[]; readonly numbers?: readonly string[]; readonly flags?: readonly string[]; readonly keys?: readonly string[]; readonly groups?: readonly string[] }
interface Source { readonly relation: string; readonly rowNumber: string; readonly typeOf: ReadonlyMap<string, string>; readonly text: boolean; readonly file: string }
interface Piece { readonly sql: string; readonly take: (items: ArrayBufferView, at: number, rows: number) => void }

const numeric = /^(U?(TINY|SMALL|BIG|HUGE)INT|U?INTEGER|FLOAT|DOUBLE|DECIMAL|BOOLEAN)/;
const words = /^(VARCHAR|ENUM)/;
const plain = /^(DATE|TIME|TIMESTAMP|UUID|INTERVAL)/;
const noNumber = "('NA', 'N/A', 'NULL', 'NaN', '.')";

const typeOf = (source: Source, name: string): string => {
  const type = source.typeOf.get(name);
  if (type === undefined) throw new Usage(`${source.file} has no column «${name}»; its columns are ${[...source.typeOf.keys()].join(", ")}`);
  return type;
};
/** Hash of a missing name; that of 0 is 0, so it is another number. */
const nobody = "18446744073709551615::ubigint";
const isWords = (type: string): boolean => words.test(type);

/** Numbers of a column, and in words those cells that DuckDB takes for no number. */
function numberPiece(source: Source, name: string, into: Float64Array): Piece {
  const type = typeOf(source, name);
  if (!numeric.test(type) && !isWords(type)) throw new Usage(`column ${name} of ${source.file} holds ${type} values, which are no numbers`);
  return {
    sql: `coalesce(${isWords(type) ? `try_cast(${named(name)}::varchar as double)` : `${named(name)}::double`}, 'nan'::double)`,
    take: (items, at, rows) => { into.set((items as Float64Array).subarray(0, rows), at); },
  };
}

/** Reads the cells that are neither numbers nor missing for DuckDB; false where only the reader of CSV can tell. */
async function repairNumbers(duck: Duck, source: Source, name: string, into: Float64Array): Promise<boolean> {
  const fail = (row: number, cell: string): never => { throw new Usage(`column ${name}, data row ${row + 1}: «${cell.slice(0, 40)}» is no number; correct it, or leave it empty when the value is missing`); };
  if (!isWords(typeOf(source, name))) {
    const row = into.findIndex((x) => x === Infinity || x === -Infinity);
    return row < 0 || fail(row, String(into[row]));
  }
  if (!into.some((x) => !Number.isFinite(x))) return true;
  const cell = `${named(name)}::varchar`;
  const odd = await duck.rows(`select ${source.rowNumber}, ${cell} from ${source.relation} where ${named(name)} is not null and not coalesce(isfinite(try_cast(${cell} as double)), false) and ${cell} <> '' and ${cell} not in ${noNumber} limit 200000`);
  for (const [row, text] of odd) {
    const value = numberOf((text ?? "").trim());
    if (value === undefined) { if (source.text) return false; fail(Number(row), text ?? ""); } else into[Number(row)] = value;
  }
  return odd.length < 200_000;
}

const hashed = (source: Source, name: string): string => {
  const type = typeOf(source, name);
  if (isWords(type)) return `coalesce(case when trim(${named(name)}::varchar) <> '' then hash(trim(${named(name)}::varchar)) end, ${nobody})`;
  if (!numeric.test(type) && !plain.test(type)) throw new Usage(`column ${name} of ${source.file} holds ${type} values, which name no group`);
  return `case when ${named(name)} is null${/^(FLOAT|DOUBLE)/.test(type) ? ` or isnan(${named(name)})` : ""} then ${nobody} else hash(${named(name)}) end`;
};

class KeyColumn {
  readonly #hashes = new HashCodes();
  readonly #codes: Uint32Array;
  readonly piece: Piece;
  constructor(source: Source, name: string, rows: number) {
    const codes = new Uint32Array(rows);
    this.#codes = codes;
    let [low, high, code] = [0, 0, -1];   // neighbours are often the same: persons of one household
    this.piece = {
      sql: hashed(source, name),
      take: (items, at, count) => {
        const pairs = new Uint32Array(items.buffer, items.byteOffset, count * 2);
        for (let i = 0; i < count; i++) {
          const [l, h] = [pairs[2 * i] ?? 0, pairs[2 * i + 1] ?? 0];
          if (l !== low || h !== high || code < 0) { [low, high] = [l, h]; code = this.#hashes.code(l, h); }
          codes[at + i] = code;
        }
      },
    };
  }
  /** `names`: hash, as written → name. */
  keys(names?: readonly (readonly (string | null)[])[]): Keys {
    const seen = this.#hashes.count;
    const nothing = this.#hashes.code(0xffffffff, 0xffffffff);
    const texts = names && Array.from({ length: seen }, () => "");
    if (texts) for (const [hash, text] of names) { const h = BigInt(hash ?? 0); texts[this.#hashes.code(Number(h & 0xffffffffn), Number(h >> 32n))] = text ?? ""; }
    return { codes: this.#codes, count: seen, missing: nothing < seen ? nothing : undefined, names: texts };
  }
}

/** 2 stands for what is no flag; in a column of texts also for a flag that is written in another way (1.0), which is read once more as a number. */
const flagSql = (name: string, type: string): string => (isWords(type)
  ? `(case ${named(name)}::varchar when '1' then 1 when '0' then 0 else case when ${named(name)} is null or ${named(name)}::varchar = '' or ${named(name)}::varchar in ${noNumber} then -1 else 2 end end)::tinyint`
  : `(case when ${named(name)} is null or isnan(${named(name)}::double) then -1 when ${named(name)} = 1 then 1 when ${named(name)} = 0 then 0 else 2 end)::tinyint`);

const nameSql = (source: Source, name: string): string => `${isWords(typeOf(source, name)) ? "trim" : ""}(${named(name)}::varchar)`;
/** 1.0 of a column of doubles is the group 1. */
const asNamed = (type: string, name: string | null): string => (name === null ? "" : /^(FLOAT|DOUBLE)/.test(type) ? String(Number(name)) : name);

/** Is every cell of this column a number or missing? */
async function isNumeric(duck: Duck, source: Source, name: string): Promise<boolean> {
  const type = typeOf(source, name);
  if (!isWords(type)) return numeric.test(type);
  const cell = `trim(${named(name)}::varchar)`;
  const odd = await duck.rows(`select distinct ${cell} from ${source.relation} where ${named(name)} is not null and not coalesce(isfinite(try_cast(${cell} as double)), false) limit 1000`);
  return odd.every(([text]) => numberOf((text ?? "").trim()) !== undefined);
}

/** One column of texts as numbers; undefined where only the reader of CSV can tell. */
async function oneNumber(duck: Duck, source: Source, name: string, rows: number): Promise<Float64Array | undefined> {
  const into = new Float64Array(rows);
  const piece = numberPiece(source, name, into);
  let at = 0;
  await duck.pieces(`select ${piece.sql} from ${source.relation}`, ([items], count) => { if (items) piece.take(items, at, count); at += count; });
  return await repairNumbers(duck, source, name, into) ? into : undefined;
}

/** Reads what is asked in one pass. Undefined: this file needs the reader of CSV. */
export async function readDuckTable(duck: Duck, source: Source, given: Asked): Promise<Table | undefined> {
  const features = new Map<string, boolean>();
  for (const name of given.features ?? []) features.set(name, await isNumeric(duck, source, name));
  const more = (numbers: boolean): string[] => [...features].filter(([, is]) => is === numbers).map(([name]) => name);
  const asked: Asked = { ...given, numbers: [...(given.numbers ?? []), ...more(true)], groups: [...(given.groups ?? []), ...more(false)] };
  const rows = Number((await duck.rows(`select count(*) from ${source.relation}`))[0]?.[0] ?? 0);
  const numbers = new Map((asked.numbers ?? []).map((name) => [name, new Float64Array(rows)]));
  const flags = new Map<string, Int8Array>((asked.flags ?? []).filter((f) => !numbers.has(f)).map((name) => [name, new Int8Array(rows)]));
  const groups = asked.groups ?? [];
  const keys = new Map([...(asked.keys ?? []), ...groups].map((name) => [name, new KeyColumn(source, name, rows)]));
  const pieces: Piece[] = [
    ...[...numbers].map(([name, into]) => numberPiece(source, name, into)),
    ...[...flags].map(([name, into]): Piece => {
      const type = typeOf(source, name);
      if (!numeric.test(type) && !isWords(type)) throw new Usage(`column ${name} of ${source.file} holds ${type} values; an indicator is 1, 0 or empty`);
      return { sql: flagSql(name, type), take: (items, at, count) => { into.set((items as Int8Array).subarray(0, count), at); } };
    }),
    ...[...keys.values()].map((k) => k.piece),
  ];
  let at = 0;
  if (pieces.length > 0) await duck.pieces(`select ${pieces.map((p) => p.sql).join(", ")} from ${source.relation}`, (columns, count) => {
    for (const [j, p] of pieces.entries()) { const items = columns[j]; if (items) p.take(items, at, count); }
    at += count;
  });
  for (const [name, into] of numbers) if (!await repairNumbers(duck, source, name, into)) return undefined;
  for (const [name, into] of flags) {
    const row = into.indexOf(2);
    if (row >= 0 && isWords(typeOf(source, name))) {
      const read = await oneNumber(duck, source, name, rows);
      if (read === undefined) return undefined;
      flags.set(name, flagsOf(read, (i) => String(read[i]), name));
    } else if (row >= 0) throw noFlag(name, row, (await duck.rows(`select ${named(name)}::varchar from ${source.relation} where ${source.rowNumber} = ${row}`))[0]?.[0] ?? "");
  }
  const names = new Map(await Promise.all(groups.map(async (name) => [name, (await duck.rows(`select distinct ${hashed(source, name)}, ${nameSql(source, name)} from ${source.relation}`)).map(([hash, text]) => [hash ?? null, asNamed(typeOf(source, name), text ?? null)] as const)] as const)));
  const found = new Map([...keys].map(([name, column]) => [name, column.keys(names.get(name))]));
  const of = <T>(map: ReadonlyMap<string, T>, name: string): T => { const v = map.get(name); if (v === undefined) throw new Error(`the column ${name} was not asked for`); return v; };
  return {
    rows, isNumeric: (name) => numbers.has(name), numbers: (name) => of(numbers, name), keys: (name) => of(found, name),
    flags: (name) => of(flags, name),
    text: (name) => { const k = of(found, name); return Array.from(k.codes, (code) => k.names?.[code] ?? ""); },
  };
}

/** Columns and types of a Parquet file. */
export async function parquetSource(duck: Duck, at: string, file: string): Promise<Source> {
  const relation = `read_parquet(${quoted(at)}, file_row_number = true)`;
  const described = await duck.rows(`describe select * from read_parquet(${quoted(at)})`).catch((e: Error) => { throw new Usage(`${file} is Parquet, but cut short or damaged: ${e.message.split("\n")[0] ?? ""}`); });
  return { relation, rowNumber: "file_row_number", typeOf: new Map(described.map(([name, type]) => [name ?? "", type ?? ""])), text: false, file };
}

/** Loads the columns of a CSV file as texts. Lines without any content are none, as for our own reader. */
export async function csvSource(duck: Duck, at: string, file: string, csv: { readonly delimiter: string; readonly header: readonly string[]; readonly skip: number }, columns: readonly string[]): Promise<Source> {
  const all = csv.header.map((_, i) => `c${i}`);
  const own = columns.map((name) => ({ name, at: csv.header.indexOf(name) }));
  const shape = `{${all.map((c) => `${quoted(c)}: 'varchar'`).join(", ")}}`;
  const read = `read_csv(${quoted(at)}, delim = ${quoted(csv.delimiter)}, quote = '"', escape = '"', header = false, skip = ${csv.skip}, columns = ${shape}, auto_detect = false, null_padding = true, strict_mode = true, max_line_size = 4194304, parallel = true)`;
  const load = (where: string): Promise<void> => duck.run(`create or replace temp table survey as select ${own.map((o) => `c${o.at} as ${named(o.name)}`).join(", ")} from ${read} ${where}`);
  const empty = (cells: readonly string[]): string => cells.map((c) => `coalesce(${c}, '') = ''`).join(" and ");
  await load("");
  const blank = Number((await duck.rows(`select count(*) from survey where ${empty(own.map((o) => named(o.name)))}`))[0]?.[0] ?? 0);
  if (blank > 0) await load(`where not (${empty(all)})`);
  return { relation: "survey", rowNumber: "rowid", typeOf: new Map(own.map((o) => [o.name, "VARCHAR"])), text: true, file };
}
