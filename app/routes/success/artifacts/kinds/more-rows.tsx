import { useState } from "react";
import { SubmitButton } from "#app/ui/forms/button.tsx";
import { type Posted, textIn } from "./view.ts";

/** Empty rows at the end of a list, unless more are asked for, and how many more each time. */
export const BLANK = 2;
const STEP = 5;

type Asked = {
	rows: readonly Posted[];
	/** Empty rows that the form was drawn with. */
	blank: number;
	most: number;
	/** A row in which all of these are empty is one. */
	names: readonly string[];
};

/** The rows of a list with empty ones at their end, and the button for more of them, if there may be more. */
export function useRows({ rows, blank, most, names }: Asked) {
	const [more, setMore] = useState(0);
	const isFilled = (row: Posted) => names.some((name) => textIn(row, name).trim() !== "");
	const filled = rows.slice(0, rows.findLastIndex(isFilled) + 1);
	const all = [...filled, ...Array.from({ length: blank + more }, (): Posted => ({}))].slice(0, most);
	return {
		all,
		button: all.length < most && <MoreRows to={blank + more + STEP} onMore={() => setMore(more + STEP)} />,
	};
}

/** With a script the rows come at once; without, the form comes back with them and all that is typed, and nothing is saved. */
function MoreRows({ to, onMore }: { to: number; onMore(): void }) {
	return (
		<div>
			<SubmitButton
				tone="plain"
				small
				name="more"
				value={to}
				formNoValidate
				onClick={(event) => {
					event.preventDefault();
					onMore();
				}}
			>
				More rows
			</SubmitButton>
		</div>
	);
}
