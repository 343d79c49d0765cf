import { type Args, visitOf } from "#app/doors/request.ts";
import { type Ctx, inOrg } from "#db/context.ts";
import type { PublicLink } from "./public-link.ts";

/** Runs `fn` as the customer who holds a public link, in the link's organisation. */
export function asCustomer<T>(args: Args, link: PublicLink, fn: (ctx: Ctx) => Promise<T>): Promise<T> {
	const { requestId, ip } = visitOf(args);
	const actor = { kind: "customer", id: link.contactId, name: "Customer" } as const;
	const userAgent = args.request.headers.get("user-agent") ?? undefined;
	return inOrg({ org: link.orgId, actor, requestId, ip, userAgent }, fn);
}
