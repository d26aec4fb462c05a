/** One field of the record with its name: masked with its reveal, withheld, or the value; its source as a hint. */
import type { Field } from "@diguan/core/registry/fields.ts";
import { fieldOf } from "@diguan/core/registry/fields.ts";
import type { HouseholdPage, MemberView } from "@diguan/core/registry/contract.ts";
import { useLocale, useWords } from "../kit/i18n.tsx";
import { Masked } from "../kit/Masked.tsx";
import { revealer } from "./household.ts";
import { nameOf, shown } from "./values.ts";
import { registryWords } from "./words.ts";

export function FieldValue({ page, member, of, name, label, hint }: { readonly page: HouseholdPage; readonly member?: MemberView; readonly of: "household" | "member"; readonly name: string; readonly label?: string; readonly hint?: string }): React.JSX.Element | null {
  const words = useWords(registryWords);
  const [locale] = useLocale();
  const field: Field | undefined = fieldOf(of, name);
  if (!field) return null;
  const record = of === "member" ? member : page.household;
  if (!record) return null;
  const title = label ?? nameOf(field, locale);
  const reveal = revealer(page, of, name, locale, member?.id);
  return (
    <div title={hint}>
      <dt>{title}</dt>
      <dd>{record.withheld.includes(name) ? <span className="mut">{words.withheld}</span>
        : record.masked.includes(name) ? <Masked label={title} value={String(record.values[name] ?? "")} {...(reveal ? { reveal } : {})} />
          : shown(of, name, record.values[name], locale)}</dd>
    </div>
  );
}
