/** Where one stands in the tree of regions stands in the address: the region whose lower regions are listed, the row that is open, the day. */
export interface RegionSearch { readonly at?: number; readonly open?: number; readonly on?: string }

const code = (value: unknown): number | undefined => { const n = Number(value); return value !== undefined && value !== "" && Number.isInteger(n) && n >= 0 && n <= 999_999_999_999 ? n : undefined; };

export function readRegionSearch(search: Record<string, unknown>): RegionSearch {
  const [at, open] = [code(search["at"]), code(search["open"])];
  const on = typeof search["on"] === "string" && /^\d{4}-\d{2}-\d{2}$/.test(search["on"]) ? search["on"] : undefined;
  return { ...(at === undefined ? {} : { at }), ...(open === undefined ? {} : { open }), ...(on === undefined ? {} : { on }) };
}
