/**
 * How each route is asked for a thing in a village, and how to tell that it was seen. One line per route. A GET without
 * parameters needs none: the answer then must hold no mark of another area. A route with parameters and no line fails the matrix.
 */
import { randomUUID } from "node:crypto";
import { type Thing, year } from "./authorisation-world.ts";

export interface Question { readonly path: string; readonly body?: unknown; readonly headers?: Readonly<Record<string, string>> }
export interface Probe {
  readonly ask: (x: Thing) => Question;
  /** Statuses that mean "it is there and I may": 200 when absent. Writes are asked with stale versions or faulty values, so that nothing changes. */
  readonly seen?: readonly number[];
  /** Status of a thing outside the area: 404 when absent. */
  readonly outside?: number;
  /** Text that the answer must hold when the thing is inside: shows that the probe is not blind. */
  readonly shows?: (x: Thing) => string;
  /** The whole area is asked for and answered: outside things are simply not among the rows. */
  readonly list?: true;
  /** Asked of the household's own people too (helpers, households). Set for things of one household. */
  readonly ofHousehold?: true;
  /** About a place as a whole: its name is public, and people of single households may know their village. */
  readonly ofPlace?: true;
  /** Not asked for what is inside: that needs a file, which the slice's own tests have. */
  readonly outsideOnly?: true;
  /** May hold a secret in clear. */
  readonly reveals?: true;
  /** What an empty answer looks like, where names of places are public but figures are not: the only 200 for a thing outside. */
  readonly blank?: RegExp;
  /** Puts back what an earlier question of the same probe changed; such a route is asked by one person after the other. */
  readonly restore?: (x: Thing) => readonly [string, readonly (string | number)[]];
}

const faulty = [400, 409, 422];
const h = (x: Thing): string => `/api/households/${x.county}/${x.householdId}`;
const of = (ask: Probe["ask"], more: Omit<Probe, "ask"> = {}): Probe => ({ ask, ofHousehold: true, ...more });
const writeHousehold = (end: string, body: (x: Thing) => object, seen: readonly number[] = faulty): Probe => of((x) => ({ path: `${h(x)}${end}`, body: { key: randomUUID(), ...body(x) } }), { seen });
const place = (path: (region: number) => string, more: Omit<Probe, "ask"> = {}): Probe => ({ ask: (x) => ({ path: path(x.region) }), ...more });
const account = (end: string, body?: object, more: Omit<Probe, "ask"> = {}): Probe => ({ ask: (x) => ({ path: `/api/accounts/${x.accountId}${end}`, ...(body ? { body } : {}) }), ...more });
/** Names of places are public: an act on one outside the area is refused by name, existing or not. */
const region = (end: string, body: (x: Thing) => object): Probe => ({ ask: (x) => ({ path: `/api/regions/${x.region}${end}`, body: { reason: "matrix", ...body(x) } }), seen: [200, ...faulty], outside: 403 });
const office = (end: string, body?: (x: Thing) => object, more: Omit<Probe, "ask"> = {}): Probe => ({ ask: (x) => ({ path: `/api/organisations/${x.county}/${x.organisationId}${end}`, ...(body ? { body: body(x) } : {}) }), ...more });

const batch = (end: string, body?: object, more: Omit<Probe, "ask"> = {}): Probe => ({ ask: (x) => ({ path: `/api/intake/batches/${x.batchId}${end}`, ...(body ? { body } : {}) }), ...more });

/** One pixel, as a page would send it. */
const pixel = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";
const upload = (): Buffer => Buffer.concat([
  Buffer.from(`--b\r\ncontent-disposition: form-data; name="key"\r\n\r\n${randomUUID()}\r\n--b\r\ncontent-disposition: form-data; name="file"; filename="x.png"\r\ncontent-type: image/png\r\n\r\n`),
  Buffer.from(pixel, "base64"), Buffer.from("\r\n--b--\r\n"),
]);

export const probes: Readonly<Record<string, Probe>> = {
  // access
  "GET /api/accounts": { ask: () => ({ path: "/api/accounts?limit=100&search=kept-" }), list: true, shows: (x) => x.accountId },
  "GET /api/accounts/:id": account("", undefined, { shows: (x) => x.signInName }),
  "POST /api/accounts": { ask: (x) => ({ path: "/api/accounts", body: { signInName: "!!", displayName: "x", post: { role: "villageWorker", region: x.region } } }), seen: faulty, outside: 403 },
  "PUT /api/accounts/:id": account("", {}),
  "POST /api/accounts/:id/state": account("/state", { state: "active" }),
  "POST /api/accounts/:id/password": account("/password", {}),
  "POST /api/accounts/:id/unlock": account("/unlock"),
  "POST /api/accounts/:id/posts": { ask: (x) => ({ path: `/api/accounts/${x.accountId}/posts`, body: { role: "villageWorker", region: x.region, validFrom: "2020-01-02", validTo: "2020-01-01" } }), seen: faulty },
  "POST /api/accounts/:id/posts/:postId/end": { ask: (x) => ({ path: `/api/accounts/${x.accountId}/posts/${x.postId}/end` }), restore: (x) => ["update access.post set ended_at = null where id = $1", [x.postId]] },
  "GET /api/audit": { ask: () => ({ path: "/api/audit?limit=200" }), list: true },
  "GET /api/audit/export": { ask: () => ({ path: "/api/audit/export?purpose=matrix" }), list: true },
  // registry
  "GET /api/households": { ask: () => ({ path: `/api/households?year=${year}&limit=200` }), list: true, shows: (x) => x.householdId },
  "GET /api/households/search": { ask: (x) => ({ path: `/api/households/search?q=${x.householdCode}&year=${year}` }), list: true, shows: (x) => x.householdId },
  "POST /api/households/person": { ask: (x) => ({ path: "/api/households/person", body: { certNo: x.certNo } }), list: true, shows: (x) => x.householdId },
  "POST /api/households": { ask: (x) => ({ path: "/api/households", body: { key: randomUUID(), region: x.region, year, householdCode: x.householdCode, household: { arableMu: -5 }, members: [{ values: { name: "" } }], reason: "matrix probe", source: 1 } }), seen: faulty },
  "GET /api/households/:county/:id": of((x) => ({ path: `${h(x)}?year=${year}` }), { shows: (x) => x.householdCode }),
  "PUT /api/households/:county/:id": of((x) => ({ path: h(x), body: { year, version: 999, household: { remark: "x" }, reason: "matrix probe", source: 1 } }), { seen: faulty }),
  "GET /api/households/:county/:id/changes": of((x) => ({ path: `${h(x)}/changes` })),
  "GET /api/households/:county/:id/sources": of((x) => ({ path: `${h(x)}/sources?year=${year}` })),
  "GET /api/households/:county/:id/handbook.pdf": of((x) => ({ path: `${h(x)}/handbook.pdf` })),
  // help
  "GET /api/households/:county/:id/helping": of((x) => ({ path: `${h(x)}/helping` })),
  "POST /api/households/:county/:id/measures": writeHousehold("/measures", () => ({ code: "M11", year: 2018, state: "running" })),
  "POST /api/households/:county/:id/measures/:measure/state": of((x) => ({ path: `${h(x)}/measures/${randomUUID()}/state`, body: { to: "approved", version: 1 } }), { outsideOnly: true }),
  "POST /api/households/:county/:id/employment": writeHousehold("/employment", () => ({ memberId: randomUUID(), from: "2018-03-01", to: "2018-02-01", workingNow: false })),
  "POST /api/households/:county/:id/employment/:period/withdraw": of((x) => ({ path: `${h(x)}/employment/${randomUUID()}/withdraw`, body: { reason: "matrix" } }), { outsideOnly: true }),
  "POST /api/households/:county/:id/helpers": of((x) => ({ path: `${h(x)}/helpers`, body: { key: randomUUID(), helperId: randomUUID(), from: "2018-03-01" } }), { outsideOnly: true }),
  "POST /api/households/:county/:id/helpers/:pairing/end": of((x) => ({ path: `${h(x)}/helpers/${randomUUID()}/end`, body: { on: "2018-03-01", reason: "matrix" } }), { outsideOnly: true }),
  "POST /api/households/:county/:id/visits": writeHousehold("/visits", () => ({ arrivedAt: "2090-01-01T00:00:00Z", purpose: 1 })),
  "GET /api/helpers": { ask: () => ({ path: "/api/helpers" }), list: true },
  "POST /api/helpers": { ask: (x) => ({ path: "/api/helpers", body: { key: randomUUID(), region: x.region, name: "矩阵", unit: "矩阵单位", rank: 4, certNo: "1" } }), seen: faulty },
  "PUT /api/helpers/:county/:id": { ask: (x) => ({ path: `/api/helpers/${x.county}/${randomUUID()}`, body: { version: 1, name: "矩阵", unit: "矩阵单位", rank: 4, active: true } }), outsideOnly: true },
  "POST /api/households/:county/:id/arrivals": writeHousehold("/arrivals", () => ({ kind: 1, on: "2999-01-01", evidence: "matrix probe", values: {}, source: 1 })),
  "POST /api/households/:county/:id/departures": writeHousehold("/departures", (x) => ({ memberId: x.memberId, kind: 1, on: "2999-01-01", evidence: "matrix probe", source: 1 })),
  "POST /api/households/:county/:id/departures/undo": writeHousehold("/departures/undo", (x) => ({ memberId: x.memberId, reason: "matrix probe" })),
  "POST /api/households/:county/:id/income": writeHousehold("/income", () => ({ year, kind: 19, amountFen: 1, source: 1 }), [200, ...faulty]),
  "POST /api/households/:county/:id/income/withdraw": of((x) => ({ path: `${h(x)}/income/withdraw`, body: { key: randomUUID(), year, itemId: x.incomeItemId, reason: "matrix probe" } }), { restore: (x) => ["update registry.income_item set withdrawn_at = null where id = $1", [x.incomeItemId]] }),
  "POST /api/households/:county/:id/years": writeHousehold("/years", () => ({ year })),
  "POST /api/households/:county/:id/cancel": writeHousehold("/cancel", () => ({ version: 999, reason: "matrix probe", evidence: "matrix probe" })),
  "POST /api/households/:county/:id/restore": writeHousehold("/restore", () => ({ version: 999, reason: "matrix probe", evidence: "matrix probe" })),
  "POST /api/households/:county/:id/reveal": of((x) => ({ path: `${h(x)}/reveal`, body: { year, field: "bankAccount", reason: "audit" } }), { reveals: true, shows: (x) => x.account }),
  "POST /api/households/:county/:id/attachments": of((x) => ({ path: `${h(x)}/attachments`, headers: { "content-type": "multipart/form-data; boundary=b" }, body: upload() })),
  "GET /api/households/:county/:id/attachments/:attachment": of((x) => ({ path: `${h(x)}/attachments/${x.attachmentId}` }), { shows: () => "8 bytes." }),
  "POST /api/households/:county/:id/attachments/:attachment/withdraw": of((x) => ({ path: `${h(x)}/attachments/${x.attachmentId}/withdraw`, body: { reason: "matrix probe" } }), { restore: (x) => ["update registry.attachment set withdrawn_at = null where id = $1", [x.attachmentId]] }),
  "GET /api/villages/:region": place((r) => `/api/villages/${r}?year=${year}`, { blank: /"data":null/, shows: (x) => x.remark }),
  "PUT /api/villages/:region": { ask: (x) => ({ path: `/api/villages/${x.region}`, body: { year, version: 999, values: {}, reason: "matrix probe", source: 1 } }), seen: faulty },
  // regions and organisations
  "GET /api/regions/search": { ask: () => ({ path: "/api/regions/search?q=place" }), list: true },
  "GET /api/regions/:region": place((r) => `/api/regions/${r}`),
  "POST /api/regions": { ask: (x) => ({ path: "/api/regions", body: { code: x.region, name: "x", reason: "matrix" } }), seen: faulty, outside: 403 },
  "POST /api/regions/:region/rename": region("/rename", () => ({ name: "x", on: "1900-01-01" })),
  "POST /api/regions/:region/close": region("/close", () => ({ on: "1900-01-01" })),
  "POST /api/regions/:region/merge": region("/merge", (x) => ({ from: [x.region], on: "1900-01-01" })),
  "POST /api/regions/:region/split": region("/split", (x) => ({ into: [{ code: x.region, name: "x" }], keep: true, on: "1900-01-01" })),
  "POST /api/regions/:region/confirm": region("/confirm", () => ({})),
  "POST /api/regions/:region/groups": region("/groups", () => ({})),
  "GET /api/organisations": { ask: () => ({ path: "/api/organisations?limit=200" }), list: true, shows: (x) => x.organisationId },
  "GET /api/organisations/coverage": { ask: (x) => ({ path: `/api/organisations/coverage?region=${x.region}&year=${year}` }), list: true },
  "GET /api/organisations/:county/:id": office(`?year=${year}`, undefined, { shows: (x) => x.remark }),
  "GET /api/organisations/:county/:id/lines": office(`/lines?year=${year}`),
  "POST /api/organisations": { ask: (x) => ({ path: "/api/organisations", body: { id: randomUUID(), region: x.region, kind: "villageCommittee", name: "matrix", creditCode: "1", openedOn: "2018-01-01", reason: "matrix" } }), seen: faulty },
  "PUT /api/organisations/:county/:id": office("", () => ({ version: 999, kind: "villageCommittee", name: "matrix", openedOn: "2018-01-01", reason: "matrix" }), { seen: faulty }),
  "POST /api/organisations/:county/:id/contact": office("/contact", () => ({ reason: "audit" }), { reveals: true }),
  "PUT /api/organisations/:county/:id/lines": office("/lines", () => ({ year, reason: "matrix", lines: [{ section: "staff", kind: "none", fundingLevel: "county", version: 999, planned: 0, actual: 0, plannedFen: 0, actualFen: 0, source: "matrix" }] }), { seen: faulty }),
  // overview
  "GET /api/places/:region": place((r) => `/api/places/${r}`, { ofPlace: true }),
  "GET /api/overview": place((r) => `/api/overview?region=${r}&year=${year}`, { blank: /"total":\{"households":0/ }),
  "GET /api/overview/tasks": place((r) => `/api/overview/tasks?region=${r}&year=${year}`, { list: true }),
  // policy: rules and parameters are law and read by all officials; what they would do to households lies in a place
  "GET /api/parameters/:code": { ask: () => ({ path: "/api/parameters/POVERTY_LINE" }) },
  "POST /api/parameters/proposals": { ask: (x) => ({ path: "/api/parameters/proposals", body: { key: randomUUID(), code: "POVERTY_LINE", region: x.region, validFrom: "2031-01-01", value: -1, source: "matrix", sureness: "unsure", reason: "matrix" } }), seen: faulty },
  "POST /api/parameters/proposals/:id/decide": { ask: (x) => ({ path: `/api/parameters/proposals/${x.ruleId}/decide`, body: { approve: true } }), seen: faulty },
  "POST /api/rules/check": { ask: () => ({ path: "/api/rules/check", body: { text: "persons > 1" } }) },
  "POST /api/rules/preview": { ask: (x) => ({ path: "/api/rules/preview", body: { text: "persons > 1", purpose: "identification", region: x.region, year } }) },
  "GET /api/rules/:id": { ask: (x) => ({ path: `/api/rules/${x.ruleId}` }) },
  "POST /api/rules": { ask: (x) => ({ path: "/api/rules", body: { key: randomUUID(), region: x.region, purpose: "exit", zh: "规则", en: "rule", text: "personz > 1", source: "matrix" } }), seen: faulty },
  "POST /api/rules/:id/versions": { ask: (x) => ({ path: `/api/rules/${x.ruleId}/versions`, body: { key: randomUUID(), text: "personz > 1", source: "matrix" } }), seen: faulty },
  "POST /api/rules/:id/versions/:version/act": { ask: (x) => ({ path: `/api/rules/${x.ruleId}/versions/1/act`, body: { act: "approve", activeFrom: "2030-01-01" } }), seen: faulty },
  "POST /api/rules/:id/versions/:version/simulate": { ask: (x) => ({ path: `/api/rules/${x.ruleId}/versions/1/simulate`, body: { key: randomUUID(), region: x.region, year: 1999 } }), seen: faulty },
  "GET /api/rules/runs/:run": { ask: (x) => ({ path: `/api/rules/runs/${x.runId}` }), shows: (x) => x.runId },
  "POST /api/rules/runs/:run/cancel": { ask: (x) => ({ path: `/api/rules/runs/${x.runId}/cancel` }) },
  "GET /api/rules/runs/:run/changes": { ask: (x) => ({ path: `/api/rules/runs/${x.runId}/changes` }), shows: (x) => x.householdId },
  "GET /api/rules/runs/:run/changes.xlsx": { ask: (x) => ({ path: `/api/rules/runs/${x.runId}/changes.xlsx` }) },
  "GET /api/rules/households/:county/:household": { ask: (x) => ({ path: `/api/rules/households/${x.county}/${x.householdId}?year=${year}` }), ofHousehold: true },
  // quality
  "GET /api/quality/summary": place((r) => `/api/quality/summary?region=${r}&year=${year}`, { blank: /"total":\{"open":0/ }),
  "GET /api/quality/findings": { ask: () => ({ path: `/api/quality/findings?year=${year}&limit=200` }), list: true, shows: (x) => x.householdId },
  "GET /api/quality/findings/:county/:id": { ask: (x) => ({ path: `/api/quality/findings/${x.county}/${x.findingId}` }), shows: (x) => x.findingId },
  "POST /api/quality/assign": { ask: (x) => ({ path: "/api/quality/assign", body: { findings: [{ county: x.county, id: x.findingId }], post: x.postId } }) },
  "POST /api/quality/settle": { ask: (x) => ({ path: "/api/quality/settle", body: { finding: { county: x.county, id: x.findingId }, version: 999, act: "explain", reason: "matrix probe" } }), seen: faulty },
  "POST /api/quality/decide": { ask: (x) => ({ path: "/api/quality/decide", body: { finding: { county: x.county, id: x.findingId }, version: 999, act: "verify" } }), seen: [403, ...faulty] },
  "GET /api/quality/assignees": place((r) => `/api/quality/assignees?region=${r}`, { blank: /"rows":\[\]/, shows: (x) => x.signInName }),
  "POST /api/quality/check": { ask: (x) => ({ path: "/api/quality/check", body: { region: x.region, year } }) },
  // comparison: a suspicion in each village; batches belong to whole counties
  "GET /api/comparison/summary": place((r) => `/api/comparison/summary?region=${r}`, { blank: /"all":0/ }),
  "GET /api/comparison/findings": { ask: () => ({ path: "/api/comparison/findings?limit=200" }), list: true, shows: (x) => x.findingId },
  "GET /api/comparison/findings/:county/:id": { ask: (x) => ({ path: `/api/comparison/findings/${x.county}/${x.findingId}` }), shows: (x) => x.findingId },
  "POST /api/comparison/send": { ask: (x) => ({ path: "/api/comparison/send", body: { findings: [{ county: x.county, id: x.findingId }] } }) },
  "POST /api/comparison/urge": { ask: (x) => ({ path: "/api/comparison/urge", body: { findings: [{ county: x.county, id: x.findingId }] } }) },
  "POST /api/comparison/answer": { ask: (x) => ({ path: "/api/comparison/answer", body: { finding: { county: x.county, id: x.findingId }, version: 999, answer: "confirmed", checkedOn: "2018-10-22", first: "甲某", second: "乙某", signed: true, note: "matrix probe" } }), seen: faulty },
  "POST /api/comparison/decide": { ask: (x) => ({ path: "/api/comparison/decide", body: { finding: { county: x.county, id: x.findingId }, version: 999, act: "keep", note: "matrix" } }), seen: faulty },
  "POST /api/comparison/object": of((x) => ({ path: "/api/comparison/object", body: { finding: { county: x.county, id: x.findingId }, version: 999, reason: "matrix" } }), { seen: faulty }),
  "POST /api/comparison/resolve": { ask: (x) => ({ path: "/api/comparison/resolve", body: { finding: { county: x.county, id: x.findingId }, version: 999, upheld: true, note: "matrix" } }), seen: faulty },
  "GET /api/comparison/exceptions": { ask: () => ({ path: "/api/comparison/exceptions?limit=200" }), list: true, shows: (x) => x.attachmentId },
  "GET /api/comparison/mine": { ask: () => ({ path: "/api/comparison/mine" }), list: true },
  "GET /api/comparison/export": { ask: () => ({ path: "/api/comparison/export?tab=all" }), list: true },
  "GET /api/comparison/batches": { ask: () => ({ path: "/api/comparison/batches?limit=100" }), list: true },
  "GET /api/comparison/batches/:county/:id": { ask: (x) => ({ path: `/api/comparison/batches/${x.county}/${x.batchId}` }) },
  "POST /api/comparison/undo": { ask: (x) => ({ path: "/api/comparison/undo", body: { batch: { county: x.county, id: x.batchId } } }), outsideOnly: true },
  "POST /api/comparison/upload": { ask: (x) => ({ path: `/api/comparison/upload?region=${Math.floor(x.region / 1e6) * 1e6}&feed=vehicles&basis=&purpose=&snapshotOn=2018-10-20`, headers: { "content-type": "multipart/form-data; boundary=b" }, body: "--b--\r\n" }), outsideOnly: true },
  "POST /api/comparison/pull": { ask: (x) => ({ path: "/api/comparison/pull", body: { region: Math.floor(x.region / 1e6) * 1e6, feed: "vehicles", snapshotOn: "2018-10-20" } }), outsideOnly: true },
  "PUT /api/comparison/connection": { ask: (x) => ({ path: "/api/comparison/connection", body: { region: Math.floor(x.region / 1e6) * 1e6, feed: "vehicles", url: "https://example.invalid/", format: "csv", basis: "none", purpose: "matrix" } }), outsideOnly: true },
  "GET /api/comparison/connections": { ask: () => ({ path: "/api/comparison/connections" }), list: true },
  "GET /api/comparison/parameters": { ask: () => ({ path: "/api/comparison/parameters" }), list: true },
  "GET /api/comparison/template/:feed": { ask: () => ({ path: "/api/comparison/template/vehicles" }), list: true },
  // possible duplicates
  "GET /api/comparison/duplicates/summary": place((r) => `/api/comparison/duplicates/summary?region=${r}`, { blank: /"open":0/ }),
  "GET /api/comparison/duplicates": { ask: () => ({ path: "/api/comparison/duplicates?limit=200" }), list: true, shows: (x) => x.findingId },
  "GET /api/comparison/duplicates/export": { ask: () => ({ path: "/api/comparison/duplicates/export" }), list: true },
  "GET /api/comparison/duplicates/:county/:id": { ask: (x) => ({ path: `/api/comparison/duplicates/${x.county}/${x.findingId}` }), shows: (x) => x.findingId },
  "POST /api/comparison/duplicates/decide": { ask: (x) => ({ path: "/api/comparison/duplicates/decide", body: { pair: { county: x.county, id: x.findingId }, version: 999, act: "different", reason: "matrix probe", key: randomUUID() } }), seen: faulty },
  "POST /api/comparison/duplicates/search": { ask: (x) => ({ path: "/api/comparison/duplicates/search", body: { region: x.region } }), outside: 403 },
  "GET /api/quality/parameters": { ask: () => ({ path: `/api/quality/parameters?year=${year}` }), list: true },
  // identification
  "GET /api/identification/overview": place((r) => `/api/identification/overview?region=${r}&year=${year}`, { blank: /"total":null/ }),
  "GET /api/identification/households": { ask: () => ({ path: `/api/identification/households?year=${year}&limit=200` }), list: true },
  "GET /api/identification/households.xlsx": { ask: () => ({ path: `/api/identification/households.xlsx?year=${year}` }), list: true },
  "GET /api/identification/households/:county/:id": of((x) => ({ path: `/api/identification/households/${x.county}/${x.householdId}?year=${year}` }), { shows: (x) => x.householdCode }),
  "POST /api/identification/assess": { ask: (x) => ({ path: "/api/identification/assess", body: { key: randomUUID(), county: x.county, year: 1999 } }), seen: faulty },
  "GET /api/identification/schemes": { ask: () => ({ path: `/api/identification/schemes?year=${year}` }), list: true },
  "POST /api/identification/schemes": { ask: (x) => ({ path: "/api/identification/schemes", body: { id: randomUUID(), place: x.county * 1_000_000, version: "matrix", validFrom: "2018-01-01", source: "matrix", content: { cut: 60, items: [{ key: "house", look: 1, fact: "nothing", points: 1, zh: "x", en: "x", bands: [{ from: 0, points: 1 }] }] } } }), seen: [403, ...faulty], outside: 403 },
  "POST /api/identification/schemes/:id/approve": { ask: (x) => ({ path: `/api/identification/schemes/${x.findingId}/approve` }), seen: [404, 403], outside: 404 },
  // import and export: the batches look as if they were being read, so that nothing is started
  "GET /api/intake/batches": { ask: () => ({ path: "/api/intake/batches?limit=100" }), list: true, shows: (x) => x.batchId },
  "GET /api/intake/batches/:id": batch(""),
  "GET /api/intake/batches/:id/findings": batch("/findings"),
  "GET /api/intake/batches/:id/errors.xlsx": batch("/errors.xlsx", undefined, { outsideOnly: true }),
  "PUT /api/intake/batches/:id/mapping": batch("/mapping", { sheets: {} }, { seen: faulty }),
  "POST /api/intake/batches/:id/commit": batch("/commit", undefined, { seen: faulty }),
  "POST /api/intake/batches/:id/undo": batch("/undo", undefined, { seen: faulty }),
  "POST /api/intake/batches/:id/cancel": batch("/cancel", undefined, { seen: [200, ...faulty] }),
  "POST /api/intake/batches": { ask: () => ({ path: "/api/intake/batches", headers: { "content-type": "multipart/form-data; boundary=b" }, body: "--b--\r\n" }), list: true, seen: faulty },
  "GET /api/intake/templates/:kind": { ask: () => ({ path: "/api/intake/templates/persons" }), list: true },
  "GET /api/intake/export/:kind": { ask: () => ({ path: `/api/intake/export/households?year=${year}&format=csv` }), list: true, shows: (x) => x.householdCode },
  // public procedures: the notice of every place has ended, so that nothing is shown to the public
  "GET /api/procedure/board": { ask: () => ({ path: "/api/procedure/board" }), list: true },
  "GET /api/procedure/cases": { ask: () => ({ path: "/api/procedure/cases?limit=200" }), list: true, shows: (x) => x.caseId },
  "GET /api/procedure/cases.xlsx": { ask: () => ({ path: "/api/procedure/cases.xlsx" }), list: true },
  "GET /api/procedure/tasks": { ask: () => ({ path: "/api/procedure/tasks" }), list: true },
  "GET /api/procedure/suggestions": { ask: () => ({ path: "/api/procedure/suggestions" }), list: true },
  "GET /api/procedure/definitions": { ask: () => ({ path: "/api/procedure/definitions?on=2018-06-01" }), list: true },
  "GET /api/procedure/cases/:county/:id": of((x) => ({ path: `/api/procedure/cases/${x.county}/${x.caseId}` }), { shows: (x) => x.remark }),
  "POST /api/procedure/cases": { ask: (x) => ({ path: "/api/procedure/cases", body: { key: randomUUID(), purpose: "registration", definition: "twoNotices", households: [{ county: x.county, id: x.householdId }], reason: "matrix probe" } }), seen: faulty },
  "POST /api/procedure/acts": { ask: (x) => ({ path: "/api/procedure/acts", body: { key: randomUUID(), act: { act: "withdraw", step: "application", reason: "matrix probe" }, cases: [{ county: x.county, id: x.caseId, version: 999 }] } }), seen: faulty },
  "POST /api/procedure/cases/:county/:id/consent": of((x) => ({ path: `/api/procedure/cases/${x.county}/${x.caseId}/consent`, body: { version: 999, agrees: true } }), { seen: faulty }),
  "POST /api/procedure/cases/:county/:id/objections": of((x) => ({ path: `/api/procedure/cases/${x.county}/${x.caseId}/objections`, body: { id: randomUUID(), text: "matrix probe" } }), { seen: faulty }),
  "POST /api/procedure/objections/:county/:id/contact": { ask: (x) => ({ path: `/api/procedure/objections/${x.county}/${x.objectionId}/contact`, body: { reason: "audit" } }), reveals: true, shows: (x) => x.phone },
  "POST /api/procedure/definitions": { ask: (x) => ({ path: "/api/procedure/definitions", body: { region: x.region, validFrom: "2999-01-01", definition: {}, reason: "matrix probe" } }), seen: faulty, outside: 403 },
  "POST /api/procedure/evidence": { ask: (x) => ({ path: "/api/procedure/evidence", headers: { "content-type": "multipart/form-data; boundary=b" }, body: Buffer.concat([Buffer.from(`--b\r\ncontent-disposition: form-data; name="region"\r\n\r\n${x.region}\r\n`), upload()]) }) },
  "GET /api/procedure/evidence/:county/:id": { ask: (x) => ({ path: `/api/procedure/evidence/${x.county}/${x.evidenceId}` }), shows: () => "8 bytes." },
  "POST /api/procedure/notices/preview": { ask: (x) => ({ path: "/api/procedure/notices/preview", body: { cases: [{ county: x.county, id: x.caseId }], from: "2018-03-01", to: "2018-03-07", place: "matrix" } }) },
  "GET /api/procedure/notices/:county/:id/notice.pdf": { ask: (x) => ({ path: `/api/procedure/notices/${x.county}/${x.noticeId}/notice.pdf` }), seen: [410] },
  "GET /api/public/notices/:token": { ask: (x) => ({ path: `/api/public/notices/${x.county}-${x.noticeId.replaceAll("-", "")}` }), seen: [404, 410] },
  "POST /api/public/notices/:token/objections": { ask: (x) => ({ path: `/api/public/notices/${x.county}-${x.noticeId.replaceAll("-", "")}/objections`, body: { id: randomUUID(), item: 0, text: "matrix probe" } }), seen: [404, 410] },
  "GET /api/public/objections/:reference": { ask: (x) => ({ path: `/api/public/objections/${x.county}-ABCDEFGHJK` }), seen: [404] },
  "GET /api/public/villages/:region/notices": { ask: (x) => ({ path: `/api/public/villages/${x.region}/notices` }), seen: [200, 404] },
  // evaluation: audits of one household in each village, open and without results
  "GET /api/evaluation/precision": place((r) => `/api/evaluation/precision?region=${r}&year=${year}`),
  "POST /api/evaluation/weightings": { ask: (x) => ({ path: "/api/evaluation/weightings", body: { id: randomUUID(), region: x.region, name: "matrix", matrix: Array.from({ length: 6 }, () => [2, 2, 2, 2, 2, 2]) } }), seen: faulty },
  "GET /api/evaluation/audits": { ask: () => ({ path: "/api/evaluation/audits?limit=200" }), list: true, shows: (x) => x.auditId },
  "GET /api/evaluation/audits/:county/:id": { ask: (x) => ({ path: `/api/evaluation/audits/${x.county}/${x.auditId}` }), shows: (x) => x.remark },
  "GET /api/evaluation/audits/:county/:id/units": { ask: (x) => ({ path: `/api/evaluation/audits/${x.county}/${x.auditId}/units` }), shows: (x) => x.unitId },
  "GET /api/evaluation/audits/:county/:id/list.xlsx": { ask: (x) => ({ path: `/api/evaluation/audits/${x.county}/${x.auditId}/list.xlsx` }) },
  "POST /api/evaluation/audits/:county/:id/list": { ask: (x) => ({ path: `/api/evaluation/audits/${x.county}/${x.auditId}/list`, headers: { "content-type": "multipart/form-data; boundary=b" }, body: "--b--\r\n" }), seen: faulty },
  "POST /api/evaluation/plan": { ask: (x) => ({ path: "/api/evaluation/plan", body: { region: x.region, year } }) },
  "POST /api/evaluation/audits": { ask: (x) => ({ path: "/api/evaluation/audits", body: { id: randomUUID(), region: x.region, year: 1990, name: "matrix", design: "simple", allocation: "equal", sizes: { registered: 1, exited: 1, others: 1 } } }), seen: faulty },
  "GET /api/evaluation/auditors": place((r) => `/api/evaluation/auditors?region=${r}`),
  "POST /api/evaluation/assign": { ask: (x) => ({ path: "/api/evaluation/assign", body: { audit: { county: x.county, id: x.auditId }, posts: [randomUUID()] } }), seen: faulty },
  "POST /api/evaluation/results": { ask: (x) => ({ path: "/api/evaluation/results", body: { id: randomUUID(), audit: { county: x.county, id: x.auditId }, unit: x.unitId, reached: true, reason: null, eligible: null, incomeFen: null, benefitsFen: null, persons: null, guarantees: {}, visitedOn: "2018-01-01" } }), seen: [403, ...faulty] },
  "POST /api/evaluation/close": { ask: (x) => ({ path: "/api/evaluation/close", body: { audit: { county: x.county, id: x.auditId } } }), seen: faulty },
  // one's own account: faulty values, asked of everybody alike
  "POST /api/session/post": { ask: () => ({ path: "/api/session/post", body: { postId: randomUUID() } }), seen: [404] },
  "POST /api/session/password": { ask: () => ({ path: "/api/session/password", body: { current: "not the password", next: "not used at all" } }), seen: [422, 429] },
  "POST /api/session/sessions/end": { ask: () => ({ path: "/api/session/sessions/end", body: { id: randomUUID() } }), seen: [404] },
  "POST /api/session/totp": { ask: () => ({ path: "/api/session/totp", body: { password: "not the password" } }), seen: [422, 429] },
  "POST /api/session/totp/confirm": { ask: () => ({ path: "/api/session/totp/confirm", body: { code: "000000" } }), seen: [422] },
  "POST /api/session/totp/remove": { ask: () => ({ path: "/api/session/totp/remove", body: { password: "not the password" } }), seen: [422, 429] },
  "POST /api/session/passkeys/question": { ask: () => ({ path: "/api/session/passkeys/question", body: { password: "not the password" } }), seen: [422, 429] },
  "POST /api/session/passkeys": { ask: () => ({ path: "/api/session/passkeys", body: { name: "x", response: { id: "x", rawId: "x", type: "public-key", response: {} } } }), seen: [401] },
  "POST /api/session/passkeys/remove": { ask: () => ({ path: "/api/session/passkeys/remove", body: { id: "x", password: "not the password" } }), seen: [422, 429] },
  // open to everybody: asked without a session
  "POST /api/session/sign-in": { ask: () => ({ path: "/api/session/sign-in", body: { name: "nobody", password: "no password" } }), seen: [401, 429] },
  "POST /api/session/second-factor": { ask: () => ({ path: "/api/session/second-factor", body: { kind: "totp", code: "000000" } }), seen: [401] },
  "POST /api/session/passkey/question": { ask: () => ({ path: "/api/session/passkey/question" }) },
  "POST /api/session/passkey": { ask: () => ({ path: "/api/session/passkey", body: { response: { id: "x", rawId: "x", type: "public-key", response: {} } } }), seen: [401] },
  "POST /api/session/sign-out": { ask: () => ({ path: "/api/session/sign-out" }) },
};
