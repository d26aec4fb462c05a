/** The rail: one entry per slice, shown when its page exists and the post may see it. `letter` follows G on the keyboard. */
import { useRouter } from "@tanstack/react-router";
import type { Action, Resource } from "@diguan/core/access/policy.ts";
import { can, type Session } from "../access/session.ts";
import type { IconName } from "../kit/Icon.tsx";

export interface Section { readonly key: "home" | "records" | "identification" | "comparison" | "procedure" | "intake" | "quality" | "rules" | "evaluation" | "helpers" | "regions" | "organisations" | "accounts" | "audit" | "settings"; readonly to: string; readonly icon: IconName; readonly letter: string; readonly needs?: readonly [Action, Resource] }

export const sections: readonly Section[] = [
  { key: "home", to: "/", icon: "home", letter: "h" },
  { key: "records", to: "/households", icon: "record", letter: "r", needs: ["view", "household"] },
  { key: "identification", to: "/identification", icon: "search", letter: "d", needs: ["search", "assessment"] },
  { key: "comparison", to: "/comparison", icon: "columns", letter: "m", needs: ["view", "comparison"] },
  { key: "procedure", to: "/procedure", icon: "check", letter: "c", needs: ["view", "procedure"] },
  { key: "intake", to: "/intake", icon: "intake", letter: "i", needs: ["view", "intake"] },
  { key: "quality", to: "/quality", icon: "quality", letter: "q", needs: ["view", "finding"] },
  { key: "helpers", to: "/helpers", icon: "account", letter: "b", needs: ["assign", "helping"] },
  { key: "rules", to: "/rules", icon: "filter", letter: "u", needs: ["search", "parameter"] },
  { key: "evaluation", to: "/evaluation", icon: "evaluation", letter: "e", needs: ["view", "evaluation"] },
  { key: "regions", to: "/regions", icon: "region", letter: "p", needs: ["view", "region"] },
  { key: "organisations", to: "/organisations", icon: "organisation", letter: "o", needs: ["view", "organisation"] },
  { key: "accounts", to: "/accounts", icon: "account", letter: "a", needs: ["view", "account"] },
  { key: "audit", to: "/audit", icon: "audit", letter: "l", needs: ["view", "audit"] },
  { key: "settings", to: "/settings", icon: "settings", letter: "s" },
];

/** The sections that exist and that the post may see. */
export function useSections(session: Session | undefined): readonly Section[] {
  const known: Readonly<Record<string, unknown>> = useRouter().routesByPath;
  return sections.filter(({ to, needs }) => Object.hasOwn(known, to) && (needs === undefined || can(session, ...needs)));
}
