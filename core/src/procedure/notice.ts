/**
 * Public notices (domain guide §2.6, §10.3; T21): days are China dates, the first and the last one included, so that seven days posted
 * on 1 March stand until 7 March and may be closed on the 8th – if no objection is open. What the public sees is a list of allowed
 * fields, never the record with something taken out. The cause is not among them at all: to show it for some households would tell
 * of the others that theirs is illness or disability.
 */
import { Problem } from "../problem.ts";
import { maskName } from "../registry/masking.ts";
import { addDays, daysBetween } from "../time.ts";
import type { OpenObjection } from "./history.ts";

/** Last day of a notice that begins on a day. @example lastDay("2019-03-01", 7) // => "2019-03-07" */
export const lastDay = (from: string, days: number): string => addDays(from, days - 1);

/**
 * Throws unless the notice may be closed on `today`: the period is over and no objection is open.
 * @example checkClose({ from: "2019-03-01", to: "2019-03-07" }, [objection], "2019-03-09") // throws procedure.objectionOpen
 */
export function checkClose(notice: { readonly from: string; readonly to: string }, open: readonly Pick<OpenObjection, "due">[], today: string): void {
  if (open.length > 0) throw new Problem("procedure.objectionOpen", { n: open.length, due: open.map((o) => o.due).toSorted()[0] ?? "" });
  if (today <= notice.to) throw new Problem("procedure.noticeRuns", { to: notice.to, daysLeft: daysBetween(today, notice.to) + 1, on: addDays(notice.to, 1) });
}

/** Whether the page of a notice is shown: from its first day to its last. @example showsOn({ from: "2019-03-01", to: "2019-03-07" }, "2019-03-08") // => false */
export const showsOn = (n: { readonly from: string; readonly to: string }, today: string): boolean => today >= n.from && today <= n.to;

/** All that a notice on the net may say of a household. */
export const publicFields = ["name", "village", "group", "members"] as const;
export interface PublicItem { readonly name: string; readonly village: string; readonly group: string; readonly members: number | null }

/** Only these fields leave the office, whatever the record holds. @example publicItem({ headName: "周德厚", village: "上笕村", groupName: "三组", members: 4 }).name // => "周*厚" */
export const publicItem = (h: { readonly headName: string; readonly village: string; readonly groupName: string | null; readonly members: number | null }): PublicItem => ({ name: maskName(h.headName), village: h.village, group: h.groupName ?? "", members: h.members });
