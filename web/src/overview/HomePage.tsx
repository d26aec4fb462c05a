/** Home page of a place (paper 001 §3.1, §2.3). */
import { useWords } from "../kit/i18n.tsx";
import { PageHead } from "../kit/PageHead.tsx";
import { overviewWords } from "./words.ts";

export function HomePage(): React.JSX.Element {
  const words = useWords(overviewWords);
  return <PageHead title={words.home} />;
}
