/**
 * What a file means for one household of the registry: create it, leave it, or change the fields that the file has columns
 * for. Columns that the file lacks are left alone; the history gets exactly the fields that differ.
 */
import { computeIncome } from "@diguan/core/registry/income.ts";
import { patchOf, presence, type Patch, type Value, type Values } from "@diguan/core/registry/history.ts";
import type { Household, HouseholdCase, Member, StatedTotals } from "@diguan/core/registry/record.ts";
import { masked } from "@diguan/core/intake/clean.ts";
import { changeRow } from "../registry/seal.ts";
import { ableToWork, type BulkChange, type BulkHousehold, type BulkMember, type Snapshot, type SnapshotMember } from "../registry/bulk.ts";
import type { FieldCrypto } from "../access/crypto.ts";
import type { Line } from "./chunk.ts";

export interface By { readonly batchId: string; readonly accountId: string | null; readonly byName: string | null; readonly byRole: string | null }
/** codeLists.source 5: 文件导入. */
export const importSource = 5;

export interface Wanted { readonly county: number; readonly id: string; readonly memberIds: readonly string[]; readonly case: HouseholdCase; /** row of each member, and the one that stands for the household */ readonly lines: readonly Line[]; readonly basis: Line; /** fields that the file has columns for */ readonly householdKeys: ReadonlySet<string>; readonly memberKeys: ReadonlySet<string>; /** fingerprint of household and members as the file has them */ readonly hash: Buffer }
export type RowFate = "created" | "updated" | "unchanged";
export interface Merged {
  readonly household: BulkHousehold | undefined; readonly members: readonly BulkMember[]; readonly changes: readonly BulkChange[];
  /** Fate of each member's row, in the order of the case. */ readonly fates: readonly RowFate[];
  /** The household as it is afterwards, for the rules. */ readonly after: HouseholdCase;
  /** Members of the registry that the file does not name. */ readonly absent: readonly string[];
}

const statedKeys = ["transferFen", "annualFen", "netFen", "perCapitaFen"] as const;
const noneStated: StatedTotals = { transferFen: null, annualFen: null, netFen: null, perCapitaFen: null };
const secrets = new Set(["householdPhone", "bankAccount", "certNo", "memberPhone"]);

const bulkHousehold = (w: Wanted, household: Household, members: readonly Member[], memberIds: readonly string[], region: number, stated: StatedTotals | undefined, by: By): BulkHousehold => {
  const head = members.findIndex((m) => m.relation === 1);
  return { county: w.county, id: w.id, region, year: w.case.year, household, stated, headName: members[head]?.name ?? null, headMember: memberIds[head] ?? null, labourCount: members.filter((m) => ableToWork(m.labour)).length, rowHash: w.hash, batchId: by.batchId, source: importSource };
};

const bulkMember = (w: Wanted, i: number, member: Member, ordinal: number, by: By): BulkMember =>
  ({ county: w.county, id: w.memberIds[i] ?? "", householdId: w.id, region: w.case.region, year: w.case.year, ordinal, member, batchId: by.batchId });

/** Secrets masked in the patch, whole in the sealed blob (core/src/registry/history.ts). */
export function maskPatch(patch: Patch, crypto: FieldCrypto, householdId: string, memberId: string | null): { readonly shown: Patch; readonly sealed: Buffer | null } {
  const shown: Record<string, readonly [Value, Value]> = {};
  const sealed: Record<string, string> = {};
  for (const [key, [before, after]] of Object.entries(patch)) {
    if (!secrets.has(key)) { shown[key] = [before, after]; continue; }
    shown[key] = [typeof before === "string" ? masked(before) : before, typeof after === "string" ? masked(after) : after];
    if (typeof before === "string") sealed[`${key}.before`] = before;
    if (typeof after === "string") sealed[`${key}.after`] = after;
  }
  return { shown, sealed: crypto.seal(sealed, changeRow(householdId, memberId)) };
}

const change = (w: Wanted, memberId: string | null, patch: Patch, crypto: FieldCrypto, by: By): BulkChange => {
  const { shown, sealed } = maskPatch(patch, crypto, w.id, memberId);
  return { county: w.county, householdId: w.id, memberId, year: w.case.year, region: w.case.region, act: "imported", source: importSource, patch: shown, sealed, ...by };
};

const appeared: Patch = { [presence]: [false, true] };

/** A household that the registry does not have in this year. */
export function create(w: Wanted, by: By): Merged {
  return {
    household: bulkHousehold(w, w.case.household, w.case.members, w.memberIds, w.case.region, w.case.stated, by),
    members: w.case.members.map((m, i) => bulkMember(w, i, m, i, by)),
    changes: [{ county: w.county, householdId: w.id, memberId: null, year: w.case.year, region: w.case.region, act: "imported", source: importSource, patch: appeared, sealed: null, ...by }],
    fates: w.case.members.map(() => "created"), after: w.case, absent: [],
  };
}

/** Nothing in the file differs from its last import. */
export const leave = (w: Wanted): Merged => ({ household: undefined, members: [], changes: [], fates: w.case.members.map(() => "unchanged"), after: w.case, absent: [] });

/** A household that exists: fields of the file's columns replace the present ones. */
export function alter(w: Wanted, now: Snapshot, people: ReadonlyMap<string, SnapshotMember>, crypto: FieldCrypto, by: By): Merged {
  const own = [...people.values()].filter((p) => p.householdId === w.id);
  const named = new Set(w.memberIds);
  const absent = own.filter((p) => p.active && !named.has(p.id));
  const fates: RowFate[] = [];
  const changes: BulkChange[] = [];
  const members: BulkMember[] = [];
  const after: { id: string; member: Member }[] = [];
  w.case.members.forEach((file, i) => {
    const id = w.memberIds[i] ?? "";
    const known = people.get(id);
    const member = known ? overlay(known.member, file, w.memberKeys) : file;
    if (known?.active !== false) after.push({ id, member });
    if (!known) {
      fates.push("created");
      changes.push(change(w, id, { [presence]: [false, true] }, crypto, by));
      members.push(bulkMember(w, i, member, own.length + i, by));
      return;
    }
    const patch: Patch = { ...patchOf(values(known.member), values(member)), ...(known.householdId === w.id ? {} : { household: [known.householdId, w.id] as const }) };
    fates.push(Object.keys(patch).length > 0 ? "updated" : "unchanged");
    if (Object.keys(patch).length === 0) return;
    changes.push(change(w, id, patch, crypto, by));
    members.push(bulkMember(w, i, member, known.ordinal, by));
  });
  for (const p of absent) after.push({ id: p.id, member: p.member });
  const household = overlay(now.household, w.case.household, w.householdKeys);
  household.currentMembers = after.length;
  if ([household.wageFen, household.operatingFen, household.propertyFen, household.costFen, household.familyPlanningFen, household.dibaoFen, household.tekunFen, household.pensionFen, household.ecologyFen, household.otherTransferFen].some((v) => v !== null)) Object.assign(household, computeIncome(household));
  // totals that the file has no column for stay as an earlier file stated them
  const stated = Object.fromEntries(statedKeys.map((k) => [k, w.householdKeys.has(k) ? (w.case.stated ?? noneStated)[k] : now.stated[k]])) as unknown as StatedTotals;
  const patch: Patch = { ...patchOf(values(now.household), values(household)), ...statedPatch(now.stated, stated), ...(now.region === w.case.region ? {} : { region: [now.region, w.case.region] as const }) };
  const changed = Object.keys(patch).length > 0;
  if (changed) changes.push(change(w, null, patch, crypto, by));
  // a change of household columns is a change of the row that they were taken from: the first of the case
  if (changed && fates[0] === "unchanged") fates[0] = "updated";
  const touched = changed || members.length > 0;
  return {
    household: touched ? bulkHousehold(w, household, after.map((x) => x.member), after.map((x) => x.id), w.case.region, stated, by) : undefined,
    members, changes, fates, after: { region: w.case.region, year: w.case.year, household, members: after.map((x) => x.member), stated }, absent: absent.map((p) => p.member.name),
  };
}

const values = (record: Household | Member): Values => record as unknown as Values;

function overlay<T extends Household | Member>(now: T, file: T, keys: ReadonlySet<string>): T {
  const made = { ...now } as Record<string, unknown>;
  for (const key of keys) made[key] = (file as unknown as Record<string, unknown>)[key];
  // derived from the certificate where the file has no column of its own
  if (keys.has("certNo")) for (const key of ["birth", "sex", "disabilityCategory", "disabilityLevel"]) made[key] ??= (file as unknown as Record<string, unknown>)[key];
  return made as unknown as T;
}

function statedPatch(before: StatedTotals, after: StatedTotals): Patch {
  const patch: Record<string, readonly [Value, Value]> = {};
  for (const key of statedKeys) if (before[key] !== after[key]) patch[`stated.${key}`] = [before[key], after[key]];
  return patch;
}
