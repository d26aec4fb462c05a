/** Another registered household, found by code or name. */
import { useState } from "react";
import { Select } from "antd";
import { useQuery } from "@tanstack/react-query";
import { searchHouseholds } from "@diguan/core/registry/contract.ts";
import { call } from "../api.ts";
import { useWords } from "../kit/i18n.tsx";
import { formWords } from "./words-forms.ts";

export interface Target { readonly county: number; readonly id: string; readonly label: string }

export function TargetSelect({ label, none, value, onChange, not }: { readonly label: string; readonly none: string; readonly value: Target | undefined; readonly onChange: (target: Target | undefined) => void; readonly not: string }): React.JSX.Element {
  const words = useWords(formWords);
  const [text, setText] = useState("");
  const found = useQuery({ queryKey: ["search", "target", text], queryFn: ({ signal }) => call(searchHouseholds, { query: { q: text } }, signal), enabled: text.trim().length >= 2, staleTime: 30_000 });
  const options = [...new Map((found.data?.rows ?? []).filter((h) => h.id !== not).map((h) => [h.id, { value: h.id, label: `${h.headName} ${h.code} ${h.villageName}`, county: h.county }])).values()];
  return (
    <label className="field"><span>{label}</span>
      <Select allowClear placeholder={`${none} / ${words.findTarget}`} {...(value ? { value: value.id } : {})} showSearch={{ filterOption: false, onSearch: setText }} loading={found.isFetching}
        options={value && !options.some((o) => o.value === value.id) ? [{ value: value.id, label: value.label }, ...options] : options}
        onChange={(id: string | undefined) => { const one = options.find((o) => o.value === id); onChange(one ? { county: one.county, id: one.value, label: one.label } : undefined); }} />
    </label>
  );
}
