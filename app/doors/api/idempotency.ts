import { createHash } from "node:crypto";
import { AppError, conflict, invalid } from "#app/base/errors.ts";
import { jsonb } from "#db/client.ts";
import { type Ctx, inOrg, type Scope } from "#db/context.ts";
import type { Endpoint } from "./endpoint-definition.ts";
import type { Answer } from "./endpoint-reply.ts";

type Keyed = { definition: Endpoint; raw: Record<string, unknown>; request: Request };
type Known = { key: string; actor: string; request_hash: Buffer; secrets: readonly string[] };

/** A call that was begun so long ago and not answered died with its process: its key may be used again. */
const ABANDONED_MS = 5 * 60_000;

/**
 * Runs a command once for each Idempotency-Key (IETF draft-ietf-httpapi-idempotency-key-header): the key's row is
 * written in the command's own transaction, so a second call waits for the first and gets its answer, and a command
 * that fails leaves no row. Throws 422 when the key was used for another request.
 */
export async function once(ctx: Ctx, keyed: Keyed, work: () => Promise<Answer>): Promise<Answer> {
	const known = readKey(keyed, ctx.actor);
	if (!known) return work();
	const earlier = await claim(ctx, known);
	if (earlier) return replay(earlier, known.request_hash);
	const answer = await work();
	await keep(ctx, known, answer);
	return answer;
}

/**
 * As `once`, for work between transactions: the key is claimed before and its answer kept after. A second call
 * meanwhile is answered 409, because nobody can wait for it without holding a connection.
 */
export async function onceOutside(scope: Scope, keyed: Keyed, work: () => Promise<Answer>): Promise<Answer> {
	const known = readKey(keyed, scope.actor);
	if (!known) return work();
	const earlier = await inOrg(scope, (ctx) => claim(ctx, known));
	if (earlier) return replay(earlier, known.request_hash);
	const answer = await work().catch((error: unknown) => giveUp(scope, known, error));
	await inOrg(scope, (ctx) => keep(ctx, known, answer));
	return answer;
}

/**
 * As `onceOutside`, for a form of files, which is known only once it has come in whole: the key is claimed first, and
 * what was sent is noted with the answer. The form of a second call is read to see that it is the same, and not kept.
 */
export async function onceUpload(
	scope: Scope,
	{ definition, request }: Omit<Keyed, "raw">,
	upload: { run(): Promise<{ answer: Answer; digest: string }>; digest(): Promise<string> },
): Promise<Answer> {
	const known = readKey({ definition, request, raw: {} }, scope.actor);
	if (!known) return (await upload.run()).answer;
	const hashed = (digest: string) => hashOf(definition, digest);
	const earlier = await inOrg(scope, (ctx) => claim(ctx, known));
	if (earlier) return replay(earlier, earlier.status === null ? earlier.request_hash : hashed(await upload.digest()));
	const { answer, digest } = await upload.run().catch((error: unknown) => giveUp(scope, known, error));
	await inOrg(scope, (ctx) => keep(ctx, { ...known, request_hash: hashed(digest) }, answer));
	return answer;
}

/** A call that failed leaves its key free. */
async function giveUp(scope: Scope, known: Known, error: unknown): Promise<never> {
	await inOrg(scope, (ctx) => rowOf(known, ctx.db.deleteFrom("idempotency_keys")).execute());
	throw error;
}

function readKey({ definition, raw, request }: Keyed, actor: Scope["actor"]): Known | undefined {
	const key = definition.method === "GET" ? undefined : idempotencyKey(request);
	if (key === undefined) return undefined;
	const request_hash = hashOf(definition, JSON.stringify(raw));
	const { secrets = [] } = definition;
	return { key, actor: `${actor.kind}:${"id" in actor ? actor.id : actor.name}`, request_hash, secrets };
}

/** The key that a request carries, if any. Throws 422 for one that is empty or too long. */
export function idempotencyKey(request: Request): string | undefined {
	const key = request.headers.get("idempotency-key");
	if (key === null) return undefined;
	if (key === "" || key.length > 200) throw invalid("An Idempotency-Key has 1 to 200 characters.");
	return key;
}

function hashOf({ method, path }: Endpoint, content: string): Buffer {
	return createHash("sha256").update(`${method} ${path}\n${content}`).digest();
}

type Earlier = { request_hash: Buffer; status: number | null; response: unknown };

/** Takes the key for this request, or brings back the row of the call that has it. Waits for one that is under way. */
async function claim(ctx: Ctx, { secrets: _, ...known }: Known): Promise<Earlier | undefined> {
	const inserted = await ctx.db
		.insertInto("idempotency_keys")
		.values({ org_id: ctx.org, created_at: ctx.now, ...known })
		.onConflict((on) =>
			on
				.columns(["org_id", "actor", "key"])
				.doUpdateSet({ created_at: ctx.now, request_hash: known.request_hash })
				.where("idempotency_keys.status", "is", null)
				.where("idempotency_keys.created_at", "<", new Date(ctx.now.getTime() - ABANDONED_MS)),
		)
		.returning("key")
		.executeTakeFirst();
	if (inserted) return undefined;
	return rowOf(known, ctx.db.selectFrom("idempotency_keys"))
		.select(["request_hash", "status", "response"])
		.executeTakeFirstOrThrow();
}

/** What a key was answered before, to a call that asks the same once more. */
function replay(earlier: Earlier, asked: Buffer): Answer {
	if (!Buffer.from(earlier.request_hash).equals(asked)) {
		throw new AppError(422, "idempotency-key-reused", "This Idempotency-Key was used for another request.");
	}
	if (earlier.status === null) throw conflict("The first request with this Idempotency-Key is still being answered.");
	return { status: earlier.status, body: JSON.parse(String(earlier.response)), replayed: true };
}

/** The answer is kept as one text: jsonb would change the order of its fields. What is secret is not kept. */
async function keep(ctx: Ctx, known: Known, { status, body }: Answer): Promise<void> {
	const without = (name: string, value: unknown) => (known.secrets.includes(name) ? null : value);
	await rowOf(known, ctx.db.updateTable("idempotency_keys"))
		.set({ status, request_hash: known.request_hash, response: jsonb(JSON.stringify(body ?? null, without)) })
		.execute();
}

/** A statement narrowed to the row of one actor's key; the organisation's policy does the rest. */
function rowOf<Query extends { where(column: "actor" | "key", operator: "=", value: string): Query }>(
	known: Pick<Known, "actor" | "key">,
	query: Query,
): Query {
	return query.where("actor", "=", known.actor).where("key", "=", known.key);
}
