/** Pronunciation and simplification of Chinese names from their libraries (pinyin-pro, opencc-js), handed to core as functions. */
import { Converter } from "opencc-js/t2cn";
import { pinyin } from "pinyin-pro";
import type { NameTables } from "@diguan/core/comparison/names.ts";

const simplify = Converter({ from: "t", to: "cn" });

export const nameTables: NameTables = {
  simplify,
  pinyin: (name) => pinyin(name, { toneType: "none", type: "array", surname: "head", v: true }),
};
