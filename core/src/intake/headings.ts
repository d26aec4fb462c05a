/**
 * Headings of files → fields of the registry. Exact after folding (full width, spaces, brackets with units, leading marks),
 * then NPIS columns and known other spellings, then a guess by likeness that people confirm. The 66 columns of the national
 * export (domain guide §1.2–1.8) all map by themselves.
 */
import { householdFields, memberFields, villageFields, type Field } from "../registry/fields.ts";

export const sheetKinds = ["persons", "households", "villages"] as const;
export type SheetKind = (typeof sheetKinds)[number];

/** Columns that are no fields of a record: where, when, and whose household it is. */
export const placeColumns = {
  ordinal: ["序号", "编号", "NO", "行号"],
  province: ["省", "省份", "省自治区直辖市", "省市区", "AAR002"],
  city: ["市", "市州", "地市", "市盟州", "州市", "市地州盟", "地区", "AAR003"],
  county: ["县", "县区", "区县", "县市区", "县市区旗", "区", "县名", "AAR004"],
  town: ["乡", "镇", "乡镇", "镇乡", "乡镇街道", "镇乡街道", "所在乡镇", "乡镇名称", "AAR005"],
  village: ["村", "行政村", "村居", "村社区", "所在村", "村名", "村名称", "行政村名称", "村委会", "AAR006"],
  regionCode: ["行政区划代码", "区划代码", "行政区划", "区划", "村代码", "行政村代码", "区划编码", "行政区划编码", "统计用区划代码", "AAR008"],
  year: ["年度", "年份", "数据年度", "AAR040"],
  headName: ["户主姓名", "户主", "户主名称", "AAC029"],
  headCertNo: ["户主证件号码", "户主身份证号", "户主身份证号码", "户主证件号", "AAC031"],
} as const satisfies Record<string, readonly string[]>;
export type PlaceColumn = keyof typeof placeColumns;

/** What a column is: "household.causeMain", "member.name", "village.households", "place.town", or nothing. */
export type Target = `household.${string}` | `member.${string}` | `village.${string}` | `place.${PlaceColumn}`;

/** Opens the headings of computed columns in exports. */
export const computedMark = "计算·";

export interface Match { readonly target: Target; /** 1 exact, 0.95 known other spelling, below 0.9 a guess to confirm */ readonly confidence: number }

/** A heading made comparable. @example foldHeading("*务工时间（月）：") // => "务工时间" */
export function foldHeading(heading: string): string {
  return whole(heading).replace(/\([^()]*\)|\[[^\]]*\]/g, "").replace(/[()[\]]/g, "");
}

/** As above, but what stands in brackets counts: 自然村(组), 公益性岗位(月数). */
const whole = (heading: string): string =>
  heading.normalize("NFKC").toUpperCase().replace(/[\s\u200B-\u200F\uFEFF]/g, "").replace(/^[*★●▲※#]+|[*★:]+$/g, "")
    .replace(/^(?:\d{1,2}[.、)]|\([一二三四五六七八九十\d]{1,3}\)|[一二三四五六七八九十]{1,2}、|[A-G]\d{1,2}(?:[A-H])?[.、](?=\D))/, "").replaceAll("其它", "其他").replaceAll("帐号", "账号");
const bracketless = (text: string): string => whole(text).replace(/[()[\]、,/\-_.·]/g, "");

interface Named { readonly target: Target; readonly confidence: number }
type Book = ReadonlyMap<string, Named>;
const books = new Map<SheetKind, Book>();

/** Which fields a sheet of a kind may carry, the first claim of a name wins. */
const fieldsOf: Readonly<Record<SheetKind, readonly (readonly Field[])[]>> = {
  persons: [memberFields, householdFields], households: [householdFields], villages: [villageFields],
};

function bookOf(kind: SheetKind): Book {
  const known = books.get(kind);
  if (known) return known;
  const book = new Map<string, Named>();
  const add = (text: string, target: Target, confidence: number): void => {
    for (const key of [bracketless(text), foldHeading(text)]) if (key !== "" && !book.has(key)) book.set(key, { target, confidence });
  };
  const of = (f: Field): Target => `${f.of}.${f.key}`;
  const fields = fieldsOf[kind].flat();
  for (const f of fields) { add(f.zh, of(f), 1); if (f.npis !== undefined) add(f.npis, of(f), 1); }
  for (const [column, names] of Object.entries(placeColumns)) for (const name of names) add(name, `place.${column as PlaceColumn}`, 1);
  if (kind !== "persons") for (const name of ["联系电话", "电话", "手机号码", "户主电话"]) add(name, kind === "households" ? "household.householdPhone" : "village.secretaryPhone", 0.9);
  for (const f of fields) for (const name of f.also ?? []) add(name, of(f), 0.95);
  for (const f of fields) { add(f.key, of(f), 0.95); add(f.en, of(f), 0.95); }
  books.set(kind, book);
  return book;
}

/** Everything a heading could stand for, exactly. @example matchHeading("公民身份号码", "persons")?.target // => "member.certNo" */
export function matchHeading(heading: string, kind: SheetKind): Match | undefined {
  const book = bookOf(kind);
  return book.get(bracketless(heading)) ?? book.get(foldHeading(heading));
}

/**
 * The likeliest field of an unknown heading by shared pairs of characters (Dice 1945: twice the common pairs over all pairs);
 * undefined below 0.6. Only offered in the wizard and used when nothing else claims the field.
 * @example guessHeading("家庭耕地面积", "persons")?.target // => "household.arableMu"
 */
export function guessHeading(heading: string, kind: SheetKind): Match | undefined {
  const text = foldHeading(heading);
  // our own exports mark computed totals so, that they are not taken for statements
  if (text.length < 3 || text.startsWith(computedMark)) return undefined;
  let best: Match | undefined;
  for (const [name, { target }] of bookOf(kind)) {
    if (name.length < 3 || target.startsWith("place.")) continue;
    const likeness = dice(text, name) * 0.89;
    if (likeness >= 0.6 && likeness > (best?.confidence ?? 0)) best = { target, confidence: Math.round(likeness * 100) / 100 };
  }
  return best;
}

function dice(a: string, b: string): number {
  const pairs = (t: string): string[] => Array.from({ length: Math.max(0, t.length - 1) }, (_, i) => t.slice(i, i + 2));
  const left = pairs(a);
  const right = pairs(b);
  let common = 0;
  const rest = [...right];
  for (const p of left) {
    const at = rest.indexOf(p);
    if (at >= 0) { common++; rest.splice(at, 1); }
  }
  return left.length + right.length === 0 ? 0 : (2 * common) / (left.length + right.length);
}

/** Every field that a sheet of this kind may be mapped to, for the wizard's list. */
export const targetsOf = (kind: SheetKind): readonly { readonly target: Target; readonly field: Field | undefined; readonly place: PlaceColumn | undefined }[] => [
  ...(Object.keys(placeColumns) as PlaceColumn[]).map((place) => ({ target: `place.${place}` as Target, field: undefined, place })),
  ...fieldsOf[kind].flat().map((field) => ({ target: `${field.of}.${field.key}` as Target, field, place: undefined })),
];
