/** The answer that the cards of a place share, and figures with their errors. */
import type { getOverview } from "@diguan/core/identification/contract.ts";
import type { Answer } from "../api.ts";
import { number, percent } from "../kit/formats.ts";

export type Overview = Answer<typeof getOverview>;
/** @example withError({ value: 0.123, se: 0.011 }) // => "12.3% ± 1.1" */
export const withError = ({ value, se }: { readonly value: number | null; readonly se: number | null }, decimals = 1): string => `${percent(value, decimals)}${se === null || value === null ? "" : ` ± ${number(se * 100, decimals)}`}`;
