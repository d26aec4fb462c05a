/** Words of account administration and of the audit trail. */
import { defineWords } from "../kit/i18n.tsx";

/** Named acts of the audit trail beside the actions of the policy. */
export const actWords = defineWords({
  "zh-CN": {
    signIn: "登录", signInFailed: "登录失败", signOut: "退出登录", switchPost: "换岗位", postEnded: "岗位到期，自动换岗", endSession: "结束登录", changePassword: "修改密码", addFactor: "设置双因素", removeFactor: "取消双因素",
    revealRefused: "查看完整信息被拒（超限）", suspend: "停用账户", reinstate: "恢复账户", resetPassword: "重置密码", unlock: "解锁", addPost: "授予岗位", endPost: "结束岗位", lookup: "查证件号码", print: "打印", upload: "上传文件", undo: "撤销导入", check: "核查数据", corrected: "改正疑点", explained: "说明疑点", verified: "核实疑点", returned: "退回疑点", reopened: "重新打开疑点", excepted: "列为例外",
  },
  en: {
    signIn: "signed in", signInFailed: "sign-in failed", signOut: "signed out", switchPost: "switched post", postEnded: "post ended", endSession: "ended a session", changePassword: "changed password", addFactor: "added a factor", removeFactor: "removed a factor",
    revealRefused: "reveal refused (limit)", suspend: "suspended", reinstate: "reinstated", resetPassword: "reset password", unlock: "unlocked", addPost: "gave a post", endPost: "ended a post", lookup: "looked up a number", print: "printed", upload: "uploaded a file", undo: "took an import back", check: "checked the data", corrected: "corrected a finding", explained: "explained a finding", verified: "verified a finding", returned: "sent a finding back", reopened: "reopened a finding", excepted: "made an exception",
  },
});

export const adminWords = defineWords({
  "zh-CN": {
    accounts: "账户", accountsLine: "本辖区内的账户和岗位。自己的账户由另一位安全管理员管理。", create: "新建账户", find: "用户名或姓名", allRoles: "全部岗位", allStates: "全部状态", list: "账户列表",
    signInName: "用户名", displayName: "姓名", kept: "管理单位", state: "状态", states: { active: "正常", suspended: "已停用" }, posts: "岗位", locked: (until: string) => `锁定至 ${until}`, mustChange: "待改密码", empty: "没有符合条件的账户。", nation: "全国", since: "建立时间",
    noPosts: "没有本辖区内的岗位。", ended: (when: string) => `${when} 已结束`, until: (date: string) => `至 ${date}`, from: (date: string) => `${date} 起`, noEnd: "长期", households: (n: string) => `${n} 户`,
    role: "岗位", region: "管辖地区", regionHint: "输入地名查找", validFrom: "起始日期", validTo: "截止日期", optional: (label: string) => `${label}（选填）`, householdCodes: "帮扶的户编号", householdHelp: "每行一个户编号。帮扶责任人和农户只能看到这里列出的户。",
    suspend: "停用", reinstate: "恢复", reset: "重置密码", unlock: "解锁", addPost: "授予岗位", endPost: "结束", removeFactors: "同时取消动态验证码和通行密钥（手机丢失时）",
    suspendAsk: (name: string) => `停用“${name}”？本人立即退出，不能再登录。`, resetAsk: (name: string) => `给“${name}”一个新的一次性密码？现在的登录立即失效。`, endAsk: (role: string) => `结束“${role}”这个岗位？立即生效。`,
    oneTime: "一次性密码", oneTimeLine: (name: string) => `请当面或电话告诉“${name}”，首次登录必须修改。关闭后不再显示。`, copy: "复制", copied: "已复制", done: "已办好", save: "保存", cancel: "取消", close: "关闭", need: "请填写", nameHelp: "2–64 个字符，可用汉字、字母、数字和 . _ - @", createTitle: "新建账户", addTitle: (name: string) => `给${name}授予岗位`, choose: "在左边选一个账户，看它的岗位。",
    audit: "审计日志", auditLine: "谁、何时、以什么岗位、对什么、做了什么。只能追加，不能修改。", trail: "审计记录", at: "时间", who: "人员", act: "行为", thing: "对象类别", target: "对象", place: "地点", purpose: "事由", detail: "详情", fromDate: "从", toDate: "到", days: "日期范围", whoFind: "用户名或姓名", targetFind: "对象编号", allActs: "全部行为", system: "系统", emptyTrail: "这段时间没有记录。", export: "导出", exportTitle: "导出审计日志", exportWhy: "导出事由", exportLine: "按当前筛选条件导出全部记录（CSV）。导出本身也记入日志。", more: "至少 4 个字",
  },
  en: {
    accounts: "Accounts", accountsLine: "Accounts and posts of this area. Your own account is kept by another security administrator.", create: "New account", find: "Name", allRoles: "All posts", allStates: "All states", list: "Accounts",
    signInName: "Sign-in name", displayName: "Name", kept: "Kept by", state: "State", states: { active: "active", suspended: "suspended" }, posts: "Posts", locked: (until: string) => `locked until ${until}`, mustChange: "must change password", empty: "No accounts match.", nation: "nation", since: "Made on",
    noPosts: "No posts in this area.", ended: (when: string) => `ended ${when}`, until: (date: string) => `until ${date}`, from: (date: string) => `from ${date}`, noEnd: "no end", households: (n: string) => `${n} households`,
    role: "Post", region: "Area", regionHint: "Type a place name", validFrom: "From", validTo: "Until", optional: (label: string) => `${label} (optional)`, householdCodes: "Household codes", householdHelp: "One per line. Helpers and households see only those named here.",
    suspend: "Suspend", reinstate: "Reinstate", reset: "Reset password", unlock: "Unlock", addPost: "Give a post", endPost: "End", removeFactors: "Also remove authenticator and passkeys (lost phone)",
    suspendAsk: (name: string) => `Suspend "${name}"? Sessions end at once.`, resetAsk: (name: string) => `Give "${name}" a new one-time password? Present sessions end at once.`, endAsk: (role: string) => `End the post "${role}"? It takes effect at once.`,
    oneTime: "One-time password", oneTimeLine: (name: string) => `Tell "${name}" in person or by telephone; it must be changed at the first sign-in. It is not shown again.`, copy: "Copy", copied: "Copied", done: "Done", save: "Save", cancel: "Cancel", close: "Close", need: "Fill this in", nameHelp: "2–64 letters, digits or . _ - @", createTitle: "New account", addTitle: (name: string) => `Give ${name} a post`, choose: "Choose an account to see its posts.",
    audit: "Audit trail", auditLine: "Who did what, when, under which post. It can only be added to.", trail: "Audit entries", at: "Time", who: "Person", act: "Act", thing: "Kind", target: "Target", place: "Place", purpose: "Purpose", detail: "Detail", fromDate: "From", toDate: "To", days: "Days", whoFind: "Name", targetFind: "Target id", allActs: "All acts", system: "system", emptyTrail: "No entries in these days.", export: "Export", exportTitle: "Export the audit trail", exportWhy: "Purpose", exportLine: "All entries of the present filter as CSV. The export itself is recorded.", more: "At least 4 characters",
  },
});
