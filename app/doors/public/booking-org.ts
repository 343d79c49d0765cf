import { notFound } from "#app/base/errors.ts";
import { addressBucket, takeRate } from "#app/doors/rates/rate-limit.ts";
import { type Args, visitOf } from "#app/doors/request.ts";
import { type Ctx, house, inOrg } from "#db/context.ts";

/** The organisation whose booking page this is. */
export type BookingOrg = { id: string; name: string; slug: string; colour: string };

/** Finds the organisation of a public booking page by its place in the address; 404 where there is none. */
export async function openBookingPage(args: Args, slug: string | undefined): Promise<BookingOrg> {
	await takeRate(`book:${addressBucket(visitOf(args).ip)}`, "address");
	if (!slug || !/^[a-z0-9][a-z0-9-]{0,62}$/.test(slug)) throw notFound("booking page");
	const [row] = await house().database.guest<{ org_id: string; name: string; slug: string; colour: string }>(
		"select * from find_booking_org($1)",
		[slug],
	);
	if (!row) throw notFound("booking page");
	return { id: row.org_id, name: row.name, slug: row.slug, colour: row.colour };
}

/** Runs `fn` in an organisation for a visitor nobody knows yet. */
export function asVisitor<T>(args: Args, org: BookingOrg, fn: (ctx: Ctx) => Promise<T>): Promise<T> {
	const { requestId, ip } = visitOf(args);
	const actor = { kind: "customer", id: undefined, name: "Visitor" } as const;
	return inOrg({ org: org.id, actor, requestId, ip }, fn);
}
