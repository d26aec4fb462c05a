/**
 * Schooling (DQ-018, 019, 021–033). 「文化程度 is for those who left school, 在校生状况 for students」 (domain guide §1.4.3); a child of
 * compulsory-school age out of school without a physical reason is an alarm, as 义务教育 is one of the 三保障.
 */
import type { MemberFacts, Rule } from "../rule.ts";
import { writer } from "../write.ts";

const { member, told } = writer("schooling");

/** Stages of `codeLists.student`. */
const primary = 3;
const isJunior = (student: number): boolean => student >= 4 && student <= 6;
const isSenior = (student: number): boolean => student >= 7 && student <= 12;
const isTertiary = (student: number): boolean => student >= 13;

/** The rule's sentence when the age lies outside [from, to]. */
const outside = (f: MemberFacts, from: number, to: number): false | { age: number; student: number } =>
  f.age !== null && (f.age < from || f.age > to) && { age: f.age, student: f.m.student ?? 0 };

const ageAndStage = ["{age}岁在读“{student:student}”，年龄与学段不符", "Aged {age} and in “{student:student}”: age and stage do not fit"] as const;
const checkStage = ["核对出生日期和学籍，改正在校生状况", "Check birth date and school record and correct the stage"] as const;

export const schoolingRules: readonly Rule[] = [
  member("DQ-018", "E", {
    says: ["非在校生没有填文化程度", "Not a student, and education is not filled in"],
    fix: ["按最高学历填写；未入学的幼儿选“学龄前儿童”", "Enter the highest level completed; “below school age” for small children"],
    source: "NPIS 问题清单", field: "education",
    when: (f) => f.m.education === null && !f.inSchool,
  }),
  member("DQ-019", "E", {
    says: ["{age}岁，文化程度和在校生状况都没有填", "Aged {age}, neither education nor schooling is filled in"],
    fix: ["在读的填在校生状况，不在读的填文化程度", "Enter the stage for students, the education for others"],
    source: "NPIS 问题清单", field: "student", parameters: ["QUALITY_SCHOOL_FROM", "QUALITY_SCHOOL_ASKED_TO"],
    when: (f, h) => f.m.student === null && f.m.education === null && f.age !== null && f.age >= h.s.QUALITY_SCHOOL_FROM && f.age <= h.s.QUALITY_SCHOOL_ASKED_TO && { age: f.age },
  }),
  // 「学龄前儿童」 in both columns says one thing twice and contradicts nothing.
  member("DQ-021", "E", {
    says: ["文化程度“{education:education}”和在校生状况“{student:student}”都填了", "Both education “{education:education}” and schooling “{student:student}” are filled in"],
    fix: ["在读的只填在校生状况，不在读的只填文化程度", "Keep the stage for students, the education for others"],
    source: "G-3_01_003, 3_12_004", field: "education",
    when: (f) => f.inSchool && f.m.education !== null && !(f.m.education === 6 && f.m.student === 2) && { education: f.m.education, student: f.m.student ?? 0 },
  }),
  member("DQ-022", "E", {
    says: ["文化程度、在校生状况、失学原因都没有填", "Education, schooling and the reason for not being in school are all empty"],
    fix: ["核实就学情况后填写其中应填的一项", "Find out and fill in the one that applies"],
    source: "G-3_01_002", field: "education",
    when: (f) => f.m.education === null && f.m.student === null && f.m.outOfSchool === null,
  }),
  member("DQ-023", "W", {
    says: ["{age}岁在读“{student:student}”，年龄偏小", "Aged {age} and in “{student:student}”: too young"],
    fix: checkStage, source: "NPIS 问题清单", field: "student", parameters: ["QUALITY_SENIOR_EARLIEST"],
    when: (f, h) => f.m.student !== null && f.m.student >= 7 && f.age !== null && f.age <= h.s.QUALITY_SENIOR_EARLIEST && { age: f.age, student: f.m.student },
  }),
  member("DQ-024", "W", {
    says: ["{age}岁在读“{student:student}”，年龄偏大", "Aged {age} and in “{student:student}”: too old"],
    fix: checkStage, source: "NPIS 问题清单", field: "student", parameters: ["QUALITY_PRIMARY_LATEST"],
    when: (f, h) => (f.m.student === 2 || f.m.student === primary) && f.age !== null && f.age >= h.s.QUALITY_PRIMARY_LATEST && { age: f.age, student: f.m.student },
  }),
  member("DQ-025", "W", {
    says: ageAndStage, fix: checkStage, source: "G-5_17_002", field: "student", parameters: ["QUALITY_PRIMARY_AGE_FROM", "QUALITY_PRIMARY_AGE_TO"],
    when: (f, h) => f.m.student === primary && outside(f, h.s.QUALITY_PRIMARY_AGE_FROM, h.s.QUALITY_PRIMARY_AGE_TO),
  }),
  member("DQ-026", "W", {
    says: ageAndStage, fix: checkStage, source: "G-5_17_003", field: "student", parameters: ["QUALITY_JUNIOR_AGE_FROM", "QUALITY_JUNIOR_AGE_TO"],
    when: (f, h) => f.m.student !== null && isJunior(f.m.student) && outside(f, h.s.QUALITY_JUNIOR_AGE_FROM, h.s.QUALITY_JUNIOR_AGE_TO),
  }),
  member("DQ-027", "W", {
    says: ageAndStage, fix: checkStage, source: "G-5_17_004", field: "student", parameters: ["QUALITY_SENIOR_AGE_FROM", "QUALITY_SENIOR_AGE_TO"],
    when: (f, h) => f.m.student !== null && isSenior(f.m.student) && outside(f, h.s.QUALITY_SENIOR_AGE_FROM, h.s.QUALITY_SENIOR_AGE_TO),
  }),
  // The registry keeps 「大专及以上」 as one stage, so the separate age of 硕士 cannot be asked.
  member("DQ-028", "W", {
    says: ageAndStage, fix: checkStage, source: "G-5_17_005, 5_17_006", field: "student", parameters: ["QUALITY_TERTIARY_AGE_FROM"],
    when: (f, h) => f.m.student !== null && isTertiary(f.m.student) && outside(f, h.s.QUALITY_TERTIARY_AGE_FROM, h.s.QUALITY_MAX_AGE),
  }),
  member("DQ-029", "W", {
    says: ["{age}岁、健康，仍填学龄前或学前教育", "Aged {age} and healthy, but still entered as preschool"],
    fix: ["已入学的改在校生状况；未入学的查明原因", "Correct the stage, or find out why the child is not in school"],
    source: "G-5_17_001", field: "student", parameters: ["QUALITY_PRESCHOOL_AGE_TO"],
    when: (f, h) => f.healthy && f.age !== null && f.age >= h.s.QUALITY_PRESCHOOL_AGE_TO && (f.m.student === 2 || (f.m.education === 6 && !f.inSchool)) && { age: f.age },
  }),
  member("DQ-030", "W", {
    says: ["{age}岁，文化程度只有“{education:education}”", "Aged {age} with “{education:education}” only"],
    fix: ["核实是否完成义务教育；有误的改正，属实的说明", "Find out whether compulsory schooling was completed; correct or explain"],
    source: "G-5_17_007", field: "education", parameters: ["QUALITY_LOW_EDUCATION_FROM", "QUALITY_LOW_EDUCATION_TO"],
    when: (f, h) => !f.inSchool && (f.m.education === 1 || f.m.education === 2 || f.m.education === 6) && f.age !== null && f.age >= h.s.QUALITY_LOW_EDUCATION_FROM && f.age <= h.s.QUALITY_LOW_EDUCATION_TO && { age: f.age, education: f.m.education },
  }),
  // Needs the snapshots of earlier years: decided by SQL.
  told("DQ-031", "W", {
    says: ["连续{years}年在读同一年级“{student:student}”", "In “{student:student}” for {years} years"],
    fix: ["核对学籍，改正在校生状况；休学、复读的说明", "Check the school record; correct the stage or explain"],
    source: "NPIS 问题清单", field: "student", scope: "member", parameters: ["QUALITY_SAME_GRADE_YEARS"], overArea: true,
  }),
  member("DQ-032", "E", {
    says: ["{age}岁不在校，没有身体原因，疑似失学辍学", "Aged {age}, not in school and without a physical reason: probably dropped out"],
    fix: ["会同学校核实：已返校的填在校生状况；因病因残或送教上门的填原因；确属辍学的立即劝返", "Ask the school: enter the stage if back, the reason if ill, disabled or taught at home; otherwise bring the child back"],
    source: "NPIS 问题清单; G-5_15_016, 5_15_017", field: "student", parameters: ["QUALITY_SCHOOL_FROM", "QUALITY_SCHOOL_TO"],
    when: (f) => f.dropout && { age: f.age ?? 0 },
  }),
  member("DQ-033", "W", {
    says: ["失学原因填“{reason:outOfSchool}”，健康状况却是“健康”", "The reason for not being in school is “{reason:outOfSchool}”, but health is “healthy”"],
    fix: ["核实后改健康状况或失学原因", "Correct the health or the reason"],
    source: "G-2_01_012", field: "outOfSchool",
    when: (f) => f.healthy && (f.m.outOfSchool === 1 || f.m.outOfSchool === 2) && { reason: f.m.outOfSchool },
  }),
];
