import { createHash } from "node:crypto";
import type { z } from "zod";
import { AppError, invalid, tooLarge, unauthorized } from "#app/base/errors.ts";
import { hashToken } from "#app/base/tokens.ts";
import { can, type PermissionName } from "#app/domain/identity/policy.ts";
import { jsonb } from "#db/client.ts";
import { type Actor, asSystem, type Ctx, house, inOrg, type Role } from "#db/context.ts";
import { passesOriginGate } from "./gate.ts";
import { errorBody } from "./hook.ts";
import { actorOf, asAppError, type Member } from "./page.ts";
import { type Allowance, takeRate } from "./rate-limit.ts";
import { type Args, visitOf } from "./request.ts";
import { findPerson } from "./session.ts";

const JSON_BYTES = 1024 * 1024;

type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

/** One JSON endpoint: what it takes, what it answers, who may. The schemas validate and document alike. */
export type Endpoint<Input = unknown> = {
	method: Method;
	/** As in OpenAPI: `/api/leads/{id}`. */
	path: string;
	summary: string;
	permission: PermissionName;
	/** Path, query and body together; query texts are coerced by the schema. */
	input: z.ZodType<Input>;
	output: z.ZodType;
	/** The success status; 200 unless said. */
	status?: number;
	run(ctx: Ctx, input: Input): Promise<unknown>;
};

/** Declares an endpoint; `route` makes loaders and actions of them, and OpenAPI is generated from them. */
export function endpoint<Input>(definition: Endpoint<Input>): Endpoint {
	return definition as Endpoint;
}

/** The loader and the action of one URL's endpoints. A method that none of them has is answered 405. */
export function route(...endpoints: Endpoint[]) {
	const answer = (args: Args) => {
		const found = endpoints.find((each) => each.method === args.request.method);
		return found ? run(found, args) : refuseMethod(endpoints, args);
	};
	return { loader: answer, action: answer };
}

type Caller = { org: string; actor: Actor; bucket: string; rate: "api-key" | "member" };

async function run(definition: Endpoint, args: Args): Promise<Response> {
	const { request } = args;
	const { requestId, ip } = visitOf(args);
	try {
		const caller = await identify(args, ip);
		const allowance = await takeRate(caller.bucket, caller.rate);
		const raw = await readInput(definition, args);
		const parsed = definition.input.safeParse(raw);
		if (!parsed.success) throw invalid("Some fields cannot be accepted.", fieldsOf(parsed.error));
		if (!can(caller.actor, definition.permission)) {
			throw new AppError(403, "forbidden", "This key or role does not allow that.");
		}
		const scope = {
			org: caller.org,
			actor: caller.actor,
			requestId,
			ip,
			userAgent: request.headers.get("user-agent") ?? undefined,
		};
		const { status, body } = await inOrg(scope, (ctx) => once(ctx, definition, parsed.data, request, raw));
		return json(status, body, requestId, allowance);
	} catch (error) {
		if (error instanceof Response) return error;
		const known = asAppError(error, requestId);
		return json(known.status, errorBody(known, requestId), requestId, undefined, known.retryAfterSeconds);
	}
}

/** A key in `Authorization: Bearer`, or a member's session; a session must also pass the origin gate. */
async function identify(args: Args, ip: string | undefined): Promise<Caller> {
	const { request } = args;
	const bearer = /^Bearer\s+(\S+)$/i.exec(request.headers.get("authorization") ?? "")?.[1];
	if (bearer) return identifyKey(bearer, ip);
	const person = await findPerson(args);
	if (!person?.org) throw unauthorized("Send an API key in the Authorization header, or sign in.");
	if (!passesOriginGate(request)) throw new AppError(403, "cross-site", "This request came from another site.");
	const actor = actorOf(person as Member);
	return { org: person.org.id, actor, bucket: actor.id, rate: "member" };
}

type KeyRow = {
	key_id: string;
	org_id: string;
	member_name: string;
	role: Role;
	scopes: string[];
	last_used_at: Date | null;
};

async function identifyKey(key: string, ip: string | undefined): Promise<Caller> {
	const hash = hashToken(key);
	const [row] = await house().database.guest<KeyRow>("select * from find_api_key($1)", [hash]);
	if (!row) {
		await takeRate(`key-guess:${ip}`, "guess");
		throw unauthorized("This API key is not known, has expired or was revoked.");
	}
	// Kept to the minute: a busy key does not write at every call.
	if (!row.last_used_at || Date.now() - row.last_used_at.getTime() > 60_000) {
		await asSystem((db) =>
			db.updateTable("api_keys").set({ last_used_at: new Date() }).where("key_hash", "=", hash).execute(),
		);
	}
	const actor: Actor = { kind: "api-key", id: row.key_id, name: row.member_name, role: row.role, scopes: row.scopes };
	return { org: row.org_id, actor, bucket: row.key_id, rate: "api-key" };
}

async function readInput(definition: Endpoint, { request, params }: Args): Promise<Record<string, unknown>> {
	const path = Object.fromEntries(Object.entries(params ?? {}).filter(([name]) => name !== "*"));
	const query = Object.fromEntries(new URL(request.url).searchParams);
	if (definition.method === "GET" || definition.method === "DELETE") return { ...query, ...path };
	if (Number(request.headers.get("content-length") ?? 0) > JSON_BYTES) throw tooLarge("1 MB");
	const type = request.headers.get("content-type") ?? "";
	const text = await readText(request);
	if (text !== "" && !/^application\/([\w.+-]+\+)?json\b/i.test(type)) {
		throw new AppError(415, "wrong-type", "Send JSON, with Content-Type: application/json.");
	}
	return { ...query, ...parseObject(text), ...path };
}

async function readText(request: Request): Promise<string> {
	const decoder = new TextDecoder();
	let text = "";
	let size = 0;
	for await (const chunk of (request.body ?? []) as unknown as AsyncIterable<Uint8Array>) {
		size += chunk.length;
		if (size > JSON_BYTES) throw tooLarge("1 MB");
		text += decoder.decode(chunk, { stream: true });
	}
	return text + decoder.decode();
}

function parseObject(text: string): Record<string, unknown> {
	if (text === "") return {};
	try {
		const value: unknown = JSON.parse(text);
		if (value && typeof value === "object" && !Array.isArray(value)) return value as Record<string, unknown>;
	} catch {
		// Answered below, like any other body that is no object.
	}
	throw new AppError(400, "bad-json", "The body is not a JSON object.");
}

/**
 * Runs a command once for each Idempotency-Key (IETF draft-ietf-httpapi-idempotency-key-header): the key's row is
 * written in the command's own transaction, so a second call waits for the first and gets its answer.
 */
async function once(ctx: Ctx, definition: Endpoint, input: unknown, request: Request, raw: unknown) {
	const status = definition.status ?? 200;
	const key = definition.method === "GET" ? null : request.headers.get("idempotency-key");
	if (!key) return { status, body: await definition.run(ctx, input) };
	if (key.length > 200) throw invalid("The Idempotency-Key is longer than 200 characters.");
	const actor = `${ctx.actor.kind}:${"id" in ctx.actor ? ctx.actor.id : ctx.actor.name}`;
	const request_hash = createHash("sha256")
		.update(`${definition.method} ${definition.path}\n${JSON.stringify(raw)}`)
		.digest();
	const inserted = await ctx.db
		.insertInto("idempotency_keys")
		.values({ org_id: ctx.org, actor, key, request_hash })
		.onConflict((conflict) => conflict.doNothing())
		.returning("key")
		.executeTakeFirst();
	const row = ctx.db.selectFrom("idempotency_keys").where("actor", "=", actor).where("key", "=", key);
	if (!inserted) {
		const earlier = await row.select(["request_hash", "status", "response"]).executeTakeFirstOrThrow();
		if (!Buffer.from(earlier.request_hash).equals(request_hash)) {
			throw new AppError(422, "idempotency-key-reused", "This Idempotency-Key was used for another request.");
		}
		return { status: earlier.status ?? status, body: earlier.response };
	}
	const body = (await definition.run(ctx, input)) ?? null;
	await ctx.db
		.updateTable("idempotency_keys")
		.set({ status, response: jsonb(body) })
		.where("actor", "=", actor)
		.where("key", "=", key)
		.execute();
	return { status, body };
}

function refuseMethod(endpoints: Endpoint[], args: Args): Response {
	const { requestId } = visitOf(args);
	const allow = endpoints.map((each) => each.method).join(", ");
	const error = new AppError(405, "method-not-allowed", `This address takes ${allow}.`);
	const response = json(405, errorBody(error, requestId), requestId);
	response.headers.set("Allow", allow);
	return response;
}

function fieldsOf(error: z.ZodError): Record<string, string[]> {
	const fields: Record<string, string[]> = {};
	for (const issue of error.issues) {
		const name = issue.path.join(".") || "body";
		fields[name] = [...(fields[name] ?? []), issue.message];
	}
	return fields;
}

function json(status: number, body: unknown, requestId: string, allowance?: Allowance, retryAfter?: number): Response {
	const headers: Record<string, string> = { "X-Request-Id": requestId, "Cache-Control": "no-store" };
	if (allowance) {
		headers["RateLimit-Limit"] = String(allowance.limit);
		headers["RateLimit-Remaining"] = String(allowance.remaining);
		headers["RateLimit-Reset"] = String(allowance.resetSeconds);
	}
	if (retryAfter) headers["Retry-After"] = String(retryAfter);
	return status === 204 ? new Response(null, { status, headers }) : Response.json(body, { status, headers });
}
