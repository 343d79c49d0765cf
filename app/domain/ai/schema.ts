import { z } from "zod";

const DOLLARS = /^\d{1,7}(\.\d{1,2})?$/;

/** The form of the month's budget: US dollars as people write them, empty for no limit; `kept` is what was shown. */
export const AiBudget = z.object({
	dollars: z
		.string()
		.trim()
		.default("")
		.refine((value) => value === "" || DOLLARS.test(value), "Write dollars and cents, such as 50 or 49.90.")
		.transform((value) => (value === "" ? null : microsOf(value))),
	kept: z.string().default(""),
});

export type AiBudget = z.output<typeof AiBudget>;

/** Dollars as millionths, without the detour of binary fractions. */
function microsOf(dollars: string): number {
	const [whole, cents = ""] = dollars.split(".");
	return Number(whole) * 1_000_000 + Number(cents.padEnd(2, "0")) * 10_000;
}

/** Millionths of a dollar as the form shows them: `49.90`; empty for no limit. */
export const dollarsOf = (micros: number | null): string => (micros === null ? "" : (micros / 1_000_000).toFixed(2));
