/** Helpers (帮扶责任人): ranks with their quota of households, purposes of visits (paper 001 §3.4 责任制: 按不同职级承包数量不等的贫困户; domain guide §6). */

export const helperRanks = [
  { value: 1, parameter: "HELPER_QUOTA_COUNTY_LEADER", zh: "县处级", en: "county leader" }, { value: 2, parameter: "HELPER_QUOTA_SECTION_HEAD", zh: "正科级", en: "section head" },
  { value: 3, parameter: "HELPER_QUOTA_DEPUTY_HEAD", zh: "副科级", en: "deputy section head" }, { value: 4, parameter: "HELPER_QUOTA_STAFF", zh: "一般干部", en: "staff" },
] as const;
export type HelperRank = (typeof helperRanks)[number]["value"];

export const visitPurposes = [{ value: 1, zh: "走访", en: "visit" }, { value: 2, zh: "入户采集", en: "collection" }] as const;

const earthMetres = 6_371_008.8;   // mean radius, IUGG
const radians = (degrees: number): number => (degrees * Math.PI) / 180;
/**
 * Distance of two points on the globe in metres (haversine; Sinnott 1984, Sky & Telescope 68:159).
 * @example Math.round(metresBetween({ lat: 0, lon: 0 }, { lat: 0, lon: 1 })) // => 111195
 */
export function metresBetween(a: { readonly lat: number; readonly lon: number }, b: { readonly lat: number; readonly lon: number }): number {
  const h = Math.sin(radians(b.lat - a.lat) / 2) ** 2 + Math.cos(radians(a.lat)) * Math.cos(radians(b.lat)) * Math.sin(radians(b.lon - a.lon) / 2) ** 2;
  return 2 * earthMetres * Math.asin(Math.min(1, Math.sqrt(h)));
}
