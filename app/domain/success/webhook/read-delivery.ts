import { AppError } from "#app/base/errors.ts";
import { storable } from "#app/domain/integrations/storable.ts";
import { Entry, MOST_ENTRIES, type Remark } from "./schema.ts";

/** Entries by their place in the delivery, from 1. */
export type Placed = { entry: number; told: Entry };
export type ReadDelivery = { entries: Placed[]; remarks: Remark[]; total: number };

/**
 * What a rightly signed body tells, without asking the database: the entries that can be worked on, and of the others
 * what is wrong. Throws 400 for what is no JSON; 422 for another shape, for too many, and where no entry is right.
 */
export function readDelivery(body: string): ReadDelivery {
	const list = entriesOf(parse(body));
	const read: ReadDelivery = { entries: [], remarks: [], total: list.length };
	for (const [at, one] of list.entries()) {
		const parsed = Entry.safeParse(one);
		if (parsed.success) read.entries.push({ entry: at + 1, told: one as Entry });
		else
			read.remarks.push({
				entry: at + 1,
				account: nameIn(one),
				kind: "refused",
				reason: reasonOf(parsed.error.issues),
			});
	}
	for (const { told } of read.entries) told.account = Entry.shape.account.parse(told.account);
	if (read.entries.length === 0) throw new AppError(422, "not-taken", firstOf(read.remarks));
	return read;
}

function parse(body: string): unknown {
	try {
		return JSON.parse(body);
	} catch {
		throw new AppError(400, "not-json", "The body is not JSON.");
	}
}

function entriesOf(told: unknown): unknown[] {
	const list = Array.isArray(told) ? told : [told];
	if (list.length === 0) throw new AppError(422, "not-taken", "The list is empty.");
	if (list.length > MOST_ENTRIES)
		throw new AppError(422, "too-many", `The list has ${list.length} accounts. Send at most ${MOST_ENTRIES} at once.`);
	return list;
}

/** As the sender named it, so that a member finds the entry again. */
export function nameIn(entry: unknown): string {
	const account = (entry as { account?: unknown } | null)?.account;
	const { name, domain, id } = (typeof account === "object" ? (account ?? {}) : { name: account }) as Partial<
		Record<"name" | "domain" | "id", unknown>
	>;
	const told = [name, domain, id].find((one) => typeof one === "string" && one !== "");
	return storable(String(told ?? "")).slice(0, 100);
}

type Issue = { path: PropertyKey[]; message: string; code: string; keys?: string[] };

function reasonOf(issues: readonly unknown[]): string {
	const words = (issues as Issue[]).slice(0, 5).map(({ path, message, code, keys }) => {
		if (code === "unrecognized_keys") return `There is no field ${keys!.map((key) => key.slice(0, 40)).join(", ")}.`;
		return path.length > 0 ? `${path.join(".")}: ${message}` : `An entry is an object with account. ${message}.`;
	});
	return storable(words.join(" ")).slice(0, 500);
}

function firstOf(remarks: readonly Remark[]): string {
	const [first] = remarks;
	return remarks.length === 1
		? first!.reason
		: `None of the ${remarks.length} entries can be taken. The first: ${first!.reason}`;
}
