import { AppError, notFound } from "#app/base/errors.ts";
import { hashToken } from "#app/base/tokens.ts";
import { addressBucket, takeRate } from "#app/doors/rates/rate-limit.ts";
import { house } from "#db/context.ts";
import type { Delivery, Knock } from "./hook.ts";

/** Whose workflow an address begins. */
export type PostAddress = { orgId: string; workflowId: string };

/**
 * The workflow behind a token. Throws 404 for one that nobody has, and 429: an address is posted to only so often, and who
 * guesses at addresses waits.
 */
export async function findPostAddress({ params, ip }: Pick<Knock, "params" | "ip">): Promise<PostAddress> {
	const hash = hashToken(params.token ?? "");
	const text = "select * from find_workflow_hook($1)";
	const [row] = await house().database.guest<{ org_id: string; workflow_id: string }>(text, [hash]);
	if (!row) {
		await takeRate(`/hooks/workflows ${addressBucket(ip)}`, "hook-refused");
		throw notFound("address");
	}
	return { orgId: row.org_id, workflowId: row.workflow_id };
}

/** Takes one post from what a workflow's address may have. Throws 429. */
export async function takePostRate({ workflowId }: PostAddress): Promise<void> {
	await takeRate(workflowId, "workflow-post");
}

/** What was posted: JSON, or the fields of a form. Files are left out. Throws 400 and 415. */
export async function readPost({ headers, rawBody }: Pick<Delivery, "headers" | "rawBody">): Promise<unknown> {
	// Types are told apart without case (RFC 9110, 8.3.1); a form's boundary is not.
	const given = headers.get("content-type") ?? "";
	const type = given.toLowerCase();
	if (rawBody.length === 0) return {};
	if (type.startsWith("application/x-www-form-urlencoded")) {
		return fieldsOf(new URLSearchParams(rawBody.toString("utf8")));
	}
	if (type.startsWith("multipart/form-data")) {
		const form = await new Response(new Uint8Array(rawBody), { headers: { "content-type": given } })
			.formData()
			.catch(() => {
				throw new AppError(400, "not-a-form", "The form cannot be read. Nothing was begun.");
			});
		return fieldsOf([...form].filter((entry): entry is [string, string] => typeof entry[1] === "string"));
	}
	if (type !== "" && !/^application\/(?:[\w.+-]+\+)?json\b|^text\/plain\b/i.test(type)) {
		throw new AppError(415, "wrong-type", "This address takes JSON or a form. Nothing was begun.");
	}
	try {
		return JSON.parse(rawBody.toString("utf8"));
	} catch {
		throw new AppError(400, "not-json", "The body is not JSON. Nothing was begun.");
	}
}

/** By name; one that comes several times is a list. */
function fieldsOf(entries: Iterable<[string, string]>): Record<string, string | string[]> {
	const fields = new Map<string, string | string[]>();
	for (const [name, value] of entries) {
		const before = fields.get(name);
		fields.set(name, before === undefined ? value : [...(Array.isArray(before) ? before : [before]), value]);
	}
	return Object.fromEntries(fields);
}
