/** A chart of the library in the platform's look: svg, spoken title, follows theme and size; nothing of the library loads before. */
import { useEffect, useRef } from "react";
import type { EChartsOption } from "./echarts.ts";
import { reducedMotion } from "./preferences.ts";
import { chartTheme } from "./theme.ts";
import { useTheme } from "./useTheme.ts";
import type { Tokens } from "./tokens.ts";

/** `title` is the card's sentence: those who hear the page get it instead of the picture. */
export function Chart({ option, title, height = 220, onPick }: { readonly option: (t: Tokens) => EChartsOption; readonly title: string; readonly height?: number; readonly onPick?: (name: string) => void }): React.JSX.Element {
  const box = useRef<HTMLDivElement>(null);
  const { tokens } = useTheme();
  const still = reducedMotion.use();
  useEffect(() => {
    const element = box.current;
    if (!element) return undefined;
    let stop = (): void => undefined;
    let gone = false;
    void import("./echarts.ts").then(({ init, registerTheme }) => {
      if (gone) return;
      registerTheme("diguan", chartTheme(tokens));
      const chart = init(element, "diguan", { renderer: "svg" });
      chart.setOption({ animation: !still, animationDuration: 180, aria: { enabled: true, label: { description: title } }, ...option(tokens) });
      if (onPick) chart.on("click", (event) => onPick(event.name));
      const watch = new ResizeObserver(() => chart.resize());
      watch.observe(element);
      stop = () => { watch.disconnect(); chart.dispose(); };
    });
    return () => { gone = true; stop(); };
  }, [option, title, tokens, still, onPick]);
  return <div ref={box} className="chart" style={{ height }} role="img" aria-label={title} />;
}
