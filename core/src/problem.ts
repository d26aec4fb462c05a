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
  "region.exists": { status: 409, zh: "区划 {code} 已存在，名称是“{name}”。改名请用“更名”。", en: "Region {code} exists already; its name is {name}. Use rename to change it." },
  "region.parentUnknown": { status: 409, zh: "上级区划 {parent} 不存在或已撤销。请先登记上级。", en: "The region above, {parent}, does not exist or is closed. Register it first." },
  "region.notBelow": { status: 403, zh: "区划 {code} 不在您管辖范围之下，不能由本岗位改动。请由上级办理。", en: "Region {code} does not lie below your area; your post may not change it. Ask the level above." },
  "region.hasChildren": { status: 409, zh: "区划 {code} 之下还有 {children} 个区划。请先逐个撤并下级。", en: "Region {code} still has {children} regions below it. Close or merge those first." },
  "region.date": { status: 422, zh: "生效日期 {on} 应晚于现行记录的起始日 {from}。", en: "The day {on} must be later than the first day of the present record, {from}." },
  "region.successor": { status: 422, zh: "承接区划 {code} 不存在、已撤销，或与原区划级别不同。", en: "The successor {code} does not exist, is closed, or is of another level." },
  "region.notProvisional": { status: 409, zh: "区划 {code} 不是待确认的区划。", en: "Region {code} is not provisional." },
  // organisations
  "organisation.creditCode": { status: 422, zh: "统一社会信用代码 {code} 校验不通过（{reason}）。请对照营业执照或法人证书核对 18 位代码。", en: "The unified social credit code {code} is not valid ({reason}). Check the 18 characters against the licence." },
  "organisation.creditCodeTaken": { status: 409, zh: "统一社会信用代码 {code} 已登记为“{name}”。", en: "The unified social credit code {code} is registered already, as {name}." },
  "organisation.parent": { status: 422, zh: "上级单位不存在、已停用，或就是本单位的下级。请重新选择。", en: "The parent organisation does not exist, is closed, or lies below this one. Choose another." },
  "organisation.line": { status: 422, zh: "“{kind}”不是{section}的项目。请从列表中选择。", en: "{kind} is not an item of {section}. Choose one from the list." },
  "organisation.dates": { status: 422, zh: "停用日期 {closed} 早于启用日期 {opened}。", en: "The closing day {closed} is before the opening day {opened}." },
  "organisation.none": { status: 404, zh: "没有登记联系电话。", en: "No telephone number is registered." },
  // registry
  "registry.noYear": { status: 404, zh: "这一户没有 {year} 年度的档案。请选择已有的年度，或先建立该年度快照。", en: "This household has no record for {year}. Choose a year that exists, or make that year's snapshot first." },
  "registry.codeTaken": { status: 409, zh: "编号 {code} 已在本县登记。请核对编号，或打开已有档案。", en: "Code {code} is already registered in this county. Check it, or open the existing record." },
  "registry.value": { status: 422, zh: "“{field}”填写不对：{detail}", en: "“{key}” is not right ({fault})." },
  "registry.memberLeft": { status: 409, zh: "{name}已于 {on} 减少（{why}），不能再改“{field}”。如系误登，请先撤销该次减少。", en: "This member left on {on}; “{key}” can no longer be changed. If that was a mistake, take the departure back first." },
  "registry.registeredElsewhere": { status: 409, zh: "该证件号码已在{place}登记为在册成员，一人只能在一户。请与{place}核实，办理迁移或剔除后再登记。", en: "This certificate number belongs to an active member in {place}; one person belongs to one household. Settle it with {place} first." },
  "registry.headLeaves": { status: 422, zh: "户主减少时须指定新户主，并重填其余成员与新户主的关系。", en: "When the head leaves, name the new head and restate how the others are related to that person." },
  "registry.oneHead": { status: 422, zh: "一户应当正好有一名户主。请核定与户主关系。", en: "A household has exactly one head. Correct the relations." },
  "registry.day": { status: 422, zh: "日期 {on} 不对：{detail}", en: "The date {on} is not possible ({fault})." },
  "registry.snapshotExists": { status: 409, zh: "{year} 年度档案已经建立。", en: "The record of {year} exists already." },
  "registry.cancelled": { status: 409, zh: "该户档案已注销，不能修改。需要时请先恢复。", en: "This household is cancelled and cannot be changed. Restore it first." },
  "registry.state": { status: 409, zh: "该户现在不能{act}：{detail}", en: "This cannot be done now: {cause}." },
  "registry.lookups": { status: 429, zh: "一小时内跨县查询身份证号的次数已到上限。请稍后再查，或与对方县联系。", en: "Too many look-ups of ID numbers within an hour. Try later, or ask the other county." },
  "registry.fileType": { status: 415, zh: "“{name}”不是可存入的附件（按内容识别为 {kind}）。可存：照片 JPEG、PNG、WebP，扫描件 PDF，录音 MP3、M4A、WAV、OGG，录像 MP4、WebM。", en: "\"{name}\" cannot be stored (its content is {kind}). Allowed: JPEG, PNG, WebP; PDF; MP3, M4A, WAV, OGG; MP4, WebM." },
  "registry.fileTooBig": { status: 413, zh: "“{name}”超过该类附件 {limitMb} MB 的上限。请压缩后再上传。", en: "\"{name}\" exceeds {limitMb} MB, the limit of its kind. Make it smaller and upload again." },
  // access
  "access.signedOut": { status: 401, zh: "请先登录。", en: "Sign in first." },
  "access.crossSite": { status: 403, zh: "这个请求不是从本系统的页面发出的，已拒绝。", en: "This request did not come from a page of this system." },
  "access.refused": { status: 403, zh: "您的岗位不能做这件事：{action}。需要时请向本级安全管理员申请。", en: "Your post may not do this: {action}. Ask your security administrator if you need it." },
  "access.wrongSignIn": { status: 401, zh: "用户名或密码不正确。", en: "The name or the password is wrong." },
  "access.wrongPassword": { status: 422, zh: "密码不正确。", en: "The password is wrong." },
  "access.wrongCode": { status: 422, zh: "验证码不正确，或已经用过。请等下一个验证码再试。", en: "The code is wrong or was used already. Wait for the next one." },
  "access.wrongPasskey": { status: 401, zh: "通行密钥没有通过验证。请重试，或改用密码登录。", en: "The passkey was not accepted. Try again, or sign in with your password." },
  "access.stepOver": { status: 401, zh: "登录步骤已过期，请重新登录。", en: "This sign-in has expired; start again." },
  "access.locked": { status: 429, zh: "连续失败次数过多，请 {seconds} 秒后再试。忘记密码请找本级安全管理员。", en: "Too many failures: try again in {seconds} seconds. If you forgot your password, ask your security administrator." },
  "access.busy": { status: 503, zh: "现在登录的人很多，请过几秒再试。", en: "Many people are signing in now; try again in a few seconds." },
  "access.noPost": { status: 403, zh: "您现在没有有效的岗位。请联系本级安全管理员。", en: "You hold no valid post now. Ask your security administrator." },
  "access.mustChange": { status: 403, zh: "请先修改一次性密码。", en: "Change your one-time password first." },
  "access.needsFactor": { status: 403, zh: "您的岗位要求双因素登录。请先在“我的账户”中设置动态验证码或通行密钥。", en: "Your post requires a second factor: set up a code generator or a passkey under My account first." },
  "access.needsSecondFactor": { status: 403, zh: "这个岗位要求双因素登录。请退出后用动态验证码或通行密钥重新登录。", en: "This post requires a second factor: sign out and sign in again with it." },
  "access.password.tooShort": { status: 422, zh: "密码至少 10 个字符。可以用几个不相关的词连起来。", en: "A password needs at least 10 characters; a few unrelated words do well." },
  "access.password.tooLong": { status: 422, zh: "密码最多 128 个字符。", en: "A password has at most 128 characters." },
  "access.password.common": { status: 422, zh: "这个密码在泄露密码名单上，很容易被猜到。请换一个。", en: "This password is on lists of leaked passwords. Choose another one." },
  "access.password.repeated": { status: 422, zh: "密码不能是连续或重复的字符。请换一个。", en: "A password must not be a sequence or a repetition. Choose another one." },
  "access.password.name": { status: 422, zh: "密码不能主要由用户名或姓名组成。请换一个。", en: "A password must not consist mainly of your name. Choose another one." },
  "access.password.same": { status: 422, zh: "新密码不能与现在的密码相同。", en: "The new password must differ from the present one." },
  "access.nameTaken": { status: 409, zh: "用户名“{name}”已有人使用。请换一个。", en: "The name \"{name}\" is taken. Choose another one." },
  "access.nameShape": { status: 422, zh: "用户名应为 2–64 个字符，可用汉字、字母、数字和 . _ - @。", en: "A sign-in name has 2–64 letters, digits or . _ - @." },
  "access.role": { status: 422, zh: "没有岗位“{role}”。可用：{roles}。", en: "There is no role \"{role}\". Roles: {roles}." },
  "access.tooWide": { status: 422, zh: "岗位“{role}”的管辖范围不能大于{level}。请选择更小的区划。", en: "A post of \"{role}\" cannot be wider than {level}. Choose a smaller region." },
  "access.separated": { status: 409, zh: "系统管理员、安全管理员、安全审计员三员分立：一个账户只能担任其中一种。请另用一个账户。", en: "The three administrators are separated: one account may only ever hold one of these posts. Use another account." },
  "access.ownAccount": { status: 403, zh: "不能修改自己的账户和岗位。请由另一位安全管理员办理。", en: "Your own account and posts are changed by another security administrator." },
  "access.outside": { status: 403, zh: "区划 {region} 不在您的管辖范围内。", en: "Region {region} is outside your area." },
  "access.validity": { status: 422, zh: "岗位的截止日期不能早于起始日期。", en: "A post cannot end before it begins." },
  "access.lastFactor": { status: 409, zh: "您的岗位要求双因素登录，不能删除最后一个。请先设置另一个。", en: "Your post requires a second factor: set up another one before removing the last." },
  "access.revealLimit": { status: 429, zh: "一小时内最多查看 {limit} 次完整信息，已用完。请 {minutes} 分钟后再试。", en: "At most {limit} full values may be revealed per hour. Try again in {minutes} minutes." },
  "audit.unavailable": { status: 503, zh: "审计日志暂时无法写入，所以没有办理，也没有显示。请稍后再试，并告知系统管理员。", en: "The audit trail cannot be written, so nothing was done or shown. Try again later and tell the system administrator." },
  // quality
  "quality.state": { status: 409, zh: "这条疑点现在是“{state}”，不能{act}。请刷新后再看。", en: "This finding is {state} now; it cannot be: {act}. Reload." },
  "quality.ownWork": { status: 403, zh: "更正或说明的人不能自己核验，须由另一人核验。", en: "Who corrected or explained a finding may not verify it; another person must." },
  "quality.reason": { status: 422, zh: "请写明理由（至少 4 个字）。", en: "State the reason in at least four characters." },
  "quality.evidence": { status: 422, zh: "佐证必须是该户档案里的附件。请先上传到该户。", en: "Evidence must be an attachment of this household; upload it there first." },
  "quality.assignee": { status: 422, zh: "该岗位不在有效期内，或管不到这条疑点所在的村。请另选。", en: "That post is not valid now or does not cover the village. Choose another." },
  // intake
  "intake.unknownType": { status: 415, zh: "“{name}”不是可导入的表格（识别为 {kind}）。请用 Excel 或 WPS 打开后另存为“Excel 工作簿 (.xlsx)”或“CSV”再导入。", en: "\"{name}\" is not a spreadsheet that can be imported (it looks like {kind}). Open it in Excel or WPS, save it as .xlsx or CSV, and import that." },
  "intake.oldExcel": { status: 415, zh: "“{name}”是旧版 Excel 97–2003 文件 (.xls)。请用 Excel 或 WPS 打开，另存为“Excel 工作簿 (.xlsx)”再导入。", en: "\"{name}\" is an old Excel 97–2003 file (.xls). Open it in Excel or WPS, save it as .xlsx, and import that." },
  "intake.password": { status: 415, zh: "“{name}”设有打开密码。请先在 Excel 或 WPS 中取消密码（文件→信息→保护工作簿→用密码进行加密，清空），保存后再导入。", en: "\"{name}\" is protected by a password. Remove the password in Excel or WPS, save, and import again." },
  "intake.hostile": { status: 422, zh: "“{name}”没有导入：{detail}。正常的表格不会这样；请用 Excel 或 WPS 打开原表，另存为新的 .xlsx 再试。", en: "\"{name}\" was not imported: {detail}. A normal workbook is not like this; open the original in Excel or WPS, save it as a new .xlsx and try again." },
  "intake.damaged": { status: 422, zh: "“{name}”已损坏或不完整：{detail}。请重新导出或重新传送该文件。", en: "\"{name}\" is damaged or incomplete: {detail}. Export or transfer the file again." },
  "intake.tooMuch": { status: 413, zh: "“{name}”超过可处理的上限：{detail}。请拆分后分别导入。", en: "\"{name}\" exceeds a limit: {detail}. Split it and import the parts." },
  "intake.noHeading": { status: 422, zh: "“{name}”中没有找到表头行：至少要有“姓名”和“户编号”（或“证件号码”）等列名。请下载模板对照，或在导入向导中手工指定。", en: "No heading row was found in \"{name}\": at least columns such as 姓名 and 户编号 are needed. Compare with the template, or choose the columns by hand in the wizard." },
  "intake.noPlace": { status: 422, zh: "“{name}”没有能确定县的列（省、市、县或 12 位行政区划代码）。请补上，或在导入时指定所在县。", en: "\"{name}\" has no column that tells the county (names or 12-digit code). Add one, or name the county when importing." },
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
