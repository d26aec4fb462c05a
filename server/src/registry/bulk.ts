/**
 * Writes many households at once: COPY into temporary tables, then one INSERT … ON CONFLICT per table. COPY straight into
 * tables under row level security is refused by PostgreSQL; temporary tables write no WAL and cost little (ADR in intake).
 * Used by the import and by the demonstration.
 */
import { once } from "node:events";
import type { Writable } from "node:stream";
import { setImmediate as nextTurn } from "node:timers/promises";
import { readIdNumber } from "@diguan/core/id-number.ts";
import { emptyHousehold, emptyMember, type Household, type Member, type StatedTotals } from "@diguan/core/registry/record.ts";
import type { Patch } from "@diguan/core/registry/history.ts";
import type { FieldCrypto } from "../access/crypto.ts";
import { everywhere, type Query, type Scope, type Tx } from "../postgres/pool.ts";
import { columnOf, householdColumns, memberColumns } from "./columns.ts";
import { householdRow, memberRow, sealHousehold, sealMember } from "./seal.ts";

export interface BulkHousehold {
  readonly county: number; readonly id: string; readonly region: number; readonly year: number; readonly household: Household; readonly stated: StatedTotals | undefined;
  readonly headName: string | null; readonly headMember: string | null; readonly labourCount: number; readonly rowHash: Uint8Array; readonly batchId: string; readonly source: number;
}
export interface BulkMember {
  readonly county: number; readonly id: string; readonly householdId: string; readonly region: number; readonly year: number; readonly ordinal: number; readonly member: Member; readonly batchId: string;
}
export interface BulkChange {
  readonly county: number; readonly householdId: string; readonly memberId: string | null; readonly year: number; readonly region: number; readonly act: string; readonly source: number; readonly batchId: string;
  readonly patch: Patch; readonly sealed: Uint8Array | null; readonly accountId: string | null; readonly byName: string | null; readonly byRole: string | null;
}

/** Members who can work: 普通, 技能, 弱劳动力或半劳动力. */
export const ableToWork = (labour: number | null): boolean => labour === 1 || labour === 2 || labour === 5;

type Value = string | number | boolean | null | undefined | Uint8Array | readonly number[];
/** A value in COPY's text format. */
function copyText(value: Value): string {
  if (value === null || value === undefined) return "\\N";
  if (typeof value === "string") return /[\\\t\n\r]/.test(value) ? value.replace(/[\\\t\n\r]/g, (c) => (c === "\\" ? "\\\\" : c === "\t" ? "\\t" : c === "\n" ? "\\n" : "\\r")) : value.includes("\0") ? value.replaceAll("\0", "") : value;
  if (typeof value === "number") return String(value);
  if (typeof value === "boolean") return value ? "t" : "f";
  if (value instanceof Uint8Array) return `\\\\x${Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString("hex")}`;
  return `{${value.join(",")}}`;
}

function lineOf(values: readonly Value[]): string {
  let line = "";
  for (let i = 0; i < values.length; i++) line += i === 0 ? copyText(values[i]) : `\t${copyText(values[i])}`;
  return `${line}\n`;
}

/**
 * COPY of lines into a table, waiting when the server is slower. What the server refuses after the last line (a key twice, a
 * value out of range) never reaches the driver's stream, which would wait for ever: a question behind the COPY, in the same
 * transaction, is then refused (25P02) and tells.
 */
async function send(sql: Query, into: string, lines: Iterable<string>): Promise<void> {
  const stream: Writable = await sql.unsafe(`copy ${into} from stdin`).writable();
  const failed = new Promise<never>((_, reject) => stream.once("error", reject));
  failed.catch(() => {});
  let text = "";
  for (const line of lines) {
    text += line;
    if (text.length < 1 << 16) continue;
    if (!stream.write(text)) await Promise.race([once(stream, "drain"), failed]);
    text = "";
  }
  await Promise.race([new Promise<void>((done) => { stream.write(text, () => { done(); }); }), failed]);
  const finished = once(stream, "finish");
  stream.end();
  // the end of the COPY is on its way once the stream has been ended and a turn has passed
  await nextTurn();
  await Promise.race([finished, failed, sql`select 1`.then(() => finished)]);
}

interface Table { readonly name: string; readonly columns: readonly string[]; readonly conflict: string }
const snapshotHousehold = ["county", "household_id", "year", "region", "household_code", "head_name", "head_member", "row_hash", "batch_id", "source", "sealed", "phone_idx", "account_idx", "stated_transfer_fen", "stated_annual_fen", "stated_net_fen", "stated_per_capita_fen", "labour_count"];
const ownHousehold = householdColumns.filter((f) => f.key !== "householdCode");
const ownMember = memberColumns.filter((f) => f.key !== "memberCode" && f.key !== "name");
const snapshotMember = ["county", "member_id", "year", "household_id", "region", "ordinal", "batch_id", "sealed", "cert_idx", "cert4_idx", "phone_idx", "cert_fault", "member_code", "name"];
const upsert = (columns: readonly string[], keys: readonly string[]): string =>
  `on conflict (${keys.join(", ")}) do update set ${columns.filter((c) => !keys.includes(c) && c !== "batch_id").map((c) => `${c} = excluded.${c}`).join(", ")}, version = t.version + 1`;
const yearColumns = [...snapshotHousehold, ...ownHousehold.map((f) => columnOf(f.key))];
const memberYearColumns = [...snapshotMember, ...ownMember.map((f) => columnOf(f.key))];

const tables = {
  household: { name: "household", columns: ["county", "id", "region", "code"], conflict: "on conflict (county, id) do update set region = excluded.region where t.region <> excluded.region" },
  member: { name: "member", columns: ["county", "id", "household_id", "region", "code"], conflict: "on conflict (county, id) do update set region = excluded.region, household_id = excluded.household_id where t.region <> excluded.region or t.household_id <> excluded.household_id" },
  householdYear: { name: "household_year", columns: yearColumns, conflict: `${upsert(yearColumns, ["county", "household_id", "year"])}, updated_at = now()` },
  memberYear: { name: "member_year", columns: memberYearColumns, conflict: upsert(memberYearColumns, ["county", "member_id", "year"]) },
  change: { name: "change", columns: ["county", "household_id", "member_id", "year", "region", "act", "source", "batch_id", "patch", "sealed", "account_id", "by_name", "by_role"], conflict: "" },
} as const satisfies Record<string, Table>;

/** Fills a temporary table by COPY and moves it into the registry. */
async function load({ sql }: Pick<Tx, "sql">, table: Table, lines: Iterable<string>, prefix = "bulk"): Promise<void> {
  const list = table.columns.join(", ");
  const temporary = `${prefix}_${table.name}`;
  await sql.unsafe(`create temporary table if not exists ${temporary} on commit delete rows as select ${list} from registry.${table.name} with no data`);
  await send(sql, `${temporary} (${list})`, lines);
  await sql.unsafe(`insert into registry.${table.name} as t (${list}) select ${list} from ${temporary} ${table.conflict}`);
  await sql.unsafe(`truncate ${temporary}`);
}

export interface Bulk { readonly households: readonly BulkHousehold[]; readonly members: readonly BulkMember[]; readonly changes: readonly BulkChange[] }
/** A certificate number that another member had claimed before. */
export interface Claimed { readonly memberId: string; readonly county: number; readonly householdId: string }

/**
 * Creates or replaces yearly rows of households and members, appends the changes, claims the persons. Answers whose
 * certificate numbers were already claimed by somebody else (DQ-008); the first claim stays. The rows are written as the
 * application's role inside `guard`, so that row level security is the second line here as well; only the claims are the system's.
 */
export async function writeBulk(tx: Tx, crypto: FieldCrypto, bulk: Bulk, guard: Scope = everywhere): Promise<readonly Claimed[]> {
  const { lines, claims } = linesOf(crypto, bulk);
  await tx.sql.unsafe(`set local app.lo = '${guard.lo}'; set local app.hi = '${guard.hi}'; set local app.own = ''; set local role diguan_app`).simple();
  for (const [table, rows] of lines) if (rows.length > 0) await load(tx, table, rows);
  await tx.sql.unsafe("set local role diguan_system");
  return claimAll(tx, claims);
}

/** May the connection's own account COPY past row level security? (The embedded database's may; one behind DATABASE_URL often may not.) */
export const mayCopy = async (tx: Tx): Promise<boolean> => (await tx.sql<{ may: boolean }[]>`select rolsuper or rolbypassrls as may from pg_roles where rolname = session_user`)[0]?.may === true;

/**
 * Households whose yearly rows do not exist yet, by COPY straight into the tables: three times as fast as `writeBulk`, for the
 * platform's own imports (nobody's area limits them) where `mayCopy`. If somebody else was quicker, it goes the slow way.
 */
export async function writeFresh(tx: Tx, crypto: FieldCrypto, bulk: Bulk): Promise<readonly Claimed[]> {
  if (bulk.households.length === 0) return [];
  const { lines, claims } = linesOf(crypto, bulk);
  try {
    await tx.sql.savepoint(async (sql) => {
      await sql.unsafe("set local role none");
      const ids = { household: bulk.households.map((h) => h.id), member: bulk.members.map((m) => m.id) };
      for (const [table, rows] of lines) {
        let left = rows;
        if (table.name === "household" || table.name === "member") {
          // known from other years, or from an import that was taken back
          const own = ids[table.name];
          const known = new Set((await sql<{ id: string }[]>`select id from registry.${sql(table.name)} where county = any (${[...new Set(bulk.households.map((h) => h.county))]}::int[]) and id = any (${own}::uuid[])`).map((r) => r.id));
          if (known.size > 0) await load({ sql }, table, rows.filter((_, i) => known.has(own[i] ?? "")), "fresh");
          // a file of several years has its households and members several times
          const first = new Map(own.map((id, i) => [id, i]).toReversed() as [string, number][]);
          left = known.size > 0 || first.size < own.length ? rows.filter((_, i) => !known.has(own[i] ?? "") && first.get(own[i] ?? "") === i) : rows;
        }
        if (left.length > 0) await send(sql, `registry.${table.name} (${table.columns.join(", ")})`, left);
      }
      await sql.unsafe("set local role diguan_system");
    });
  } catch (e) {
    if (!["23505", "25P02"].includes((e as { code?: string }).code ?? "")) throw e;
    return writeBulk(tx, crypto, bulk);
  }
  return claimAll(tx, claims);
}

/**
 * The same rows by COPY straight into empty tables: three times as fast, for the owner of the database alone (row level security
 * refuses COPY to everybody else). Nothing may be there yet, and no certificate number may occur twice.
 */
export async function copyBulk(sql: Query, crypto: FieldCrypto, bulk: Bulk): Promise<void> {
  const { lines, claims } = linesOf(crypto, bulk);
  for (const [table, rows] of lines) if (rows.length > 0) await send(sql, `registry.${table.name} (${table.columns.join(", ")})`, rows);
  await send(sql, "registry.person (cert_idx, county, household_id, member_id)", claims.map(({ idx, m }) => lineOf([idx, m.county, m.householdId, m.id])));
}

interface Claim { readonly idx: Buffer; readonly m: BulkMember }
/** All rows as lines of COPY, table by table in the order of their foreign keys, secrets sealed. */
function linesOf(crypto: FieldCrypto, bulk: Bulk): { readonly lines: readonly (readonly [Table, readonly string[]])[]; readonly claims: readonly Claim[] } {
  const claims: Claim[] = [];
  const members = bulk.members.map((m) => {
    const s = sealMember(crypto, m.county, m.id, { certNo: m.member.certNo, memberPhone: m.member.memberPhone });
    if (s.certIdx && claimable(m.member.certNo)) claims.push({ idx: s.certIdx, m });
    return lineOf([m.county, m.id, m.year, m.householdId, m.region, m.ordinal, m.batchId, s.sealed, s.certIdx, s.cert4Idx, s.phoneIdx, faultOf(m.member), m.member.memberCode, m.member.name, ...ownMember.map((f) => m.member[f.key])]);
  });
  const households = bulk.households.map((h) => {
    const s = sealHousehold(crypto, h.id, { householdPhone: h.household.householdPhone, bankAccount: h.household.bankAccount });
    return lineOf([h.county, h.id, h.year, h.region, h.household.householdCode, h.headName, h.headMember, h.rowHash, h.batchId, h.source, s.sealed, s.phoneIdx, s.accountIdx, h.stated?.transferFen, h.stated?.annualFen, h.stated?.netFen, h.stated?.perCapitaFen, h.labourCount, ...ownHousehold.map((f) => h.household[f.key])]);
  });
  return {
    claims,
    lines: [
      [tables.household, bulk.households.map((h) => lineOf([h.county, h.id, h.region, h.household.householdCode]))], [tables.householdYear, households],
      [tables.member, bulk.members.map((m) => lineOf([m.county, m.id, m.householdId, m.region, m.member.memberCode]))], [tables.memberYear, members],
      [tables.change, bulk.changes.map((c) => lineOf([c.county, c.householdId, c.memberId, c.year, c.region, c.act, c.source, c.batchId, JSON.stringify(c.patch), c.sealed, c.accountId, c.byName, c.byRole]))],
    ],
  };
}

/** Placeholders ("999999…", domain guide DQ-007) stand for nobody in particular. */
const claimable = (certNo: string | null): boolean => certNo !== null && certNo.length >= 15 && !certNo.startsWith("999999");

/** Why a number is not valid: as on editing (save.ts). */
function faultOf(m: Member): string | null {
  if (m.certType === 9 || (m.certNo === null && m.certType === 3)) return null;
  const id = readIdNumber(m.certNo ?? "");
  return typeof id === "string" ? id : null;
}

async function claimAll(tx: Tx, claims: readonly Claim[]): Promise<readonly Claimed[]> {
  if (claims.length === 0) return [];
  const list = "cert_idx, county, household_id, member_id";
  await tx.sql`create temporary table if not exists bulk_person on commit delete rows as select cert_idx, county, household_id, member_id from registry.person with no data`;
  await send(tx.sql, `bulk_person (${list})`, claims.map(({ idx, m }) => lineOf([idx, m.county, m.householdId, m.id])));
  await tx.sql.unsafe(`insert into registry.person (${list}) select ${list} from bulk_person order by cert_idx on conflict (cert_idx) do nothing`);
  const taken = await tx.sql<{ memberId: string; county: number; householdId: string }[]>`
    select b.member_id as "memberId", p.county, p.household_id as "householdId"
      from bulk_person b join registry.person p using (cert_idx)
     where (p.county, p.member_id) <> (b.county, b.member_id)`;
  await tx.sql`truncate bulk_person`;
  return taken;
}

export interface SnapshotMember { readonly id: string; readonly householdId: string; readonly region: number; readonly ordinal: number; readonly active: boolean; readonly member: Member }
export interface Snapshot { readonly id: string; readonly region: number; readonly household: Household; readonly stated: StatedTotals; readonly version: number }

/** Whole rows of households and members of a year, secrets opened; only for the few that an import changes. */
export async function readSnapshots(tx: Tx, crypto: FieldCrypto, county: number, year: number, households: readonly string[], members: readonly string[]): Promise<{ readonly households: ReadonlyMap<string, Snapshot>; readonly members: ReadonlyMap<string, SnapshotMember> }> {
  if (households.length === 0 && members.length === 0) return { households: new Map(), members: new Map() };
  const rows = await tx.sql<Record<string, unknown>[]>`select * from registry.household_year where county = ${county} and year = ${year} and household_id = any (${households as string[]}::uuid[]) and region between ${tx.scope.lo} and ${tx.scope.hi}`;
  const people = await tx.sql<Record<string, unknown>[]>`
    select * from registry.member_year where county = ${county} and year = ${year} and household_id = any (${households as string[]}::uuid[]) and region between ${tx.scope.lo} and ${tx.scope.hi}
    union
    select * from registry.member_year where county = ${county} and year = ${year} and member_id = any (${members as string[]}::uuid[]) and region between ${tx.scope.lo} and ${tx.scope.hi}`;
  const secrets = (sealed: unknown, row: string): Record<string, string> => (sealed instanceof Uint8Array ? { ...crypto.open(sealed, row) } : {});
  return {
    households: new Map(rows.map((r) => {
      const id = r["household_id"] as string;
      const columns = Object.fromEntries(householdColumns.map((f) => [f.key, r[columnOf(f.key)]]));
      const stated = { transferFen: r["stated_transfer_fen"], annualFen: r["stated_annual_fen"], netFen: r["stated_net_fen"], perCapitaFen: r["stated_per_capita_fen"] } as StatedTotals;
      return [id, { id, region: r["region"] as number, version: r["version"] as number, stated, household: { ...emptyHousehold(), ...columns, ...secrets(r["sealed"], householdRow(id)) } }];
    })),
    members: new Map(people.map((r) => {
      const id = r["member_id"] as string;
      const columns = Object.fromEntries(memberColumns.map((f) => [f.key, r[columnOf(f.key)]]));
      return [id, { id, householdId: r["household_id"] as string, region: r["region"] as number, ordinal: r["ordinal"] as number, active: r["active"] as boolean, member: { ...emptyMember(), ...columns, ...secrets(r["sealed"], memberRow(id)) } }];
    })),
  };
}
