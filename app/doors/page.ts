import { redirect } from "@remix-run/node";
import { AppError, conflict, forbidden, invalid, isDatabaseAway, notFound, sqlState } from "#app/base/errors.ts";
import { log } from "#app/base/log.ts";
import type { Origin } from "#app/domain/identity/origin.ts";
import { can, type PermissionName } from "#app/domain/identity/policy.ts";
import { recordSecurityEvent } from "#app/domain/identity/security-events.ts";
import { type Actor, type Ctx, inOrg, readInOrg } from "#db/context.ts";
import { type Args, noteRetryAfter, visitOf } from "./request.ts";
import { findPerson, type Person } from "./session.ts";

/** A signed-in member: a person with an organisation. */
export type Member = Person & { org: NonNullable<Person["org"]> };

/**
 * The door of a signed-in page's loader: who, which organisation, whether they may, then one transaction for `fn`.
 * A stranger is sent to sign in and comes back; a refusal becomes the error page with its status.
 */
export async function page<T>(
	args: Args,
	permission: PermissionName,
	fn: (ctx: Ctx, member: Member) => Promise<T>,
): Promise<T> {
	return through(inOrg, args, permission, fn);
}

/** As `page`, for a loader that only reads, in as few trips to the database as it has queries. */
export async function readingPage<T>(
	args: Args,
	permission: PermissionName,
	fn: (ctx: Ctx, member: Member) => Promise<T>,
): Promise<T> {
	return through(readInOrg, args, permission, fn);
}

async function through<T>(
	transaction: typeof inOrg,
	args: Args,
	permission: PermissionName,
	fn: (ctx: Ctx, member: Member) => Promise<T>,
): Promise<T> {
	const member = await allowedMember(args, permission);
	return guarded(args, () =>
		watched(args, member, permission, () => transaction(scopeOf(args, member), (ctx) => fn(ctx, member))),
	);
}

/** The member who makes this request and may; a refusal is written to the security log and becomes 403. */
export async function allowedMember(args: Args, permission: PermissionName): Promise<Member> {
	const member = await requireMember(args);
	if (can(actorOf(member), permission)) return member;
	await recordRefusal(args, whoOf(member), permission);
	throw asResponse(forbidden(), visitOf(args).requestId);
}

/** Runs a command for a member; a refusal from within (a role above one's own) is logged like one at the door. */
export async function watched<T>(
	args: Args,
	member: Member,
	permission: PermissionName,
	fn: () => Promise<T>,
): Promise<T> {
	try {
		return await fn();
	} catch (error) {
		if (error instanceof AppError && error.status === 403) await recordRefusal(args, whoOf(member), permission);
		throw error;
	}
}

const whoOf = (member: Member) => ({ orgId: member.org.id, userId: member.userId, email: member.email });

/** The member who makes this request, or a redirect to where they become one. */
export async function requireMember(args: Args): Promise<Member> {
	const person = await requirePerson(args);
	if (!person.org) throw redirect("/organisations");
	return person as Member;
}

/** Throws 422 unless the person confirmed their address: until then nobody is written to on their behalf. */
export function requireVerified(person: Pick<Person, "isVerified">): void {
	if (!person.isVerified)
		throw invalid("Confirm your email address first. The mail can be sent again from your profile.");
}

/** The person who makes this request, with or without an organisation, or a redirect to where they sign in. */
export async function requirePerson(args: Args): Promise<Person> {
	const person = await guarded(args, () => findPerson(args));
	if (!person) throw redirect(`/sign-in?next=${encodeURIComponent(currentPath(args.request))}`);
	return person;
}

/** The actor that a member is in their organisation. */
export function actorOf(member: Member): Extract<Actor, { kind: "member" }> {
	return { kind: "member", id: member.org.memberId, name: member.name, role: member.org.role, userId: member.userId };
}

/** Writes a refused request to the security log (AUDIT-1). A log that cannot be written does not change the answer. */
export async function recordRefusal(
	args: Args,
	who: { orgId: string; userId?: string; email?: string },
	permission: PermissionName,
): Promise<void> {
	const { method, url } = args.request;
	const data = { permission, method, path: new URL(url).pathname.replace(/\.data$/, "") };
	await recordSecurityEvent({ name: "access.refused", ...who, origin: originOf(args), data }).catch((error: Error) =>
		log().error({ err: error, requestId: visitOf(args).requestId }, "security log"),
	);
}

/** Where a request came from, as identity's commands take it. */
export function originOf(args: Args): Origin {
	const { requestId, ip } = visitOf(args);
	return { requestId, ip, userAgent: args.request.headers.get("user-agent") ?? undefined };
}

/** What `inOrg` needs to know of a member's request. */
export function scopeOf(args: Args, member: Member, actor = actorOf(member)) {
	return { org: member.org.id, actor, ...originOf(args) };
}

/** One transaction in the member's organisation, for doors that have checked who may already. */
export function inOwnOrg<T>(args: Args, member: Member, fn: (ctx: Ctx) => Promise<T>): Promise<T> {
	return inOrg(scopeOf(args, member), fn);
}

/** Runs a loader's work and turns what it throws into the response that the error page shows. */
export async function guarded<T>(args: Args, fn: () => Promise<T>): Promise<T> {
	try {
		return await fn();
	} catch (error) {
		if (error instanceof Response || !(error instanceof Error)) throw error;
		const refusal = asResponse(error, visitOf(args).requestId);
		noteRetryAfter(args, Number(refusal.headers.get("Retry-After")));
		throw refusal;
	}
}

/** An error as the response of a page: status, plain message and request id. Faults of ours are logged, not told. */
export function asResponse(error: Error, requestId: string): Response {
	const known = asAppError(error, requestId);
	const body = { code: known.code, message: known.message, requestId };
	const headers = known.retryAfterSeconds ? { "Retry-After": String(known.retryAfterSeconds) } : undefined;
	return Response.json(body, { status: known.status, ...(headers ? { headers } : {}) });
}

/** Any error as one whose message may be shown. What is not expected is logged with the request id. */
export function asAppError(error: unknown, requestId: string): AppError {
	if (error instanceof AppError) return error;
	if (isDatabaseAway(error)) {
		return new AppError(
			503,
			"database-away",
			"The database cannot be reached at the moment. Nothing was changed. Try again shortly.",
		);
	}
	const stated = STATES[sqlState(error) ?? ""];
	if (stated) return stated();
	log().error({ err: error, requestId }, "unexpected error");
	return new AppError(500, "fault", "Something went wrong on our side. Nothing was changed.");
}

/** What Postgres says of a request rather than of our statement. */
const STATES: Record<string, () => AppError> = {
	// A value that it cannot read, such as an id that is none.
	"22P02": () => notFound(),
	// Characters that no text of Postgres holds: number zero, bytes that are no UTF-8.
	"22021": () => invalid("The text holds a character that cannot be kept. Remove it and try again."),
	"22P05": () => invalid("The text holds a character that cannot be kept. Remove it and try again."),
	"22003": () => invalid("A number is larger than what can be kept."),
	"22007": () => invalid("A date or a time is none that can be kept."),
	"22008": () => invalid("A date or a time is none that can be kept."),
	// Two changes at once, of which this one was given up.
	"40001": () => conflict("Somebody else changed this at the same moment. Try again."),
	"40P01": () => conflict("Somebody else changed this at the same moment. Try again."),
	"55P03": () => conflict("Somebody else is changing this at the moment. Try again."),
	"25006": () => new AppError(503, "read-only", "Nothing can be changed at the moment. Try again shortly."),
	"57014": () => new AppError(503, "took-too-long", "This took too long and was ended. Nothing was changed."),
};

/** The path and query a person asked for, fit for coming back to: never another site. */
export function currentPath(request: Request): string {
	const url = new URL(request.url);
	return `${url.pathname.replace(/\.data$/, "")}${url.search}`;
}

/**
 * A local path from something a browser sent, or the fallback: no scheme, no host, no protocol-relative path, also
 * not after a browser has taken dot segments out (`/.//evil.test`).
 */
export function localPath(value: unknown, fallback: string): string {
	if (typeof value !== "string" || !value.startsWith("/") || /[\p{Cc}\\]/u.test(value)) return fallback;
	if (!URL.canParse(value, NOWHERE)) return fallback;
	const url = new URL(value, NOWHERE);
	if (url.origin !== NOWHERE || url.pathname.startsWith("//")) return fallback;
	return `${url.pathname}${url.search}${url.hash}`;
}

const NOWHERE = "http://nowhere.invalid";
