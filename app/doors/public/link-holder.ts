import type { Args } from "#app/doors/request.ts";
import type { Ctx } from "#db/context.ts";
import { asCustomer } from "./customer.ts";
import { openPublicLink, type PublicLink } from "./public-link.ts";

/** Opens the link in the path's `:token` and runs `fn` for whoever holds it: its contact, on its subject only. */
export async function asLinkHolder<T>(
	args: Args,
	kind: "chat" | "appointment" | "unsubscribe",
	fn: (ctx: Ctx, link: PublicLink) => Promise<T>,
): Promise<T> {
	const link = await openPublicLink(args, kind, args.params?.token);
	return asCustomer(args, link, (ctx) => fn(ctx, link));
}
