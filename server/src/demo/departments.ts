/**
 * The comparison centre of the demonstration: files of sixteen departments for each county, taken in as uploads would be, and the
 * first weeks of work on what they showed, all through the acts that people use. The files follow from the planted truth; nothing
 * of it reaches the comparison itself.
 */
import { createHash } from "node:crypto";
import type { Role } from "@diguan/core/access/policy.ts";
import { feedOf } from "@diguan/core/comparison/departments.ts";
import { kindOf, kinds } from "@diguan/core/comparison/kinds.ts";
import { mapHeadings, Profiler, readRow, type ReadRow } from "@diguan/core/comparison/read.ts";
import { departmentFiles, type DepartmentFile } from "@diguan/core/demo/departments.ts";
import type { CountyPlan } from "@diguan/core/demo/household.ts";
import { rangeOf } from "@diguan/core/region-code.ts";
import { addDays } from "@diguan/core/time.ts";
import type { FieldCrypto } from "../access/crypto.ts";
import { answer, bulk, decide, object } from "../comparison/acts.ts";
import type { Unsettled } from "../comparison/alike.ts";
import { compareAgain, settleAlike, store } from "../comparison/batches.ts";
import type { Parsed } from "../comparison/parse.ts";
import type { Actor, Db, Tx } from "../postgres/pool.ts";
import type { Stage } from "./stages.ts";

/** Snapshot of the demonstration's departments. */
export const snapshotOf = (year: number): string => `${year}-11-20`;

/** A generated file as the reader of files would give it. */
export function parsedOf(file: DepartmentFile): Parsed {
  const feed = feedOf(file.feed);
  const mapping = feed && mapHeadings(feed, [{ row: 1, cells: file.headings }]);
  if (!feed || !mapping || feed.columns.some((c) => c.required && !mapping.at.has(c.key))) throw new Error(`generated file ${file.feed} does not fit its schema`);
  const profiler = new Profiler(feed);
  const rows: { row: number; read: ReadRow }[] = [];
  file.rows.forEach((cells, i) => {
    const read = readRow(feed, mapping, cells.map(String));
    if (!read) return;
    profiler.add(i + 2, read);
    if (!profiler.again(cells.join("\u0001"))) rows.push({ row: i + 2, read });
  });
  return { rows, mapping, headings: file.headings, profiler };
}

/** Takes all files of a county in and compares once. */
export async function layDepartments(tx: Tx, crypto: FieldCrypto, plan: CountyPlan, year: number, today: string): Promise<void> {
  const county = plan.county.code;
  const later: Unsettled[] = [];
  for (const file of departmentFiles(plan, year)) {
    const feed = feedOf(file.feed);
    if (!feed || file.rows.length === 0) continue;
    const sha = createHash("sha256").update(`${plan.seed}|${county}|${year}|${file.feed}`).digest();
    await store(tx, crypto, { county, feed: feed.key, name: `${feed.zh}-${year}.xlsx`, basis: feed.bases[0] ?? "duty", purpose: feed.purpose.zh, snapshotOn: snapshotOf(year), way: "demonstration", today }, feed, sha, parsedOf(file), later);
  }
  await settleAlike(tx, crypto, { county, today }, later);
  await compareAgain(tx, crypto, { county, today, kinds: kinds.map((k) => k.id) });
  await tx.sql`update comparison.batch b set found = b.found || jsonb_build_object('found', (select count(*)::int from comparison.finding f where f.county = b.county and f.batch_id = b.id)) where b.county = ${county}`;
}

/** The demonstration account of a role, acting under its post. */
async function actorOf(db: Db, role: Role): Promise<Actor | undefined> {
  const [found] = await db.asSystem((tx) => tx.sql<{ accountId: string; postId: string; region: number; name: string }[]>`
    select a.id as "accountId", p.id as "postId", p.region, a.display_name as name from access.post p join access.account a on a.id = p.account_id where p.role = ${role} and a.demonstration_password is not null limit 1`);
  return found && { accountId: found.accountId, postId: found.postId, role, scope: rangeOf(found.region), name: found.name };
}

interface Found { readonly county: number; readonly id: string; readonly kind: string; readonly version: number }
const pick = (db: Db, actor: Actor, state: string, most: number): Promise<readonly Found[]> => db.within(actor, (tx) => tx.sql<Found[]>`
  select county, id, kind, version from comparison.finding where state = ${state} and region between ${tx.scope.lo} and ${tx.scope.hi} and county = ${Math.floor(tx.scope.lo / 1e6)}
   order by severity, array_position(array['X03', 'X04', 'X05', 'X01', 'X06', 'X07', 'X08', 'X09', 'M01', 'M02']::text[], kind) nulls last, id limit ${most}`);

const notes = { confirmed: "入户核实，情况属实，户主认可。", refuted: "入户核实，同名不同人，号码登记有误。", excusable: "入户核实，情况属实但有正当原因，佐证已看。" } as const;
const evidences = { confirmed: "入户核查表、现场照片 3 张", refuted: "", excusable: "村委会证明 1 份、现场照片 2 张" } as const;

const weeksAgo = { firstSent: -30, secondSent: -5, decided: -3, objected: -1 } as const;

/** Some weeks of work: sent thirty days ago, checked by the town's people, partly decided by the county; some overdue, some sent back, one objection. */
export async function workOnSuspicions(db: Db, today: string): Promise<number> {
  const [county, town, village] = [await actorOf(db, "countyOfficer"), await actorOf(db, "townOfficer"), await actorOf(db, "villageWorker")];
  if (!county || !town || !village) return 0;
  const late = await pick(db, county, "found", 70);
  if (late.length === 0) return 0;
  const own = await db.within(village, (tx) => tx.sql<Found[]>`select county, id, kind, version from comparison.finding where state = 'found' and region between ${tx.scope.lo} and ${tx.scope.hi} order by severity, kind, id limit 12`);
  await db.within(county, (tx) => bulk(tx, { act: "send", findings: late, note: "请两人入户核实，十日内反馈。" }, addDays(today, weeksAgo.firstSent)));
  // every second one of the first round has been checked by somebody else than the officer who will decide
  const colleague: Actor = { ...town, scope: county.scope };
  const sent = await pick(db, county, "sent", late.length);
  const checked = sent.slice(0, Math.ceil(sent.length * 0.8));
  for (const [i, f] of checked.entries()) {
    const how = i % 7 === 3 ? ("refuted" as const) : i % 4 === 2 ? ("excusable" as const) : ("confirmed" as const);
    const on = addDays(today, i % 3 === 0 ? -19 : -7);
    await db.within(colleague, (tx) => answer(tx, { finding: f, version: f.version, answer: how, checkedOn: on, first: "罗正平", second: i % 2 === 0 ? "田秀珍" : "何志强", signed: i % 5 !== 4, note: notes[how], evidence: evidences[how], attachments: [] }, on));
  }
  const waiting = (await db.within(county, (tx) => tx.sql<(Found & { answer: keyof typeof notes })[]>`select county, id, kind, version, answer from comparison.finding where state = 'answered' and region between ${tx.scope.lo} and ${tx.scope.hi} order by id`)).slice(0, Math.ceil(checked.length / 2));
  for (const [i, f] of waiting.entries()) {
    const kind = kindOf(f.kind);
    if (!kind) continue;
    const act = i % 6 === 5 ? ("return" as const) : f.answer === "refuted" ? ("keep" as const) : f.answer === "excusable" ? ("except" as const) : kind.remedy === "exclude" ? ("removal" as const) : kind.remedy === "invite" ? ("invite" as const) : ("rectify" as const);
    await db.within(county, (tx) => decide(tx, { finding: f, version: f.version, act, ...(act === "except" ? { ground: kind.excuses[0]?.id ?? "other" } : {}), note: act === "return" ? "请补充购置凭证和现场照片。" : "佐证齐全，同意核实意见。" }, addDays(today, weeksAgo.decided)));
  }
  const [decided] = await db.within(county, (tx) => tx.sql<Found[]>`select county, id, kind, version from comparison.finding where state = 'decided' and outcome = 'removal' and region between ${tx.scope.lo} and ${tx.scope.hi} order by id limit 1`);
  if (decided) await db.within(colleague, (tx) => object(tx, { finding: decided, version: decided.version, reason: "户主申诉：系其弟借用户主名义登记，愿提供证明。" }, addDays(today, weeksAgo.objected)));
  // the second round is on its way
  const second = [...own.filter((o) => !late.some((l) => l.id === o.id)), ...await pick(db, county, "found", 40)].filter((f, i, all) => all.findIndex((g) => g.id === f.id) === i);
  if (second.length > 0) await db.within(county, (tx) => bulk(tx, { act: "send", findings: second }, addDays(today, weeksAgo.secondSent)));
  return checked.length;
}

export const departmentsStage: Stage = {
  name: "departments",
  run: async ({ db, crypto, today, last, plans }) => {
    await db.asSystem(async (tx) => { for (const plan of plans) await layDepartments(tx, crypto, plan, last, today); });
    await db.owner`analyze comparison.record, comparison.rural_person, comparison.rural_household, comparison.finding`;
    await workOnSuspicions(db, today);
  },
};
