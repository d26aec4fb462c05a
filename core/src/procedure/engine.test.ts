/** The engine against the guide's vectors and against arbitrary sequences of acts: nobody reaches REGISTERED by a short cut. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { addDays } from "../time.ts";
import { appeal, catalogue, elimination, fastLane, householdExit, returnFast, twoNotices } from "./catalogue.ts";
import { definitionShape, faultsOf, stepsOf, type Definition, type Step } from "./definition.ts";
import { decide, dueOf, monthsBetween, nothingKnown, noGiven, type Context, type Known } from "./engine.ts";
import { after, begun, standingOf, type Act, type Event, type Given, type Standing } from "./history.ts";
import { checkMeeting, countMeeting, type Meeting } from "./meeting.ts";
import { checkClose, lastDay, publicFields, publicItem } from "./notice.ts";
import { checkBegin } from "./states.ts";
import type { Terms } from "./terms.ts";

const terms: Terms = {
  PROCEDURE_NOTICE_DAYS: 7, PROCEDURE_NOTICE_DAYS_FAST: 5, PROCEDURE_TOTAL_DAYS_FAST: 15, PROCEDURE_SURVEY_DAYS: 5, PROCEDURE_REVIEW_DAYS: 10, PROCEDURE_MATCH_DAYS: 5, PROCEDURE_APPROVAL_DAYS: 10, PROCEDURE_STEP_DAYS: 10,
  PROCEDURE_OBJECTION_DAYS: 5, PROCEDURE_APPEAL_DAYS: 30, PROCEDURE_CONSENT_DAYS: 15, PROCEDURE_QUORUM_PARTS: 2, PROCEDURE_QUORUM_WHOLE: 3, PROCEDURE_MAJORITY_PARTS: 1, PROCEDURE_MAJORITY_WHOLE: 2, PROCEDURE_STABLE_MONTHS: 6, PROCEDURE_PUBLIC_LIST: 0, PROCEDURE_PUBLIC_OBJECTIONS: 5,
};
const people = (n: number): string[] => Array.from({ length: n }, (_, i) => `代表${i + 1}`);
const meeting = (present: number, votes: readonly [number, number, number], entitled = 30, recused: Meeting["recused"] = []): Meeting => ({ entitled, present: people(present), recused, votes: { for: votes[0], against: votes[1], abstain: votes[2] } });
/** Everything a step asks for. */
const full = (s: Step, more: Partial<Given> = {}): Given => ({ evidence: s.evidence, signatures: s.signatures.map((kind) => ({ kind, name: "某人" })), ...(s.meeting ? { meeting: meeting(20, [11, 9, 0]) } : {}), ...(s.document ? { document: "示扶领〔2018〕3号" } : {}), ...more });

/** A case walked by hand. */
class Walk {
  events: Event[] = [];
  readonly d: Definition;
  readonly openedOn: string;
  today: string;
  known: Known = nothingKnown;
  constructor(d: Definition, openedOn: string) { this.d = d; this.openedOn = openedOn; this.today = openedOn; }
  get s(): Standing { return standingOf(this.d, this.openedOn, this.events, terms); }
  get next(): Step { const { next } = this.s; if (!next) throw new Error("over"); return next; }
  act(a: Act, by: Partial<Context> = {}): this {
    this.events.push(decide(this.d, this.s, a, { today: this.today, on: this.today, by: `who-${this.next.level}`, role: this.next.roles[0] ?? null, terms, known: this.known, ...by }));
    return this;
  }
  take(more: Partial<Given> = {}): this { return this.act({ act: "take", step: this.next.name, given: full(this.next, more) }); }
  post(days = this.next.stands ? terms[this.next.stands] : 0): this { return this.act({ act: "post", step: this.next.name, from: this.today, to: lastDay(this.today, days), place: "村务公开栏" }); }
  close(): this { return this.act({ act: "close", step: this.next.name, given: full(this.next) }); }
  wait(days: number): this { this.today = addDays(this.today, days); return this; }
  on(step: string): this { while (this.s.next && this.next.name !== step) { if (this.next.kind === "notice") this.post().wait(terms[this.next.stands ?? "PROCEDURE_NOTICE_DAYS"]).close(); else this.take(); } return this; }
}
const refused = (act: () => unknown): string => { try { act(); return ""; } catch (e) { return (e as { code?: string }).code ?? String(e); } };

describe("notices", () => {
  test("T21: 2019-03-01 … 03-07 with an objection open cannot be closed, also after its last day", () => {
    expect(lastDay("2019-03-01", 7)).toBe("2019-03-07");
    const notice = { from: "2019-03-01", to: "2019-03-07" };
    expect(refused(() => checkClose(notice, [{ due: "2019-03-09" }], "2019-03-08"))).toBe("procedure.objectionOpen");
    expect(refused(() => checkClose(notice, [], "2019-03-07"))).toBe("procedure.noticeRuns");
    expect(refused(() => checkClose(notice, [], "2019-03-08"))).toBe("");
  });
  test("begin today at the earliest and stand their days", () => {
    const w = new Walk(twoNotices, "2019-02-01").on("notice1");
    w.wait(28);
    expect(w.today).toBe("2019-03-01");
    expect(refused(() => w.act({ act: "post", step: "notice1", from: "2019-02-20", to: "2019-03-07", place: "村口" }))).toBe("procedure.noticeFrom");
    expect(refused(() => w.act({ act: "post", step: "notice1", from: "2019-03-01", to: "2019-03-06", place: "村口" }))).toBe("procedure.noticeShort");
    w.post().act({ act: "object", step: "notice1", objection: "o1" });
    expect(w.s.objections).toEqual([{ id: "o1", on: "2019-03-01", due: "2019-03-06" }]);
    w.wait(7);
    expect(refused(() => w.close())).toBe("procedure.objectionOpen");
    const answer = { act: "dismiss", step: "notice1", objection: "o1", answer: "经入户核查，收入属实", given: { ...noGiven, evidence: ["verification"] } } as const;
    expect(refused(() => w.act({ ...answer, again: false, given: noGiven }))).toBe("procedure.evidence");
    w.act({ ...answer, again: true });
    expect(refused(() => w.close())).toBe("procedure.postFirst");
    w.post().wait(7).close();
    expect(w.next.name).toBe("townReview");
  });
  test("an objection that is upheld goes back to the appraisal, which has to be held again", () => {
    const w = new Walk(twoNotices, "2018-03-01").on("notice1").post();
    w.act({ act: "object", step: "notice1", objection: "o1" }).act({ act: "uphold", step: "notice1", objection: "o1", answer: "子女在县城购房属实", to: "villageAppraisal", given: { ...noGiven, evidence: ["verification"] } });
    expect(w.next.name).toBe("villageAppraisal");
    expect(w.s.passed.map((p) => p.step)).toEqual(["application", "survey", "groupAppraisal"]);
  });
  test("show nothing but the listed fields, whatever the record holds", () => {
    const item = publicItem({ headName: "周德厚", village: "上笕村", groupName: "三组", members: 4, certNo: "990102197306150011", phone: "13912345678", causeMain: 1 } as never);
    expect(item).toEqual({ name: "周*厚", village: "上笕村", group: "三组", members: 4 });
    expect(Object.keys(item).toSorted()).toEqual([...publicFields].toSorted());
  });
});

describe("meetings", () => {
  const step = twoNotices.steps.find((s) => s.name === "villageAppraisal") as Step;
  test("two thirds present, more than half of those present agree", () => {
    expect(refused(() => checkMeeting(meeting(19, [19, 0, 0]), step, terms, "agreement"))).toBe("procedure.quorum");
    expect(refused(() => checkMeeting(meeting(20, [10, 10, 0]), step, terms, "agreement"))).toBe("procedure.majority");
    expect(countMeeting(meeting(20, [11, 9, 0]), step, terms)).toEqual({ base: 30, voters: 20, quorum: 20, majority: 11, quorate: true, agreed: true });
    expect(refused(() => checkMeeting(meeting(20, [12, 9, 0]), step, terms, "agreement"))).toBe("procedure.votes");
  });
  test("who recuses counts neither among the entitled nor among the present, and has no vote", () => {
    const two = [{ name: "代表1", relation: "兄弟" }, { name: "代表2", relation: "女婿" }];
    // 30 entitled, 21 came, 2 recuse: 19 of 28 (two thirds: 19)
    expect(checkMeeting(meeting(21, [10, 9, 0], 30, two), step, terms, "agreement")).toMatchObject({ base: 28, voters: 19, quorum: 19, majority: 10 });
    expect(refused(() => checkMeeting(meeting(21, [12, 9, 0], 30, two), step, terms, "agreement"))).toBe("procedure.votes");
    expect(refused(() => checkMeeting(meeting(20, [18, 0, 0], 30, two), step, terms, "agreement"))).toBe("procedure.quorum");
    expect(refused(() => checkMeeting(meeting(21, [10, 9, 0], 30, [{ name: "外人", relation: "兄弟" }]), step, terms, "agreement"))).toBe("procedure.recusal");
    expect(refused(() => checkMeeting({ ...meeting(20, [11, 9, 0]), present: [...people(19), "代表1"] }, step, terms, "agreement"))).toBe("procedure.signIn");
  });
  test("the share of agreement is exact for any size", () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 400 }), fc.integer({ min: 0, max: 400 }), fc.integer({ min: 0, max: 400 }), (entitled, present, agree) => {
      fc.pre(present <= entitled && agree <= present);
      const c = countMeeting(meeting(present, [agree, present - agree, 0], entitled), step, terms);
      expect(c.quorate).toBe(present > 0 && present * 3 >= entitled * 2);
      expect(c.agreed).toBe(agree * 2 > present);
    }));
  });
});

describe("procedures", () => {
  test("the catalogue holds the guide's lists and no definition has a fault", () => {
    for (const d of catalogue) expect([d.id, faultsOf(d, terms)]).toEqual([d.id, []]);
    expect(twoNotices.steps).toHaveLength(12);
    expect(stepsOf(twoNotices, "2018-03-01").map((s) => s.state)).toEqual(["APPLIED", "SURVEYED", "GROUP_APPRAISED", "VILLAGE_APPRAISED", "NOTICE1", "TOWN_REVIEWED", "MATCHED", "NOTICE2", "COUNTY_APPROVED", "ANNOUNCED", "REGISTERED"]);
    expect(stepsOf(twoNotices, "2014-06-01")[0]?.name).toBe("quota");
    expect(householdExit.steps).toHaveLength(6);
    const without = definitionShape.parse({ ...twoNotices, steps: twoNotices.steps.filter((s) => s.kind !== "notice") });
    expect(faultsOf(without).map((f) => f.en)).toContain("there is no public notice");
    expect(faultsOf(fastLane, { ...terms, PROCEDURE_NOTICE_DAYS_FAST: 20 })).toHaveLength(1);
  });
  test("registration walks through every step and the wrong person, missing papers and own work are refused", () => {
    const w = new Walk(twoNotices, "2018-03-01");
    expect(refused(() => w.act({ act: "take", step: "survey", given: full(w.next) }))).toBe("procedure.notDue");
    expect(refused(() => w.act({ act: "take", step: "application", given: noGiven }))).toBe("procedure.evidence");
    expect(refused(() => w.act({ act: "take", step: "application", given: full(w.next) }, { role: "bank" }))).toBe("procedure.role");
    w.on("townReview");
    expect(refused(() => w.act({ act: "take", step: "townReview", given: full(w.next) }, { by: "who-village" }))).toBe("procedure.ownWork");
    w.on("countyApproval");
    w.known = { ...nothingKnown, suspicions: 2 };
    expect(refused(() => w.take())).toBe("procedure.suspicion");
    w.known = nothingKnown;
    expect(refused(() => w.take({ document: "" }))).toBe("procedure.document");
    w.on("none");
    expect(w.s).toMatchObject({ status: "finished", next: undefined });
    expect(refused(() => decide(twoNotices, w.s, { act: "take", step: "signOff", given: noGiven }, { today: w.today, on: w.today, by: null, role: null, terms, known: nothingKnown }))).toBe("procedure.over");
  });
  test("a match with suspicions stops the case until they are cleared at the house", () => {
    const w = new Walk(twoNotices, "2018-03-01").on("match").take({ suspicions: 1 });
    expect(refused(() => w.post())).toBe("procedure.suspicion");
    w.act({ act: "clear", step: "notice2", given: { ...noGiven, evidence: ["verification"], opinion: "车辆已于2016年报废" } }, { role: "villageWorker" }).post();
    expect(w.s.notice?.step).toBe("notice2");
  });
  test("the fast lane ends within 15 days of which 5 are notice; later it needs a reason", () => {
    const w = new Walk(returnFast, "2018-11-01").on("notice").post().wait(5).close().take().take();
    expect(w.next.name).toBe("countyApproval");
    expect(dueOf(returnFast, w.s, terms)).toBe("2018-11-16");
    w.wait(11);
    expect(refused(() => w.take())).toBe("procedure.late");
    expect(w.take({ opinion: "雨雪封山，入户推迟" }).s.status).toBe("finished");
  });
  test("a household that refuses its exit: waiting, second review, meeting, dissent on record", () => {
    const w = new Walk(householdExit, "2018-10-01").on("consent").act({ act: "dissent", step: "consent", reason: "孩子还在上学" }, { role: "household" });
    expect(refused(() => w.take())).toBe("procedure.dissent");
    const over: Act = { act: "overrule", step: "consent", given: { ...noGiven, evidence: ["secondReview", "independentReport", "minutes", "signIn"], meeting: meeting(20, [18, 1, 1]) } };
    expect(refused(() => w.act(over, { role: "townOfficer" }))).toBe("procedure.consentWaits");
    w.wait(15).act(over, { role: "townOfficer" });
    expect(w.events.some((e) => e.act === "dissent")).toBe(true);
    expect(w.next.name).toBe("notice");
    expect(refused(() => new Walk(householdExit, "2018-10-01").on("consent").act({ act: "reject", step: "consent", reason: "我不同意", given: noGiven }, { role: "household" }))).toBe("procedure.wrongAct");
  });
  test("T25: recognised 2023-05, eliminated 2023-09 is too early; without labour never", () => {
    expect(monthsBetween("2023-05-10", "2023-09-10")).toBe(4);
    const w = new Walk(elimination, "2023-09-10");
    w.known = { ...nothingKnown, monitoredOn: "2023-05-10" };
    expect(refused(() => w.take())).toBe("procedure.tooEarly");
    w.known = { ...nothingKnown, monitoredOn: "2023-01-10", labourers: 0 };
    expect(refused(() => w.take())).toBe("procedure.noLabour");
    w.known = { ...nothingKnown, monitoredOn: "2023-03-10" };
    expect(w.take().next.name).toBe("villageAppraisal");
  });
  test("each state begins only the procedures of its table", () => {
    const begins = (exitState: number | null, monitored = false, valid = true): string[] => (["registration", "exit", "removal", "return", "monitoring", "elimination"] as const).filter((p) => refused(() => checkBegin(p, { exitState, valid, monitored })) === "");
    expect(begins(9)).toEqual(["registration", "monitoring"]);
    expect(begins(0)).toEqual(["exit", "removal"]);
    expect(begins(2)).toEqual(["exit", "removal"]);
    expect(begins(1)).toEqual(["return", "monitoring"]);
    expect(begins(1, true)).toEqual(["return", "elimination"]);
    expect(begins(3)).toEqual(["exit", "removal"]);
    expect(begins(0, false, false)).toEqual([]);
    expect(refused(() => checkBegin("registration", { exitState: null, valid: true, monitored: false }))).toBe("procedure.stateUnknown");
  });
  test("an appeal that is upheld opens the case again at the step named", () => {
    const w = new Walk(twoNotices, "2018-03-01").on("villageAppraisal").act({ act: "reject", step: "villageAppraisal", reason: "评议未通过", given: { ...noGiven, meeting: meeting(20, [5, 15, 0]) } });
    expect(w.s.status).toBe("rejected");
    const again = decide(twoNotices, w.s, { act: "reopen", step: "", to: "survey", reason: "申诉成立，重新入户" }, { today: w.today, on: w.today, by: null, role: null, terms, known: nothingKnown });
    expect(after(twoNotices, w.s, again, terms)).toMatchObject({ status: "open", next: { name: "survey" } });
    expect(appeal.steps.at(-1)?.effect).toBe("appealUpheld");
  });
});

/** Any act with any content, at any step, by anybody, some days later. */
const names = twoNotices.steps.map((s) => s.name);
const anyGiven: fc.Arbitrary<Given> = fc.record({
  evidence: fc.oneof({ weight: 6, arbitrary: fc.constant([...new Set(twoNotices.steps.flatMap((s) => s.evidence)), "verification" as const]) }, fc.constant([])),
  signatures: fc.oneof({ weight: 6, arbitrary: fc.constant(["household", "investigator", "investigator", "villageCadre", "helper", "clerk"].map((kind) => ({ kind: kind as "clerk", name: "某人" }))) }, fc.constant([])),
  meeting: fc.oneof({ weight: 4, arbitrary: fc.constant(meeting(20, [11, 9, 0])) }, fc.constant(meeting(19, [19, 0, 0])), fc.constant(meeting(24, [12, 12, 0]))),
  document: fc.oneof({ weight: 4, arbitrary: fc.constant("示扶领〔2018〕3号") }, fc.constant("")), opinion: fc.constantFrom("情况属实", ""), suspicions: fc.oneof({ weight: 4, arbitrary: fc.constant(0) }, fc.constant(2)),
});
type Make = (s: Standing, today: string) => Act;
const anyAct: fc.Arbitrary<Make> = fc.record({ kind: fc.oneof({ weight: 24, arbitrary: fc.constant("due") }, { weight: 3, arbitrary: fc.constantFrom("take", "post", "close", "object", "dismiss", "clear") }, { weight: 1, arbitrary: fc.constantFrom("uphold", "return") }, { weight: 1, arbitrary: fc.constantFrom("reject", "take", "take", "take") }), given: anyGiven, step: fc.oneof({ weight: 12, arbitrary: fc.constant(null) }, fc.constantFrom(...names)), to: fc.constantFrom(...names), days: fc.integer({ min: 5, max: 9 }), again: fc.boolean() })
  .map(({ kind: asked, given, step, to, days, again }) => (s, today): Act => {
    // mostly what an honest officer would try next, so that some cases come to their end
    const kind = asked !== "due" ? asked : s.suspicions > 0 ? "clear" : s.next?.kind !== "notice" ? "take" : s.objections.length > 0 ? "dismiss" : s.notice ? "close" : "post";
    const at = step === null ? (s.next?.name ?? "") : step;
    const objection = s.objections[0]?.id ?? "none";
    switch (kind) {
      case "post": return { act: "post", step: at, from: today, to: addDays(today, days - 1), place: "村口" };
      case "object": return { act: "object", step: at, objection: `o${today}` };
      case "dismiss": return { act: "dismiss", step: at, objection, answer: "经核查不属实", again, given };
      case "uphold": return { act: "uphold", step: at, objection, answer: "经核查属实", to, given };
      case "return": return { act: "return", step: at, to, reason: "材料需要补充" };
      case "reject": return { act: "reject", step: at, reason: "不符合条件", given };
      case "clear": return { act: "clear", step: at, given };
      default: return { act: kind as "take" | "close", step: at, given };
    }
  });

/** Written apart from the engine: reads a finished list backwards and says what is missing in it. */
function missingIn(events: readonly Event[], openedOn: string): string[] {
  const faults: string[] = [];
  let upTo = events.length;
  const steps = stepsOf(twoNotices, openedOn);
  for (const step of steps.toReversed()) {
    const at = events.findLastIndex((e, i) => i < upTo && e.step === step.name && (step.kind === "notice" ? e.act === "close" : e.act === "take"));
    const e = events[at];
    if (!e || !("given" in e)) { faults.push(`${step.name} was never done`); continue; }
    if (events.slice(at + 1, upTo).some((x) => (x.act === "return" || x.act === "uphold") && steps.findIndex((y) => y.name === x.to) <= steps.indexOf(step))) faults.push(`${step.name} was sent back afterwards`);
    for (const paper of step.evidence) if (!e.given.evidence.includes(paper)) faults.push(`${step.name} without ${paper}`);
    if (step.meeting) { const m = e.given.meeting; if (!m || m.present.length * 3 < m.entitled * 2 || m.votes.for * 2 <= m.present.length) faults.push(`${step.name} without quorum or majority`); }
    if (step.document && !e.given.document) faults.push(`${step.name} without document`);
    if (step.kind === "notice") {
      const posted = events.findLastIndex((x, i) => i < at && x.step === step.name && x.act === "post");
      const p = events[posted];
      if (!p || p.act !== "post" || addDays(p.from, 7) > addDays(p.to, 1) || e.on <= p.to) faults.push(`${step.name} did not stand its days`);
      const raised = events.slice(posted, at).filter((x) => x.act === "object").map((x) => (x as { objection: string }).objection);
      const answered = events.slice(posted, at).filter((x) => x.act === "dismiss" || x.act === "uphold").map((x) => (x as { objection: string }).objection);
      if (raised.some((o) => !answered.includes(o))) faults.push(`${step.name} closed with an open objection`);
    }
    upTo = at;
  }
  return faults;
}

/** Plays a list of moves and tells what went against the rules on the way. */
function play(moves: readonly (readonly [Make, number])[]): { readonly over: boolean; readonly faults: readonly string[] } {
  const faults: string[] = [];
  let [s, today] = [begun(twoNotices, "2018-03-01"), "2018-03-01"];
  const events: Event[] = [];
  for (const [make, days] of moves) {
    today = addDays(today, days);
    const before = JSON.stringify(events);
    try {
      const e = decide(twoNotices, s, make(s, today), { today, on: today, by: `who-${s.next?.level ?? ""}`, role: s.next?.roles[0] ?? null, terms, known: nothingKnown });
      s = after(twoNotices, s, e, terms);
      events.push(e);
      if (JSON.stringify(events.slice(0, -1)) !== before) faults.push("an earlier event was changed");
    } catch (e) { if (!((e as { code?: string }).code ?? "").startsWith("procedure.")) throw e; }
    if (JSON.stringify(standingOf(twoNotices, "2018-03-01", events, terms)) !== JSON.stringify(s)) faults.push("the list does not tell the state");
    if (s.status === "finished") return { over: true, faults: [...faults, ...missingIn(events, "2018-03-01")] };
  }
  return { over: false, faults };
}

test("no sequence of acts reaches REGISTERED without every step, notice period, quorum and paper; history only grows", () => {
  let finished = 0;
  fc.assert(fc.property(fc.array(fc.tuple(anyAct, fc.integer({ min: 0, max: 8 })), { minLength: 20, maxLength: 90 }), (moves) => {
    const { over, faults } = play(moves);
    if (over) finished++;
    expect(faults).toEqual([]);
  }), { numRuns: 300, seed: 20_181_101 });
  expect(finished).toBeGreaterThan(20);
});
