import { type Args, visitOf } from "#app/doors/request.ts";
import { findPerson } from "#app/doors/session.ts";
import { type Ctx, inOrg } from "#db/context.ts";
import type { PublicLink } from "./public-link.ts";

/**
 * Runs `fn` as the customer who holds a public link, in the link's organisation. Whoever has the link acts for the
 * customer; where a browser does that in which a member of the organisation is signed in, what is recorded names them
 * too (`linkOpenedBy`), so that the log does not say of a colleague's act that it was the customer's alone.
 */
export async function asCustomer<T>(args: Args, link: PublicLink, fn: (ctx: Ctx) => Promise<T>): Promise<T> {
	const { requestId, ip } = visitOf(args);
	const actor = { kind: "customer", id: link.contactId, name: "Customer" } as const;
	const userAgent = args.request.headers.get("user-agent") ?? undefined;
	const member = await memberBehind(args, link.orgId);
	return inOrg({ org: link.orgId, actor, requestId, ip, userAgent }, (ctx) => fn(member ? naming(ctx, member) : ctx));
}

/** The name of the member whose browser this is; undefined for a customer's own, and where nothing is changed. */
async function memberBehind(args: Args, orgId: string): Promise<string | undefined> {
	const { method, headers } = args.request;
	if (method === "GET" || method === "HEAD" || !headers.has("cookie")) return undefined;
	// Who a cookie belongs to decides nothing here, so a session that cannot be read keeps no customer waiting.
	const person = await findPerson(args).catch(() => undefined);
	return person?.org?.id === orgId ? person.name : undefined;
}

function naming(ctx: Ctx, linkOpenedBy: string): Ctx {
	const recordMany = ctx.recordMany;
	// In place: `record` goes through it, and what others hold is this very context.
	ctx.recordMany = (events) =>
		recordMany(events.map((event) => (event.by ? event : { ...event, data: { ...event.data, linkOpenedBy } })));
	return ctx;
}
