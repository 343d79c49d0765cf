import { createHash } from "node:crypto";
import { AppError, conflict, invalid } from "#app/base/errors.ts";
import { jsonb } from "#db/client.ts";
import { type Ctx, inOrg, type Scope } from "#db/context.ts";
import type { Endpoint } from "./endpoint-definition.ts";
import type { Answer } from "./endpoint-reply.ts";

type Keyed = { definition: Endpoint; raw: Record<string, unknown>; request: Request };
type Known = { key: string; actor: string; request_hash: Buffer };

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
	if (earlier) return earlier;
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
	if (earlier) return earlier;
	const answer = await work().catch(async (error: unknown) => {
		await inOrg(scope, (ctx) => rowOf(known, ctx.db.deleteFrom("idempotency_keys")).execute());
		throw error;
	});
	await inOrg(scope, (ctx) => keep(ctx, known, answer));
	return answer;
}

function readKey({ definition, raw, request }: Keyed, actor: Scope["actor"]): Known | undefined {
	const key = definition.method === "GET" ? null : request.headers.get("idempotency-key");
	if (key === null) return undefined;
	if (key === "" || key.length > 200) throw invalid("An Idempotency-Key has 1 to 200 characters.");
	const request_hash = createHash("sha256")
		.update(`${definition.method} ${definition.path}\n${JSON.stringify(raw)}`)
		.digest();
	return { key, actor: `${actor.kind}:${"id" in actor ? actor.id : actor.name}`, request_hash };
}

/** Takes the key for this request, or brings back what it was answered before. Waits for a call that is under way. */
async function claim(ctx: Ctx, known: Known): Promise<Answer | undefined> {
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
	const earlier = await rowOf(known, ctx.db.selectFrom("idempotency_keys"))
		.select(["request_hash", "status", "response"])
		.executeTakeFirstOrThrow();
	if (!Buffer.from(earlier.request_hash).equals(known.request_hash)) {
		throw new AppError(422, "idempotency-key-reused", "This Idempotency-Key was used for another request.");
	}
	if (earlier.status === null) throw conflict("The first request with this Idempotency-Key is still being answered.");
	return { status: earlier.status, body: JSON.parse(String(earlier.response)), replayed: true };
}

/** The answer is kept as one text: jsonb would change the order of its fields. */
async function keep(ctx: Ctx, known: Known, { status, body }: Answer): Promise<void> {
	await rowOf(known, ctx.db.updateTable("idempotency_keys"))
		.set({ status, response: jsonb(JSON.stringify(body ?? null)) })
		.execute();
}

/** A statement narrowed to the row of one actor's key; the organisation's policy does the rest. */
function rowOf<Query extends { where(column: "actor" | "key", operator: "=", value: string): Query }>(
	known: Known,
	query: Query,
): Query {
	return query.where("actor", "=", known.actor).where("key", "=", known.key);
}
