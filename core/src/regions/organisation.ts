/**
 * Kinds of organisations, and what their staff, equipment and budget lines may be (paper 001 §3.1: 「各级管理建设所需的扶贫
 * 工作人员配置、软硬件配置等有关经费纳入各级财政」; four centres need 采集人员、采集设备、申报人员、评审人员, a data centre with backup).
 * The lists are the platform's own; no official catalogue of them exists.
 */
import type { Level } from "../region-code.ts";

interface Word { readonly zh: string; readonly en: string }

export const organisationKinds = {
  office: { zh: "扶贫（乡村振兴）主管机构", en: "poverty alleviation office" },
  department: { zh: "行业部门", en: "sector department" },
  government: { zh: "政府及派出机构", en: "government" },
  villageCommittee: { zh: "村民委员会", en: "village committee" },
  enterprise: { zh: "企业", en: "enterprise" },
  cooperative: { zh: "农民专业合作社", en: "farmers' co-operative" },
  socialOrganisation: { zh: "社会组织", en: "social organisation" },
  bank: { zh: "银行业金融机构", en: "bank" },
  auditor: { zh: "审计监督机构", en: "audit body" },
} as const satisfies Record<string, Word>;
export type OrganisationKind = keyof typeof organisationKinds;
export const kindKeys = Object.keys(organisationKinds) as [OrganisationKind, ...OrganisationKind[]];

export const sections = { staff: { zh: "人员", en: "staff" }, equipment: { zh: "软硬件", en: "equipment" }, budget: { zh: "经费", en: "budget" } } as const satisfies Record<string, Word>;
export type Section = keyof typeof sections;
export const sectionKeys = Object.keys(sections) as [Section, ...Section[]];

interface LineKind extends Word { readonly unitZh: string; readonly unitEn: string }
const line = (zh: string, en: string, unitZh: string, unitEn: string): LineKind => ({ zh, en, unitZh, unitEn });

/** Items of each section with the unit of `planned` and `actual`; money of a line is in fen beside them. */
export const lineKinds = {
  staff: {
    collector: line("采集人员", "collector", "人", "persons"), declarer: line("项目申报人员", "project applicant", "人", "persons"), reviewer: line("评审人员", "reviewer", "人", "persons"),
    dataKeeper: line("数据管理人员", "data manager", "人", "persons"), engineer: line("系统运行维护人员", "system engineer", "人", "persons"), supervisor: line("督查巡查人员", "inspector", "人", "persons"), otherStaff: line("其他人员", "other staff", "人", "persons"),
  },
  equipment: {
    handset: line("采集终端（手机、平板）", "collection device (phone, tablet)", "台", "devices"), desktop: line("办公电脑", "desktop computer", "台", "devices"), printer: line("打印扫描设备", "printer or scanner", "台", "devices"),
    server: line("服务器", "server", "台", "devices"), backup: line("备份存储", "backup storage", "套", "sets"), network: line("网络专线", "network line", "条", "lines"), security: line("安全设备", "security appliance", "台", "devices"),
    software: line("软件许可", "software licence", "套", "licences"), otherEquipment: line("其他软硬件", "other equipment", "套", "sets"),
  },
  budget: {
    personnel: line("人员经费", "personnel", "项", "items"), collection: line("采集调查经费", "collection and survey", "项", "items"), purchase: line("设备购置", "equipment purchase", "项", "items"), development: line("软件开发与升级", "software development and upgrade", "项", "items"),
    operation: line("运行维护", "operation and maintenance", "项", "items"), training: line("培训", "training", "项", "items"), review: line("评审论证", "review of projects", "项", "items"), otherBudget: line("其他经费", "other costs", "项", "items"),
  },
} as const satisfies Record<Section, Record<string, LineKind>>;

/** Item of a section by its key; undefined when the section has none of that name. @example lineKind("staff", "collector")?.zh // => "采集人员" */
export const lineKind = (section: Section, key: string): LineKind | undefined => { const kinds: Readonly<Record<string, LineKind>> = lineKinds[section]; return Object.hasOwn(kinds, key) ? kinds[key] : undefined; };

/** Whose budget pays a line. */
export const fundingLevels = { central: { zh: "中央财政", en: "central budget" }, province: { zh: "省级财政", en: "provincial budget" }, city: { zh: "市级财政", en: "city budget" }, county: { zh: "县级财政", en: "county budget" }, town: { zh: "乡镇自筹", en: "township" }, social: { zh: "社会帮扶资金", en: "donations" } } as const satisfies Record<string, Word>;
export type FundingLevel = keyof typeof fundingLevels;
export const fundingKeys = Object.keys(fundingLevels) as [FundingLevel, ...FundingLevel[]];

/** How well a level is equipped in a year: of its regions, how many have each thing in fact, not only in plan. */
export interface Coverage { readonly level: Level; readonly regions: number; readonly withOrganisation: number; readonly withCollector: number; readonly withDevice: number; readonly withBudget: number }

/** Shares of a coverage in percent, whole numbers rounded down, so that 100 means every region. @example sharePercent(31, 32) // => 96 */
export const sharePercent = (part: number, whole: number): number => (whole === 0 ? 0 : Math.floor((part * 100) / whole));

/** What needs to be compared per line: how much of the plan exists, in percent; undefined where nothing was planned. @example fulfilledPercent({ planned: 4, actual: 3 }) // => 75 */
export const fulfilledPercent = (l: { readonly planned: number; readonly actual: number }): number | undefined => (l.planned === 0 ? undefined : sharePercent(l.actual, l.planned));
