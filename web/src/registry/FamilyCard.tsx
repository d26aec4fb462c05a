/** Who the family is: figures by ability to work, two member counts, the few masked facts an officer asks for most. */
import type { HouseholdPage, MemberView } from "@diguan/core/registry/contract.ts";
import { labelOf } from "@diguan/core/registry/codes.ts";
import type { Locale } from "@diguan/core/problem.ts";
import { FamilyFigures, type Figure } from "../kit/FamilyFigures.tsx";
import { FindingCard } from "../kit/FindingCard.tsx";
import { number } from "../kit/formats.ts";
import { useLocale, useWords } from "../kit/i18n.tsx";
import { FieldValue } from "./FieldValue.tsx";
import { registryWords } from "./words.ts";

const inSchool = (m: MemberView): boolean => typeof m.values["student"] === "number" && m.values["student"] >= 2;
const labourOf = (m: MemberView): Figure["labour"] => (inSchool(m) ? "school" : m.values["labour"] === 1 || m.values["labour"] === 2 ? "full" : m.values["labour"] === 5 ? "weak" : "none");

/** Official labels begin with «of the head»; beside the figure the word itself is enough. */
const shortRelation = (label: string): string => (label.length > 1 ? label.replace(/^\u4e4b/, "") : label);

export const figureOf = (m: MemberView, locale: Locale, age: (n: string) => string): Figure => ({
  key: m.id, name: m.name, labour: labourOf(m), child: m.age !== null && m.age < 14, line: [shortRelation(labelOf("relation", m.values["relation"] as number | null, locale)), m.age === null ? "" : age(String(m.age))].filter(Boolean).join(" "),
  ...(inSchool(m) ? { note: labelOf("student", m.values["student"] as number, locale) } : {}),
});

export function FamilyCard({ page }: { readonly page: HouseholdPage }): React.JSX.Element {
  const words = useWords(registryWords);
  const [locale] = useLocale();
  const people = page.members.filter((m) => m.active);
  const head = people.find((m) => m.values["relation"] === 1);
  const count = (key: string): string => { const v = page.household.values[key]; return typeof v === "number" ? String(v) : "—"; };
  return (
    <FindingCard title={words.familyTitle(String(people.length), String(page.labourCount))} note={words.familyLine(count("yearMembers"), count("currentMembers"))}
      table={{ heads: [words.columns.member, words.columns.relation, words.columns.age, words.columns.labour], numeric: [2], rows: people.map((m) => [m.name, labelOf("relation", m.values["relation"] as number | null, locale), number(m.age), labelOf("labour", m.values["labour"] as number | null, locale)]) }}>
      <FamilyFigures people={people.map((m) => figureOf(m, locale, words.ageOf))} label={words.family} />
      <dl className="kv">
        {head ? <FieldValue page={page} member={head} of="member" name="health" label={words.health} /> : null}
        {head ? <FieldValue page={page} member={head} of="member" name="certNo" label={words.headCert} /> : null}
        <FieldValue page={page} of="household" name="bankAccount" label={words.account} />
        <FieldValue page={page} of="household" name="householdPhone" label={words.phone} />
      </dl>
    </FindingCard>
  );
}
