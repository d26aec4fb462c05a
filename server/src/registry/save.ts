/**
 * The one way in which a household's year is changed by hand: totals recomputed, rules asked before and after, rows and history
 * written, persons claimed, village figures refreshed – all in the caller's transaction.
 */
import { audit } from "../audit.ts";
import { readIdNumber } from "@diguan/core/id-number.ts";
import { checkHousehold } from "@diguan/core/quality/check.ts";
import type { Finding, QualityContext } from "@diguan/core/quality/rule.ts";
import type { Outcome } from "@diguan/core/registry/contract-write.ts";
import type { FindingView } from "@diguan/core/registry/contract.ts";
import { fieldOf } from "@diguan/core/registry/fields.ts";
import { patchOf, presence, type Act, type Patch, type Value } from "@diguan/core/registry/history.ts";
import { computeIncome, itemParts } from "@diguan/core/registry/income.ts";
import type { HouseholdCase } from "@diguan/core/registry/record.ts";
import type { FieldCrypto } from "../access/crypto.ts";
import type { Tx } from "../postgres/pool.ts";
import { columnOf, householdColumns, householdSecrets, memberColumns, memberSecrets } from "./columns.ts";
import { claim, release } from "./persons.ts";
import { householdValues, inside, memberValues, type Key, type MemberRow, type YearRow } from "./rows.ts";
import { changeRow, sealHousehold, sealMember } from "./seal.ts";
import { masked } from "./view.ts";

export interface Year { readonly row: YearRow; readonly members: readonly MemberRow[] }
export interface Meta { readonly act: Act; readonly source: number; readonly reason?: string | undefined; readonly evidence?: string | undefined; readonly explanation?: string | undefined }

const ableToWork = (m: MemberRow): boolean => m.active && (m.member.labour === 1 || m.member.labour === 2 || m.member.labour === 5);
export const casesOf = ({ row, members }: Year): HouseholdCase => ({ region: row.region, year: row.year, household: row.household, members: members.filter((m) => m.active).map((m) => m.member) });

/** Computed fields follow the others: number of members, income totals, head, labourers. */
export function settled({ row, members }: Year): Year {
  const active = members.filter((m) => m.active);
  const head = active.find((m) => m.member.relation === 1);
  const household = { ...row.household, currentMembers: active.length };
  // a year whose income nobody has entered yet has no totals; 0 would make the family the poorest of the village
  const known = itemParts.some((part) => household[part] !== null);
  const totals = known ? computeIncome(household) : { transferFen: null, annualFen: null, netFen: null, perCapitaFen: null };
  return { members: members.map(readFromNumber), row: { ...row, household: { ...household, ...totals }, headName: head?.member.name ?? row.headName, headMember: head?.id ?? row.headMember, labourCount: active.filter(ableToWork).length } };
}

/** A birth date or disability that nobody typed but that the certificate number says is on record, so that ages are known without opening the number. */
function readFromNumber(row: Year["members"][number]): Year["members"][number] {
  const { member } = row;
  const id = member.birth !== null && member.disabilityLevel !== null ? undefined : readIdNumber(member.certNo ?? "");
  if (id === undefined || typeof id === "string" || (member.birth !== null && id.disability === undefined)) return row;
  return { ...row, member: { ...member, birth: member.birth ?? id.birth, disabilityCategory: member.disabilityCategory ?? id.disability?.category ?? null, disabilityLevel: member.disabilityLevel ?? id.disability?.level ?? null } };
}

const same = (a: Finding, b: Finding): boolean => a.rule === b.rule && a.field === b.field && a.memberCode === b.memberCode;
export const viewOfFinding = (f: Finding): FindingView => ({ id: null, state: null, deadline: null, memberName: null, rule: f.rule, severity: f.severity, field: f.field ?? null, memberCode: f.memberCode ?? null, memberIndex: f.memberIndex ?? null, args: { ...f.args } });

/** Findings that a change would bring: E blocks, W wants an explanation; what was wrong before stays on the worklist and blocks nobody. */
export function verdictOf(before: HouseholdCase | undefined, after: HouseholdCase, ctx: QualityContext, explained: boolean): Pick<Outcome, "blocked" | "toExplain"> & { readonly may: boolean } {
  const known = before === undefined ? [] : checkHousehold(before, ctx);
  const fresh = checkHousehold(after, ctx).filter((f) => !known.some((k) => same(k, f)));
  const blocked = fresh.filter((f) => f.severity === "E").map(viewOfFinding);
  const toExplain = fresh.filter((f) => f.severity === "W").map(viewOfFinding);
  return { blocked, toExplain: explained ? [] : toExplain, may: blocked.length === 0 && (explained || toExplain.length === 0) };
}

const secretKeys: ReadonlySet<string> = new Set([...householdSecrets, ...memberSecrets]);

/** Appends one line of history; secrets masked in the patch, whole in the sealed blob. */
export async function append(tx: Tx, crypto: FieldCrypto, where: { readonly key: Key; readonly year: number; readonly region: number; readonly memberId: string | null }, patch: Patch, meta: Meta): Promise<void> {
  const shown: Record<string, readonly [Value, Value]> = {};
  const secrets: Record<string, string> = {};
  for (const [key, [before, after]] of Object.entries(patch)) {
    const field = secretKeys.has(key) ? fieldOf(where.memberId === null ? "household" : "member", key) : undefined;
    shown[key] = field ? [masked(field, before) ?? null, masked(field, after) ?? null] : [before, after];
    if (field && typeof before === "string") secrets[`${key}.before`] = before;
    if (field && typeof after === "string") secrets[`${key}.after`] = after;
  }
  const by = tx.actor;
  await tx.sql`
    insert into registry.change (county, household_id, member_id, year, region, account_id, by_name, by_role, act, source, patch, sealed, reason, evidence, explanation)
    values (${where.key.county}, ${where.key.id}, ${where.memberId}, ${where.year}, ${where.region}, ${by?.accountId ?? null}, ${by?.name ?? null}, ${by?.role ?? null}, ${meta.act}, ${meta.source},
            ${tx.sql.json(shown as never)}, ${crypto.seal(secrets, changeRow(where.key.id, where.memberId))}, ${meta.reason ?? null}, ${meta.evidence ?? null}, ${meta.explanation ?? null})`;
}

const pick = (keys: readonly { readonly key: string }[], record: object, patch: Patch | undefined): Record<string, unknown> =>
  Object.fromEntries(keys.filter((f) => patch === undefined || f.key in patch).map((f) => [columnOf(f.key), (record as Record<string, unknown>)[f.key] ?? null]));
/** The driver's helper wants to know its columns at compile time; ours come from the field table. */
const cells = (columns: object): Record<string, never> => columns as Record<string, never>;

async function writeMember(tx: Tx, crypto: FieldCrypto, row: YearRow, before: MemberRow | undefined, after: MemberRow, patch: Patch): Promise<void> {
  const { county, id: household } = row.key;
  const { member } = after;
  const number = member.certNo === null ? (member.certType === 3 || member.certType === 9 ? null : "empty") : readIdNumber(member.certNo);
  const secret = !before || memberSecrets.some((k) => k in patch);
  const sealed = secret ? sealMember(crypto, county, after.id, member) : undefined;
  const own = {
    active: after.active, ordinal: after.ordinal, cert_fault: typeof number === "string" && member.certType !== 9 ? number : null,
    ...(sealed ? { sealed: sealed.sealed, cert_idx: sealed.certIdx, cert4_idx: sealed.cert4Idx, phone_idx: sealed.phoneIdx } : {}),
    ...pick(memberColumns, member, before ? patch : undefined),
  };
  if (!before) {
    await tx.sql`insert into registry.member_year ${tx.sql(cells({ county, member_id: after.id, year: row.year, household_id: household, region: row.region, ...own }))}`;
    return;
  }
  await tx.sql`update registry.member_year set ${tx.sql(cells(own))}, version = version + 1 where county = ${county} and member_id = ${after.id} and year = ${row.year} and ${inside(tx)}`;
  if ("leftOn" in patch || "departure" in patch) await tx.sql`update registry.member set left_on = ${after.leftOn}, departure = ${after.departure} where county = ${county} and id = ${after.id} and ${inside(tx)}`;
}

/** Writes what differs between two states of a year, with one line of history each; answers the new version. */
export async function write(tx: Tx, crypto: FieldCrypto, before: Year, after: Year, meta: Meta): Promise<number> {
  const { row } = after;
  const { county, id } = row.key;
  const patch = patchOf(householdValues(before.row), householdValues(row));
  const where = { key: row.key, year: row.year, region: row.region };
  const changed = after.members.flatMap((member) => {
    const was = before.members.find((m) => m.id === member.id);
    const change: Patch = was ? patchOf(memberValues(was), memberValues(member)) : { ...patchOf({}, memberValues(member)), [presence]: [false, true] };
    return Object.keys(change).length === 0 ? [] : [{ member, was, change }];
  });
  // claims are given up before any is made, so that two members may exchange wrongly entered numbers
  for (const { member, was, change } of changed) {
    if (was && "certNo" in change) await release(tx, crypto, county, was);
    else if (was && "active" in change && !member.active) await release(tx, crypto, county, was, member.departure);
    await writeMember(tx, crypto, row, was, member, change);
    await append(tx, crypto, { ...where, memberId: member.id }, change, meta);
  }
  for (const { member, was, change } of changed) if (member.active && (!was || "certNo" in change || "active" in change)) await claim(tx, crypto, row.key, member);
  const sealed = householdSecrets.some((k) => k in patch) ? sealHousehold(crypto, id, row.household) : undefined;
  const columns = {
    valid: row.valid, head_name: row.headName, head_member: row.headMember, labour_count: row.labourCount, version: row.version + 1,
    ...(sealed ? { sealed: sealed.sealed, phone_idx: sealed.phoneIdx, account_idx: sealed.accountIdx } : {}), ...pick(householdColumns, row.household, patch),
  };
  await tx.sql`update registry.household_year set ${tx.sql(cells(columns))}, updated_at = now() where county = ${county} and household_id = ${id} and year = ${row.year} and ${inside(tx)}`;
  if (Object.keys(patch).length > 0 || meta.act === "attached") await append(tx, crypto, { ...where, memberId: null }, patch, meta);
  return row.version + 1;
}

/** The line in the audit of a change; the same transaction. */
export const auditChange = (tx: Tx, action: string, row: Pick<YearRow, "key" | "year" | "region">, detail: Readonly<Record<string, unknown>>, purpose?: string): Promise<void> =>
  audit(tx, action, "household", { region: row.region, target: row.key.id, ...(purpose === undefined ? {} : { purpose }), detail: { year: row.year, ...detail } });
