/** Who belongs to a household and how they are related (DQ-009…016, 020; DG-001, DG-002). Source: domain guide §1.4.1, §4.7. */
import { readIdNumber } from "../../id-number.ts";
import type { HouseholdFacts, MemberFacts, Rule } from "../rule.ts";
import { writer } from "../write.ts";

const { member, household } = writer("household");

/** Sex that a relation to the head implies (domain guide §1.4.1 and its later additions 21–27). */
const male = new Set([3, 6, 7, 9, 11, 13, 15, 17, 19, 21, 25, 26]);
const female = new Set([4, 5, 8, 10, 12, 14, 16, 18, 20, 22, 24, 27]);

/** Years by which `elder` is older than `younger`; undefined when a birth date is unknown. */
const yearsOlder = (elder: MemberFacts, younger: MemberFacts): number | undefined => {
  if (elder.birth === null || younger.birth === null) return undefined;
  const years = Number(younger.birth.slice(0, 4)) - Number(elder.birth.slice(0, 4));
  return younger.birth.slice(5) < elder.birth.slice(5) ? years - 1 : years;
};

function generationGap(f: MemberFacts, h: HouseholdFacts): number | undefined {
  if (!h.head || f === h.head) return undefined;
  if (f.m.relation === 3 || f.m.relation === 4) return yearsOlder(h.head, f);
  if (f.m.relation === 11 || f.m.relation === 12) return yearsOlder(f, h.head);
  return undefined;
}

export const householdRules: readonly Rule[] = [
  household("DQ-009", "E", {
    says: ["户内有 {heads} 个户主，应当正好一个", "The household has {heads} heads; there must be exactly one"],
    fix: ["对照户口簿核定一人为户主，改正各成员与户主关系", "Take the head from the household register and correct the relations"],
    source: "NPIS 问题清单(贫困户无户主); G-3_11_001, 3_11_002", field: "relation",
    when: (h) => h.members.length > 0 && h.heads !== 1 && { heads: h.heads },
  }),
  household("DQ-010", "E", {
    says: ["户内没有成员（空挂户）", "The household has no members"],
    fix: ["补录成员，或注销本户", "Enter its members or close the household"],
    source: "NPIS 问题清单(空挂户)",
    when: (h) => h.members.length === 0,
  }),
  household("DQ-011", "W", {
    says: ["户主与配偶同为“{sex:sex}”", "Head and spouse are both “{sex:sex}”"],
    fix: ["核对两人性别和身份证号", "Check sex and ID number of both"],
    source: "NPIS 问题清单; G-2_02_001", field: "sex",
    when: (h) => {
      const sex = h.head?.sex;
      if (sex === undefined || sex === null) return false;
      for (const f of h.members) if (f.m.relation === 2 && f.sex === sex) return { sex };
      return false;
    },
  }),
  member("DQ-012", "W", {
    says: ["与户主关系“{relation:relation}”与性别“{sex:sex}”不符", "The relation “{relation:relation}” does not fit the sex “{sex:sex}”"],
    fix: ["核对与户主关系和性别", "Check relation and sex"],
    source: "G-2_01_004", field: "relation",
    when: (f) => {
      const relation = f.m.relation;
      return f.sex !== null && relation !== null && (f.sex === 2 ? male : female).has(relation) && { relation, sex: f.sex };
    },
  }),
  household("DQ-013", "W", {
    says: ["户主有 {count} 个配偶", "The head has {count} spouses"],
    fix: ["核对户口簿，改正与户主关系", "Check the household register and correct the relations"],
    source: "diguan", field: "relation",
    when: (h) => h.spouses > 1 && { count: h.spouses },
  }),
  member("DQ-014", "W", {
    says: ["与户主关系是“{relation:relation}”，长辈只比晚辈大 {years} 岁", "The relation is “{relation:relation}”, but the elder is only {years} years older"],
    fix: ["核对与户主关系和两人出生日期", "Check the relation and both birth dates"],
    source: "diguan", field: "relation", parameters: ["QUALITY_PARENT_GAP"],
    when: (f, h) => {
      const years = generationGap(f, h);
      return years !== undefined && years < h.s.QUALITY_PARENT_GAP && { years, relation: f.m.relation ?? 0 };
    },
  }),
  member("DQ-015", "E", {
    says: ["民族没有填", "The ethnic group is not filled in"],
    fix: ["按户口簿填写", "Take it from the household register"],
    source: "NPIS 问题清单", field: "ethnic",
    when: (f) => f.m.ethnic === null,
  }),
  member("DQ-016", "E", {
    says: ["健康状况没有填", "Health is not filled in"],
    fix: ["入户核实后填写；慢性病、大病、残疾可同时选", "Ask and fill in; several may be chosen"],
    source: "NPIS 问题清单; G-2_01_002", field: "health",
    when: (f) => f.m.health.length === 0,
  }),
  member("DQ-020", "E", {
    says: ["与户主关系没有填", "The relation to the head is not filled in"],
    fix: ["按户口簿填写", "Take it from the household register"],
    source: "G-3_01_001", field: "relation",
    when: (f) => f.m.relation === null,
  }),
  // Two rules of the platform's own, beside the national list: both faults are common in files and wrong figures follow from them.
  household("DG-001", "W", {
    says: ["年度家庭人口数 {stated} 人，名下成员 {members} 人", "{stated} members of the year, but {members} members listed"],
    fix: ["有自然增减的说明；否则改正人口数或补录、剔除成员", "Explain natural changes; otherwise correct the number or the members"],
    source: "diguan; 人均纯收入按年度家庭人口数计算", field: "yearMembers",
    when: (h) => h.members.length > 0 && h.c.household.yearMembers !== h.members.length && { stated: h.c.household.yearMembers ?? 0, members: h.members.length },
  }),
  member("DG-002", "W", {
    says: ["出生日期 {birth} 与证件号码里的 {inside} 不一致", "The birth date {birth} differs from {inside} in the certificate number"],
    fix: ["对照原件改出生日期或号码", "Correct the birth date or the number from the original"],
    source: "diguan; GB 11643-1999", field: "birth",
    when: (f) => {
      if (f.m.birth === null || f.certNo.length < 18) return false;
      const id = readIdNumber(f.certNo);
      return typeof id !== "string" && id.birth !== f.m.birth && { birth: f.m.birth, inside: id.birth };
    },
  }),
];
