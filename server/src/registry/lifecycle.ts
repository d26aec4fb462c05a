/** A household begins, gets a new year, is cancelled and restored. Years are snapshots: a new one carries the last forward, nothing is overwritten. */
import type { z } from "zod";
import { audit } from "../audit.ts";
import { Problem } from "@diguan/core/problem.ts";
import type { cancelHousehold, createHousehold, Outcome } from "@diguan/core/registry/contract-write.ts";
import { itemParts } from "@diguan/core/registry/income.ts";
import { emptyHousehold, emptyMember, type Household, type Member } from "@diguan/core/registry/record.ts";
import { countyOf, levelOf } from "@diguan/core/region-code.ts";
import { householdId, memberId } from "../access/crypto.ts";
import { contextOf } from "./context.ts";
import { checkVersion, follow, notSaved, openDossier, openYear, save, savedAs, typedValues, type Desk } from "./dossier.ts";
import { claim, release } from "./persons.ts";
import type { Key, MemberRow, YearRow } from "./rows.ts";
import { auditChange, casesOf, settled, verdictOf, write, type Year } from "./save.ts";

type Created = z.output<typeof createHousehold.body>;

/** Next free code of a village: its 12 digits and four more. */
async function nextCode({ tx }: Desk, county: number, region: number): Promise<string> {
  const [row] = await tx.sql<{ last: string | null }[]>`select max(code) as last from registry.household where county = ${county} and code >= ${`${region}0000`} and code <= ${`${region}9999`} and length(code) = 16`;
  return `${region}${String(Number(row?.last?.slice(12) ?? 0) + 1).padStart(4, "0")}`;
}

export async function create(desk: Desk, asked: Created): Promise<Outcome & { county: number; id: string; code: string }> {
  const { tx, crypto } = desk;
  const { region, year } = asked;
  if (levelOf(region) !== "village" || region < tx.scope.lo || region > tx.scope.hi) throw new Problem("thing.unknown");
  const [place] = await tx.sql`select from regions.region where code = ${region} and valid_to is null`;
  if (!place) throw new Problem("region.unknown", { code: region });
  const county = countyOf(region);
  const code = asked.householdCode ?? (await nextCode(desk, county, region));
  const key: Key = { county, id: householdId(county, code) };
  const household: Household = { ...emptyHousehold(), exitState: 0, ...typedValues("household", asked.household), householdCode: code };
  const members = asked.members.map((m, i): MemberRow => {
    const member = { ...emptyMember(), ...typedValues("member", m.values), memberCode: `${code}${String(i + 1).padStart(2, "0")}` } as Member;
    return { id: memberId(county, member.memberCode), year, active: true, ordinal: i, version: 0, batchId: null, createdAt: "", certFault: null, arrivedOn: null, arrival: null, leftOn: null, departure: null, member };
  });
  if (members.some((m) => m.member.name === "")) throw new Problem("registry.value", { field: "姓名", key: "name", fault: "missing", detail: "必须填写" });
  if (members.filter((m) => m.member.relation === 1).length !== 1) throw new Problem("registry.oneHead");
  const nothing: YearRow = { key, year, region, valid: true, version: 0, source: asked.source, batchId: null, createdAt: "", updatedAt: "", headName: null, headMember: null, labourCount: 0, household: { ...emptyHousehold(), householdCode: code } };
  const after = settled({ row: { ...nothing, household: { ...household, yearMembers: household.yearMembers ?? members.length } }, members });
  const verdict = verdictOf(undefined, casesOf(after), await contextOf(tx, region, year, desk.today), asked.explanation !== undefined);
  const told = { county, id: key.id, code };
  if (!verdict.may) return { ...notSaved(verdict), ...told };
  const [made] = await tx.sql`insert into registry.household (county, id, region, code) values (${county}, ${key.id}, ${region}, ${code}) on conflict do nothing returning id`;
  if (!made) throw new Problem("registry.codeTaken", { code });
  await tx.sql`insert into registry.household_year (county, household_id, year, region, household_code, source, version) values (${county}, ${key.id}, ${year}, ${region}, ${code}, ${asked.source}, 0)`;
  for (const m of members) await tx.sql`insert into registry.member (county, id, household_id, region, code) values (${county}, ${m.id}, ${key.id}, ${region}, ${m.member.memberCode})`;
  const version = await write(tx, crypto, { row: nothing, members: [] }, after, { act: "created", source: asked.source, reason: asked.reason, evidence: asked.evidence, explanation: asked.explanation });
  await audit(tx, "create", "household", { region, target: key.id, purpose: asked.reason, detail: { year, code, members: members.length } });
  await follow(desk, [{ key, region, years: [year] }], asked.explanation);
  return { ...savedAs(version), ...told };
}

/** Fields and active members are carried forward; income begins empty, its denominator is the present number of members. */
export async function snapshot(desk: Desk, key: Key, year: number): Promise<{ year: number; version: number }> {
  const dossier = await openDossier(desk, key);
  if (dossier.years.some((y) => y.year === year)) throw new Problem("registry.snapshotExists", { year });
  const last = openYear(dossier, dossier.years.findLast((y) => y.year < year)?.year);
  const blank = Object.fromEntries(itemParts.map((part) => [part, null]));
  const active = last.members.filter((m) => m.active);
  const row: YearRow = { ...last.row, year, version: 0, batchId: null, household: { ...last.row.household, ...blank, yearMembers: active.length } };
  const after = settled({ row, members: active.map((m, i) => ({ ...m, year, version: 0, ordinal: i })) });
  const nothing: Year = { row: { ...row, household: { ...emptyHousehold(), householdCode: row.household.householdCode } }, members: [] };
  await desk.tx.sql`insert into registry.household_year (county, household_id, year, region, household_code, source, version) values (${key.county}, ${key.id}, ${year}, ${dossier.region}, ${row.household.householdCode}, ${row.source}, 0)`;
  const version = await write(desk.tx, desk.crypto, nothing, after, { act: "snapshot", source: 6, reason: `${last.row.year} → ${year}` });
  await auditChange(desk.tx, "create", row, { act: "snapshot", from: last.row.year });
  await follow(desk, [{ key, region: dossier.region, years: [year] }]);
  return { year, version };
}

type Ended = z.output<typeof cancelHousehold.body>;

/** Cancels (注销) or restores the latest year and says so in the history; persons of a cancelled household may be registered elsewhere. */
export async function setValid(desk: Desk, key: Key, asked: Ended, valid: boolean): Promise<{ version: number }> {
  const dossier = await openDossier(desk, key);
  const before = openYear(dossier, undefined, true);
  checkVersion(before.row, asked.version);
  if (before.row.valid === valid) throw new Problem("registry.state", { act: valid ? "恢复" : "注销", detail: valid ? "档案没有注销" : "档案已经注销", cause: valid ? "it is not cancelled" : "it is cancelled already" });
  const meta = { act: valid ? "restored" : "cancelled", source: 2, reason: asked.reason, evidence: asked.evidence } as const;
  const outcome = await save(desk, before, { row: { ...before.row, valid }, members: before.members }, meta, "no rules");
  for (const member of before.members.filter((m) => m.active)) await (valid ? claim(desk.tx, desk.crypto, key, member) : release(desk.tx, desk.crypto, key.county, member));
  await auditChange(desk.tx, "edit", before.row, { act: meta.act }, asked.reason);
  await follow(desk, [{ key, region: dossier.region, years: [before.row.year] }]);
  return { version: outcome.version ?? before.row.version };
}

