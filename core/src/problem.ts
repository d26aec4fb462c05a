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
  // comparison
  "comparison.state": { status: 409, zh: "这条疑点现在是“{state}”，不能{act}。请刷新后再看。", en: "This finding is {state} now; it cannot be: {act}. Reload." },
  "comparison.ownCheck": { status: 403, zh: "入户核实的人不能自己复核，须由另一人审定。", en: "Who checked a finding may not decide it; another person must." },
  "comparison.objectionOver": { status: 409, zh: "申诉期已于 {until} 届满，或已经申诉过。仍有异议请通过信访渠道提出。", en: "The time to object ended on {until}, or an objection was made already. Use the petition channel." },
  "comparison.basis": { status: 422, zh: "没有登记法律依据，不能接收“{feed}”的数据。请选择依据：{bases}。", en: "Data of \"{feed}\" are not taken without a legal basis. Choose one: {bases}." },
  "comparison.twoPersons": { status: 422, zh: "入户核实须有两名不同的核实人到场并写明姓名。", en: "A check at the house needs two different persons, by name." },
  "comparison.evidence": { status: 422, zh: "“属实”或“情有可原”须附佐证：该户档案里的附件，或文件、证明的名称和编号。", en: "«Confirmed» and «excusable» need evidence: an attachment of this household, or the name and number of a document." },
  "comparison.day": { status: 422, zh: "核实日期 {on} 应在下发之日（{from}）和今天之间。", en: "The day of the check, {on}, must lie between the day it was sent ({from}) and today." },
  "comparison.reason": { status: 422, zh: "请写明情况或理由（至少 4 个字）。", en: "State the reason in at least four characters." },
  "comparison.decision": { status: 422, zh: "村级核实为“{answer}”，不能审定为“{decision}”。可选：{allowed}。", en: "After the answer {answer} the decision {decision} is not possible. Possible: {allowed}." },
  "comparison.ground": { status: 422, zh: "列入例外须选择依据。", en: "An exception needs its ground." },
  "comparison.noKey": { status: 422, zh: "“{name}”中没有“{column}”列，不能与建档立卡比对。可用的列名：{also}。", en: "\"{name}\" has no column {column}; it cannot be compared. Names that are understood: {also}." },
  "comparison.snapshot": { status: 422, zh: "数据快照日期 {on} 晚于今天。", en: "The snapshot day {on} lies after today." },
  "comparison.batchState": { status: 409, zh: "批次 {id} 现在是“{state}”，不能{act}。", en: "Batch {id} is {state}; it cannot be: {act}." },
  "comparison.decidedAlready": { status: 409, zh: "该批次已有 {count} 条疑点被核实或审定，不能撤销。", en: "{count} findings of this batch were answered or decided; it cannot be undone." },
  "comparison.address": { status: 422, zh: "地址 {url} 不能使用：须为 https（本机除外），且不含用户名和密码。", en: "The address {url} cannot be used: https is needed (except on this machine), without name and password in it." },
  "comparison.pull": { status: 502, zh: "从 {host} 取数失败：{detail}。没有保存任何数据。", en: "Fetching from {host} failed: {detail}. Nothing was stored." },
  // procedure
  "procedure.stateUnknown": { status: 409, zh: "该户的脱贫属性没有填。请先在户档里补上，再开始程序。", en: "The household's exit state is not filled in. Complete the record first." },
  "procedure.transition": { status: 409, zh: "该户现为“{state}”，不能办“{purpose}”。现在可以办：{instead}。", en: "The household is “{stateEn}” now; “{purposeEn}” cannot begin. Possible now: {insteadEn}." },
  "procedure.openAlready": { status: 409, zh: "该对象已有正在办理的程序 {number}（{purpose}）。请在那一件里继续，或先办结。", en: "Case {number} ({purpose}) is under way for it already. Go on there, or end it first." },
  "procedure.over": { status: 409, zh: "这一件已于 {on} 办结，不能再办。不服的，可在申诉期内申诉。", en: "This case ended on {on}. Who disagrees may appeal within the time for appeals." },
  "procedure.notOver": { status: 409, zh: "这一件还在办理，不用申诉；有意见请在公示期提出异议。", en: "This case is still under way: object during the notice instead of appealing." },
  "procedure.notDue": { status: 409, zh: "还没有轮到这一步。现在应办：{step}。", en: "This step is not due. Due now: {stepEn}." },
  "procedure.role": { status: 403, zh: "“{step}”不由您的岗位办理。请交给：{roles}。", en: "Your post does not take “{stepEn}”. It is for: {roles}." },
  "procedure.ownWork": { status: 403, zh: "您已办过本件的“{did}”，不能再办“{step}”，须由另一人办理。", en: "You took “{didEn}” of this case; “{stepEn}” needs another person." },
  "procedure.day": { status: 422, zh: "办理日期 {on} 不对：应在 {from} 与 {to} 之间。", en: "The day {on} is not possible: it must lie between {from} and {to}." },
  "procedure.evidence": { status: 422, zh: "材料不全，还缺：{missing}。请先上传。", en: "Papers are missing: {missingEn}. Upload them first." },
  "procedure.evidenceUnknown": { status: 422, zh: "有材料没有找到，或不属于这一地区。请重新上传。", en: "A paper was not found or belongs to another place. Upload it again." },
  "procedure.signature": { status: 422, zh: "签字不全，还缺：{missing}。请补签。", en: "Signatures are missing: {missingEn}." },
  "procedure.document": { status: 422, zh: "请填写文号。", en: "Give the number of the document." },
  "procedure.reason": { status: 422, zh: "请写明理由（至少 {least} 个字）。", en: "State the reason in at least {least} characters." },
  "procedure.answer": { status: 422, zh: "请写明书面答复（至少 {least} 个字）。", en: "Write the answer in at least {least} characters." },
  "procedure.place": { status: 422, zh: "请写明公示地点。", en: "Say where the notice is posted." },
  "procedure.meeting": { status: 422, zh: "“{step}”要有会议记录：应到人数、签到表、回避和票数。", en: "“{stepEn}” needs its meeting: who is entitled, who signed in, who recused, and the votes." },
  "procedure.signIn": { status: 422, zh: "签到表共 {names} 行，不重复的姓名只有 {different} 个。请删去重名和空行，同名的人请加以区别。", en: "The sign-in sheet has {names} lines but {different} different names. Take out repetitions, and tell people of the same name apart." },
  "procedure.tooMany": { status: 422, zh: "签到 {present} 人，多于应到的 {entitled} 人。请核对应到人数。", en: "{present} signed in, but only {entitled} are entitled. Check the number entitled." },
  "procedure.recusal": { status: 422, zh: "回避人员“{name}”不在签到表里，或没有写明与该户的关系。请补正。", en: "“{name}” recuses but did not sign in, or states no relation. Correct this." },
  "procedure.quorum": { status: 422, zh: "到会不足：除回避 {recused} 人外，应到 {base} 人，实到 {present} 人，至少要到 {least} 人（{parts}/{whole}）。还差 {missing} 人，请等人到齐或另行召开。", en: "No quorum: without {recused} recused, {present} of {base} are present and {least} ({parts}/{whole}) are needed. {missing} more must come, or the meeting is held again." },
  "procedure.votes": { status: 422, zh: "票数合计 {cast}，应等于到会有表决权的 {voters} 人（回避 {recused} 人不投票）。请核对。", en: "{cast} votes were counted, but {voters} people may vote ({recused} recused do not). Check the count." },
  "procedure.majority": { status: 422, zh: "同意 {for} 票，没有超过到会有表决权的 {voters} 人的规定比例，至少要 {least} 票。评议没有通过的，请办“不通过”或“退回”。", en: "{for} of {voters} agreed; {least} are needed. If the meeting does not agree, refuse the case or send it back." },
  "procedure.postFirst": { status: 409, zh: "“{step}”还没有张贴。请先张贴，公示期满后再结束。", en: "“{stepEn}” is not posted. Post it first and close it when its days are over." },
  "procedure.noticeStands": { status: 409, zh: "公示正在进行，到 {to} 为止。不用再贴。", en: "The notice stands already, until {to}." },
  "procedure.noticeFrom": { status: 422, zh: "公示起始日 {from} 不对：不能早于今天（{today}），补贴的公示从今天算起。", en: "The first day {from} is not possible: a notice begins today ({today}) or later." },
  "procedure.noticeShort": { status: 422, zh: "公示不得少于 {days} 天，至少到 {to}（首尾两天都算）。", en: "A notice stands at least {days} days, until {to} (first and last day included)." },
  "procedure.noticeRuns": { status: 409, zh: "公示期未满，到 {to} 为止，还有 {daysLeft} 天。{on} 起可以结束。", en: "The notice stands until {to}, {daysLeft} more days. It can be closed from {on}." },
  "procedure.objectionOpen": { status: 409, zh: "有 {n} 条异议没有核查答复，公示不能结束。请在 {due} 前核查并书面答复。", en: "{n} objections are not answered: the notice cannot be closed. Check and answer them by {due}." },
  "procedure.noNotice": { status: 409, zh: "现在没有正在进行的公示，不能提出异议。可以向村、乡镇或县反映。", en: "No notice stands now, so nothing can be objected to. Speak to the village, township or county." },
  "procedure.noObjection": { status: 409, zh: "这条异议已经答复，或不属于这一件。请刷新。", en: "This objection is answered already or belongs to another case. Reload." },
  "procedure.suspicion": { status: 409, zh: "有 {n} 条比对疑点没有核实。请先入户核实，写明结论并附核实记录，再往下办。", en: "{n} suspicions from matching are open. Check them at the house, record the result, then go on." },
  "procedure.noSuspicion": { status: 409, zh: "这一件没有待核实的疑点。", en: "No suspicion is open in this case." },
  "procedure.standard": { status: 409, zh: "没有达到退出标准：{unmet}。达到以后再办。", en: "The exit standard is not reached: {unmetEn}." },
  "procedure.noLabour": { status: 409, zh: "整户没有劳动能力，落实兜底保障后继续监测，暂不标注风险消除。", en: "Nobody in the household can work: secure the safety net and go on monitoring; the risk is not marked as eliminated." },
  "procedure.monitoredUnknown": { status: 409, zh: "没有查到该户的监测识别日期。请先补录识别程序。", en: "The day of recognition is not on record. Enter the recognition first." },
  "procedure.tooEarly": { status: 409, zh: "{since} 识别，监测 {months} 个月，不足 {least} 个月，不能消除。", en: "Recognised on {since}, monitored for {months} months; at least {least} are needed." },
  "procedure.late": { status: 422, zh: "从发现线索到今天已 {days} 天，超过 {most} 天。请在意见里写明超期原因。", en: "{days} days have passed, more than {most}. State the reason in the opinion." },
  "procedure.dissent": { status: 409, zh: "户主于 {on} 不认可。请等待期满后由乡镇二次核查、第三方核查并集体评议，或退回、不通过。", en: "The household refused on {on}. After the waiting time the township reviews again with an independent report and a meeting; or send it back, or refuse it." },
  "procedure.noDissent": { status: 409, zh: "户主没有表示不认可。请由户主签字认可。", en: "The household has not refused: ask for its signature." },
  "procedure.consentWaits": { status: 409, zh: "户主不认可的，须等满 {days} 天，{on} 起才能集体评议。", en: "After a refusal one waits {days} days; the collective appraisal is possible from {on}." },
  "procedure.wrongAct": { status: 409, zh: "“{step}”不能这样办。请刷新后按本步的要求办理。", en: "This cannot be done at “{stepEn}”. Reload and follow what the step asks." },
  "procedure.cannotReturn": { status: 422, zh: "不能退回到“{to}”。可以退回到：{may}。", en: "It cannot go back to {to}. Possible: {mayEn}." },
  "procedure.appealLate": { status: 409, zh: "申诉期到 {until} 为止，已过。可以通过信访渠道反映。", en: "Appeals were possible until {until}. Use the complaint channel." },
  "procedure.definition": { status: 422, zh: "程序定义不合要求：{detail}", en: "The definition cannot be used: {detail}" },
  "procedure.noTerm": { status: 409, zh: "政策参数 {code} 在本地没有现行值。请先在“政策参数”中登记。", en: "The policy parameter {code} has no value here. Register it first." },
  "procedure.applicant": { status: 422, zh: "请选择已有的农户，或填写新申请户的户主和成员。", en: "Choose a household on file, or give the head and members of the new one." },
  "procedure.applicantBlocked": { status: 422, zh: "申请户信息有误：{detail}。请改正后再提交。", en: "The applicant's data are not right: {detail}." },
  "notice.expired": { status: 410, zh: "公示期已满，网页已撤下。公示材料由村里和县里存档，需要查询请联系村委会或乡镇。", en: "The notice is over and its page was taken down. The papers are kept by the village and the county: ask there." },
  "notice.tooMany": { status: 429, zh: "提交太频繁。请一小时后再试，或直接向村委会、乡镇反映。", en: "Too many at once. Try again in an hour, or speak to the village or township." },
  // policy
  "parameters.code": { status: 422, zh: "没有编码为 {code} 的政策参数。请从列表中选择。", en: "There is no policy parameter {code}. Choose one from the list." },
  "parameters.bounds": { status: 422, zh: "{code} 的值应在 {min} 与 {max} 之间（单位 {unit}）。", en: "{code} must lie between {min} and {max} ({unit})." },
  "parameters.nation": { status: 403, zh: "全国统一的参数只能由省级提出和批准。请为本地另提一行。", en: "A value for the whole nation is proposed and approved at the province. Propose a row for your own place." },
  "parameters.sameStart": { status: 409, zh: "{place}已有自 {on} 起的值；已公布的值不改写。请换一个起始日期。", en: "{place} has a value from {on} already; published values are never rewritten. Choose another first day." },
  "parameters.overlap": { status: 409, zh: "新的时段与已有的值重叠：{detail}。请确认后再提交。", en: "The new period overlaps existing values: {detail}. Confirm and send again." },
  "parameters.period": { status: 422, zh: "截止日期不能早于起始日期。", en: "The last day cannot be before the first." },
  "parameters.ownProposal": { status: 403, zh: "提出的人不能自己批准，须由另一人决定。", en: "Who proposed a value may not decide on it; another person must." },
  "parameters.decided": { status: 409, zh: "这一提议已有决定。请刷新。", en: "This proposal has been decided already. Reload." },
  "rules.fault": { status: 422, zh: "第 {line} 行第 {column} 列：{detail}", en: "Line {line}, column {column}: {detailEn}" },
  "rules.state": { status: 409, zh: "这一版规则现在是“{state}”，不能{act}。请刷新。", en: "This version is {state}; it cannot be: {act}. Reload." },
  "rules.notSimulated": { status: 409, zh: "这一版还没有在适用范围内完整模拟过。请先模拟。", en: "This version has not been simulated over its whole area yet. Simulate it first." },
  "rules.ownText": { status: 403, zh: "起草或送审的人不能自己批准，须由另一人决定。", en: "Who wrote or submitted a text may not decide on it; another person must." },
  "rules.activeFrom": { status: 422, zh: "请写明生效日期，且不早于今天（{today}）。", en: "Name the first day in force, not before today ({today})." },
  "rules.unchanged": { status: 409, zh: "文字与第 {version} 版完全相同，没有保存新版本。", en: "The text is that of version {version}; no new version was saved." },
  "rules.noFacts": { status: 409, zh: "{place} {year} 年没有可供模拟的档案。请选择有档案的年度。", en: "{place} has no records of {year} to simulate on. Choose a year that has." },
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
