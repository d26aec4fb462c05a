/** What the roles, their duties and the acts of the audit trail are called in public (domain guide §10.1; paper 000 §2.2). */
import type { Locale } from "../problem.ts";
import { levelOf, levels, type Level } from "../region-code.ts";
import type { Action, Resource, Role } from "./policy.ts";

type Names<K extends string> = Readonly<Record<K, { readonly zh: string; readonly en: string }>>;

/** Official names of the posts, as on a door plate. */
export const roleNames: Names<Role> = {
  villageWorker: { zh: "村信息员", en: "Village worker" },
  teamMember: { zh: "驻村工作队员", en: "Village team member" },
  helper: { zh: "帮扶责任人", en: "Helper" },
  townOfficer: { zh: "乡镇扶贫专干", en: "Town officer" },
  countyOfficer: { zh: "县扶贫办工作人员", en: "County officer" },
  countyFinance: { zh: "县财政局工作人员", en: "County finance officer" },
  departmentOfficer: { zh: "县行业部门工作人员", en: "Sector department officer" },
  cityOverseer: { zh: "市级督导员", en: "City overseer" },
  provinceOverseer: { zh: "省级督导员", en: "Province overseer" },
  auditor: { zh: "审计监督人员", en: "Auditor" },
  bank: { zh: "银行工作人员", en: "Bank officer" },
  enterprise: { zh: "企业（合作社）", en: "Enterprise or co-operative" },
  socialOrganisation: { zh: "社会组织", en: "Social organisation" },
  household: { zh: "农户", en: "Household" },
  systemAdmin: { zh: "系统管理员", en: "System administrator" },
  securityAdmin: { zh: "安全管理员", en: "Security administrator" },
  auditAdmin: { zh: "安全审计员", en: "Audit administrator" },
};

export const actionNames: Names<Action> = {
  view: { zh: "查看", en: "view" }, search: { zh: "查询", en: "search" }, reveal: { zh: "查看完整信息", en: "reveal" }, edit: { zh: "修改", en: "edit" }, create: { zh: "新建", en: "create" },
  import: { zh: "导入", en: "import" }, export: { zh: "导出", en: "export" }, assign: { zh: "分派", en: "assign" }, verify: { zh: "核实", en: "verify" }, configure: { zh: "配置", en: "configure" },
};

export const resourceNames: Names<Resource> = {
  session: { zh: "登录", en: "session" }, account: { zh: "账户", en: "account" }, audit: { zh: "审计日志", en: "audit trail" }, region: { zh: "区划", en: "region" }, organisation: { zh: "组织机构", en: "organisation" },
  overview: { zh: "总览", en: "overview" }, household: { zh: "户档案", en: "household" }, village: { zh: "村档案", en: "village" }, attachment: { zh: "附件", en: "attachment" }, intake: { zh: "导入导出", en: "intake" },
  finding: { zh: "数据问题", en: "finding" }, parameter: { zh: "政策参数与规则", en: "policy parameters and rules" }, assessment: { zh: "识别测算", en: "assessment" }, comparison: { zh: "部门比对", en: "comparison" },
  procedure: { zh: "识别程序", en: "procedure" }, evaluation: { zh: "扶贫精准度", en: "precision" }, helping: { zh: "帮扶记录", en: "records of help" }, system: { zh: "系统", en: "system" },
};

/** @example roleName("townOfficer", "zh-CN") // => "乡镇扶贫专干" */
export const roleName = (role: Role, locale: Locale): string => (locale === "en" ? roleNames[role].en : roleNames[role].zh);

/**
 * The widest area a post of a role may have (domain guide §10.1, column "scope"): a village worker's post over a county would
 * open the whole county. Narrower is always allowed.
 */
export const widestLevel: Readonly<Record<Role, Level>> = {
  villageWorker: "village", teamMember: "village", helper: "county", townOfficer: "town", countyOfficer: "county", countyFinance: "county", departmentOfficer: "county",
  cityOverseer: "city", provinceOverseer: "nation", auditor: "nation", bank: "nation", enterprise: "nation", socialOrganisation: "nation", household: "county",
  systemAdmin: "nation", securityAdmin: "nation", auditAdmin: "nation",
};

/** May a post of this role be given over this region (12 digits, 0 = nation)? @example suitsLevel("villageWorker", 990102000000) // => false */
export const suitsLevel = (role: Role, region: number): boolean => levels.indexOf(levelOf(region)) >= levels.indexOf(widestLevel[role]);

/** Roles that see only the households named in their post. */
export const ownHouseholdRoles: readonly Role[] = ["helper", "household"];
