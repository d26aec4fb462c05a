/** One measured figure beside its reference, taken in the same run. */
export interface Row {
  readonly figure: string;
  readonly value: number;
  readonly unit: string;
  /** What it was measured beside: raw COPY, plain SQL, the same query without row level security … */
  readonly reference: string;
  /** value of the reference in the same unit, when it has one */
  readonly referenceValue?: number;
  /** our cost divided by the reference's, side by side in this run */
  readonly ratio?: number;
  /** what the project promises */
  readonly promise: string;
  readonly kept: boolean;
}

export const percentile = (values: readonly number[], p: number): number => {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil((p / 100) * sorted.length) - 1)] ?? Number.NaN;
};

/** Milliseconds of each run. */
export async function timed(runs: number, act: (i: number) => Promise<unknown>): Promise<number[]> {
  const all: number[] = [];
  for (let i = 0; i < runs; i++) { const began = performance.now(); await act(i); all.push(performance.now() - began); }
  return all;
}
