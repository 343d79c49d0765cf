import { useId, useState } from "react";
import { useFoundRecords } from "./use-found-records.ts";

/** Where a tag is written: `known` are offered, with a script also the others that hold what one types. */
export function TagInput({ known, id }: { known: readonly string[]; id?: string }) {
	const list = useId();
	const [words, setWords] = useState("");
	const found = useFoundRecords("tag", words).map(({ name }) => name);
	return (
		<>
			<input
				className="input"
				name="tag"
				{...{ id, list }}
				aria-label="New tag"
				placeholder="Add a tag"
				maxLength={60}
				required
				autoComplete="off"
				onInput={(event) => setWords(event.currentTarget.value)}
			/>
			<datalist id={list}>
				{[...new Set([...found, ...known])].map((name) => (
					<option key={name} value={name} />
				))}
			</datalist>
		</>
	);
}
