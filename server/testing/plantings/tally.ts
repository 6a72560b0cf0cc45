import type { Grown, Trial } from './trial.ts';

/** How often a planting was made, and how it was found. */
type Row = { planted: number; missed: number; breaks: number; right: number };

/** What many trials came to, planting by planting. */
export class Tally {
  readonly #rows = new Map<string, Row>();
  #falselyFound = 0;
  #green = 0;
  #corrected = 0;

  count({ grown, falselyFound }: Trial, green?: boolean): void {
    for (const one of grown) this.#grow(one);
    this.#falselyFound += falselyFound.length;
    if (green === undefined) return;
    this.#corrected += 1;
    if (green) this.#green += 1;
  }

  #grow({ planting, missed, found, misexplained }: Grown): void {
    const name = `${planting.layer} | ${planting.name}`;
    const row = this.#rows.get(name) ?? { planted: 0, missed: 0, breaks: 0, right: 0 };
    row.planted += 1;
    row.missed += missed.length > 0 ? 1 : 0;
    row.breaks += found.length;
    row.right += found.length - misexplained.length;
    this.#rows.set(name, row);
  }

  #sum(pick: (row: Row) => number): number {
    return [...this.#rows.values()].reduce((sum, row) => sum + pick(row), 0);
  }

  get planted(): number {
    return this.#sum(({ planted }) => planted);
  }

  /** Of a hundred breaks found, those whose cause was right. */
  get rightPercent(): number {
    return (
      (100 * this.#sum(({ right }) => right)) /
      Math.max(
        1,
        this.#sum(({ breaks }) => breaks),
      )
    );
  }

  /** A table in Markdown: a line for each planting, then the sums. */
  table(): string {
    const lines = [...this.#rows]
      .sort(([left], [right]) => (left < right ? -1 : 1))
      .map(
        ([name, row]) => `| ${name} | ${row.planted} | ${row.planted - row.missed} | ${row.breaks} | ${row.right} |`,
      );
    const sums = [
      this.planted,
      this.planted - this.#sum(({ missed }) => missed),
      this.#sum(({ breaks }) => breaks),
      this.#sum(({ right }) => right),
    ];
    return [
      '| layer | planting | planted | found | breaks found for it | cause right |',
      '|---|---|---:|---:|---:|---:|',
      ...lines,
      `| | **all** | ${sums.map((sum) => `**${sum}**`).join(' | ')} |`,
      '',
      `Found and not planted: ${this.#falselyFound}. Causes right: ${this.rightPercent.toFixed(1)} %.`,
      ...(this.#corrected > 0 ? [`Brought to green by corrections: ${this.#green} of ${this.#corrected} days.`] : []),
    ].join('\n');
  }
}
