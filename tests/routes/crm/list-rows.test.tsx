import { renderToString } from "react-dom/server";
import { expect, test } from "vitest";
import type { ListColumn } from "#app/domain/crm/lists/columns.ts";
import type { Cell, ListRow } from "#app/domain/crm/lists/list-queries.ts";
import { drawColumns } from "#app/routes/crm/lists/table/cells.ts";
import { rowElements, rowsAsHtml } from "#app/routes/crm/lists/table/rows.tsx";

const NOW = Date.parse("2026-03-04T10:00:00Z");
const CHOICES = { lead: "Lead", customer: "Customer & friend", "a'b": "<b>bold</b>" };

/** Numbers that look random and are the same every time. */
function dice(seed: number): (sides: number) => number {
	let state = seed;
	return (sides) => {
		state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
		return Math.floor((state / 2 ** 32) * sides);
	};
}

type Roll = ReturnType<typeof dice>;
const SIGNS = [
	"<",
	">",
	"&",
	'"',
	"'",
	"/",
	" ",
	"a",
	"Z",
	"0",
	"é",
	"😀",
	"\n",
	"\u2028",
	"&amp;",
	"<!--",
	"]]>",
	"{{",
];
const words = (roll: Roll) => Array.from({ length: roll(12) }, () => SIGNS[roll(SIGNS.length)]).join("");
const several = <T,>(roll: Roll, of: (roll: Roll) => T) => Array.from({ length: roll(4) }, () => of(roll));
const choice = (roll: Roll) => ["lead", "customer", "a'b", "unknown <i>"][roll(4)]!;

/** A column of every kind, with what its cells may hold. */
const KINDS: [ListColumn, (roll: Roll) => Cell][] = [
	[{ id: "text", label: "Text", kind: "text", phone: true }, words],
	[{ id: "stage", label: "Stage", kind: "choice", choices: CHOICES }, choice],
	[{ id: "own", label: "Own", kind: "choice", choices: CHOICES, fieldId: "f" }, choice],
	[{ id: "several", label: "Several", kind: "choices", choices: CHOICES }, (roll) => several(roll, choice)],
	[{ id: "tags", label: "Tags", kind: "tags" }, (roll) => several(roll, words)],
	[{ id: "yes", label: "Yes", kind: "yes-no" }, (roll) => roll(2) === 1],
	[{ id: "number", label: "Number", kind: "number", phone: true }, (roll) => roll(2 ** 31) / 7 - 1e6],
	[{ id: "money", label: "Money", kind: "money" }, (roll) => [roll(3) ? roll(1e9) : null, "USD"]],
	[{ id: "date", label: "Date", kind: "date" }, (roll) => ["2026-01-31", "1999-12-01"][roll(2)]!],
	[{ id: "instant", label: "Instant", kind: "instant" }, (roll) => roll(4e9)],
];
const columns = KINDS.map(([column]) => column);

function someRow(roll: Roll, at: number): ListRow {
	const cells = KINDS.map(([{ kind }, cell]) => (kind !== "money" && roll(5) === 0 ? null : cell(roll)));
	return [`row-${at}`, words(roll), roll(2) ? words(roll) : null, ...cells];
}

test("UI-1 the rows that the server writes are byte for byte React's own, whatever people wrote", () => {
	const roll = dice(7);
	let withSigns = 0;
	for (let round = 0; round < 300; round++) {
		const rows = Array.from({ length: roll(5) }, (_, at) => someRow(roll, at));
		const drawn = drawColumns(columns, { now: NOW, zone: "America/Chicago" }, roll(2) === 1);
		const fresh = new Set(rows.slice(0, 1).map(([id]) => id));
		const parts = { path: "/contacts", drawn, form: roll(2) ? words(roll) || "bulk" : undefined, fresh };
		const html = rowsAsHtml(rows, parts);
		expect(`<tbody>${html}</tbody>`).toBe(renderToString(<tbody>{rowElements(rows, parts)}</tbody>));
		if (html.includes("&lt;")) withSigns++;
	}
	expect(withSigns).toBeGreaterThan(100);
});

test("UI-2 a row's words cannot leave their cell", () => {
	const drawn = drawColumns([columns[0]!], { now: NOW, zone: "UTC" }, false);
	const hostile = `"><script>alert('x')</script>`;
	const html = rowsAsHtml([["id", hostile, hostile, hostile]], {
		path: "/leads",
		drawn,
		form: "bulk",
		fresh: new Set(),
	});
	expect(html).not.toContain("<script");
	expect(html.match(/<[a-z]+/g)).toEqual(["<tr", "<td", "<input", "<th", "<a", "<small", "<td"]);
});
