/**
 * Writes many households at once: binary COPY into temporary tables, then one INSERT … ON CONFLICT per table. COPY straight into
 * tables under row level security is refused by PostgreSQL; temporary tables write no WAL and cost little (ADR in intake).
 * Used by the import and by the demonstration.
 */
import { emptyHousehold, emptyMember, type Household, type Member, type StatedTotals } from "@diguan/core/registry/record.ts";
import type { FieldCrypto } from "../access/crypto.ts";
import { copyIn } from "../postgres/copy.ts";
import { everywhere, type Query, type Scope, type Tx } from "../postgres/pool.ts";
import type { BinaryRows } from "./binary.ts";
import { blank, Encoding, inOrder, putClaim, release, tables, type Bulk, type Claim, type Table } from "./bulk-rows.ts";
import { columnOf, householdColumns, memberColumns } from "./columns.ts";
import { householdRow, memberRow } from "./seal.ts";

export { contentOf, Encoding, type Bulk, type BulkChange, type BulkHousehold, type BulkMember } from "./bulk-rows.ts";

/** Members who can work: 普通, 技能, 弱劳动力或半劳动力. */
export const ableToWork = (labour: number | null): boolean => labour === 1 || labour === 2 || labour === 5;

const sliceBytes = 1 << 18;

/** Rows in pieces that the connection passes on while the next is cut. */
function* slices(rows: BinaryRows): Generator<Uint8Array> {
  const bytes = rows.finished();
  for (let at = 0; at < bytes.length; at += sliceBytes) yield bytes.subarray(at, at + sliceBytes);
}
const send = (sql: Query, into: string, rows: BinaryRows): Promise<void> => copyIn(sql, `copy ${into} from stdin (format binary)`, slices(rows));

const copyInto = (sql: Query, table: Table, rows: BinaryRows): Promise<void> => send(sql, `registry.${table.name} (${table.columns.join(", ")})`, rows);

/** Fills a temporary table by COPY and moves it into the registry. */
async function load({ sql }: Pick<Tx, "sql">, table: Table, rows: BinaryRows, prefix = "bulk"): Promise<void> {
  const list = table.columns.join(", ");
  const temporary = `${prefix}_${table.name}`;
  await sql.unsafe(`create temporary table if not exists ${temporary} on commit delete rows as select ${list} from registry.${table.name} with no data`);
  await send(sql, `${temporary} (${list})`, rows);
  await sql.unsafe(`insert into registry.${table.name} as t (${list}) select ${list} from ${temporary} ${table.conflict}`);
  await sql.unsafe(`truncate ${temporary}`);
}

/** A certificate number that another member had claimed before. */
export interface Claimed { readonly memberId: string; readonly county: number; readonly householdId: string }

/**
 * Creates or replaces yearly rows of households and members, appends the changes, claims the persons. Answers whose
 * certificate numbers were already claimed by somebody else (DQ-008); the first claim stays. The rows are written as the
 * application's role inside `guard`, so that row level security is the second line here as well; only the claims are the system's.
 */
export async function writeBulk(tx: Tx, crypto: FieldCrypto, bulk: Bulk, guard: Scope = everywhere): Promise<readonly Claimed[]> {
  return writeEncoded(tx, new Encoding(crypto).add(bulk), guard);
}

/** The same of rows that are encoded already; the encoding is released. */
export async function writeEncoded(tx: Tx, encoding: Encoding, guard: Scope = everywhere): Promise<readonly Claimed[]> {
  if (encoding.empty) { encoding.release(); return []; }
  await tx.sql.unsafe(`set local app.lo = '${guard.lo}'; set local app.hi = '${guard.hi}'; set local app.own = ''; set local role diguan_app`).simple();
  for (const name of inOrder) if (encoding.rows[name].rows > 0) await load(tx, tables[name], encoding.rows[name]);
  await tx.sql.unsafe("set local role diguan_system");
  encoding.release();
  return claimAll(tx, encoding.claims);
}

/** May the connection's own account COPY past row level security and vouch for foreign keys? (The embedded database's may; one behind DATABASE_URL often may not.) */
export const mayCopy = async (tx: Tx): Promise<boolean> => (await tx.sql<{ may: boolean }[]>`
  select rolsuper or (rolbypassrls and has_parameter_privilege(session_user, 'session_replication_role', 'set')) as may from pg_roles where rolname = session_user`)[0]?.may === true;

/**
 * Households whose yearly rows do not exist yet, by COPY straight into the tables, for the platform's own imports (nobody's area
 * limits them) where `mayCopy`. Foreign keys are not asked row by row: each row names a household and a member of this very
 * encoding, which is checked here. If somebody else was quicker, it goes the slow way.
 */
export async function writeFresh(tx: Tx, encoding: Encoding): Promise<readonly Claimed[]> {
  if (encoding.empty) { encoding.release(); return []; }
  if (encoding.foreign) throw new Error("a member or change of a household that is not written with it");
  try {
    await tx.sql.savepoint(async (sql) => {
      await sql.unsafe("set local role none; set local session_replication_role = replica").simple();
      let firstSeen = false;
      for (const name of inOrder) {
        if (encoding.rows[name].rows === 0) continue;
        if (name === "household") firstSeen = await copyNew(sql, tables.household, encoding.rows.household, [...encoding.households], encoding.counties);
        // where no household was known, hardly ever a member is; if one is, its key says so and the slow way is taken
        else if (name === "member" && !firstSeen) await copyNew(sql, tables.member, encoding.rows.member, [...encoding.members], encoding.counties);
        else await copyInto(sql, tables[name], encoding.rows[name]);
      }
      await sql.unsafe("set local session_replication_role = origin; set local role diguan_system").simple();
    });
  } catch (e) {
    if (!refusedKey(e)) throw e;
    return writeEncoded(tx, encoding);
  }
  encoding.release();
  return claimNew(tx, encoding.claims);
}

/** Rows of registry.household or registry.member; answers whether all were new. Those known from other years, or from an import that was taken back, are brought up to date. */
async function copyNew(sql: Query, table: Table, rows: BinaryRows, ids: readonly string[], counties: ReadonlySet<number>): Promise<boolean> {
  const known = new Set((await sql<{ id: string }[]>`select id from registry.${sql(table.name)} where county = any (${[...counties]}::int[]) and id = any (${ids as string[]}::uuid[])`).map((r) => r.id));
  if (known.size === 0) { await copyInto(sql, table, rows); return true; }
  const part = blank();
  part.some(rows, (i) => known.has(ids[i] ?? ""));
  await load({ sql }, table, part, "fresh");
  part.clear();
  part.some(rows, (i) => !known.has(ids[i] ?? ""));
  if (part.rows > 0) await copyInto(sql, table, part);
  release(part);
  return false;
}

/**
 * The same rows by COPY straight into empty tables, for the owner of the database alone (row level security refuses COPY to
 * everybody else). Nothing may be there yet, and no certificate number may occur twice.
 */
export async function copyBulk(sql: Query, crypto: FieldCrypto, bulk: Bulk): Promise<void> {
  const encoding = new Encoding(crypto).add(bulk);
  for (const name of inOrder) if (encoding.rows[name].rows > 0) await copyInto(sql, tables[name], encoding.rows[name]);
  encoding.release();
  await sendClaims(encoding.claims, (rows) => copyInto(sql, tables.person, rows));
}

async function sendClaims(claims: readonly Claim[], act: (rows: BinaryRows) => Promise<void>): Promise<void> {
  if (claims.length === 0) return;
  const rows = blank();
  for (const c of claims) putClaim(rows, c);
  await act(rows);
  release(rows);
}

/** Claims of members who were not on record: what nobody holds goes in by COPY, in the order of the index. */
async function claimNew(tx: Tx, claims: readonly Claim[]): Promise<readonly Claimed[]> {
  if (claims.length === 0) return [];
  const keyOf = (idx: Uint8Array): string => Buffer.from(idx.buffer, idx.byteOffset, idx.byteLength).toString("latin1");
  const held = new Set((await tx.sql<{ idx: Uint8Array }[]>`select cert_idx as idx from registry.person where cert_idx = any (${`{${claims.map((c) => `"\\\\x${c.idx.toString("hex")}"`).join(",")}}`}::text::bytea[])`).map((r) => keyOf(r.idx)));
  const [free, rest]: [Claim[], Claim[]] = [[], []];
  for (const c of claims) {
    const key = keyOf(c.idx);
    if (held.has(key)) rest.push(c); else { held.add(key); free.push(c); }
  }
  try {
    await tx.sql.savepoint(async (sql) => {
      await sql.unsafe("set local role none");
      await sendClaims(free, (rows) => copyInto(sql, tables.person, rows));
      await sql.unsafe("set local role diguan_system");
    });
  } catch (e) {
    if (!refusedKey(e)) throw e;
    return claimAll(tx, claims);
  }
  return claimAll(tx, rest);
}

/** A key that another transaction wrote first; 25P02 is how `send` hears of it. */
const refusedKey = (e: unknown): boolean => ["23505", "25P02"].includes((e as { code?: string }).code ?? "");

async function claimAll(tx: Tx, claims: readonly Claim[]): Promise<readonly Claimed[]> {
  if (claims.length === 0) return [];
  if (claims.length <= few) return claimFew(tx, claims);
  const list = tables.person.columns.join(", ");
  await tx.sql`create temporary table if not exists bulk_person on commit delete rows as select cert_idx, county, household_id, member_id from registry.person with no data`;
  await sendClaims(claims, (rows) => send(tx.sql, `bulk_person (${list})`, rows));
  await tx.sql.unsafe(`insert into registry.person (${list}) select ${list} from bulk_person order by cert_idx on conflict (cert_idx) do nothing`);
  const taken = await tx.sql<{ memberId: string; county: number; householdId: string }[]>`
    select b.member_id as "memberId", p.county, p.household_id as "householdId"
      from bulk_person b join registry.person p using (cert_idx)
     where (p.county, p.member_id) <> (b.county, b.member_id)`;
  await tx.sql`truncate bulk_person`;
  return taken;
}

/** So many are not worth a temporary table, which every commit would have to empty. */
const few = 200;
async function claimFew(tx: Tx, claims: readonly Claim[]): Promise<readonly Claimed[]> {
  const rows = tx.sql`unnest(${claims.map((c) => c.idx.toString("hex"))}::text[], ${claims.map((c) => c.county)}::int[], ${claims.map((c) => c.householdId)}::uuid[], ${claims.map((c) => c.memberId)}::uuid[]) as b (hex, county, household_id, member_id)`;
  await tx.sql`insert into registry.person (cert_idx, county, household_id, member_id) select decode(hex, 'hex'), county, household_id, member_id from ${rows} order by 1 on conflict (cert_idx) do nothing`;
  return tx.sql<Claimed[]>`
    select b.member_id as "memberId", p.county, p.household_id as "householdId" from ${rows} join registry.person p on p.cert_idx = decode(b.hex, 'hex')
     where (p.county, p.member_id) <> (b.county, b.member_id)`;
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
