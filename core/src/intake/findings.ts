/**
 * What the import says about rows and cells, beside the data-quality rules DQ-… (issue 2 item 6: "repaired or explained").
 * info = repaired, the value was taken; W = the cell could not be read or two statements disagree, the row was taken;
 * E = the row was not taken. Each sentence says what was read and what makes it right.
 */
import type { Locale } from "../problem.ts";

export type ImportSeverity = "E" | "W" | "R" | "info";
export type ImportArgs = Readonly<Record<string, string | number>>;

interface Entry { readonly severity: ImportSeverity; readonly zh: string; readonly en: string }

export const importRules = {
  // rows that are not taken
  "IM-01": { severity: "E", zh: "本行没有姓名，未导入。请补上姓名。", en: "The row has no name and was not taken. Fill in the name." },
  "IM-02": { severity: "E", zh: "本行没有户编号，也不能由人编号推出，未导入。请补上户编号。", en: "The row has no household code and none follows from the person code; it was not taken. Fill in the household code." },
  "IM-03": { severity: "E", zh: "本行属于“{place}”，不在导入人的管辖范围内，未导入。请由该地导入，或改正地名。", en: "The row belongs to {place}, outside your area; it was not taken. Let that place import it, or correct the place." },
  "IM-04": { severity: "E", zh: "与第 {first} 行是同一户的同一人（{why}），本行未导入。请删去重复的一行。", en: "The same person of the same household as row {first} ({why}); this row was not taken. Delete one of the two." },
  "IM-05": { severity: "E", zh: "读不出本行属于哪个村（{place}），未导入。请填写县、乡镇、行政村或 12 位区划代码。", en: "The village of this row cannot be determined ({place}); it was not taken. Fill in county, township and village, or the 12-digit code." },
  "IM-06": { severity: "E", zh: "年度“{read}”读不懂，本行未导入。请填四位年份，例如 2017。", en: "The year \"{read}\" cannot be read; the row was not taken. Use four digits, e.g. 2017." },
  "IM-07": { severity: "E", zh: "“{place}”不在区划表中，且已选择不新建区划，本行未导入。请先登记该地，或允许新建。", en: "{place} is not in the region table and creating regions is off; the row was not taken. Register the place first, or allow creation." },
  "IM-08": { severity: "E", zh: "表中没有户编号为“{code}”的户的成员，家庭表的本行未导入。请核对户编号。", en: "No member rows carry household code {code}; this household row was not taken. Check the code." },
  "IM-09": { severity: "E", zh: "同一人编号 {code} 已用于第 {first} 行另一户的人，本行未导入。人编号全县唯一，请改正。", en: "Person code {code} is already used by another household in row {first}; the row was not taken. Person codes are unique in a county." },
  // identity numbers
  "IM-11": { severity: "info", zh: "15 位旧证件号码已升为 18 位：{read} → {kept}。请与户口簿核对。", en: "The old 15-digit number was upgraded to 18 digits: {read} → {kept}. Check it against the household register." },
  "IM-12": { severity: "W", zh: "证件号码被表格软件改成了科学计数法（读到 {read}），末 {lost} 位已经丢失，无法还原；{derived}。请按户口簿重新填写，并把该列设为“文本”格式。", en: "A spreadsheet turned the certificate number into floating point ({read}); the last {lost} digits are lost and cannot be restored; {derived}. Type it again from the household register, with the column formatted as text." },
  "IM-13": { severity: "W", zh: "证件号码 {read} 以 {tail} 结尾且校验不符，多半是被表格软件截断过。请按户口簿核对。", en: "The certificate number {read} ends in {tail} and fails its check digit: a spreadsheet has probably cut it. Check it against the household register." },
  "IM-14": { severity: "W", zh: "出生日期 {read} 与证件号码中的 {derived} 不一致，已按证件号码。请核对。", en: "Birth date {read} differs from {derived} in the certificate number; the latter was kept. Check it." },
  "IM-15": { severity: "W", zh: "“{field}”被表格软件改成了科学计数法（读到 {read}），原号码已丢失，留空。请重新填写，并把该列设为“文本”格式。", en: "A spreadsheet turned {field} into floating point ({read}); the number is lost and was left empty. Type it again, with the column formatted as text." },
  // repairs
  "IM-21": { severity: "info", zh: "“{field}”中的全角字符已改为半角：{read} → {kept}。", en: "Full-width characters in {field} were made half-width: {read} → {kept}." },
  "IM-22": { severity: "info", zh: "“{field}”中的空格或不可见字符已去掉：{read} → {kept}。", en: "Spaces or invisible characters in {field} were removed: {read} → {kept}." },
  "IM-23": { severity: "info", zh: "“{field}”的写法已规范：{read} → {kept}。", en: "The spelling of {field} was normalised: {read} → {kept}." },
  "IM-24": { severity: "info", zh: "“{field}”已换算：{read} → {kept}。", en: "{field} was converted: {read} → {kept}." },
  "IM-25": { severity: "info", zh: "“{field}”填了多个号码，取第一个：{read} → {kept}。", en: "{field} holds several numbers; the first was taken: {read} → {kept}." },
  "IM-26": { severity: "info", zh: "“{field}”是表格的日期序列号，已换算：{read} → {kept}。", en: "{field} is a spreadsheet's date serial and was converted: {read} → {kept}." },
  "IM-27": { severity: "info", zh: "姓名含生僻字“{chars}”（{codes}），已原样保留。打印或转到旧系统时请确认能显示。", en: "The name has rare characters {chars} ({codes}), kept as they are. Make sure that printing and older systems can show them." },
  "IM-28": { severity: "info", zh: "户编号为空，已由人编号推出：{kept}。", en: "The household code was empty and was taken from the person code: {kept}." },
  "IM-29": { severity: "info", zh: "户编号为空，按本表的写法沿用上一行：{kept}。", en: "The household code was empty; as everywhere in this sheet it continues from the row above: {kept}." },
  "IM-30": { severity: "info", zh: "没有人编号，已按户内顺序编为 {kept}。", en: "There was no person code; one was given by order in the household: {kept}." },
  "IM-31": { severity: "info", zh: "本行没有写村，已按同一户编号的第 {first} 行归到“{kept}”。", en: "The row names no village; it was filed under {kept}, as row {first} of the same household code." },
  // cells that could not be read
  "IM-41": { severity: "W", zh: "“{field}”读不懂“{read}”，留空。可填：{allowed}。", en: "{field}: \"{read}\" cannot be read and was left empty. Allowed: {allowed}." },
  "IM-42": { severity: "W", zh: "“{field}”读不懂“{read}”，留空。应为{shape}。", en: "{field}: \"{read}\" cannot be read and was left empty. Expected: {shape}." },
  "IM-43": { severity: "W", zh: "“{field}”的日期“{read}”{why}，留空。请写成 2017-11-30 的样子。", en: "{field}: the date \"{read}\" {why}; left empty. Write it like 2017-11-30." },
  "IM-44": { severity: "W", zh: "“{field}”是出错的公式（{read}），留空。请在表格中改正公式，或粘贴为数值。", en: "{field} is a formula in error ({read}) and was left empty. Correct the formula, or paste its value." },
  "IM-45": { severity: "W", zh: "“{field}”是还没有计算的公式（{read}），留空。请用 Excel 或 WPS 打开并保存一次。", en: "{field} is a formula without a stored value ({read}) and was left empty. Open and save the file once in Excel or WPS." },
  "IM-46": { severity: "W", zh: "姓名“{read}”含不是姓名的字符“{chars}”。请按户口簿改正。", en: "The name {read} has characters that belong to no name ({chars}). Correct it from the household register." },
  "IM-47": { severity: "W", zh: "“{field}”中有不认识的项“{unknown}”，其余已采用。可填：{allowed}。", en: "{field} has an unknown item \"{unknown}\"; the others were taken. Allowed: {allowed}." },
  "IM-48": { severity: "W", zh: "“{field}”的文字过长，只保留前 {max} 个字。", en: "The text of {field} is too long; only the first {max} characters were kept." },
  "IM-49": { severity: "W", zh: "本行有无法辨认的字符（编码错误）。请把原文件另存为 UTF-8 的 CSV 或 .xlsx 再导入。", en: "The row has unreadable characters (wrong encoding). Save the original as UTF-8 CSV or .xlsx." },
  "IM-50": { severity: "W", zh: "“{field}”是负数（{read}），不合常理，已照录。请核对。", en: "{field} is below zero ({read}), which makes no sense; it was taken as written. Check it." },
  // household and sheet
  "IM-61": { severity: "W", zh: "本户各行的户信息不一致，已取{basis}的值：{columns}。请统一。", en: "The household's rows disagree; the value of {basis} was taken: {columns}. Make them agree." },
  "IM-62": { severity: "W", zh: "“人数”为 {stated}，而本户在表中有 {counted} 人。请核对成员或人数。", en: "人数 says {stated}, but the file has {counted} members of this household. Check members or number." },
  "IM-63": { severity: "info", zh: "村名“{read}”与“{kept}”是同一个村的两种写法（共 {rows} 行），已合并。", en: "Village names {read} and {kept} are one village in two spellings ({rows} rows); merged." },
  "IM-64": { severity: "W", zh: "本户成员分属 {places}，已按{basis}归到“{kept}”。请核对。", en: "Members of this household are listed in {places}; filed under {kept} ({basis}). Check." },
  "IM-65": { severity: "info", zh: "“{place}”不在区划表中，已按暂定代码 {code} 新建，请在“区划”中核实。", en: "{place} was not in the region table; it was made with the provisional code {code}. Verify it under Regions." },
  "IM-66": { severity: "info", zh: "列“{heading}”没有对应的字段，内容未导入（共 {rows} 行有内容）。可在导入向导中指定。", en: "Column {heading} has no field here; its content was not imported ({rows} rows had some). It can be mapped in the wizard." },
  "IM-67": { severity: "info", zh: "两列都对应“{field}”：取“{kept}”，未取“{heading}”。", en: "Two columns mean {field}: {kept} was taken, {heading} was not." },
  "IM-68": { severity: "info", zh: "列“{heading}”在表中是隐藏的，内容照常导入。", en: "Column {heading} is hidden in the sheet; its content was imported all the same." },
  "IM-69": { severity: "info", zh: "工作表“{sheet}”没有可识别的表头，未导入（{rows} 行）。", en: "Sheet {sheet} has no heading row that can be recognised and was not imported ({rows} rows)." },
  "IM-70": { severity: "info", zh: "{kind}，不是数据，未导入：{read}", en: "Not data ({kind}), left out: {read}" },
  "IM-71": { severity: "W", zh: "表中合计为 {stated} 人，实有 {counted} 行。请核对是否缺行。", en: "The total row says {stated} persons, the sheet has {counted} rows. Check whether rows are missing." },
  "IM-72": { severity: "info", zh: "第 {column} 列以后超出 {max} 列的上限，未读。", en: "Columns from {column} on exceed the limit of {max} and were not read." },
  "IM-73": { severity: "info", zh: "同类提示超过 {max} 条，其余 {more} 条不再逐条列出。", en: "More than {max} findings of this kind; the other {more} are not listed one by one." },
  "IM-74": { severity: "info", zh: "合并单元格的内容已填到它覆盖的每一行（{cells} 处）。", en: "The content of merged cells was filled into every row that they cover ({cells} places)." },
  "IM-75": { severity: "info", zh: "工作表“{sheet}”是隐藏的，内容照常导入。", en: "Sheet {sheet} is hidden; its content was imported all the same." },
  "IM-76": { severity: "W", zh: "同一证件号码也登记在另一户（{other}）。一人只能在一户，请核实后改正其中一处。", en: "The same certificate number is also registered in another household ({other}). A person belongs to one household; verify and correct one of them." },
  "IM-77": { severity: "W", zh: "户主姓名一栏写“{read}”，而本户户主是“{kept}”。请核对。", en: "The head's name is given as {read}, but the head of this household is {kept}. Check." },
  "IM-78": { severity: "W", zh: "库中本户 {year} 年还有 {count} 人不在表中（{names}），未改动。确已减少的，请在户页面办理自然减少。", en: "The registry has {count} more members of this household in {year} who are not in the file ({names}); they were left as they are. Record a departure on the household page if they left." },
  "IM-79": { severity: "info", zh: "表中只有“转移性收入”合计，没有分项，已记为“其他转移性收入”。", en: "The file has only the total of transfer income; it was filed as other transfers." },
  "IM-80": { severity: "W", zh: "本表没有写年度，已按{basis}记为 {year} 年。不对的，请撤销后指定年度重新导入。", en: "The sheet states no year; {year} was taken from {basis}. If that is wrong, undo the import and name the year." },
  "IM-81": { severity: "W", zh: "乡镇“{read}”已按区划表归到“{kept}”（共 {rows} 行）。不是同一个乡镇的，请先在“区划”中登记。", en: "Township {read} was taken to be {kept} of the region table ({rows} rows). If they differ, register the township under Regions first." },
  "IM-82": { severity: "W", zh: "工作表“{sheet}”有表头而没有数据行，什么也没有导入。请核对是否漏了数据，或选错了文件。", en: "Sheet {sheet} has headings but no row of data; nothing was imported from it. Check whether rows are missing or the wrong file was chosen." },
  "IM-85": { severity: "info", zh: "本户没有户编号，已从“户主”这一行起划为一户，暂定编号 {kept}。有正式编号后请改用正式编号重新导入。", en: "This household has no code; it begins at the head's row and has the provisional code {kept}. Import it again once it has its own code." },
  "IM-86": { severity: "W", zh: "工作表“{sheet}”没有户编号和人编号，已按“户主”行把 {rows} 行分成 {households} 户。请核对分户是否正确：户主必须是每户的第一行。", en: "Sheet {sheet} has neither household nor person codes; its {rows} rows were divided into {households} households at the rows of heads. Check the division: the head must be the first row of each household." },
  "IM-84": { severity: "W", zh: "“{field}”的代码“{read}”在系统“{system}”的对照表中没有，留空。请先在代码对照中登记它的含义，或改填名称。", en: "{field}: the code {read} is not in the table of system {system}; left empty. Say what it means in the code mappings, or write the label." },
  "IM-83": { severity: "info", zh: "“{read}”已撤销或更名，共 {rows} 行已归到现在的“{kept}”（{code}）。", en: "{read} was closed or renamed; its {rows} rows were filed under today's {kept} ({code})." },
} as const satisfies Record<string, Entry>;

export type ImportRule = keyof typeof importRules;

export const isImportRule = (rule: string): rule is ImportRule => Object.hasOwn(importRules, rule);

/** @example importMessage("IM-28", { kept: "9901990622679383" }, "zh-CN") // => "户编号为空，已由人编号推出：9901990622679383。" */
export function importMessage(rule: ImportRule, args: ImportArgs, locale: Locale): string {
  const entry: Entry = importRules[rule];
  return (locale === "en" ? entry.en : entry.zh).replace(/\{(\w+)\}/g, (whole, key: string) => String(args[key] ?? whole));
}

/** A note about one cell, before its sheet and row are known. */
export interface Note { readonly rule: ImportRule; readonly args: ImportArgs; /** Severity other than the rule's own. */ readonly severity?: ImportSeverity }

export const note = (rule: ImportRule, args: ImportArgs = {}): Note => ({ rule, args });
