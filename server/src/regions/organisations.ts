/**
 * Organisations of every kind (paper 001 §3.1): who they are and where, their code checked, their telephone sealed. An edit
 * names the version it saw; what changed is kept in the audit line.
 */
import { contains, countyOf, levelOf, levels, rangeOf, type Level } from "@diguan/core/region-code.ts";
import { creditCodeFaults, readCreditCode } from "@diguan/core/regions/credit-code.ts";
import type { OrganisationKind } from "@diguan/core/regions/organisation.ts";
import type { Organisation } from "@diguan/core/regions/organisation-contract.ts";
import { Problem } from "@diguan/core/problem.ts";
import type { FieldCrypto } from "../access/crypto.ts";
import type { Revealed } from "../access/reveal.ts";
import { audit } from "../audit.ts";
import type { Tx } from "../postgres/pool.ts";
import { regionNames } from "./service.ts";

export interface Written { readonly kind: OrganisationKind; readonly name: string; readonly creditCode: string | null; readonly parentId: string | null; readonly contact: string | null; readonly openedOn: string; readonly closedOn: string | null }
interface Row { county: number; id: string; region: number; kind: OrganisationKind; name: string; creditCode: string | null; parentId: string | null; contact: string | null; sealed: Uint8Array | null; openedOn: string; closedOn: string | null; version: number; updatedAt: string }

const columns = (tx: Tx): ReturnType<Tx["sql"]> => tx.sql`county, id, region, kind, name, credit_code as "creditCode", parent_id as "parentId", contact, sealed, opened_on as "openedOn", closed_on as "closedOn", version, updated_at as "updatedAt"`;
const sealName = (id: string): string => `organisations.organisation|${id}`;
const masked = (phone: string): string => (phone.length < 7 ? "●●●●" : `${phone.slice(0, 3)}****${phone.slice(-2)}`);

async function shown(tx: Tx, crypto: FieldCrypto, rows: readonly Row[]): Promise<Organisation[]> {
  const names = await regionNames(tx, rows.map((r) => r.region));
  return rows.map(({ sealed, ...r }) => ({ ...r, regionName: names.get(r.region) ?? "", level: levelOf(r.region), phoneMasked: sealed ? masked(crypto.open(sealed, sealName(r.id))["phone"] ?? "") : null }));
}

/** Codes of one level by arithmetic: 990102000000 is a county as it ends in six zeros but not in eight. */
function ofLevel(tx: Tx, level: Level | undefined): ReturnType<Tx["sql"]> {
  if (level === undefined || level === "nation") return tx.sql``;
  const unit = [1, 10 ** 10, 10 ** 8, 10 ** 6, 10 ** 3, 1];
  const n = levels.indexOf(level);
  return tx.sql`and region % ${unit[n] ?? 1}::bigint = 0 ${n > 1 ? tx.sql`and region % ${unit[n - 1] ?? 1}::bigint <> 0` : tx.sql``}`;
}

export interface ListAsk { readonly region: number; readonly kind?: OrganisationKind | undefined; readonly level?: Level | undefined; readonly q?: string | undefined; readonly closed: boolean; readonly after?: string | undefined; readonly limit: number }

/** By place, then id; `after` is «region|id» of the last row seen. */
export async function listOrganisations(tx: Tx, crypto: FieldCrypto, ask: ListAsk): Promise<{ rows: Organisation[]; next: string | null }> {
  const { lo, hi } = rangeOf(ask.region);
  const [afterRegion, afterId] = ask.after?.split("|") ?? [];
  if (ask.after !== undefined && !(Number.isSafeInteger(Number(afterRegion)) && /^[0-9a-f-]{36}$/.test(afterId ?? ""))) throw new Problem("request.malformed", { detail: "after" });
  const rows = await tx.sql<Row[]>`
    select ${columns(tx)} from organisations.organisation
     where region between ${Math.max(lo, tx.scope.lo)} and ${Math.min(hi, tx.scope.hi)} ${ofLevel(tx, ask.level)}
       ${ask.kind ? tx.sql`and kind = ${ask.kind}` : tx.sql``} ${ask.closed ? tx.sql`` : tx.sql`and closed_on is null`}
       ${ask.q ? tx.sql`and name like ${`%${ask.q.replace(/[\\%_]/g, (x) => `\\${x}`)}%`}` : tx.sql``}
       ${ask.after === undefined ? tx.sql`` : tx.sql`and (region, id) > (${Number(afterRegion)}, ${afterId ?? ""}::uuid)`}
     order by region, id limit ${ask.limit + 1}`;
  const page = rows.slice(0, ask.limit);
  const last = page.at(-1);
  return { rows: await shown(tx, crypto, page), next: rows.length > ask.limit && last ? `${last.region}|${last.id}` : null };
}

async function find(tx: Tx, county: number, id: string, lock = false): Promise<Row> {
  const [row] = await tx.sql<Row[]>`select ${columns(tx)} from organisations.organisation where county = ${county} and id = ${id} and region between ${tx.scope.lo} and ${tx.scope.hi} ${lock ? tx.sql`for update` : tx.sql``}`;
  if (!row) throw new Problem("thing.unknown");
  return row;
}

/** The area an organisation of the caller's range serves; throws `thing.unknown`. */
export const regionOf = async (tx: Tx, county: number, id: string): Promise<number> => (await find(tx, county, id)).region;

export async function showOrganisation(tx: Tx, crypto: FieldCrypto, county: number, id: string): Promise<{ organisation: Organisation; parentName: string | null; children: { id: string; name: string }[] }> {
  const row = await find(tx, county, id);
  const [organisation] = await shown(tx, crypto, [row]);
  if (!organisation) throw new Problem("thing.unknown");
  const [parent] = row.parentId ? await tx.sql<{ name: string }[]>`select name from organisations.organisation where id = ${row.parentId} and region between ${tx.scope.lo} and ${tx.scope.hi}` : [];
  const children = await tx.sql<{ id: string; name: string }[]>`select id, name from organisations.organisation where parent_id = ${id} and region between ${tx.scope.lo} and ${tx.scope.hi} and closed_on is null order by region, id limit 100`;
  return { organisation, parentName: parent?.name ?? null, children: [...children] };
}

/** Code, parent and days as they may be stored; throws the Problem that says what is wrong. */
async function checked(tx: Tx, county: number, id: string, ask: Written): Promise<{ creditCode: string | null }> {
  if (ask.closedOn !== null && ask.closedOn < ask.openedOn) throw new Problem("organisation.dates", { opened: ask.openedOn, closed: ask.closedOn });
  if (ask.parentId !== null) {
    // up the line of parents: it must end before it meets the organisation itself
    const line = await tx.sql<{ id: string; open: boolean }[]>`
      with recursive line as (
        select id, parent_id, closed_on is null as open, 1 as depth from organisations.organisation where id = ${ask.parentId} and region between ${tx.scope.lo} and ${tx.scope.hi}
        union all select o.id, o.parent_id, true, depth + 1 from line join organisations.organisation o on o.id = line.parent_id where depth < 12 and o.region between ${tx.scope.lo} and ${tx.scope.hi})
      select id, open from line order by depth`;
    if (line[0]?.open !== true || line.some((o) => o.id === id)) throw new Problem("organisation.parent");
  }
  if (ask.creditCode === null || ask.creditCode === "") return { creditCode: null };
  const read = readCreditCode(ask.creditCode);
  if ("fault" in read) throw new Problem("organisation.creditCode", { code: ask.creditCode, reason: creditCodeFaults[read.fault].zh });
  const [taken] = await tx.sql<{ name: string }[]>`select name from organisations.organisation where county = ${county} and credit_code = ${read.code} and closed_on is null and id <> ${id}`;
  if (taken) throw new Problem("organisation.creditCodeTaken", { code: read.code, name: taken.name });
  return { creditCode: read.code };
}

export async function createOrganisation(tx: Tx, crypto: FieldCrypto, ask: Written & { readonly id: string; readonly region: number; readonly phone: string | null; readonly reason: string }): Promise<Organisation> {
  if (!contains(tx.scope, ask.region)) throw new Problem("thing.unknown");
  const county = countyOf(ask.region);
  const [same] = await tx.sql<Row[]>`select ${columns(tx)} from organisations.organisation where county = ${county} and id = ${ask.id}`;
  if (same && (same.name !== ask.name || same.kind !== ask.kind || same.region !== ask.region)) throw new Problem("key.reused");
  if (!same) {
    if ((await tx.sql`select from regions.region where code = ${ask.region} and valid_to is null`).length === 0) throw new Problem("region.unknown", { code: ask.region });
    const { creditCode } = await checked(tx, county, ask.id, ask);
    await tx.sql`
      insert into organisations.organisation (county, id, region, kind, name, credit_code, parent_id, contact, sealed, opened_on, closed_on)
      values (${county}, ${ask.id}, ${ask.region}, ${ask.kind}, ${ask.name}, ${creditCode}, ${ask.parentId}, ${ask.contact}, ${ask.phone ? crypto.seal({ phone: ask.phone }, sealName(ask.id)) : null}, ${ask.openedOn}, ${ask.closedOn})`;
    await audit(tx, "create", "organisation", { region: ask.region, target: ask.id, purpose: ask.reason, detail: { name: ask.name, kind: ask.kind } });
  }
  return (await showOrganisation(tx, crypto, county, ask.id)).organisation;
}

/** `phone` undefined keeps the sealed number, null takes it away. */
export async function editOrganisation(tx: Tx, crypto: FieldCrypto, county: number, id: string, ask: Written & { readonly version: number; readonly phone?: string | null | undefined; readonly reason: string }): Promise<Organisation> {
  const before = await find(tx, county, id, true);
  if (before.version !== ask.version) throw new Problem("change.conflict", { version: before.version });
  const { creditCode } = await checked(tx, county, id, ask);
  const sealed = ask.phone === undefined ? before.sealed : ask.phone ? crypto.seal({ phone: ask.phone }, sealName(id)) : null;
  const after = { kind: ask.kind, name: ask.name, creditCode, parentId: ask.parentId, contact: ask.contact, openedOn: ask.openedOn, closedOn: ask.closedOn };
  const patch = Object.fromEntries(Object.entries(after).filter(([k, v]) => before[k as keyof typeof after] !== v).map(([k, v]) => [k, [before[k as keyof typeof after], v]]));
  await tx.sql`
    update organisations.organisation set kind = ${ask.kind}, name = ${ask.name}, credit_code = ${creditCode}, parent_id = ${ask.parentId}, contact = ${ask.contact}, sealed = ${sealed},
           opened_on = ${ask.openedOn}, closed_on = ${ask.closedOn}, version = version + 1, updated_at = now() where county = ${county} and id = ${id}`;
  await audit(tx, "edit", "organisation", { region: before.region, target: id, purpose: ask.reason, detail: { patch, ...(ask.phone === undefined ? {} : { phone: "changed" }) } });
  return (await showOrganisation(tx, crypto, county, id)).organisation;
}

/** The telephone, for `reveal`, which counts and records the look. */
export async function lookAtPhone(tx: Tx, crypto: FieldCrypto, county: number, id: string): Promise<Revealed<string>> {
  const row = await find(tx, county, id);
  const phone = row.sealed ? crypto.open(row.sealed, sealName(id))["phone"] : undefined;
  if (!phone) throw new Problem("organisation.none");
  return { value: phone, region: row.region, target: id, fields: ["phone"] };
}
