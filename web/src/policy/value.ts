/** A parameter's whole number as people read it: money in yuan, with its unit. */
import { inYuan, unitLabel } from "@diguan/core/policy/labels.ts";
import type { Locale } from "@diguan/core/problem.ts";
import { number, yuan } from "../kit/formats.ts";

/** @example shownValue(353500, "fen/person/year", "en") // => "3,535 yuan/person/year" */
export const shownValue = (value: number, unit: string, locale: Locale): string => `${inYuan(unit) ? yuan(value, value % 100 === 0 ? 0 : 2) : number(value)} ${unitLabel(unit, locale)}`;
