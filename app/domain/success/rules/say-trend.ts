/** How usage moved within a month, in words: a fall is called one. */
export function sayTrend(percent: number): string {
	if (percent === 0) return "Usage is as it was the month before.";
	return `Usage ${percent < 0 ? "fell" : "rose"} by ${Math.abs(percent)} % against the month before.`;
}
