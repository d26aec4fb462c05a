/** Production and living conditions, and the household's basic facts, with the source of each. */
import { Button } from "antd";
import type { HouseholdPage } from "@diguan/core/registry/contract.ts";
import { householdFields, type Field } from "@diguan/core/registry/fields.ts";
import { FindingCard } from "../kit/FindingCard.tsx";
import { useWords } from "../kit/i18n.tsx";
import { FieldValue } from "./FieldValue.tsx";
import { useSources } from "./MembersTab.tsx";
import { registryWords } from "./words.ts";
import { formWords } from "./words-forms.ts";

const fields: readonly Field[] = householdFields;
const keys = (group: string): readonly string[] => fields.filter((f) => f.group === group).map((f) => f.key);
const land = keys("conditions").filter((k) => k.endsWith("Mu"));
const house = ["houseAreaM2", "houseStructure", "houseGrade", "unsafeHouse", "toilet", "fuel", "relocation"];
const supply = keys("conditions").filter((k) => !land.includes(k) && !house.includes(k));

const blanks = (page: HouseholdPage): number => keys("conditions").filter((k) => !page.household.withheld.includes(k) && (page.household.values[k] ?? null) === null).length;

/** The few conditions that decide most, on the handbook page. */
export function ConditionsCard({ page, onAll }: { readonly page: HouseholdPage; readonly onAll: () => void }): React.JSX.Element {
  const words = useWords(registryWords);
  const missing = blanks(page);
  return (
    <FindingCard title={words.conditionsTitle} note={missing === 0 ? words.allFilled : words.missing(String(missing))} tools={<Button type="link" size="small" onClick={onAll}>{words.all}</Button>}>
      <dl className="kv">{["arableMu", "forestMu", "houseAreaM2", "houseGrade", "waterSource", "roadType", "fuel"].map((k) => <FieldValue key={k} page={page} of="household" name={k} />)}</dl>
    </FindingCard>
  );
}

export function ConditionsTab({ page, onEdit }: { readonly page: HouseholdPage; readonly onEdit: (group: "basic" | "conditions") => void }): React.JSX.Element {
  const words = useWords(registryWords);
  const forms = useWords(formWords);
  const sourceOf = useSources(page);
  const missing = blanks(page);
  const list = (names: readonly string[]): React.JSX.Element => <dl className="kv kv-grid">{names.map((k) => { const hint = sourceOf(null, k); return <FieldValue key={k} page={page} of="household" name={k} {...(hint ? { hint } : {})} />; })}</dl>;
  const edit = (group: "basic" | "conditions"): React.JSX.Element | undefined => (page.may.edit && page.valid ? <Button size="small" onClick={() => onEdit(group)}>{forms.edit}</Button> : undefined);
  return (
    <div className="members">
      <FindingCard title={forms.groups.basic} tools={edit("basic")}>{list(keys("basic"))}</FindingCard>
      <FindingCard title={words.conditionsTitle} note={missing === 0 ? words.allFilled : words.missing(String(missing))} tools={edit("conditions")}>
        <h3>{words.landTitle}</h3>{list(land)}<h3>{words.houseTitle}</h3>{list(house)}<h3>{words.supplyTitle}</h3>{list(supply)}
      </FindingCard>
    </div>
  );
}
