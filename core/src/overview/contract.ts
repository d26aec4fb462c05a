/** What the home pages ask: where one stands in the region tree, and the figures of a place (paper 001 §3.1 一个平台, §2.3 精准定位). */
import { z } from "zod";
import { contract } from "../contract.ts";
import { levels } from "../region-code.ts";

export const regionCode = z.coerce.number().int().min(0).max(999_999_999_999);
const named = z.object({ code: z.int(), name: z.string() });

/** The place itself, its ancestors inside the reader's area (outermost first), its children, and the years with records (latest first). */
export const describePlace = contract({
  method: "GET", path: "/api/places/:region", summary: "A place, what is above and below it, and its years",
  access: { action: "view", resource: "region", scope: "region", fields: "C1" },
  params: z.object({ region: regionCode }),
  answer: z.object({ code: z.int(), name: z.string(), level: z.enum(levels), ancestors: z.array(named), children: z.array(named), years: z.array(z.int()) }),
});
