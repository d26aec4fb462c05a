/** Work away from the farm and public posts (DQ-041…056, 111). Source: domain guide §1.4, §4.7. */
import type { HouseholdFacts, MemberFacts, Rule, WorkPeriod } from "../rule.ts";
import { writer } from "../write.ts";

const { member, household } = writer("work");

/** Places of `codeLists.workPlace` outside the township or farther. */
const outsideCounty = (f: MemberFacts): boolean => f.m.workPlace === 3 || f.m.workPlace === 4;
const hasMonths = (f: MemberFacts): boolean => (f.m.workMonths ?? 0) > 0;
const hasPost = (f: MemberFacts): boolean => f.m.publicPost.length > 0;
const earns = (f: MemberFacts): boolean => hasMonths(f) || (f.m.publicPostMonths ?? 0) > 0;

const periodsOf = (f: MemberFacts, h: HouseholdFacts): readonly WorkPeriod[] => h.beyond.workPeriods?.get(f.m.memberCode) ?? [];

export const workRules: readonly Rule[] = [
  member("DQ-041", "E", {
    says: ["务工时间 {months} 个月，应为0至12的整数", "{months} months of work; a whole number from 0 to 12 is needed"],
    fix: ["填本年度实际务工月数", "Enter the months worked in the year"],
    source: "NPIS 问题清单", field: "workMonths",
    when: (f) => f.m.workMonths !== null && (!Number.isInteger(f.m.workMonths) || f.m.workMonths < 0 || f.m.workMonths > 12) && { months: f.m.workMonths },
  }),
  member("DQ-042", "W", {
    says: ["{kind:word}", "There is {kind:word}"],
    fix: ["务工地点和务工时间应同时填写", "Fill in both place and months, or neither"],
    source: "NPIS 问题清单", field: "workMonths",
    when: (f) => (f.m.workPlace !== null) !== hasMonths(f) && { kind: f.m.workPlace !== null ? "placeOnly" : "monthsOnly" },
  }),
  member("DQ-043", "W", {
    says: ["劳动能力填“{labour:labour}”，却登记了务工", "“{labour:labour}”, but registered as working"],
    fix: ["核实后改劳动能力或务工情况", "Correct the ability to work or the work"],
    source: "NPIS 问题清单; G-2_01_015", field: "labour",
    when: (f) => (f.m.labour === 3 || f.m.labour === 4) && f.works && { labour: f.m.labour },
  }),
  member("DQ-044", "W", {
    says: ["在读“{student:student}”，却登记了务工", "In “{student:student}”, but registered as working"],
    fix: ["核实后改在校生状况或务工情况", "Correct the schooling or the work"],
    source: "G-4_01_006", field: "workPlace",
    when: (f) => f.m.student !== null && f.m.student >= 2 && f.m.student <= 12 && f.works && { student: f.m.student },
  }),
  member("DQ-045", "W", {
    says: ["{age}岁未满16周岁，登记了务工", "Aged {age}, under 16, and registered as working"],
    fix: ["核对出生日期；确有用工的报人社部门，按禁止使用童工处理", "Check the birth date; report real child labour to the labour department"],
    source: "G-5_16_010; 禁止使用童工规定", field: "workPlace", parameters: ["QUALITY_LABOUR_FROM"],
    when: (f, h) => f.works && f.age !== null && f.age < h.s.QUALITY_LABOUR_FROM && { age: f.age },
  }),
  household("DQ-046", "W", {
    says: ["{kind:word}", "In this household {kind:word}"],
    fix: ["核对务工情况与工资性收入", "Check work and wage income"],
    source: "NPIS 问题清单", field: "wageFen",
    when: (h) => {
      const wage = h.c.household.wageFen ?? 0;
      let [someoneWorks, someoneEarns] = [false, false];
      for (const f of h.members) { someoneWorks ||= f.works || hasPost(f) || earns(f); someoneEarns ||= earns(f); }
      return (wage > 0 && !someoneWorks && { kind: "paidIdle" }) || (wage === 0 && someoneEarns && { kind: "workUnpaid" });
    },
  }),
  household("DQ-047", "W", {
    says: ["户工资性收入按务工月数折算，月均 {wage:yuan} 元，不合常理", "Wage income by months worked is {wage:yuan} yuan a month, which is implausible"],
    fix: ["核对工资性收入和务工月数", "Check wage income and months"],
    source: "G-5_16_001, 5_16_002", field: "wageFen", parameters: ["QUALITY_MONTH_WAGE_MIN", "QUALITY_MONTH_WAGE_MAX"],
    when: (h) => {
      const wageFen = h.c.household.wageFen ?? 0;
      let months = 0;
      for (const f of h.members) months += (f.m.workMonths ?? 0) + (f.m.publicPostMonths ?? 0);
      if (wageFen <= 0 || months <= 0) return false;
      const wage = Math.round(wageFen / months);
      return (wage < h.s.QUALITY_MONTH_WAGE_MIN || wage > h.s.QUALITY_MONTH_WAGE_MAX) && { wage };
    },
  }),
  // The registry knows the employer; industry and channel come with work periods. The form asks for the employer from 2021 on.
  member("DQ-048", "W", {
    says: ["登记了务工，没有填务工企业", "Registered as working, without an employer"],
    fix: ["补填务工企业名称、行业和务工渠道", "Enter employer, industry and channel"],
    source: "G-5_01_007", field: "employer", regime: "B",
    when: (f) => f.works && (f.m.employer === null || f.m.employer === ""),
  }),
  member("DQ-049", "W", {
    says: ["务工地点没有填到县", "The place of work is not given down to the county"], fix: ["务工地点填到县级", "Enter the county of work"],
    source: "G-5_01_005", field: "workPlace", regime: "B", needs: ["workPeriods"],
    when: (f, h) => periodsOf(f, h).some((p) => p.place === null || p.place % 1e8 === 0),
  }),
  member("DQ-050", "W", {
    says: ["{next} 开始的务工早于上一段的结束（{last}）", "The work that begins {next} begins before the one before it ended ({last})"], fix: ["核对各段起止时间", "Check the periods"],
    source: "G-5_12_001", regime: "B", needs: ["workPeriods"],
    when: (f, h) => {
      const periods = periodsOf(f, h).toSorted((a, b) => (a.from < b.from ? -1 : 1));
      for (const [i, next] of periods.entries()) { const last = periods[i - 1]; if (last && (last.to === null ? last.workingNow : next.from < last.to)) return { next: next.from, last: last.to ?? "" }; }
      return false;
    },
  }),
  member("DQ-051", "W", {
    says: ["填“目前未务工”，结束时间却空着或在以后", "“Not working now”, but the end is empty or in the future"], fix: ["补填结束时间", "Enter the end"],
    source: "G-1111_16, 1111_17", regime: "B", needs: ["workPeriods"],
    when: (f, h) => periodsOf(f, h).some((p) => !p.workingNow && (p.to === null || p.to > h.today)),
  }),
  member("DQ-052", "W", {
    says: ["在“{place:workPlace}”，却登记了公益性岗位“{post:publicPost}”", "Works “{place:workPlace}”, but has the public post “{post:publicPost}”"],
    fix: ["公益性岗位、帮扶车间在本县内；核实后改正其一", "Public posts and workshops are inside the county; correct one of them"],
    source: "G-5_01_003", field: "workPlace",
    when: (f) => outsideCounty(f) && hasPost(f) && { place: f.m.workPlace ?? 0, post: f.m.publicPost.join(",") },
  }),
  member("DQ-053", "W", {
    says: ["特困供养人员登记了外出务工", "In extreme-poverty support, but registered as working away"],
    fix: ["核实是否仍符合特困供养条件，或改正务工情况", "Check whether the support still applies, or correct the work"],
    source: "G-5_01_004", field: "workPlace",
    when: (f) => f.m.tekun === true && f.works,
  }),
  member("DQ-054", "W", {
    says: ["{age}岁任公益性岗位，应满16周岁、不满70周岁", "Aged {age} in a public post; 16 to 69 is allowed"],
    fix: ["核对出生日期；属实的调整岗位", "Check the birth date or change the post"],
    source: "G-3_01_008, 5_01_006", field: "publicPost", parameters: ["QUALITY_LABOUR_FROM", "QUALITY_POST_AGE_TO"],
    when: (f, h) => hasPost(f) && f.age !== null && (f.age < h.s.QUALITY_LABOUR_FROM || f.age >= h.s.QUALITY_POST_AGE_TO) && { age: f.age },
  }),
  member("DQ-055", "W", {
    says: ["{kind:word}", "There is {kind:word}"],
    fix: ["公益性岗位和月数应同时填写", "Fill in both post and months, or neither"],
    source: "G-3_01_005, 3_01_006", field: "publicPostMonths",
    when: (f) => hasPost(f) !== ((f.m.publicPostMonths ?? 0) > 0) && { kind: hasPost(f) ? "postOnly" : "postMonthsOnly" },
  }),
  member("DQ-056", "W", {
    says: ["一人任 {count} 个公益性岗位", "One person has {count} public posts"],
    fix: ["核实岗位，避免重复安排", "Check the posts"],
    source: "G-3_01_010", field: "publicPost", parameters: ["QUALITY_POSTS_MAX"],
    when: (f, h) => f.m.publicPost.length >= h.s.QUALITY_POSTS_MAX && { count: f.m.publicPost.length },
  }),
  member("DQ-111", "W", {
    says: ["{age}岁，有大专以上文化或技能，未登记就业（就业服务名单，不是错误）", "Aged {age}, college or skilled, no work registered (a list for employment service, no error)"],
    fix: ["转就业服务对接；已就业的补登务工情况", "Pass on to the employment service, or enter the work"],
    source: "G-5_20_028–031", field: "workPlace", parameters: ["QUALITY_LABOUR_FROM", "QUALITY_LABOUR_FULL_TO"],
    when: (f, h) => (f.m.education === 5 || f.m.labour === 2) && !f.inSchool && f.m.labour !== 3 && f.m.labour !== 4 && !f.works && !hasPost(f) && f.m.soldier !== true
      && f.age !== null && f.age >= h.s.QUALITY_LABOUR_FROM && f.age <= h.s.QUALITY_LABOUR_FULL_TO && { age: f.age },
  }),
];
