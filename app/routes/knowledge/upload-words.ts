/** So many files that were left out are named. */
const MOST_NAMED = 5;

/** What became of the files; whether each could be read is not known yet, and is told by its state. */
export function said(kept: readonly { title: string; isSame: boolean; file: string }[]): string {
	const same = kept.filter(({ isSame }) => isSame);
	const added = kept.length - same.length;
	const words =
		added === 0
			? []
			: [added === 1 ? "One file was uploaded: see its state." : `${added} files were uploaded: see their state.`];
	const named = same
		.slice(0, MOST_NAMED)
		.map(({ file, title }) => `“${cut(file)}” is the same file as “${cut(title)}”`);
	const more = same.length - named.length;
	if (same.length > 0)
		words.push(
			`Left out, because ${same.length === 1 ? "it is" : "they are"} here already: ${named.join("; ")}${more > 0 ? `; and ${more} more` : ""}.`,
		);
	return words.join(" ");
}

const cut = (name: string) => (name.length > 80 ? `${name.slice(0, 79)}…` : name);
