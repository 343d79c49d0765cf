import { Fragment } from "react";

/** A text with the places marked that hold words of the question. */
export function Marked({ excerpt, marks }: { excerpt: string; marks: readonly (readonly [number, number])[] }) {
	const parts = marks.map(([from, to], index) => (
		<Fragment key={from}>
			{excerpt.slice(marks[index - 1]?.[1] ?? 0, from)}
			<mark>{excerpt.slice(from, to)}</mark>
		</Fragment>
	));
	return (
		<>
			{parts}
			{excerpt.slice(marks.at(-1)?.[1] ?? 0)}
		</>
	);
}

/** Where a passage is read: its document at its place, with the words of the question marked. */
export function passagePath(passage: { documentId: string; position: number }, q?: string): string {
	const query = new URLSearchParams({
		...(passage.position > 0 ? { from: String(passage.position) } : {}),
		...(q ? { q } : {}),
	});
	return `/knowledge/${passage.documentId}${query.size > 0 ? `?${query}` : ""}#p${passage.position}`;
}

/** Where a document's original is opened in the browser, at a page of it. PDFs only. */
export const originalPath = (documentId: string, page?: number) =>
	`/knowledge/${documentId}/original${page === undefined ? "" : `#page=${page}`}`;
