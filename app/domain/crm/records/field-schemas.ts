import { z } from "zod";
import { readDate } from "#app/base/time.ts";

// The pieces that the kinds' schemas are built of. Every field may be null, which takes its value away.

/** One line of text, "" where there is none: for columns that hold no null. */
export const text = (most: number) =>
	z
		.string()
		.trim()
		.max(most, `Write ${most.toLocaleString("en")} characters at most.`)
		.nullable()
		.transform((value) => value ?? "");

/** Text that may be absent. */
export const maybeText = (most: number) => text(most).transform((value) => value || null);

/** A name that something must have. */
export const name = (error: string) =>
	z.string({ error }).trim().min(1, error).max(200, "Write 200 characters at most.");

export const reference = (error: string) => z.uuid(error).nullable();

/** A calendar day, `2026-11-23`. */
export const day = z
	.string()
	.refine((value) => readDate(value) !== undefined, "Give a day such as 2026-11-23.")
	.nullable();

/** An amount in the currency's smallest unit; more than a business turns over is a slip of the hand. */
export const cents = z
	.int("Write an amount such as 1250.00.")
	.min(0, "Write an amount that is not below zero.")
	.max(100_000_000_000_000, "This amount is too large.");

const CURRENCIES = new Set(Intl.supportedValuesOf("currency"));

/** ISO 4217. */
export const currency = z
	.string("Choose a currency such as USD.")
	.trim()
	.toUpperCase()
	.refine((code) => CURRENCIES.has(code), "Choose a currency such as USD.");

/** Custom values by key; what each takes is the organisation's. */
export const customFields = z
	.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.array(z.string()), z.null()]))
	.optional();

/** An edit says which version it began from, and which one it decided against. */
export const editOf = {
	version: z.coerce.number().int().positive().optional(),
	decided: z.coerce.number().int().positive().optional(),
};
