/** A family at a glance: filled = able to work, tint = partly able, outline = unable or at school. */
import { useWords } from "./i18n.tsx";
import { kitWords } from "./words.ts";

export interface Figure { readonly key: string; readonly name: string; /** second line: relation, age */ readonly line: string; readonly labour: "full" | "weak" | "none" | "school"; readonly child?: boolean; /** overrides the third line */ readonly note?: string }

const looks = {
  full: { fill: "var(--w6)", stroke: "var(--w6)" }, weak: { fill: "var(--w3)", stroke: "var(--w6)" },
  none: { fill: "var(--surface)", stroke: "var(--ctl)" }, school: { fill: "var(--surface)", stroke: "var(--w6)" },
} as const;

export function FamilyFigures({ people, label }: { readonly people: readonly Figure[]; readonly label: string }): React.JSX.Element {
  const words = useWords(kitWords);
  return (
    <ul className="family" aria-label={label}>
      {people.map((person) => {
        const tall = person.child ? 0.8 : 1;
        return (
          <li key={person.key}>
            <svg viewBox="0 0 60 96" width="60" height="96" aria-hidden="true">
              <g transform={`translate(30 94) scale(${tall})`} {...looks[person.labour]} strokeWidth="1.5">
                <path d="M-16 0v-44a16 16 0 0 1 32 0V0z" /><circle cx="0" cy="-76" r="12" />
              </g>
              <path d="M2 95h56" stroke="var(--line2)" />
            </svg>
            <b>{person.name}</b><span>{person.line}</span><span>{person.note ?? words.figures[person.labour]}</span>
          </li>
        );
      })}
    </ul>
  );
}
