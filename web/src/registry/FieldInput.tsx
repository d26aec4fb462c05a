/** One field as it is filled in: by its kind, with unit, with what is wrong under it (look.md §8). */
import { useId } from "react";
import { Button, Input, InputNumber, Radio, Select } from "antd";
import { codeLists, type Code } from "@diguan/core/registry/codes.ts";
import { tidy, valueFault } from "@diguan/core/registry/editing.ts";
import type { Field } from "@diguan/core/registry/fields.ts";
import type { Value } from "@diguan/core/registry/history.ts";
import { useLocale, useWords } from "../kit/i18n.tsx";
import { nameOf, unitOf } from "./values.ts";
import { formWords } from "./words-forms.ts";

interface Props { readonly field: Field; readonly value: Value | undefined; readonly onChange: (value: Value) => void; /** present value in masked form: the box is empty and only what is typed changes it */ readonly maskedNow?: string; readonly fault?: string; readonly optional?: boolean }

export function FieldInput({ field, value, onChange, maskedNow, fault, optional = false }: Props): React.JSX.Element {
  const words = useWords(formWords);
  const [locale] = useLocale();
  const id = useId();
  const wrong = value === undefined || value === null ? undefined : valueFault(field.of, field.key, tidy(field, value));
  const told = fault ?? (wrong ? words.faults[wrong] : undefined);
  const long = field.key === "remark" || field.key === "causeText";
  return (
    <div className={long ? "wide" : ""}>
      <label className="field" htmlFor={id}>
        <span>{nameOf(field, locale)}{optional ? <span className="opt">{words.optional}</span> : null}</span>
        <Control id={id} field={field} value={value} onChange={onChange} maskedNow={maskedNow} wrong={told !== undefined} />
        {told ? <span className="fault" role="alert">{told}</span> : null}
      </label>
    </div>
  );
}

function Control({ id, field, value, onChange, maskedNow, wrong }: { readonly id: string; readonly field: Field; readonly value: Value | undefined; readonly onChange: (value: Value) => void; readonly maskedNow: string | undefined; readonly wrong: boolean }): React.JSX.Element {
  const words = useWords(formWords);
  const [locale] = useLocale();
  const status = wrong ? { status: "error" as const } : {};
  const hint = maskedNow === undefined ? {} : { placeholder: words.maskedNow(maskedNow) };
  const options = field.codes ? (codeLists[field.codes] as readonly Code[]).map((c) => ({ value: c.value, label: locale === "en" ? c.en : c.zh })) : [];
  const unit = unitOf(field, locale);
  switch (field.kind) {
    case "code": return <Select id={id} {...status} {...hint} allowClear showSearch optionFilterProp="label" value={(value ?? null) as number | null} options={options} onChange={(v: number | null | undefined) => onChange(v ?? null)} />;
    case "codes": return <Select id={id} {...status} {...hint} mode="multiple" optionFilterProp="label" value={[...((value ?? []) as readonly number[])]} options={options} onChange={(v: number[]) => onChange(v)} />;
    case "flag": return <span className="flag"><Radio.Group id={id} value={value ?? null} options={[{ value: true, label: words.yes }, { value: false, label: words.no }]} onChange={(e) => onChange(e.target.value as boolean)} />{value === null || value === undefined ? null : <Button type="link" size="small" onClick={() => onChange(null)}>{words.clear}</Button>}</span>;
    case "integer": case "quantity": case "year": return <InputNumber id={id} {...status} min={0} value={(value ?? null) as number | null} {...(unit ? { suffix: unit } : {})} onChange={(v) => onChange(v)} />;
    case "money": return <InputNumber id={id} {...status} min={0} precision={2} value={typeof value === "number" ? value / 100 : null} suffix={words.yuan} onChange={(v) => onChange(v === null ? null : Math.round(v * 100))} />;
    case "date": return <Input id={id} {...status} type="date" value={(value ?? "") as string} onChange={(e) => onChange(e.target.value === "" ? null : e.target.value)} />;
    default: return field.key === "remark" || field.key === "causeText" ? <Input.TextArea id={id} {...status} autoSize={{ minRows: 2 }} maxLength={1000} value={(value ?? "") as string} onChange={(e) => onChange(e.target.value)} />
      : <Input id={id} {...status} {...hint} autoComplete="off" value={(value ?? "") as string} onChange={(e) => onChange(e.target.value)} />;
  }
}
