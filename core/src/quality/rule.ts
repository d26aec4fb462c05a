/**
 * The shape of a data-quality rule (domain guide §4.7, DQ-001…DQ-115) and of what it finds. A rule inspects and reports, it
 * never throws and never changes anything: 「疑点，不是结论」. Paper 001 §2.3 「精准定位」 stands on these checks.
 */
import type { HouseholdCase, Member } from "../registry/record.ts";
import type { ParameterCode, Settings } from "./parameters.ts";

/** E blocks submission, W must be corrected or explained, R is looked at by people. */
export type Severity = "E" | "W" | "R";

/** A: 脱贫攻坚 until 2020; B: 过渡期 and after, from 2021 (domain guide §0.1). */
export type Regime = "A" | "B";

export const ruleScopes = ["member", "household", "village", "area"] as const;
export type RuleScope = (typeof ruleScopes)[number];

export const ruleGroups = ["identity", "household", "schooling", "labour", "work", "insurance", "cause", "support", "income", "conditions", "helping", "village"] as const;
export type RuleGroup = (typeof ruleGroups)[number];

/** What fills a rule's sentence: codes and money stay numbers, the sentence knows how to show them in either language. */
export type Args = Readonly<Record<string, string | number>>;

/** One rule that does not hold. `memberIndex` points into `HouseholdCase.members`, for rows that have no code of their own yet. */
export interface Finding { readonly rule: string; readonly severity: Severity; readonly memberCode?: string; readonly memberIndex?: number; readonly field?: string; readonly args: Args }

/** Capabilities of the platform that own data which some rules wait for; where a county does not use one yet, such rules are named as not checked, never as passed. */
export const awaitedSlices = ["helpers", "measures", "workPeriods", "collection", "identification"] as const;
export type AwaitedSlice = (typeof awaitedSlices)[number];

/** A measure on record that is or was given. `member`: code of the member who receives it, null for the household. */
export interface MeasureOnRecord { readonly code: string; readonly member: string | null; readonly startedOn: string | null }
/** A period of work away; `place` = 12-digit region of the work. */
export interface WorkPeriod { readonly from: string; readonly to: string | null; readonly workingNow: boolean; readonly place: number | null }

/** What other slices know about a household; a slice that is absent here has not been asked, and its rules are not checked. */
export interface Beyond {
  readonly measures?: {
    /** first measure that began; null = none */ readonly firstOn: string | null;
    readonly list: readonly MeasureOnRecord[];
    /** given to a member who had died before the month in which it was still given */ readonly toTheDead: readonly { readonly member: string; readonly code: string; readonly diedOn: string }[];
  };
  readonly helpers?: {
    /** helpers assigned today */ readonly assigned: number;
    /** codes of members who are helpers themselves */ readonly membersWhoHelp: readonly string[];
    /** assigned helpers with more households than their rank allows */ readonly overQuota: readonly { readonly name: string; readonly households: number; readonly quota: number }[];
  };
  readonly workPeriods?: ReadonlyMap<string, readonly WorkPeriod[]>;
  /** The worst of the visits that collected this household: distance from the house, minutes between two houses of one visitor. */
  readonly collection?: { readonly farMetres: number | null; readonly hurriedMinutes: number | null };
  /** Kinds of evidence of the exit on file: minutes, notice, signature. */
  readonly identification?: { readonly exitEvidence: readonly string[] };
}

export interface QualityContext {
  /** China date of the check. */
  readonly today: string;
  /** Date at which ages are counted: the file's own date if known. Default: the earlier of today and 31 December of the year. */
  readonly asOf?: string;
  /** Default: by the year of the snapshot. */
  readonly regime?: Regime;
  /** 国家扶贫标准 of the year and place (policy parameter POVERTY_LINE), fen per head; without it the rules of the line are not checked. */
  readonly lineFen?: number;
  /** 防返贫监测范围 of the year and place (policy parameter MONITOR_LINE), fen per head. */
  readonly monitorLineFen?: number;
  /** Policy numbers that differ from the defaults (table policy.parameter). */
  readonly settings?: Settings;
  /** First six digits of certificate numbers that exist in GB/T 2260 with its history; without it only the province is checked. */
  readonly knownPrefixes?: ReadonlySet<number>;
  readonly beyond?: Beyond;
  /** Fields that the source does not have at all (a file without the column): rules about what is empty leave them out. */
  readonly absent?: ReadonlySet<string>;
}

/** A member with what several rules need, computed once. Ages are completed years at the date of the snapshot; `null` = birth unknown. */
export interface MemberFacts {
  readonly m: Member; readonly index: number; readonly certNo: string; readonly age: number | null; readonly birth: string | null; readonly sex: number | null;
  /** In school, preschool included. */ readonly inSchool: boolean;
  /** Health is filled in and says only 健康. */ readonly healthy: boolean;
  /** Health 残疾, a category or level, or a disability certificate. */ readonly disabled: boolean;
  /** 普通 or 技能劳动力. */ readonly fullLabour: boolean;
  /** 普通, 技能, 弱 or 半劳动力. */ readonly anyLabour: boolean;
  /** A place of work or months of work. */ readonly works: boolean;
  /** DQ-032: of compulsory-school age, not in school, no physical reason. */ readonly dropout: boolean;
  /** Neither medical insurance, and at least one of them is written 「否」. */ readonly uninsured: boolean;
  /** Neither medical insurance is 「是」. */ readonly notCovered: boolean;
}

/** A household with its members' facts and computed totals, as rules see it. Money in fen. */
export interface HouseholdFacts {
  readonly c: HouseholdCase; readonly members: readonly MemberFacts[]; readonly head: MemberFacts | undefined; readonly heads: number; readonly spouses: number;
  readonly regime: Regime; readonly today: string; readonly asOf: string; readonly s: Settings; /** The line of the regime: A 国家扶贫标准, B 监测范围. */ readonly lineFen: number | undefined;
  readonly netFen: number; readonly perCapitaFen: number | null; readonly anyFullLabour: boolean; readonly anyLabour: boolean; readonly labourers: number;
  /** A grade C or D house, or written as unsafe. */ readonly unsafeHouse: boolean;
  /** Era B: identified as monitored; eliminatedOn null = still monitored; undefined = never monitored. */ readonly monitoring: { readonly recognisedOn: string; readonly eliminatedOn: string | null; readonly ownMedicalFen: number | null } | undefined;
  readonly knownPrefixes: ReadonlySet<number> | undefined; readonly beyond: Beyond; readonly absent: ReadonlySet<string>;
}

/** A village record (fields of `villageFields`) with the land of its registered households, 亩. */
export interface VillageFacts { readonly village: number; readonly year: number; readonly data: Readonly<Record<string, unknown>>; readonly poorLand: Readonly<Record<string, number>>; readonly s: Settings }

/** `false` = holds; `true` or the sentence's details = does not hold. */
export type Verdict = boolean | Args;

export interface Wording { readonly zh: string; readonly en: string }

export interface Rule {
  readonly id: string;
  readonly group: RuleGroup;
  readonly severity: Severity;
  readonly scope: RuleScope;
  readonly regime: Regime | "both";
  /** What is wrong, with {placeholders}; {x:list} shows a code of a list, {x:yuan} money, {x:fields} field names. */
  readonly says: Wording;
  /** What makes it right. */
  readonly fix: Wording;
  /** Row of the domain guide and what it stands on. */
  readonly source: string;
  /** Field of the registry to which the finding points. */
  readonly field?: string;
  /** Fields whose emptiness the rule reports, when they are several. */
  readonly asks?: readonly string[];
  /** Policy numbers that the rule reads. */
  readonly parameters?: readonly ParameterCode[];
  /** Slices whose data the rule waits for. */
  readonly needs?: readonly AwaitedSlice[];
  /** Compares with the line of the year; cannot be asked without it. */
  readonly line?: true;
  /** Decided over an area by SQL (server/src/quality/area.ts), not household by household. */
  readonly overArea?: true;
  readonly ofMember?: (m: MemberFacts, h: HouseholdFacts) => Verdict;
  readonly ofHousehold?: (h: HouseholdFacts) => Verdict;
  readonly ofVillage?: (v: VillageFacts) => Verdict;
}

export const regimeOf = (year: number): Regime => (year >= 2021 ? "B" : "A");
