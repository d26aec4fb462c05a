/** Definitions of procedures and the numbers they use: dated, region-scoped rows; the nearest region wins, a case keeps what it began with. */
import { definitionShape, faultsOf, type Definition } from "@diguan/core/procedure/definition.ts";
import { catalogue } from "@diguan/core/procedure/catalogue.ts";
import { purposes, type Purpose } from "@diguan/core/procedure/names.ts";
import { termCodes, terms as termNames, type Terms } from "@diguan/core/procedure/terms.ts";
import { Problem } from "@diguan/core/problem.ts";
import { ancestorAt, contains } from "@diguan/core/region-code.ts";
import { audit } from "../audit.ts";
import type { Tx } from "../postgres/pool.ts";

const ancestors = (region: number): number[] => [0, ...(["province", "city", "county", "town", "village"] as const).map((level) => ancestorAt(region, level)).filter((c) => c !== undefined)];

export interface Row { readonly id: string; readonly region: number; readonly version: number; readonly validFrom: string; readonly validTo: string | null; readonly source: string; readonly sureness: string; readonly by: string | null; readonly body: Definition }
interface Raw extends Omit<Row, "body"> { readonly body: unknown }
const read = (r: Raw): Row => ({ ...r, body: { ...definitionShape.parse(r.body), version: r.version } });

/** Order of the guide; own names of a region come after it. */
const known = (id: string): number => { const at = catalogue.findIndex((d) => d.id === id); return at < 0 ? catalogue.length : at; };

/** Those in force at a place on a day: of each id the nearest region's latest version; own ones of the place before the nation's. */
export async function definitionsAt(tx: Tx, region: number, on: string, purpose?: Purpose): Promise<Row[]> {
  const rows = await tx.sql<Raw[]>`
    select distinct on (id) id, region, version, valid_from as "validFrom", valid_to as "validTo", source, sureness, by_name as by, body
      from procedure.definition
     where region = any (${ancestors(region)}::bigint[]) and valid_from <= ${on} ${purpose ? tx.sql`and purpose = ${purpose}` : tx.sql``}
     order by id, region desc, version desc`;
  return rows.map(read).filter((r) => r.validTo === null || r.validTo >= on).toSorted((a, b) => purposes.indexOf(a.body.purpose) - purposes.indexOf(b.body.purpose) || b.region - a.region || known(a.id) - known(b.id));
}

const loaded = new Map<string, Definition>();
/** The very version that a case began with; versions never change, so they are kept in memory. */
export async function definitionOf(tx: Tx, key: { readonly id: string; readonly region: number; readonly version: number }): Promise<Definition> {
  const name = `${key.id}|${key.region}|${key.version}`;
  const cached = loaded.get(name);
  if (cached) return cached;
  const [row] = await tx.sql<Raw[]>`
    select id, region, version, valid_from as "validFrom", valid_to as "validTo", source, sureness, by_name as by, body
      from procedure.definition where id = ${key.id} and region = ${key.region} and version = ${key.version}`;
  if (!row) throw new Error(`no definition ${name}`);
  const { body } = read(row);
  // a version that this transaction has only just written may still be taken back: kept only by reading it again later
  if (loaded.size > 500) loaded.clear();
  loaded.set(name, body);
  return body;
}

export interface TermRow { readonly code: string; readonly value: number; readonly unit: string; readonly source: string; readonly from: string }
/** The numbers in force at a place on a day, with their sources; throws `procedure.noTerm` when one has no value. */
export async function termsAt(tx: Tx, region: number, on: string): Promise<{ readonly terms: Terms; readonly rows: TermRow[] }> {
  const rows = await tx.sql<TermRow[]>`
    select distinct on (code) code, value, unit, source, valid_from as "from"
      from policy.parameter
     where code = any (${termCodes as string[]}) and region = any (${ancestors(region)}::bigint[]) and valid_from <= ${on} and (valid_to is null or valid_to >= ${on})
     order by code, region desc, valid_from desc`;
  const values = new Map(rows.map((r) => [r.code, r.value]));
  const missing = termCodes.find((code) => !values.has(code));
  if (missing) throw new Problem("procedure.noTerm", { code: missing });
  return { terms: Object.fromEntries(values) as Terms, rows };
}
export const namedTerms = (rows: readonly TermRow[]): (TermRow & { zh: string; en: string })[] => rows.map((r) => ({ ...r, zh: termNames[r.code as keyof typeof termNames].zh, en: termNames[r.code as keyof typeof termNames].en }));

/** Reads what somebody wrote as a definition; throws `procedure.definition` with everything that is wrong. */
export function readDefinition(written: unknown, terms?: Terms): Definition {
  const parsed = definitionShape.safeParse(written);
  if (!parsed.success) throw new Problem("procedure.definition", { detail: parsed.error.issues.slice(0, 8).map((i) => `${i.path.join(".")}: ${i.message}`).join("; ") });
  const faults = faultsOf(parsed.data, terms);
  if (faults.length > 0) throw new Problem("procedure.definition", { detail: faults.map((f) => `${f.at === "" ? "" : `${f.at}: `}${f.zh}`).join("；") });
  return parsed.data;
}

/** A new version of a region's own; running cases go on with theirs. */
export async function addVersion(tx: Tx, asked: { readonly region: number; readonly validFrom: string; readonly validTo?: string | undefined; readonly definition: unknown; readonly reason: string }, today: string): Promise<{ id: string; version: number }> {
  if (!contains(tx.actor?.scope ?? tx.scope, asked.region)) throw new Problem("access.outside", { region: asked.region });
  if (asked.validFrom < today) throw new Problem("region.date", { on: asked.validFrom, from: today });
  const { terms } = await termsAt(tx, asked.region, asked.validFrom);
  const d = readDefinition(asked.definition, terms);
  await tx.sql`select pg_advisory_xact_lock(28536, hashtext(${d.id}))`;
  const [last] = await tx.sql<{ version: number }[]>`select coalesce(max(version), 0)::int as version from procedure.definition where id = ${d.id} and region = ${asked.region}`;
  const version = (last?.version ?? 0) + 1;
  await tx.sql`
    insert into procedure.definition (id, region, version, valid_from, valid_to, purpose, body, source, sureness, account_id, by_name)
    values (${d.id}, ${asked.region}, ${version}, ${asked.validFrom}, ${asked.validTo ?? null}, ${d.purpose}, ${tx.sql.json({ ...d, version } as never)}, ${d.source}, ${d.sureness}, ${tx.actor?.accountId ?? null}, ${tx.actor?.name ?? null})`;
  await audit(tx, "configure", "procedure", { region: asked.region, target: d.id, purpose: asked.reason, detail: { version, validFrom: asked.validFrom } });
  return { id: d.id, version };
}
