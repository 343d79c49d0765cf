const figures = new Intl.NumberFormat("en");

/** An honest count: "1,204", or "10,000+" when counting stopped at the cap. */
export function Count({ value, over }: { value: number; over?: boolean }) {
	return <span className="numbers">{formatCount(value, over)}</span>;
}

/** The words of a count. `over`: there are more than `value`. */
export function formatCount(value: number, over = false): string {
	return figures.format(value) + (over ? "+" : "");
}

/** A count with its noun: "1 lead", "1,204 leads". The plural adds an s unless given. */
export function countOf(value: number, noun: string, plural = `${noun}s`): string {
	return `${figures.format(value)} ${value === 1 ? noun : plural}`;
}
