import { invalid } from "#app/base/errors.ts";
import { minorFrom } from "#app/base/words/money-text.ts";
import { withKeys } from "#app/domain/artifacts/rules/keys.ts";
import { numberFrom, type Posted, rowsIn, textIn } from "../view.ts";

const isEmpty = (row: Posted) =>
	["name", "current", "uplift", "discount"].every((name) => textIn(row, name).trim() === "");

/** A hundred billion and more. */
const TOO_LARGE = /^\D*(?:\d,?){12,}(?:\.\d*)?$/;

/** The lines as they are posted: what is emptied goes, what is new gets a key. Throws 422 by the names of the inputs. */
function readLines(values: Posted, currency: string) {
	const errors: Record<string, string[]> = {};
	const rows = rowsIn(values, "lines").map((row, index) => ({ row, index }));
	const lines = rows.flatMap(({ row, index }) => {
		if (isEmpty(row)) return [];
		const field = (name: string) => `content.lines[${index}].${name}`;
		const currentCents = minorFrom(textIn(row, "current"), currency);
		if (currentCents === null || Number.isNaN(currentCents))
			errors[field("current")] = [
				TOO_LARGE.test(textIn(row, "current")) ? "This amount is too large." : "Write an amount such as 1250.00.",
			];
		if (textIn(row, "name").trim() === "") errors[field("name")] = ["Name the line."];
		return [
			{
				...{ key: textIn(row, "key"), name: textIn(row, "name"), currentCents: currentCents ?? 0 },
				upliftPercent: percentOf(row, "uplift", field("uplift"), errors),
				discountPercent: percentOf(row, "discount", field("discount"), errors),
			},
		];
	});
	return { lines: withKeys(lines), errors };
}

function percentOf(row: Posted, name: string, field: string, errors: Record<string, string[]>): number | null {
	const value = numberFrom(textIn(row, name));
	if (Number.isNaN(value)) errors[field] = ["Write a percentage such as 7.5."];
	return value;
}

/** A price as its form posts it. Throws 422 by the names of the inputs. */
export function readPricing(values: Posted) {
	const currency = textIn(values, "currency").trim().toUpperCase();
	if (!Intl.supportedValuesOf("currency").includes(currency))
		throw invalid("Some fields cannot be accepted.", { "content.currency": ["Choose a currency such as USD."] });
	const { lines, errors } = readLines(values, currency);
	const upliftPercent = percentOf(values, "uplift", "content.uplift", errors);
	const discountPercent = percentOf(values, "discount", "content.discount", errors);
	if (Object.keys(errors).length > 0) throw invalid("Some fields cannot be accepted.", errors);
	return {
		...{ currency, startsOn: textIn(values, "startsOn") || null, years: Number(textIn(values, "years")) },
		...{ upliftPercent: upliftPercent ?? 0, discountPercent: discountPercent ?? 0, lines },
		...{ upliftWay: textIn(values, "upliftWay") || "yearly", notes: textIn(values, "notes") },
	};
}
