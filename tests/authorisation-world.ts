/** A small world for the authorisation matrix: six villages near and far, each with things that carry marks to be recognised by. */
import { randomUUID } from "node:crypto";
import fs from "node:fs";
import { checkCharacter } from "@diguan/core/id-number.ts";
import type { Role } from "@diguan/core/access/policy.ts";
import { emptyHousehold, emptyMember } from "@diguan/core/registry/record.ts";
import { countyOf } from "@diguan/core/region-code.ts";
import { householdId, memberId } from "../server/src/access/crypto.ts";
import { createAccount } from "../server/src/access/service.ts";
import { ensureRegions } from "../server/src/regions/service.ts";
import { refreshFacts } from "../server/src/identification/service.ts";
import { refreshVillages } from "../server/src/overview/service.ts";
import { writeBulk } from "../server/src/registry/bulk.ts";
import type { Query } from "../server/src/postgres/pool.ts";
import type { TestDatabase } from "./database.ts";
import { testPassword } from "./http.ts";

/** Same village, sibling village, sibling town, sibling county, sibling city, foreign province. */
export const villages = { here: 990102101001, nextVillage: 990102101002, nextTown: 990102102001, nextCounty: 990103101001, nextCity: 990201101001, foreign: 980102101001 } as const;
export type Place = keyof typeof villages;
export const year = 2018;

/** One of everything, in one village. */
export interface Thing {
  readonly place: Place | "nowhere"; readonly region: number; readonly county: number;
  readonly householdId: string; readonly householdCode: string; readonly memberId: string; readonly otherHouseholdId: string; readonly certNo: string; readonly phone: string; readonly account: string; readonly remark: string;
  readonly accountId: string; readonly postId: string; readonly signInName: string; readonly findingId: string; readonly attachmentId: string; readonly batchId: string; readonly organisationId: string; readonly incomeItemId: string; readonly auditId: string; readonly unitId: string; readonly caseId: string; readonly noticeId: string; readonly objectionId: string; readonly evidenceId: string; readonly ruleId: string; readonly runId: string;
}

const certOf = (county: number, n: number): string => { const first = `${county}19680417${String(n).padStart(3, "0")}`; return first + checkCharacter(first); };
const ancestors = (v: number): number[] => [10_000_000_000, 100_000_000, 1_000_000, 1000, 1].map((unit) => Math.floor(v / unit) * unit);

function thingOf(place: Place, n: number): Thing {
  const region = villages[place];
  const county = countyOf(region);
  const householdCode = `${region}${String(7701 + n)}`;
  return {
    place, region, county, householdCode, householdId: householdId(county, householdCode), memberId: memberId(county, `${householdCode}01`), otherHouseholdId: householdId(county, `${householdCode}9`),
    certNo: certOf(county, 201 + n), phone: `1391234${String(5600 + n)}`, account: `62284800000000${String(7001 + n)}`, remark: `mark-of-${place}-${String(n)}`,
    accountId: "", postId: "", signInName: `kept-${place.toLowerCase()}`, findingId: randomUUID(), attachmentId: randomUUID(), batchId: randomUUID(), organisationId: randomUUID(), incomeItemId: randomUUID(), auditId: randomUUID(), unitId: randomUUID(), caseId: randomUUID(), noticeId: randomUUID(), objectionId: randomUUID(), evidenceId: randomUUID(), ruleId: randomUUID(), runId: randomUUID(),
  };
}

/** A thing that does not exist, said to lie where `like` lies: what a guess looks like. */
export const unknownLike = (like: Thing): Thing => ({
  ...like, place: "nowhere", region: like.region + 77, householdId: randomUUID(), otherHouseholdId: randomUUID(), memberId: randomUUID(), householdCode: `${like.region}9901`, accountId: randomUUID(), postId: randomUUID(),
  findingId: randomUUID(), attachmentId: randomUUID(), batchId: randomUUID(), organisationId: randomUUID(), incomeItemId: randomUUID(), auditId: randomUUID(), unitId: randomUUID(), caseId: randomUUID(), noticeId: randomUUID(), objectionId: randomUUID(), evidenceId: randomUUID(), ruleId: randomUUID(), runId: randomUUID(),
});

/** What must never reach somebody from whose area the thing does not come. */
export const marks = (t: Thing): readonly string[] => [t.householdId, t.otherHouseholdId, t.householdCode, t.memberId, t.remark, t.accountId, t.signInName, t.findingId, t.attachmentId, t.batchId, t.organisationId, t.auditId, t.unitId, t.caseId, t.noticeId, t.objectionId, t.evidenceId];
/** What must never leave the server in clear, whoever asks, except through a reveal. */
export const secrets = (t: Thing): readonly string[] => [t.certNo, t.phone, t.account];

/** What the attachment of every thing holds, as the store keeps it: named by its (pretended) hash. */
export function keepAttachment(dataDir: string): void {
  fs.mkdirSync(`${dataDir}/attachments/00`, { recursive: true });
  fs.writeFileSync(`${dataDir}/attachments/00/${"0".repeat(64)}`, "8 bytes.");
}

export interface World { readonly things: readonly Thing[]; readonly at: Readonly<Record<Place, Thing>> }

export async function buildWorld(t: TestDatabase): Promise<World> {
  const things = await Promise.all((Object.keys(villages) as Place[]).map(async (place, n) => {
    const thing = thingOf(place, n);
    const kept = await t.db.asSystem((tx) => createAccount(tx, { signInName: thing.signInName, displayName: thing.signInName, password: testPassword, posts: [{ role: "villageWorker", region: thing.region }] }, "2018-01-01"));
    return { ...thing, accountId: kept.id, postId: kept.posts[0] ?? "" };
  }));
  await t.db.asSystem((tx) => ensureRegions(tx, [...new Set(things.flatMap((x) => ancestors(x.region)))].map((code) => ({ code, name: `place ${code}` }))));
  for (const thing of things) await fill(t, thing);
  return { things, at: Object.fromEntries(things.map((x) => [x.place, x])) as Record<Place, Thing> };
}

async function fill(t: TestDatabase, x: Thing): Promise<void> {
  const common = { county: x.county, region: x.region };
  const batchId = randomUUID();
  await t.db.asSystem(async (tx) => {
    for (const [id, code] of [[x.householdId, x.householdCode], [x.otherHouseholdId, `${x.householdCode}9`]] as const) {
      const own = id === x.householdId;
      const member = { ...emptyMember(), memberCode: `${code}01`, name: "周德厚", relation: 1, sex: 1, birth: "1968-04-17", certType: 1, certNo: own ? x.certNo : null, memberPhone: own ? x.phone : null };
      await writeBulk(tx, t.crypto, {
        households: [{ ...common, id, year, household: { ...emptyHousehold(), householdCode: code, attribute: 1, remark: x.remark, householdPhone: own ? x.phone : null, bankAccount: own ? x.account : null, yearMembers: 1, currentMembers: 1 }, stated: undefined, headName: member.name, headMember: memberId(x.county, member.memberCode), labourCount: 0, rowHash: Buffer.alloc(16), batchId, source: 5 }],
        members: [{ ...common, id: memberId(x.county, member.memberCode), householdId: id, year, ordinal: 0, member, batchId }],
        changes: [{ ...common, householdId: id, memberId: null, year, act: "imported", source: 5, batchId, patch: {}, sealed: null, accountId: null, byName: null, byRole: null }],
      });
    }
    const { sql } = tx;
    await sql`insert into registry.income_item ${sql({ ...common, household_id: x.householdId, year, id: x.incomeItemId, kind: 1, amount_fen: 100_000, source: 5 })}`;
    await sql`insert into registry.attachment ${sql({ ...common, household_id: x.householdId, id: x.attachmentId, kind: "house", media_type: "image/png", name: `${x.remark}.png`, bytes: 8, sha256: Buffer.alloc(32) })}`;
    await sql`insert into registry.village_year ${sql({ county: x.county, village: x.region, year, region: x.region, data: sql.json({ residentUnit: x.remark }) })}`;
    await sql`insert into quality.finding ${sql({ ...common, id: x.findingId, household_id: x.householdId, year, rule: "DQ-001", severity: "E", field: "certNo", deadline: "2018-12-31" })}`;
    await sql`insert into quality.tally ${sql({ ...common, year, rule: "DQ-001", state: "found", severity: "E", n: 1 })}`;
    await sql`
      insert into procedure.case_file (county, region, id, subject, household_id, number, purpose, definition_id, definition_region, definition_version, terms, opened_on, name, next_step, next_roles, since, due_on)
      select ${x.county}, ${x.region}, ${x.caseId}, 'household', ${x.householdId}, ${`${x.county}-2018-${x.caseId}`}, 'registration', 'twoNotices', 0, 1, (select jsonb_object_agg(code, value) from policy.parameter where code like 'PROCEDURE%' and region = 0), '2018-03-01', '周德厚', 'application', '{villageWorker,teamMember,townOfficer}', '2018-03-01', '2018-03-11'`;
    await sql`insert into procedure.notice ${sql({ ...common, id: x.noticeId, token: `${x.county}-${x.noticeId.replaceAll("-", "")}`, purpose: "registration", step: "notice1", title: "notice", from_on: "2018-03-01", to_on: "2018-03-07", place: x.remark })}`;
    await sql`insert into procedure.objection ${sql({ ...common, id: x.objectionId, case_id: x.caseId, household_id: x.householdId, reference: `${x.county}-${x.objectionId}`, on_date: "2018-03-02", due_on: "2018-03-07", source: "public", text: x.remark, sealed: t.crypto.seal({ contact: x.phone }, `procedure.objection|${x.objectionId}`), at: "2018-03-02T00:00:00Z" })}`;
    await sql`insert into procedure.evidence ${sql({ ...common, id: x.evidenceId, kind: "other", name: `${x.remark}.png`, media_type: "image/png", bytes: 8, sha256: Buffer.alloc(32) })}`;
    const facts = sql.json([{ field: "name", level: "same", weight: 9, left: "周*厚", right: "周*厚", leftMarks: [], rightMarks: [] }]);
    await sql`insert into comparison.duplicate_pair ${sql({ ...common, id: x.findingId, household_id: x.householdId, member_id: x.memberId, other_county: x.county, other_region: x.region, other_household: x.otherHouseholdId, other_member: x.memberId, year, kind: "likely", weight: 3, probability: 0.9, evidence: facts })}`;
    // a suspicion that was sent to the village, of a batch of its county; the batch lies at the county
    await sql`insert into comparison.batch ${sql({ county: x.county, id: x.batchId, region: x.region, feed: "vehicles", department: "police", basis: "duty", purpose: x.remark, fields: [], snapshot_on: "2018-10-20", retain_until: "2030-01-01", way: "command", file_name: `${x.remark}.csv`, sha256: Buffer.from(x.batchId), state: "compared", rows: 1, profile: sql.json({ rows: 1, columns: [], unmapped: [], noKey: 0, badNumber: 0, oldNumber: 0, duplicates: 0, from: null, to: null, byNumber: 1, byLikeness: 0, notRegistered: 0, unknown: 0, badRows: [] }) })}`;
    await sql`insert into comparison.finding ${sql({ ...common, id: x.findingId, kind: "X03", direction: "inclusion", severity: "hard", household_id: x.householdId, member_id: x.memberId, year, feed: "vehicles", department: "police", batch_id: x.batchId, row_no: 1, snapshot_on: "2018-10-20", subject: "周德厚", facts: sql.json({ name: "周德厚" }), probability: 0.97, state: "sent", sent_on: "2018-10-21", deadline: "2018-10-31" })}`;
    await sql`insert into comparison.exception ${sql({ ...common, id: x.attachmentId, finding_id: x.findingId, household_id: x.householdId, kind: "X03", ground: "tool", note: x.remark, valid_until: "2030-01-01" })}`;
    await refreshVillages(tx, x.county, [x.region]);
    await refreshFacts(tx, x.county, { villages: [x.region] });
    await fillRules(sql, x);
    const run = randomUUID();
    await sql`insert into identification.assessment ${sql({ county: x.county, id: run, region: x.county * 1_000_000, year, scheme: "1|1", parameters: sql.json([]), households: 1, counts: sql.json({}) })} on conflict do nothing`;
    await sql`insert into identification.assessment_household (county, assessment_id, household_id, region, year, recommendation, difference, depth, most_depth, reasons, missing, suggested, contradiction)
      values (${x.county}, (select id from identification.assessment where county = ${x.county} and year = ${year} order by ran_at limit 1), ${x.householdId}, ${x.region}, ${year}, 'poor', 'maybeMissed', 0, 0, '{}', '{}', '{}', false)`;
    await sql`insert into intake.batch ${sql({ id: x.batchId, region: x.region, scope_hi: x.region, file_name: `${x.remark}.xlsx`, file_sha256: Buffer.alloc(32), file_bytes: 1, state: "reading", options: sql.json({ createRegions: true }), sealed: t.crypto.seal({ key: "x" }, `intake.batch|${x.batchId}`) })}`;
    await sql`insert into evaluation.audit ${sql({ ...common, id: x.auditId, name: `audit ${x.remark}`, year, quarter: `${year}Q4`, kind: "thirdParty", design: "simple", allocation: "equal", sizes: sql.json({ registered: 1, exited: 0, others: 0 }), seed: "matrix", frame: sql.json({ registered: 2, exited: 0, others: 0 }) })}`;
    await sql`insert into evaluation.unit ${sql({ ...common, id: x.unitId, audit_id: x.auditId, ordinal: 1, grp: 1, household_id: x.householdId, stratum: "1 ", psu: "1 0", cell: "1 ", probability: 0.5, fraction: 0.5 })}`;
    await sql`insert into organisations.organisation ${sql({ ...common, id: x.organisationId, kind: "villageCommittee", name: `office ${x.remark}`, sealed: t.crypto.seal({ phone: x.phone }, `organisations.organisation|${x.organisationId}`), opened_on: "2015-01-01" })}`;
  });
}

/** A rule of the village with a finished simulation, and a decided proposal of a parameter under the same id. Rules are law: their ids are no secret. */
async function fillRules(sql: Query, x: Thing): Promise<void> {
  const law = { set_id: x.ruleId, version: 1, region: x.region, by_name: "matrix" };
  await sql`insert into policy.rule_set ${sql({ id: x.ruleId, region: x.region, purpose: "identification", name_zh: "规则", name_en: "rule", by_name: "matrix" })}`;
  await sql`insert into policy.rule_version ${sql({ ...law, key: randomUUID(), text: "persons > 1", source: "matrix" })}`;
  await sql`insert into policy.rule_event ${sql({ ...law, act: "drafted" })}`;
  await sql`insert into policy.rule_run ${sql({ id: x.runId, ...law, lo: x.region, hi: x.region, year, on_date: `${year}-12-31`, facts: ["persons"], parameters: sql.json([]), condition: "persons > 1", state: "done", households: 1, judged: 1, totals: sql.json({}) })}`;
  await sql`insert into policy.outcome (county, run_id, household_id, region, after, before, registered, changed, facts) values (${x.county}, ${x.runId}, ${x.householdId}, ${x.region}, 1, 3, 0, true, '{2}')`;
  await sql`insert into policy.parameter_proposal ${sql({ id: x.ruleId, code: "POVERTY_LINE", region: x.region, valid_from: "2030-01-01", value: 400_000, unit: "fen/person/year", source: "matrix", sureness: "unsure", reason: "matrix", accepted: [], proposed_by: randomUUID(), by_name: "matrix" })}`;
  await sql`insert into policy.parameter_decision ${sql({ proposal_id: x.ruleId, region: x.region, approved: false, decided_by: randomUUID(), by_name: "matrix" })}`;
}

export interface Subject { readonly name: string; readonly role: Role; readonly region: number; readonly own?: readonly string[] }

/** Every role at the level where it works, around the village «here»; helpers and households with one household of their own. */
export const subjectsOf = (w: World): readonly Subject[] => {
  const here = villages.here;
  const at = (role: Role, region: number, own?: readonly string[]): Subject => ({ name: `s-${role.toLowerCase()}-${region}`, role, region, ...(own ? { own } : {}) });
  const own = [w.at.here.householdId];
  return [
    at("villageWorker", here), at("teamMember", here), at("helper", 990102101000, own), at("household", here, own), at("townOfficer", 990102101000),
    at("countyOfficer", 990102000000), at("countyFinance", 990102000000), at("departmentOfficer", 990102000000), at("cityOverseer", 990100000000), at("provinceOverseer", 990000000000),
    at("auditor", 990102000000), at("auditor", here), at("bank", 990102000000), at("enterprise", 990102000000), at("socialOrganisation", 990102000000),
    at("systemAdmin", 990102000000), at("securityAdmin", 990102000000), at("securityAdmin", 990102101000), at("auditAdmin", 990102000000),
  ];
};
