/**
 * Names of places in files → codes of the region tree. Spellings of one village (石门村, 石门村民委员会, 石门村委会) fold to one;
 * a community (社区, 居委会) of the same name is another place. Unknown places are proposed as new provisional regions.
 */
import { countyOf } from "../region-code.ts";

/** `through`: lowest level that the same code stands for (441900000000 东莞市 is city and county). */
export interface KnownRegion { readonly code: number; readonly name: string; readonly level: 1 | 2 | 3 | 4 | 5; readonly parent: number; readonly through?: number | null }
/** A place that is no more, and the code that took over. */
export interface ClosedRegion extends KnownRegion { readonly successor: number }
/** One distinct place as the file writes it, with how often and which certificate prefixes its people have. */
export interface WrittenPlace { readonly province: string; readonly city: string; readonly county: string; readonly town: string; readonly village: string; readonly code: string; readonly rows: number; readonly prefixes: ReadonlyMap<number, number> }
export interface ProposedRegion { readonly code: number; readonly name: string; readonly level: number; readonly parent: number }
export type ResolvedPlace =
  | { readonly ok: true; readonly region: number; /** spelling that stands for the village */ readonly name: string; /** name of the township when the file has another kind of it (乡 for 镇) */ readonly town?: string; /** the place that the file names is closed; this is its successor */ readonly moved?: true }
  | { readonly ok: false; readonly why: "incomplete" };

/** @example foldVillage("石门村民委员会") // => "石门|村" */
export function foldVillage(name: string): string {
  const bare = name.normalize("NFKC").replace(/[\s\u200B-\u200F\uFEFF]/g, "");
  if (/(社区居民委员会|居民委员会|社区居委会|居委会|社区)$/.test(bare)) return `${bare.replace(/(社区居民委员会|居民委员会|社区居委会|居委会|社区)$/, "")}|居`;
  return `${bare.replace(/(村?村民委员会|村?村委会|村?村委|行政村|村)$/, "")}|村`;
}

/** Towns, counties and above: spaces and 人民政府 do not matter. @example foldPlace("石门镇人民政府") // => "石门镇" */
export const foldPlace = (name: string): string => name.normalize("NFKC").replace(/[\s\u200B-\u200F\uFEFF]/g, "").replace(/(人民政府|政府|办事处)$/, "");

const hasSuffix = (name: string): boolean => /([乡镇]|街道)$/.test(foldPlace(name));
const stem = (name: string): string => foldPlace(name).replace(/(自治县|自治州|自治旗|自治区|特别行政区|街道|地区|[省市县区旗盟州乡镇])$/, "");

/**
 * Resolves every written place. `home`: county to assume when the file names none (the importer's or --region). New codes:
 * the county's six digits come from the tree, the 12-digit column, or the majority of certificate prefixes, else the next free
 * code of the fictitious range 99…; towns get the next free 1xx (镇), 2xx (乡), villages 0xx (居) or 2xx (村).
 */
export function resolvePlaces(written: readonly WrittenPlace[], known: readonly KnownRegion[], home?: number, closed: readonly ClosedRegion[] = []): { readonly places: readonly ResolvedPlace[]; readonly proposed: readonly ProposedRegion[] } {
  const tree = new Tree(known, new Set(written.map((w) => foldPlace(w.town))), homeOf(written), closed);
  // the commonest spelling names a new village
  const order = written.map((w, i) => ({ w, i })).toSorted((a, b) => b.w.rows - a.w.rows || a.i - b.i);
  const places: ResolvedPlace[] = [];
  for (const { w, i } of order) places[i] = tree.resolve(w, home);
  return { places, proposed: tree.proposed };
}

class Tree {
  readonly proposed: ProposedRegion[] = [];
  readonly #byCode = new Map<number, KnownRegion>();
  readonly #children = new Map<number, KnownRegion[]>();

  readonly #written: ReadonlySet<string>;

  readonly #people: number | undefined;

  readonly #closed: readonly ClosedRegion[];
  /** Whether the place at hand was found through a successor. */ #moved = false;

  constructor(known: readonly KnownRegion[], writtenTowns: ReadonlySet<string>, people: number | undefined, closed: readonly ClosedRegion[]) {
    this.#closed = closed;
    this.#written = writtenTowns;
    this.#people = people;
    for (const r of known) this.#add(r);
  }

  #add(r: KnownRegion): void {
    this.#byCode.set(r.code, r);
    const siblings = this.#children.get(r.parent);
    if (siblings) siblings.push(r); else this.#children.set(r.parent, [r]);
  }

  #propose(code: number, name: string, level: KnownRegion["level"], parent: number): number {
    const region: KnownRegion = { code, name, level, parent };
    this.#add(region);
    this.proposed.push(region);
    return code;
  }

  resolve(w: WrittenPlace, home: number | undefined): ResolvedPlace {
    this.#moved = false;
    const place = this.#resolve(w, home);
    return place.ok && this.#moved ? { ...place, moved: true } : place;
  }

  /** The region of today that took over from a closed code, over several steps if need be. */
  #heir(code: number): KnownRegion | undefined {
    let at = code;
    for (let step = 0; step < 10; step++) {
      const now = this.#byCode.get(at);
      if (now) { this.#moved = true; return now; }
      const next = this.#closed.find((c) => c.code === at)?.successor;
      if (next === undefined) return undefined;
      at = next;
    }
    return undefined;
  }

  /** The heir of the one closed region of a level that fits; heirs of another level are not guessed at. */
  #formerly(level: number, fits: (r: ClosedRegion) => boolean): KnownRegion | undefined {
    const found = this.#closed.filter((c) => c.level === level && fits(c));
    const heirs = new Set(found.map((c) => c.successor));
    const [first] = found;
    if (!first || heirs.size !== 1) return undefined;
    const before = this.#moved;
    const heir = this.#heir(first.code);
    if (heir && heir.level <= level && (heir.through ?? heir.level) >= level) return heir;
    this.#moved = before;
    return undefined;
  }

  #resolve(w: WrittenPlace, home: number | undefined): ResolvedPlace {
    const code = /^\d{12}$/.test(w.code) ? Number(w.code) : 0;
    if (code > 0 && code % 1000 !== 0) {
      const there = this.#byCode.get(code);
      if (there) return { ok: true, region: code, name: there.name };
      const heir = this.#heir(code);
      if (heir?.level === 5) return { ok: true, region: heir.code, name: heir.name };
      this.#moved = false;
      if (code < 110_000_000_000) return { ok: false, why: "incomplete" };
      this.#line(code, w);
      // a file that knows only codes names the place by its code until somebody confirms it
      return { ok: true, region: this.#propose(code, w.village === "" ? w.code : w.village, 5, Math.floor(code / 1000) * 1000), name: w.village };
    }
    if (w.village === "") return { ok: false, why: "incomplete" };
    const county = this.#county(w, home, code);
    if (county === undefined) return { ok: false, why: "incomplete" };
    if (w.town === "") return this.#inCounty(county, w.village);
    const exact = this.#below(county, 4, (r) => foldPlace(r.name) === foldPlace(w.town));
    const alike = exact ?? this.#below(county, 4, (r) => stem(r.name) === stem(w.town) && !this.#distinct(r, w.town));
    const named = (r: KnownRegion): boolean => foldPlace(r.name) === foldPlace(w.town);
    const inLine = (r: ClosedRegion): boolean => countyOf(r.code) === countyOf(county) || this.#heirs(countyOf(r.code) * 1_000_000) === county;
    const town = alike ?? this.#formerly(4, (r) => named(r) && inLine(r))?.code
      ?? this.#propose(this.#free(county, 1000, w.town.endsWith("乡") ? 200 : /街道/.test(w.town) ? 1 : 100), foldPlace(w.town), 4, county);
    const folded = foldVillage(w.village);
    const village = this.#below(town, 5, (r) => foldVillage(r.name) === folded)
      ?? this.#formerly(5, (r) => foldVillage(r.name) === folded && (r.parent === town || this.#heirs(r.parent) === town || this.#closed.some((t) => t.code === r.parent && named(t) && inLine(t))))?.code
      ?? this.#propose(this.#free(town, 1, folded.endsWith("居") ? 1 : 200), w.village.replace(/\s/g, ""), 5, town);
    const name = this.#byCode.get(village)?.name ?? w.village;
    const kept = this.#byCode.get(town)?.name ?? w.town;
    return exact === undefined && alike !== undefined && hasSuffix(w.town) && hasSuffix(kept) ? { ok: true, region: village, name, town: kept } : { ok: true, region: village, name };
  }

  /** 石门乡 may be today's 石门镇 (townships were upgraded), but not where the file names both, or the other came from this very file. */
  #distinct(r: KnownRegion, town: string): boolean {
    return hasSuffix(town) && hasSuffix(r.name) && (this.#written.has(foldPlace(r.name)) || this.proposed.includes(r));
  }

  /** Where a closed code leads, without remembering that it was asked. */
  #heirs(code: number): number | undefined {
    const before = this.#moved;
    const heir = this.#heir(code)?.code;
    this.#moved = before;
    return heir;
  }

  /** A village named without its town: only when the county has one of that name. */
  #inCounty(county: number, village: string): ResolvedPlace {
    const found = [...this.#byCode.values()].filter((r) => r.level === 5 && r.code > county && r.code < county + 1_000_000 && foldVillage(r.name) === foldVillage(village));
    const [only] = found;
    return only && found.length === 1 ? { ok: true, region: only.code, name: only.name } : { ok: false, why: "incomplete" };
  }

  /** The one child that fits; two that fit are none. */
  #below(parent: number, level: number, fits: (r: KnownRegion) => boolean): number | undefined {
    const found = (this.#children.get(parent) ?? []).filter((r) => r.level === level && fits(r));
    return found.length === 1 ? found[0]?.code : undefined;
  }

  #free(parent: number, step: number, from: number): number {
    const used = new Set((this.#children.get(parent) ?? []).map((r) => r.code));
    for (let n = from; n < 1000; n++) if (!used.has(parent + n * step)) return parent + n * step;
    for (let n = 1; n < from; n++) if (!used.has(parent + n * step)) return parent + n * step;
    return parent;
  }

  #county(w: WrittenPlace, home: number | undefined, code: number): number | undefined {
    const alone = this.#standsForCounty(w);
    if (alone !== undefined) return alone;
    if (w.county === "") {
      const county = home ?? (code > 0 ? countyOf(code) * 1_000_000 : this.#people);
      if (county !== undefined && !this.#byCode.has(county)) this.#line(county + 1, w);
      return county;
    }
    const same = (r: KnownRegion): boolean => r.level === 3 && foldPlace(r.name) === foldPlace(w.county);
    const named = [...this.#byCode.values()].filter((r) => same(r) && this.#under(r, w));
    const prefix = code > 0 ? countyOf(code) : majority(w.prefixes);
    const exact = named.find((r) => countyOf(r.code) === prefix) ?? named.find((r) => home !== undefined && r.code === home) ?? (named.length === 1 ? named[0] : undefined);
    if (exact) return exact.code;
    const heir = this.#formerly(3, (r) => foldPlace(r.name) === foldPlace(w.county) && this.#under(r, w));
    if (heir) return heir.code;
    const homeRegion = home === undefined ? undefined : this.#byCode.get(home);
    if (homeRegion && stem(homeRegion.name) === stem(w.county)) return homeRegion.code;
    // the six digits of the people's own numbers, unless they already belong to another county or to another part of the tree
    const own = prefix === undefined ? undefined : prefix * 1_000_000;
    if (own !== undefined && !this.#byCode.has(own) && own % 100_000_000 !== 0 && this.#fitsAbove(own, w)) {
      this.#line(own + 1, w);
      return own;
    }
    return this.#newCounty(w);
  }

  /** 东莞、中山、儋州: a city without counties, its towns stand directly below it; files repeat its name or leave the county out. */
  #standsForCounty(w: WrittenPlace): number | undefined {
    const own = (name: string): KnownRegion | undefined => (name === "" ? undefined : [...this.#byCode.values()].find((r) => r.level < 3 && (r.through ?? r.level) >= 3 && foldPlace(r.name) === foldPlace(name) && this.#under(r, { ...w, city: w.city === name ? name : "" })));
    return own(w.county)?.code ?? (w.county === "" || /^(市辖区|直辖|直管|无)/.test(w.county) ? own(w.city)?.code : undefined);
  }

  #under(county: KnownRegion, w: WrittenPlace): boolean {
    const city = this.#byCode.get(Math.floor(county.code / 100_000_000) * 100_000_000);
    const province = this.#byCode.get(Math.floor(county.code / 10_000_000_000) * 10_000_000_000);
    return (w.city === "" || !city || stem(city.name) === stem(w.city) || /^(市辖区|县|省直辖|自治区直辖)/.test(city.name)) && (w.province === "" || !province || stem(province.name) === stem(w.province));
  }

  /** May a county with this code stand under the province and city that the file names? */
  #fitsAbove(county: number, w: WrittenPlace): boolean {
    const city = this.#byCode.get(Math.floor(county / 100_000_000) * 100_000_000);
    const province = this.#byCode.get(Math.floor(county / 10_000_000_000) * 10_000_000_000);
    return (!city || w.city === "" || stem(city.name) === stem(w.city)) && (!province || w.province === "" || stem(province.name) === stem(w.province));
  }

  /** Makes the ancestors that are missing above a code, named as the file names them. */
  #line(code: number, w: WrittenPlace): void {
    const steps = [[1, 10_000_000_000, w.province], [2, 100_000_000, w.city], [3, 1_000_000, w.county], [4, 1000, w.town]] as const;
    let parent = 0;
    for (const [level, unit, name] of steps) {
      const at = Math.floor(code / unit) * unit;
      if (at === parent || at === code) break;
      if (level === 4 && code % 1_000_000 === 1) break;
      if (!this.#byCode.has(at)) this.#propose(at, name === "" ? String(at / unit) : foldPlace(name), level, parent);
      parent = at;
    }
  }

  #newCounty(w: WrittenPlace): number {
    const all = [...this.#byCode.values()];
    const province = w.province === "" ? undefined : all.find((r) => r.level === 1 && stem(r.name) === stem(w.province));
    const provinceCode = province?.code ?? 990_000_000_000;
    if (!this.#byCode.has(provinceCode)) this.#propose(provinceCode, w.province === "" ? "未知省" : w.province, 1, 0);
    const city = all.find((r) => r.level === 2 && r.parent === provinceCode && stem(r.name) === stem(w.city));
    const cityCode = city?.code ?? this.#propose(this.#next(provinceCode, 100_000_000), w.city === "" ? "未知市" : w.city, 2, provinceCode);
    return this.#propose(this.#next(cityCode, 1_000_000), foldPlace(w.county), 3, cityCode);
  }

  #next(parent: number, unit: number): number {
    for (let n = 1; n < 100; n++) if (!this.#byCode.has(parent + n * unit)) return parent + n * unit;
    return parent + unit;
  }
}

/** County of a list that names none: that of most of its people's numbers, or nothing. */
function homeOf(written: readonly WrittenPlace[]): number | undefined {
  const sum = new Map<number, number>();
  for (const w of written) for (const [prefix, n] of w.prefixes) sum.set(prefix, (sum.get(prefix) ?? 0) + n);
  const prefix = majority(sum);
  return prefix === undefined ? undefined : prefix * 1_000_000;
}

/** The prefix that more than half of the people share. @example majority(new Map([[990102, 9], [520100, 1]])) // => 990102 */
export function majority(prefixes: ReadonlyMap<number, number>): number | undefined {
  let sum = 0;
  let best: readonly [number, number] | undefined;
  for (const [prefix, n] of prefixes) { sum += n; if (n > (best?.[1] ?? 0)) best = [prefix, n]; }
  return best && best[1] * 2 > sum && best[0] >= 110_000 && best[0] !== 999_999 ? best[0] : undefined;
}
