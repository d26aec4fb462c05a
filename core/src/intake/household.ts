/**
 * Rows of one household → the record of a household with its members, as the rules and the registry see it. Household columns
 * stand on every row of the national export: the head's row decides, and one finding lists where the other rows disagree.
 */
import { readIdNumber } from "../id-number.ts";
import { computeIncome } from "../registry/income.ts";
import { emptyHousehold, emptyMember, type Household, type HouseholdCase, type Member, type StatedTotals } from "../registry/record.ts";
import type { CellValue } from "./cells.ts";
import { clean, shortened } from "./clean.ts";
import { importRules, note, type ImportSeverity, type Note } from "./findings.ts";
import type { PlannedColumn, SheetPlan } from "./plan.ts";

export interface SourceRow { readonly plan: SheetPlan; /** the spreadsheet's own number */ readonly row: number; readonly cells: readonly string[]; /** village, 12 digits */ readonly region: number }

/** A finding with its place in the file; `column` counts from 0, −1 = the whole row. */
export interface Located { readonly sheet: number; readonly row: number; readonly column: number; readonly rule: string; readonly severity: ImportSeverity; readonly args: Readonly<Record<string, string | number>> }

export const locate = (r: Pick<SourceRow, "plan" | "row">, column: number, n: Note): Located =>
  ({ sheet: r.plan.sheet, row: r.row, column, rule: n.rule, severity: n.severity ?? importRules[n.rule].severity, args: n.args });

export interface Assembled {
  /** Undefined when no row was left to take. */ readonly case: HouseholdCase | undefined;
  /** Row of each member of the case, in its order; the basis of household findings is `basis`. */ readonly rows: readonly SourceRow[];
  readonly basis: SourceRow;
  readonly findings: readonly Located[];
  readonly rejected: number;
  /** Fields of the household and of the members that the file has columns for: an import leaves the others alone. */
  readonly householdKeys: ReadonlySet<string>; readonly memberKeys: ReadonlySet<string>;
  /** Members whose code was given here because the file has none: they are found again by certificate or name. */ readonly codeless: ReadonlySet<number>;
}

const statedKeys = ["transferFen", "annualFen", "netFen", "perCapitaFen"] as const;
const transferParts = ["familyPlanningFen", "dibaoFen", "tekunFen", "pensionFen", "ecologyFen", "otherTransferFen"] as const;

/**
 * @param rows person rows of one household in file order (at least one), all with the same code and year
 * @param extra rows of a household sheet with the same code
 */
export function assemble(code: string, year: number, rows: readonly SourceRow[], extra: readonly SourceRow[] = []): Assembled {
  const findings: Located[] = [];
  const taken: { row: SourceRow; member: Member; codeless: boolean }[] = [];
  let rejected = 0;
  const seen = new Map<string, number>();
  for (const row of rows) {
    const own: Located[] = [];
    const member = readMember(row, own);
    if (member.name === "") { rejected++; findings.push(...own.filter((f) => f.column === row.plan.column("member", "name")), locate(row, row.plan.column("member", "name"), note("IM-01"))); continue; }
    const twin = twinOf(member, row, seen);
    if (twin) { rejected++; findings.push(locate(row, row.plan.column("member", twin.key), note("IM-04", { first: twin.first, why: twin.why }))); continue; }
    findings.push(...own);
    taken.push({ row, member, codeless: member.memberCode === "" });
  }
  const head = taken.find((t) => t.member.relation === 1) ?? taken[0];
  const basis = head?.row ?? rows[0];
  if (basis === undefined) throw new Error("a household needs at least one row");
  // nearly always all rows are of one sheet
  const memberKeys = keysOf("member", rows);
  let householdKeys = keysOf("household", [basis, ...taken.map((t) => t.row), ...extra]);
  if (!head) return { case: undefined, rows: [], basis, findings, rejected, householdKeys, memberKeys, codeless: new Set() };
  giveCodes(code, taken, findings);
  const stated: Record<(typeof statedKeys)[number], number | null> = { transferFen: null, annualFen: null, netFen: null, perCapitaFen: null };
  const household = readHousehold(code, basis, head.member.relation === 1, [...taken.map((t) => t.row), ...extra], stated, findings);
  countMembers(household, basis, taken.length, findings);
  if (income(household, stated, basis, findings)) householdKeys = new Set([...householdKeys, "otherTransferFen"]);
  checkHeadName(head, findings);
  const regions = new Set(taken.map((t) => t.row.region));
  if (regions.size > 1) findings.push(locate(basis, basis.plan.place.village ?? -1, note("IM-64", { places: villagesOf(taken.map((t) => t.row)), kept: villagesOf([basis]), basis: head.member.relation === 1 ? "户主所在行" : "第一行" })));
  const ordered = [head, ...taken.filter((t) => t !== head)];
  const codeless = new Set(ordered.flatMap((t, i) => (t.codeless ? [i] : [])));
  return { case: { region: basis.region, year, household, members: ordered.map((t) => t.member), stated }, rows: ordered.map((t) => t.row), basis, findings, rejected, householdKeys, memberKeys, codeless };
}

function keysOf(of: "member" | "household", rows: readonly SourceRow[]): ReadonlySet<string> {
  const plans = new Set(rows.map((r) => r.plan));
  const [only] = plans;
  return plans.size === 1 && only ? only.keysOf[of] : new Set([...plans].flatMap((p) => [...p.keysOf[of]]));
}

const villagesOf = (rows: readonly SourceRow[]): string => [...new Set(rows.map((r) => (r.cells[r.plan.place.village ?? -1] ?? "").trim() || String(r.region)))].join("、");

function readMember(row: SourceRow, findings: Located[]): Member {
  const member = emptyMember();
  const into = member as unknown as Record<string, CellValue>;
  let lostBirth: string | undefined;
  for (const column of row.plan.member) {
    const text = row.cells[column.index];
    if (text === undefined || text === "") continue;
    const reading = row.plan.read(column, text);
    if (reading.value !== null) into[column.field.key] = reading.value;
    if (reading.birth !== undefined) lostBirth = reading.birth;
    for (const n of reading.notes) findings.push(locate(row, column.index, n));
  }
  const id = member.certNo === null ? "empty" : readIdNumber(member.certNo);
  if (typeof id !== "string") {
    if (member.birth !== null && member.birth !== id.birth) findings.push(locate(row, row.plan.column("member", "birth"), note("IM-14", { read: member.birth, derived: id.birth })));
    member.birth = id.birth;
    member.sex ??= id.sex;
    if (id.disability) { member.disabilityCategory ??= id.disability.category; member.disabilityLevel ??= id.disability.level; }
  } else if (lostBirth !== undefined) member.birth ??= lostBirth;
  return member;
}

/** The row that already carries this person of the household. */
function twinOf(member: Member, row: SourceRow, seen: Map<string, number>): { first: number; why: string; key: string } | undefined {
  const marks: (readonly [mark: string, why: string, key: string])[] = [];
  if (member.memberCode !== "") marks.push([`code ${member.memberCode}`, "人编号相同", "memberCode"]);
  // one number under two names is two people and a slip of the hand: both rows are taken, DQ-008 tells
  if (member.certNo !== null) marks.push([`cert ${member.certNo}|${member.name}`, "姓名和证件号码都相同", "certNo"]);
  // without a number, the same name, sex, birth and relation in one household
  if (member.memberCode === "" && member.certNo === null) marks.push([`name ${member.name}|${member.sex ?? ""}|${member.birth ?? ""}|${member.relation ?? ""}`, "姓名、性别、与户主关系都相同", "name"]);
  for (const [mark, why, key] of marks) {
    const first = seen.get(mark);
    if (first !== undefined) return { first, why, key };
  }
  for (const [mark] of marks) seen.set(mark, row.row);
  return undefined;
}

/** 人编号 = 户编号 + four digits by order in the household, where the file has none. */
function giveCodes(code: string, taken: readonly { row: SourceRow; member: Member }[], findings: Located[]): void {
  const used = new Set(taken.map((t) => t.member.memberCode));
  let ordinal = 0;
  for (const { row, member } of taken) {
    ordinal++;
    if (member.memberCode !== "") continue;
    while (used.has(code + String(ordinal).padStart(4, "0"))) ordinal++;
    member.memberCode = code + String(ordinal).padStart(4, "0");
    used.add(member.memberCode);
    const column = row.plan.column("member", "memberCode");
    if (column >= 0) findings.push(locate(row, column, note("IM-30", { kept: member.memberCode })));
  }
}

function readHousehold(code: string, basis: SourceRow, headDecides: boolean, rows: readonly SourceRow[], stated: Record<string, number | null>, findings: Located[]): Household {
  const household = emptyHousehold();
  const into = household as unknown as Record<string, CellValue>;
  const differing: string[] = [];
  let firstColumn = -1;
  const others = rows.filter((r) => r !== basis);
  const read = (row: SourceRow, column: PlannedColumn, text: string): CellValue => {
    const reading = row.plan.read(column, text);
    for (const n of reading.notes) findings.push(locate(row, column.index, n));
    return reading.value;
  };
  const put = (column: PlannedColumn, value: CellValue): void => {
    if (value === null) return;
    if (column.field.computed === true) { if (column.field.key in stated) stated[column.field.key] = value as number; } else into[column.field.key] = value;
  };
  for (const column of basis.plan.household) {
    const text = basis.cells[column.index] ?? "";
    let value = text === "" ? null : read(basis, column, text);
    let differs = false;
    for (const other of others) {
      if (other.plan !== basis.plan) continue;
      const theirs = other.cells[column.index] ?? "";
      if (theirs === text || theirs === "") continue;
      const their = other.plan.read(column, theirs);
      if (text === "" && value === null) { value = read(other, column, theirs); continue; }
      if (!same(their.value, value) && their.value !== null) differs = true;
    }
    if (differs) { differing.push(column.heading); if (firstColumn < 0) firstColumn = column.index; }
    put(column, value);
  }
  // columns that only the household sheet has, or that the person rows left empty
  for (const other of others) {
    if (other.plan === basis.plan) continue;
    for (const column of other.plan.household) {
      const text = other.cells[column.index] ?? "";
      if (text === "") continue;
      const value = read(other, column, text);
      const known = column.field.computed === true ? stated[column.field.key] ?? null : into[column.field.key] ?? null;
      if (isUnset(known)) put(column, value);
      else if (value !== null && !same(value, known) && column.field.key !== "householdCode") differing.push(`${other.plan.name}·${column.heading}`);
    }
  }
  household.householdCode = code;
  if (differing.length > 0) findings.push(locate(basis, firstColumn, note("IM-61", { columns: shortened(differing.join("、"), 160), basis: headDecides ? "户主所在行" : "第一行" })));
  return household;
}

const isUnset = (value: CellValue): boolean => value === null || value === "" || (Array.isArray(value) && value.length === 0);
const same = (a: CellValue, b: CellValue): boolean => (Array.isArray(a) && Array.isArray(b) ? a.length === b.length && a.every((v, i) => v === b[i]) : a === b);

function countMembers(household: Household, basis: SourceRow, counted: number, findings: Located[]): void {
  household.currentMembers = counted;
  if (household.yearMembers !== null && household.yearMembers !== counted) findings.push(locate(basis, basis.plan.column("household", "yearMembers"), note("IM-62", { stated: household.yearMembers, counted })));
  household.yearMembers ??= counted;
}

/** Totals are computed from the parts; what the file says stands beside them for DQ-080 and DQ-081. Answers whether a mere total of transfers was filed as 其他转移性收入. */
function income(household: Household, stated: StatedTotals, basis: SourceRow, findings: Located[]): boolean {
  const onlyTotal = stated.transferFen !== null && transferParts.every((k) => household[k] === null);
  if (onlyTotal) {
    household.otherTransferFen = stated.transferFen;
    if (stated.transferFen !== 0) findings.push(locate(basis, basis.plan.column("household", "transferFen"), note("IM-79")));
  }
  const parts = [household.wageFen, household.operatingFen, household.propertyFen, household.costFen, ...transferParts.map((k) => household[k])];
  if (parts.some((p) => p !== null)) Object.assign(household, computeIncome(household));
  return onlyTotal;
}

function checkHeadName(head: { row: SourceRow; member: Member }, findings: Located[]): void {
  const column = head.row.plan.place.headName;
  if (column === undefined || head.member.relation !== 1) return;
  const read = clean(head.row.cells[column] ?? "").text.replace(/\s/g, "");
  if (read !== "" && read !== head.member.name.replace(/\s/g, "")) findings.push(locate(head.row, column, note("IM-77", { read: shortened(read), kept: head.member.name })));
}
