/** Finds a region by its name, as one types; shows each with its place in words. */
import { useState } from "react";
import { Select } from "antd";
import { useQuery } from "@tanstack/react-query";
import { searchRegions } from "@diguan/core/regions/contract.ts";
import type { Level } from "@diguan/core/region-code.ts";
import { call, type Answer } from "../api.ts";
import { useWords } from "../kit/i18n.tsx";
import { useKept, type Option } from "./labels.ts";
import { regionWords } from "./words.ts";

interface Common { readonly within: number; readonly level?: Level; readonly id?: string; readonly label?: string; readonly placeholder?: string; /** not offered */ readonly but?: number }

function useFound({ within, level, but }: Common): { readonly options: readonly Option<number>[]; readonly busy: boolean; readonly setText: (text: string) => void; readonly asked: string } {
  const [text, setText] = useState("");
  const asked = text.trim();
  const found = useQuery<Answer<typeof searchRegions>>({
    queryKey: ["regions", "search", asked, within, level ?? ""], enabled: asked !== "", placeholderData: (before) => before,
    queryFn: ({ signal }) => call(searchRegions, { query: { q: asked, within, limit: 20, ...(level ? { level } : {}) } }, signal),
  });
  return { asked, setText, busy: found.isFetching, options: asked === "" ? [] : (found.data?.rows ?? []).filter((r) => r.code !== but).map((r) => ({ value: r.code, label: r.place })) };
}

export function RegionPick({ value, onChange, ...ask }: Common & { readonly value?: number; readonly onChange?: (code: number | undefined) => void }): React.JSX.Element {
  const words = useWords(regionWords);
  const { options, busy, setText, asked } = useFound(ask);
  const offered = useKept(options, value === undefined ? [] : [value]);
  return <Select<number> {...(ask.id ? { id: ask.id } : {})} aria-label={ask.label ?? words.search} showSearch={{ filterOption: false, onSearch: setText }} allowClear value={value ?? null} loading={busy} options={offered} placeholder={ask.placeholder ?? words.searchHint} notFoundContent={asked && !busy ? words.nothingFound : null} onChange={(code: number | undefined) => onChange?.(code ?? undefined)} style={{ width: "100%" }} />;
}

export function RegionPickMany({ value, onChange, ...ask }: Common & { readonly value?: number[]; readonly onChange?: (codes: number[]) => void }): React.JSX.Element {
  const words = useWords(regionWords);
  const { options, busy, setText, asked } = useFound(ask);
  const offered = useKept(options, value ?? []);
  return <Select<number[]> {...(ask.id ? { id: ask.id } : {})} mode="multiple" aria-label={ask.label ?? words.search} showSearch={{ filterOption: false, onSearch: setText }} value={value ?? []} loading={busy} options={offered} placeholder={ask.placeholder ?? words.searchHint} notFoundContent={asked && !busy ? words.nothingFound : null} onChange={(codes) => onChange?.(codes)} style={{ width: "100%" }} />;
}
