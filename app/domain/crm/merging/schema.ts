import { z } from "zod";

/** Whose value of a field the joined contact has: the survivor's, or that of the one that is merged into it. */
export const Side = z.enum(["survivor", "merged"]);
export type Side = z.infer<typeof Side>;

/** Field (as rooms call it, or `field:<id>` of a custom one) -> whose value is taken. What is absent is decided by default. */
export type Choices = Readonly<Record<string, Side>>;

/** The survivor's value, unless it has none. */
export function defaultSide(survivor: unknown, merged: unknown): Side {
	return isBlank(survivor) && !isBlank(merged) ? "merged" : "survivor";
}

export function isBlank(value: unknown): boolean {
	return value === null || value === undefined || value === "" || (Array.isArray(value) && value.length === 0);
}
