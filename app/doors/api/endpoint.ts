import { AppError, forbidden, notFound } from "#app/base/errors.ts";
import { can, type PermissionName } from "#app/domain/identity/policy.ts";
import { asAppError, recordRefusal, requireVerified } from "#app/doors/page.ts";
import { type Allowance, limitOf, takeRate } from "#app/doors/rates/rate-limit.ts";
import { type Args, visitOf } from "#app/doors/request.ts";
import { inOrg, readInOrg, type Scope } from "#db/context.ts";
import type { Endpoint, Method } from "./endpoint-definition.ts";
import { inputError, readInput } from "./endpoint-input.ts";
import { type Answer, refusal, reply, replyText } from "./endpoint-reply.ts";
import { idempotencyKey, once, onceOutside, onceUpload } from "./idempotency.ts";
import { identify } from "./identify.ts";
import { streamReply } from "./stream-reply.ts";

/** Declares an endpoint. It answers, and stands in OpenAPI, once it is listed in `app/routes/api/endpoints.ts`. */
export function endpoint<Input>(definition: Endpoint<Input>): Endpoint {
	return definition as Endpoint;
}

/**
 * Answers one request by the endpoint that its method and path name: 404 where no path fits, 405 where no method
 * does. HEAD is answered as GET without the body, OPTIONS with what the path takes.
 */
export async function answerEndpoint(endpoints: readonly Endpoint[], args: Args): Promise<Response> {
	const { requestId } = visitOf(args);
	const { pathname } = new URL(args.request.url);
	const fitting = endpoints.flatMap((each) => {
		const params = matchPath(each.path, pathname);
		return params ? [{ definition: each, params }] : [];
	});
	if (fitting.length === 0) return refusal(notFound("endpoint"), requestId);
	const allow = allowed(fitting.map(({ definition }) => definition.method));
	if (args.request.method === "OPTIONS") return reply({ status: 204, body: null }, requestId, { Allow: allow });
	const method = args.request.method === "HEAD" ? "GET" : args.request.method;
	const found = fitting.find(({ definition }) => definition.method === method);
	if (!found) {
		const error = new AppError(405, "method-not-allowed", `This address takes ${allow}.`);
		return refusal(error, requestId, { Allow: allow });
	}
	const response = await run(found.definition, found.params, args);
	return args.request.method === "HEAD" ? new Response(null, response) : response;
}

async function run(definition: Endpoint, params: Record<string, string>, args: Args): Promise<Response> {
	const { requestId, ip } = visitOf(args);
	let headers: Record<string, string> = {};
	try {
		const caller = await identify(args);
		const allowance = await takeRate(caller.bucket, caller.rate).catch((error: unknown) => {
			headers = emptyAllowance(error, limitOf(caller.rate));
			throw error;
		});
		headers = allowanceHeaders(allowance);
		const refused = permissionsOf(definition).find((each) => !can(caller.actor, each));
		if (refused) {
			await recordRefusal(args, { orgId: caller.org }, refused);
			throw forbidden("This key or role does not allow that.");
		}
		if (definition.verified) requireVerified(caller);
		const userAgent = args.request.headers.get("user-agent") ?? undefined;
		const scope = { org: caller.org, actor: caller.actor, requestId, ip, userAgent };
		if (definition.runUpload) return reply(await takeUpload(definition, scope, args.request), requestId, headers);
		const raw = await readInput(definition, params, args.request);
		const parsed = definition.input.safeParse(raw);
		if (!parsed.success) throw inputError(parsed.error);
		if (definition.runStream) {
			const call = { signal: args.request.signal, idempotencyKey: idempotencyKey(args.request) };
			return streamReply(definition.runStream(scope, parsed.data, call), requestId, headers);
		}
		if (definition.runText) {
			const { runText } = definition;
			const text = await readInOrg(scope, (ctx) => runText(ctx, parsed.data));
			return replyText(text, requestId, headers);
		}
		const answer = await carryOut(definition, scope, { raw, input: parsed.data, request: args.request });
		return reply(answer, requestId, headers);
	} catch (error) {
		const known = asAppError(error, requestId);
		return refusal(known, requestId, headers, known.status === 409 ? definition.conflict : undefined);
	}
}

/** All that a caller of this endpoint must be allowed. */
export function permissionsOf(definition: Endpoint): PermissionName[] {
	return [definition.permission, ...(definition.also ?? [])];
}

type Work = { raw: Record<string, unknown>; input: unknown; request: Request };

/** Does the work, once for each Idempotency-Key, and lets out what the output schema names. */
async function carryOut(definition: Endpoint, scope: Scope, work: Work): Promise<Answer> {
	const status = definition.status ?? 200;
	const kept = { definition, ...work };
	const finish = (value: unknown): Answer => ({ status, body: status === 204 ? null : definition.output.parse(value) });
	if (definition.run) {
		const { run: command } = definition;
		const onlyReads = definition.method === "GET" && !definition.keeps;
		if (onlyReads) return readInOrg(scope, async (ctx) => finish(await command(ctx, work.input)));
		return inOrg(scope, (ctx) => once(ctx, kept, async () => finish(await command(ctx, work.input))));
	}
	const { signal, headers } = work.request;
	if (!definition.runOutside) throw new Error(`${definition.path} has nothing to run`);
	const { runOutside } = definition;
	const call = { signal, idempotencyKey: headers.get("idempotency-key") ?? undefined };
	return onceOutside(scope, kept, async () => finish(await runOutside(scope, work.input, call)));
}

type UploadEndpoint = Extract<Endpoint, { digest(request: Request): Promise<string> }>;

/** Takes a form of files, once for each Idempotency-Key. */
function takeUpload(definition: UploadEndpoint, scope: Scope, request: Request): Promise<Answer> {
	return onceUpload(
		scope,
		{ definition, request },
		{
			async run() {
				const { value, digest } = await definition.runUpload(scope, request);
				return { answer: { status: definition.status ?? 200, body: definition.output.parse(value) }, digest };
			},
			digest: () => definition.digest(request),
		},
	);
}

/** The parameters of a path that fits a template such as `/api/leads/{id}`, or undefined. */
export function matchPath(template: string, pathname: string): Record<string, string> | undefined {
	const wanted = partsOf(template);
	const given = pathname.replace(/\/$/, "").split("/");
	if (wanted.length !== given.length) return undefined;
	const params: Record<string, string> = {};
	for (const [index, { part, name }] of wanted.entries()) {
		if (name && given[index] !== "") params[name] = given[index]!;
		else if (part !== given[index]) return undefined;
	}
	return params;
}

type Part = { part: string; name: string | undefined };
const templates = new Map<string, Part[]>();

/** Read once: each call of the API is held against every template. */
function partsOf(template: string): Part[] {
	const known =
		templates.get(template) ?? template.split("/").map((part) => ({ part, name: /^\{(\w+)\}$/.exec(part)?.[1] }));
	templates.set(template, known);
	return known;
}

function allowed(methods: readonly Method[]): string {
	const reads = methods.includes("GET") ? ["HEAD"] : [];
	return [...methods, ...reads, "OPTIONS"].join(", ");
}

function allowanceHeaders({ limit, remaining, resetSeconds }: Allowance): Record<string, string> {
	return {
		"RateLimit-Limit": String(limit),
		"RateLimit-Remaining": String(remaining),
		"RateLimit-Reset": String(resetSeconds),
	};
}

function emptyAllowance(error: unknown, limit: number): Record<string, string> {
	const wait = error instanceof AppError ? error.retryAfterSeconds : undefined;
	return wait === undefined ? {} : allowanceHeaders({ limit, remaining: 0, resetSeconds: wait });
}
