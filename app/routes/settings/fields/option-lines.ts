/** What was typed one a line, without blanks and without what was typed twice. */
export function optionLines(text: string | undefined): string[] {
	const seen = new Set<string>();
	return (text ?? "")
		.split(/\r?\n/)
		.map((line) => line.trim())
		.filter((line) => {
			const known = line === "" || seen.has(line.toLowerCase());
			seen.add(line.toLowerCase());
			return !known;
		});
}
