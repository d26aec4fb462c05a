/**
 * One class and one table for everything the platform refuses: what was refused, and what would make it succeed,
 * in official Chinese and in English. Placeholders {name} are filled from the Problem's details.
 */
export type Locale = "zh-CN" | "en";

interface Entry { readonly status: number; readonly zh: string; readonly en: string }

export const problems = {
  // house
  "request.malformed": { status: 400, zh: "填写内容不合要求：{detail}。请改正后再提交。", en: "The request is not valid: {detail}. Correct it and send it again." },
  "request.tooLarge": { status: 413, zh: "文件超过 {limitMb} MB 的上限。请拆分后再上传。", en: "The file is larger than {limitMb} MB. Split it and upload again." },
  "server.failed": { status: 500, zh: "系统出错，没有保存。请记下编号 {id} 告诉管理员。", en: "The server failed and nothing was saved. Tell the administrator this number: {id}." },
  "server.unreachable": { status: 503, zh: "连不上服务器，内容还在本页。请稍后再试一次。", en: "The server cannot be reached; your input is still here. Try again." },
  "thing.unknown": { status: 404, zh: "没有找到，或不在您的管辖范围内。", en: "Not found, or outside your area." },
  "change.conflict": { status: 409, zh: "这条记录刚被别人改过（第 {version} 版）。请刷新后对照再改。", en: "Someone else changed this record (version {version}). Reload, compare, and change again." },
  "key.reused": { status: 409, zh: "同一个操作编号已用于另一内容；先前的内容已保留。", en: "This operation key was used with other content; the first content is kept." },
  // regions
  "region.code": { status: 400, zh: "区划代码 {code} 不正确：应为 12 位数字（省2、市2、县2、乡镇3、村3）。", en: "Region code {code} is wrong: 12 digits are needed (2+2+2+3+3)." },
  "region.unknown": { status: 404, zh: "区划 {code} 不存在。请先在“区划”中登记。", en: "Region {code} does not exist. Register it under Regions first." },
  // access
  "access.signedOut": { status: 401, zh: "请先登录。", en: "Sign in first." },
  "access.crossSite": { status: 403, zh: "这个请求不是从本系统的页面发出的，已拒绝。", en: "This request did not come from a page of this system." },
  "access.refused": { status: 403, zh: "您的岗位不能做这件事：{action}。需要时请向本级安全管理员申请。", en: "Your post may not do this: {action}. Ask your security administrator if you need it." },
  // intake
  "intake.unknownType": { status: 415, zh: "“{name}”不是可导入的表格（识别为 {kind}）。请用 Excel 或 WPS 打开后另存为“Excel 工作簿 (.xlsx)”或“CSV”再导入。", en: "\"{name}\" is not a spreadsheet that can be imported (it looks like {kind}). Open it in Excel or WPS, save it as .xlsx or CSV, and import that." },
  "intake.oldExcel": { status: 415, zh: "“{name}”是旧版 Excel 97–2003 文件 (.xls)。请用 Excel 或 WPS 打开，另存为“Excel 工作簿 (.xlsx)”再导入。", en: "\"{name}\" is an old Excel 97–2003 file (.xls). Open it in Excel or WPS, save it as .xlsx, and import that." },
  "intake.password": { status: 415, zh: "“{name}”设有打开密码。请先在 Excel 或 WPS 中取消密码（文件→信息→保护工作簿→用密码进行加密，清空），保存后再导入。", en: "\"{name}\" is protected by a password. Remove the password in Excel or WPS, save, and import again." },
  "intake.hostile": { status: 422, zh: "“{name}”没有导入：{detail}。正常的表格不会这样；请用 Excel 或 WPS 打开原表，另存为新的 .xlsx 再试。", en: "\"{name}\" was not imported: {detail}. A normal workbook is not like this; open the original in Excel or WPS, save it as a new .xlsx and try again." },
  "intake.damaged": { status: 422, zh: "“{name}”已损坏或不完整：{detail}。请重新导出或重新传送该文件。", en: "\"{name}\" is damaged or incomplete: {detail}. Export or transfer the file again." },
  "intake.tooMuch": { status: 413, zh: "“{name}”超过可处理的上限：{detail}。请拆分后分别导入。", en: "\"{name}\" exceeds a limit: {detail}. Split it and import the parts." },
  "intake.noHeading": { status: 422, zh: "“{name}”中没有找到表头行：至少要有“姓名”和“户编号”（或“证件号码”）等列名。请下载模板对照，或在导入向导中手工指定。", en: "No heading row was found in \"{name}\": at least columns such as 姓名 and 户编号 are needed. Compare with the template, or choose the columns by hand in the wizard." },
  "intake.noPlace": { status: 422, zh: "“{name}”没有能确定县的列（省、市、县或 12 位行政区划代码）。请补上，或在导入时指定所在县。", en: "\"{name}\" has no column that tells the county (names or 12-digit code). Add one, or name the county when importing." },
  "intake.noYear": { status: 422, zh: "“{name}”没有年度：表中既无“年度”列，标题里也没有年份。请在导入时指定年度。", en: "\"{name}\" states no year: neither a 年度 column nor a year in its title. Name the year when importing." },
  "intake.batchState": { status: 409, zh: "批次 {id} 现在是“{state}”，不能{act}。", en: "Batch {id} is {state}; it cannot be: {act}." },
  "intake.undoNothing": { status: 409, zh: "批次 {id} 没有可撤销的改动。", en: "Batch {id} has nothing to undo." },
} as const satisfies Record<string, Entry>;

export type ProblemCode = keyof typeof problems;
export type Details = Readonly<Record<string, string | number>>;

/** The sentence of a problem in a language, with its placeholders filled. @example tell("access.signedOut", {}, "en") // => "Sign in first." */
export function tell(code: ProblemCode, details: Details = {}, locale: Locale = "zh-CN"): string {
  const entry: Entry = problems[code];
  return (locale === "en" ? entry.en : entry.zh).replace(/\{(\w+)\}/g, (whole, key: string) => String(details[key] ?? whole));
}

/** Thrown wherever a rule refuses an act; its `code` crosses the wire, its message is the Chinese sentence. */
export class Problem extends Error {
  readonly code: ProblemCode;
  readonly details: Details;
  readonly status: number;
  constructor(code: ProblemCode, details: Details = {}) {
    super(tell(code, details));
    this.name = "Problem";
    this.code = code;
    this.details = details;
    this.status = problems[code].status;
  }
}
