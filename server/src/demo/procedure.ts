/** Demonstration: villages whose cases stand at different steps – waiting for a notice, one with an objection, an exit that is refused, a re-entry, a match with suspicions. Laid out by the acts of the platform itself. */
import { checkCharacter } from "@diguan/core/id-number.ts";
import type { CountyPlan } from "@diguan/core/demo/household.ts";
import type { Role } from "@diguan/core/access/policy.ts";
import type { Given } from "@diguan/core/procedure/history.ts";
import type { Votes } from "@diguan/core/procedure/meeting.ts";
import { lastDay } from "@diguan/core/procedure/notice.ts";
import { rangeOf } from "@diguan/core/region-code.ts";
import { addDays } from "@diguan/core/time.ts";
import { derivedId, type FieldCrypto } from "../access/crypto.ts";
import type { Tx } from "../postgres/pool.ts";
import type { Desk } from "../registry/service.ts";
import { actOn } from "../procedure/acts.ts";
import { objectTo } from "../procedure/objections.ts";
import { openCasesOf } from "../procedure/open.ts";
import { openFiles, type Key } from "../procedure/rows.ts";
import type { Stage } from "./stages.ts";

type At = Parameters<Stage["run"]>[0];

const names = ["吴有田", "马长顺", "谢桂花", "蒋木生", "唐秀英", "邓水旺", "彭金花", "曾石头", "萧根发"];
const minutes = "会上逐户介绍家庭情况、收入和住房，公开评议，当场计票，结果当场宣布。";
const people = Array.from({ length: 24 }, (_, i) => `村民代表${i + 1}`);

/** Somebody of the office, named as in the accounts of the demonstration; acts of the stage are told by name like real ones. */
const officer = (role: Role, name: string, county: number): Tx["actor"] => ({ accountId: derivedId("demonstration", county, `officer ${role}`), postId: derivedId("demonstration", county, `post ${role}`), role, scope: rangeOf(county * 1_000_000), name });

class Village {
  readonly desk: (day: string, role?: Role) => Desk;
  readonly county: number;
  constructor(tx: Tx, crypto: FieldCrypto, county: number) {
    this.county = county;
    this.desk = (day, role = "villageWorker") => ({ tx: { ...tx, actor: officer(role, role === "countyOfficer" ? "沈静" : role === "townOfficer" ? "罗正平" : "田秀珍", county) }, crypto, today: day });
  }

  /** New applicants of a village, on file and not registered. */
  async applicants(village: number, from: number, count: number, day: string, year: number): Promise<Key[]> {
    const keys: Key[] = [];
    for (let i = 0; i < count; i++) {
      const birth = `19${String(62 + ((from + i) * 3) % 20)}0${String(1 + ((from + i) % 9))}1${String((from + i) % 9)}`;
      const first = `${this.county}${birth}9${String(10 + from + i)}`;
      const name = names[(from + i) % names.length] ?? "吴有田";
      const iso = `${birth.slice(0, 4)}-${birth.slice(4, 6)}-${birth.slice(6)}`;
      const { opened } = await openCasesOf(this.desk(day), {
        key: derivedId("applicant", this.county, `${village}|${from + i}`), purpose: "registration", definition: "twoNotices", households: [], detail: {}, reason: "农户申请",
        applicant: { region: village, year, household: { groupName: `${"一二三四五"[i % 5] ?? "一"}组` }, members: [{ values: { name, relation: 1, sex: Number(first.at(-1)) % 2 === 1 ? 1 : 2, birth: iso, certType: 1, certNo: first + checkCharacter(first), health: [1], labour: 1, education: 3, marital: 20, ethnic: 1, political: 13, medResident: true, pensionResident: true } }] },
      });
      keys.push(...opened.map(({ county, id }) => ({ county, id })));
    }
    return keys;
  }

  /** Takes the step that is due in all cases, with everything it asks for. */
  async take(keys: readonly Key[], day: string, role: Role, more: { readonly votes?: Votes; readonly suspicions?: number; readonly causeMain?: number } = {}): Promise<void> {
    const desk = this.desk(day, role);
    const opened = await openFiles(desk.tx, keys, false);
    const step = opened[0]?.standing.next;
    if (!step) return;
    const given = { evidence: [], signatures: step.signatures.map((kind) => ({ kind, name: kind === "household" && opened.length === 1 ? (opened[0]?.file.name ?? "") : (desk.tx.actor?.name ?? "") })), ...(step.document ? { document: `示扶领〔${day.slice(0, 4)}〕${String(Number(day.slice(5, 7)))}号` } : {}) } satisfies Omit<Given, "evidence"> & { evidence: string[] };
    const cases = opened.map((o) => ({ county: o.file.county, id: o.file.id, version: o.file.version, ...(step.meeting ? { votes: more.votes ?? { for: 21, against: 2, abstain: 1 }, recused: [] } : {}), ...(more.suspicions === undefined ? {} : { suspicions: more.suspicions }), ...(more.causeMain === undefined ? {} : { found: { causeMain: more.causeMain } }) }));
    await actOn(desk, { on: day, elsewhere: step.evidence, act: { act: step.kind === "notice" ? "close" : "take", step: step.name, given }, cases, ...(step.meeting ? { sitting: { place: "村部会议室", entitled: 30, present: people, minutes } } : {}) });
  }

  async post(keys: readonly Key[], day: string): Promise<void> {
    const desk = this.desk(day);
    const opened = await openFiles(desk.tx, keys, false);
    const [first] = opened;
    const step = first?.standing.next;
    if (!first || !step?.stands) return;
    await actOn(desk, { act: { act: "post", step: step.name, from: day, to: lastDay(day, first.file.terms[step.stands]), place: "村务公开栏" }, cases: opened.map((o) => ({ county: o.file.county, id: o.file.id, version: o.file.version })) });
  }

  /** From the application to the day the first notice can be posted. */
  async appraised(keys: readonly Key[], day: string): Promise<void> {
    await this.take(keys, day, "villageWorker");
    await this.take(keys, addDays(day, 2), "teamMember", { causeMain: 9 });
    await this.take(keys, addDays(day, 4), "villageWorker");
    await this.take(keys, addDays(day, 5), "villageWorker");
  }
}

async function oneCounty(at: At, tx: Tx, plan: CountyPlan): Promise<void> {
  const county = plan.county.code;
  const { today } = at;
  const v = new Village(tx, at.crypto, county);
  // the village of the demonstration's own village account first
  const villages = (await tx.sql<{ region: number }[]>`select region from registry.household where county = ${county} group by region order by region <> 990102100200, region limit 3`).map((r) => r.region);
  const [a, b = a, c = b] = villages;
  if (a === undefined || b === undefined || c === undefined) return;
  const ago = (n: number): string => addDays(today, -n);
  const of = async (region: number, state: number): Promise<Key | undefined> => (await tx.sql<Key[]>`
    select county, household_id as id from registry.household_year where county = ${county} and region = ${region} and year = ${at.last} and exit_state = ${state} and valid and coalesce(monitored, 0) = 0 order by household_code limit 1`)[0];

  // a: a notice that stands, with one objection; applicants that wait for the notice
  const noticed = await v.applicants(a, 0, 3, ago(12), at.last);
  await v.appraised(noticed, ago(12));
  await v.post(noticed, ago(3));
  const [objected] = noticed;
  if (objected) await objectTo({ ...tx, actor: undefined }, at.crypto, objected, { id: derivedId("objection", county, objected.id), text: "他家儿子在县城开店，收入应当重新核算。", source: "public" }, Date.parse(`${ago(1)}T04:00:00Z`), ago(1));
  await v.applicants(a, 3, 1, ago(2), at.last);
  // b: reviewed by the township and matched, one with a suspicion
  const matched = await v.applicants(b, 4, 2, ago(30), at.last);
  await v.appraised(matched, ago(30));
  await v.post(matched, ago(24));
  await v.take(matched, ago(17), "villageWorker");
  await v.take(matched, ago(14), "townOfficer");
  await v.take(matched.slice(0, 1), ago(10), "countyOfficer", { suspicions: 1 });
  await v.take(matched.slice(1), ago(10), "countyOfficer", { suspicions: 0 });
  // c: an exit that the household refuses, and a return by the fast lane
  const leaving = await of(c, 0) ?? await of(a, 0);
  if (leaving) {
    const { opened: [exit] } = await openCasesOf(v.desk(ago(9)), { key: derivedId("exit", county, leaving.id), purpose: "exit", definition: "householdExit", households: [leaving], detail: {}, reason: "年度退出计划" });
    if (exit) await v.take([exit], ago(9), "villageWorker");
  }
  const returning = await of(c, 1) ?? await of(a, 1);
  if (returning) {
    const { opened: [back] } = await openCasesOf(v.desk(ago(8)), { key: derivedId("return", county, returning.id), purpose: "return", definition: "returnFast", households: [returning], detail: { clue: "户主大病住院，自付费用高" }, reason: "干部排查" });
    if (back) {
      await v.take([back], ago(8), "villageWorker");
      await v.take([back], ago(7), "teamMember");
      await v.take([back], ago(6), "villageWorker");
      await v.post([back], ago(5));
    }
  }
}

/** One transaction per county: after a crash there is all of it or nothing. */
export const procedureStage: Stage = {
  name: "procedure",
  async run(at) {
    for (const plan of at.plans) await at.db.asSystem(async (tx) => {
      const [done] = await tx.sql`select from procedure.case_file where county = ${plan.county.code} limit 1`;
      if (!done) await oneCounty(at, tx, plan);
    });
    await at.db.owner`analyze procedure.case_file, procedure.event, procedure.notice, procedure.notice_item`;
  },
};
