import type { ReconciliationState } from '#db/schema/reconciliation.ts';
import type { Corrected } from './correct.ts';
import type { Grown, Trial } from './trial.ts';

/** How often a planting was made, and how it was found. */
type Row = { planted: number; missed: number; breaks: number; right: number };

/** What many trials came to, planting by planting. */
export class Tally {
  readonly #rows = new Map<string, Row>();
  #falselyFound = 0;
  readonly #ends = new Map<ReconciliationState, number>();

  /** @param end what the day was after its corrections, where it was corrected */
  count({ grown, falselyFound }: Trial, end?: Corrected): void {
    for (const one of grown) this.#grow(one);
    this.#falselyFound += falselyFound.length;
    if (end?.state) this.#ends.set(end.state, (this.#ends.get(end.state) ?? 0) + 1);
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
      `Days after their corrections: ${[...this.#ends].map(([state, count]) => `${count} ${state}`).join(', ')}.`,
    ].join('\n');
  }
}
