/** One suspicion with what people need to decide it: register and department side by side with the weight of each fact, checks, history. */
import { bareDate } from "@diguan/core/comparison/days.ts";
import type { FindingDetail } from "@diguan/core/comparison/contract.ts";
import { kindOf } from "@diguan/core/comparison/kinds.ts";
import { decisionsFor, type Decision } from "@diguan/core/comparison/states.ts";
import { Problem } from "@diguan/core/problem.ts";
import { maskCertificate, maskName, maskPhone } from "@diguan/core/registry/masking.ts";
import type { FieldCrypto } from "../access/crypto.ts";
import { comparePersons, type FieldEvidence } from "../linkage/service.ts";
import type { Tx } from "../postgres/pool.ts";
import { regionNames } from "../regions/service.ts";
import { seesClass, sightOf } from "../registry/view.ts";
import type { Key } from "./acts.ts";
import { members, persons, written, type Identity } from "./identity.ts";
import { findingRow } from "./rows.ts";
import { parametersAt } from "./settings.ts";
import { inside, namedRows, shownRow, visible, type Raw } from "./worklist.ts";

type Line = FindingDetail["lines"][number];
const markOf = (e: FieldEvidence | undefined, ours: string | null, theirs: string | null): Line["mark"] => (ours === null || theirs === null ? "missing" : ours === theirs ? "same" : e === undefined || e.level === "different" || e.weight < 0 ? "different" : "near");
const bitsToProbability = (bits: number): number => 1 / (1 + 2 ** -bits);

/** The two sides, masked as everywhere, with the weight of each fact and the range of the probability when any one fact is left out. */
function sides(tx: Tx, mine: Identity, theirs: Identity, places: ReadonlyMap<number, string>): Pick<FindingDetail, "lines" | "interval"> {
  const pair = comparePersons(mine, theirs);
  const evidence = new Map(pair.fields.map((e) => [e.field, e]));
  const sees = seesClass(sightOf(tx), "C2");
  const name = (n: string | null): string | null => (n === null ? null : sees ? n : maskName(n));
  const line = (field: FieldEvidence["field"], ours: string | null, other: string | null, show: (text: string | null) => string | null = (t) => t): Line => ({ field, ours: show(ours), theirs: show(other), mark: markOf(evidence.get(field), ours, other), weight: evidence.get(field)?.weight ?? null });
  const mask = (of: (text: string) => string) => (text: string | null): string | null => (text === null ? null : of(text));
  const place = (code: number | null): string | null => (code === null ? null : (places.get(code) ?? String(code)));
  const weights = pair.fields.filter((f) => f.weight !== 0).map((f) => bitsToProbability(pair.weight - f.weight));
  return {
    lines: [
      line("name", mine.name, theirs.name, name), line("certNo", mine.certNo, theirs.certNo, mask(maskCertificate)), line("birth", mine.birth === null ? null : bareDate(mine.birth), theirs.birth === null ? null : bareDate(theirs.birth), mask((d) => d.replace(/^(\d{4})(\d{2})(\d{2})$/, "$1-$2-$3"))),
      line("region", place(mine.region), place(theirs.region)), { field: "address", ours: sees ? mine.address : null, theirs: sees ? theirs.address : null, mark: mine.address === null || theirs.address === null ? "missing" : theirs.address.includes(mine.address) ? "same" : "near", weight: null },
      line("phone", mine.phone, theirs.phone, mask(maskPhone)),
    ],
    interval: weights.length === 0 ? null : [Math.min(pair.probability, ...weights), Math.max(pair.probability, ...weights)],
  };
}

async function comparison(tx: Tx, crypto: FieldCrypto, raw: Raw, head: string | null): Promise<Pick<FindingDetail, "lines" | "interval">> {
  const none = { lines: [], interval: null };
  const member = raw.memberId ?? (raw.personId === null ? head : null);
  const mine = raw.personId === null ? (member === null ? undefined : (await members(tx, crypto, raw.county, raw.year, [member])).get(member)) : (await persons(tx, crypto, raw.county, [raw.personId])).get(raw.personId);
  if (!mine || raw.sealed === null || (raw.memberId === null && raw.personId === null)) return mine ? { ...none, lines: sides(tx, mine, written("row", {}, null), new Map()).lines.filter((l) => l.ours !== null) } : none;
  const [row] = await tx.sql<{ region: number }[]>`
    select region from comparison.record where county = ${raw.county} and batch_id = ${raw.batchId} and row_no = ${raw.rowNo} and region between ${tx.scope.lo} and ${tx.scope.hi}
    union all select region from comparison.rural_person where county = ${raw.county} and batch_id = ${raw.batchId} and row_no = ${raw.rowNo} and region between ${tx.scope.lo} and ${tx.scope.hi}`;
  const theirs = written("row", crypto.open(raw.sealed, findingRow(raw.id)), row === undefined || row.region % 1000 === 0 ? null : row.region);
  return sides(tx, mine, theirs, await regionNames(tx, [mine.region, theirs.region].filter((r) => r !== null)));
}

export async function detail(tx: Tx, crypto: FieldCrypto, key: Key, today: string): Promise<FindingDetail> {
  const { sql } = tx;
  const [raw] = await namedRows(tx, sql`select f.county, f.id from comparison.finding f where f.county = ${key.county} and f.id = ${key.id} and ${inside(tx)} ${visible(tx)}`);
  if (!raw) throw new Problem("thing.unknown");
  const row = shownRow(tx, raw, today);
  const kind = kindOf(raw.kind);
  const [household] = raw.householdId === null ? [] : await sql<{ members: number | null; attribute: number | null; enrolledOn: string | null; groupName: string | null; exitState: number | null; head: string | null }[]>`
    select current_members as members, attribute, enrolled_on as "enrolledOn", group_name as "groupName", exit_state as "exitState", head_member as head from registry.household_year where county = ${raw.county} and household_id = ${raw.householdId} and year = ${raw.year} and region between ${tx.scope.lo} and ${tx.scope.hi}`;
  const [rural] = raw.ruralId === null ? [] : await sql<{ hukouNo: string; headName: string; persons: number }[]>`select hukou_no as "hukouNo", head_name as "headName", persons from comparison.rural_household where county = ${raw.county} and id = ${raw.ruralId} and region between ${tx.scope.lo} and ${tx.scope.hi}`;
  const [batch] = await sql<{ id: string; snapshotOn: string; basis: string; purpose: string; fileName: string; state: string }[]>`select id, snapshot_on as "snapshotOn", basis, purpose, file_name as "fileName", state from comparison.batch where county = ${raw.county} and id = ${raw.batchId}`;
  const checks = await sql<{ checkedOn: string; first: string; second: string; signed: boolean; answer: "confirmed" | "refuted" | "excusable"; note: string; evidence: string; files: string[]; at: string; by: string | null }[]>`
    select c.checked_on as "checkedOn", c.first_checker as first, c.second_checker as second, c.signed, c.answer, c.note, c.evidence, c.attachments as files, c.at, c.by_name as by from comparison.house_check c where c.county = ${raw.county} and c.finding_id = ${raw.id} and ${inside(tx, undefined, "c")} order by c.at desc`;
  const files = await sql<{ id: string; name: string; mediaType: string }[]>`select id, name, media_type as "mediaType" from registry.attachment where county = ${raw.county} and id = any (${checks.flatMap((c) => c.files)}::uuid[]) and region between ${tx.scope.lo} and ${tx.scope.hi}`;
  const events = await sql<{ act: FindingDetail["events"][number]["act"]; at: string; by: string | null; role: string | null; note: string | null; detail: Record<string, unknown> }[]>`
    select e.act, e.at, e.by_name as by, e.by_role as role, e.note, e.detail from comparison.finding_event e where e.county = ${raw.county} and e.finding_id = ${raw.id} and ${inside(tx, undefined, "e")} order by e.id`;
  const [exception] = await sql<{ ground: string; note: string; validUntil: string }[]>`select e.ground, e.note, e.valid_until as "validUntil" from comparison.exception e where e.county = ${raw.county} and e.finding_id = ${raw.id} and ${inside(tx, undefined, "e")} order by e.at desc limit 1`;
  const others = await sql<{ county: number; id: string; kind: string; subject: string; state: FindingDetail["state"] }[]>`
    select f.county, f.id, f.kind, f.subject, f.state from comparison.finding f
     where f.county = ${raw.county} and f.id <> ${raw.id} and ${raw.householdId === null ? sql`f.rural_id = ${raw.ruralId}` : sql`f.household_id = ${raw.householdId}`} and f.state <> 'closed' and ${inside(tx)} ${visible(tx)} order by f.kind limit 12`;
  const remedies = await sql<{ kind: "removal" | "invitation"; state: string; notBefore: string; reference: string | null }[]>`select p.kind, p.state, p.not_before as "notBefore", p.reference from comparison.proposal p where p.county = ${raw.county} and p.finding_id = ${raw.id} and ${inside(tx, undefined, "p")} order by p.at`;
  const parameters = await parametersAt(tx, raw.region, raw.snapshotOn, [...(kind?.parameters ?? []), "COMPARISON_CHECK_DAYS", "COMPARISON_OBJECTION_DAYS", "COMPARISON_SEND_PERCENT"]);
  const sees = seesClass(sightOf(tx), "C2");
  return {
    ...row, ...await comparison(tx, crypto, raw, household?.head ?? null),
    household: household ? { members: household.members ?? 0, attribute: household.attribute, enrolledOn: household.enrolledOn, groupName: household.groupName, exitState: household.exitState } : null,
    rural: rural ? { hukouNo: `${"*".repeat(Math.max(0, rural.hukouNo.length - 4))}${rural.hukouNo.slice(-4)}`, headName: sees ? rural.headName : maskName(rural.headName), persons: rural.persons } : null, batch: batch ?? null,
    parameters: [...parameters.values()].map(({ code, value, unit, validFrom, source, sureness }) => ({ code, value, unit, validFrom, source, sureness })),
    checks: checks.map(({ files: ids, ...c }) => ({ ...c, first: sees ? c.first : maskName(c.first), second: sees ? c.second : maskName(c.second), attachments: files.filter((f) => ids.includes(f.id)) })),
    decisionsAllowed: raw.answer === null || !kind ? [] : [...decisionsFor(raw.answer, kind.remedy)] satisfies Decision[], remedies: [...remedies], exception: exception ?? null, events: [...events],
    others: others.map((o) => ({ ...o, subject: sees ? o.subject : maskName(o.subject) })),
  };
}
