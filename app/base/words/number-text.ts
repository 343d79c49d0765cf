/** What parts the whole of a number from the rest; `plain`: nobody said, so only what can be read in one way is read. */
export type DecimalMark = "plain" | "point" | "comma";

/** A number as text that every program reads alike ("1234.5"); or why it is none. */
export type NumberRead = { plain: string } | { wrong: "no-number" | "two-ways" };

const FORMS: Readonly<Record<"point" | "comma", { fits: RegExp; marks: RegExp }>> = {
	point: { fits: /^[+-]?([1-9]\d{0,2}([,\s'’]\d{3})+|\d+)(\.\d+)?$/, marks: /[,\s'’+]/g },
	comma: { fits: /^[+-]?([1-9]\d{0,2}([.\s'’]\d{3})+|\d+)(,\d+)?$/, marks: /[.\s'’+]/g },
};

/**
 * Reads a number as people and files write it: "1,250.5", "1.250,5", "1 250". Where it is not said what the mark means,
 * "1.250" is two numbers and is not guessed at.
 */
export function readNumber(text: string, mark: DecimalMark): NumberRead {
	const given = text.trim().replace("−", "-");
	if (mark !== "plain") return readAs(given, mark);
	const [one, other] = [readAs(given, "point"), readAs(given, "comma")];
	if ("wrong" in one) return other;
	return "wrong" in other || one.plain === other.plain ? one : { wrong: "two-ways" };
}

function readAs(text: string, mark: "point" | "comma"): NumberRead {
	const { fits, marks } = FORMS[mark];
	return fits.test(text) ? { plain: text.replace(marks, "").replace(",", ".") } : { wrong: "no-number" };
}

/** Both ways to write what was meant by a number of two readings. */
export function sayTwoWays(text: string): string {
	const [point, comma] = (["point", "comma"] as const).map((mark) => readNumber(text, mark));
	const plain = [point, comma].flatMap((read) => (read && "plain" in read ? [read.plain] : []));
	const written = plain
		.map((one) => (one.includes(".") ? `${one}0` : one))
		.sort((one, other) => one.length - other.length);
	return `“${text}” can be read in two ways. Write ${written.join(" or ")}.`;
}

/** A number as an input shows it: what is read back is the same number, also where three digits follow its point. */
export function numberAsText(value: number): string {
	const text = String(value);
	const read = readNumber(text, "plain");
	return "wrong" in read && read.wrong === "two-ways" ? `${text}0` : text;
}
